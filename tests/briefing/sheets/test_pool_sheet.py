"""周调度表 as a sheet: every firm once, the worst first, days not reported counted and named."""

from __future__ import annotations

from datetime import date

import pytest

from support.planted_county import Made
from support.slip_rows import DAY, pooled, repeated
from xj_analysis.base.errors import UsageError
from xj_analysis.document.blocks import Table, figures_of, text_of
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity.workdays import workdays


def rows_of(table: Table, name: str) -> list[str]:
    place = [column.name for column in table.columns].index(name)
    return [plain_text(row[place].parts) for row in table.rows]


def test_every_firm_is_on_the_sheet_once_those_with_alarms_first(kept: Made) -> None:
    *_, table = pooled(kept, kept.rows("enterprises"), kept.rows("enterprise_days"))
    assert isinstance(table, Table)
    assert sorted(rows_of(table, "企业")) == sorted(kept.rows("enterprises")["name"])
    lit = [light != "—" for light in rows_of(table, "灯")]
    assert lit == sorted(lit, reverse=True) and any(lit) and not all(lit)
    assert "排序" in plain_text(table.notes[0])


def test_days_not_reported_are_counted_and_named_as_planted(kept: Made) -> None:
    planted = {alarm.key: int(alarm.value) for alarm in kept.planted_in("enterprise_days") if alarm.kind == "漏报"}
    names = kept.rows("enterprises").set_index("key")["name"]
    *_, sentence, table = pooled(kept, kept.rows("enterprises"), kept.rows("enterprise_days"))
    assert isinstance(table, Table)
    told = dict(zip(rows_of(table, "企业"), map(int, rows_of(table, "漏报（日）")), strict=True))
    assert {name: days for name, days in told.items() if days} == {names[key]: days for key, days in planted.items()}
    words = text_of(sentence)
    assert f"漏报的{len(planted)}家" in words
    assert all(f"{names[key]}{days}个工作日（" in words for key, days in planted.items())
    assert all(figure.origins for figure in figures_of(sentence))


def test_a_day_taken_out_is_a_day_more_and_is_named(kept: Made) -> None:
    days = kept.rows("enterprise_days")
    firm = kept.rows("enterprises").set_index("key")["name"]["Q24"]
    gone = days[~((days["key"] == "Q24") & (days["day"] == "2025-09-24"))]
    before, after = (text_of(pooled(kept, kept.rows("enterprises"), each)[-2]) for each in (days, gone))
    assert f"{firm}1个工作日（9月24日）" in after and firm not in before


def test_days_off_are_not_missed(kept: Made) -> None:
    days = kept.rows("enterprise_days")
    worked = days[days["day"].isin(workdays(date(2025, 7, 1), DAY))]
    assert len(worked) < len(days)
    assert text_of(pooled(kept, kept.rows("enterprises"), worked)[-2]) == text_of(
        pooled(kept, kept.rows("enterprises"), days)[-2]
    )


def test_more_than_are_named_are_in_the_table(kept: Made) -> None:
    days = kept.rows("enterprise_days")
    gone = days[days["day"] != "2025-09-24"]
    sentence = text_of(pooled(kept, kept.rows("enterprises"), gone)[-2])
    assert "漏报的24家" in sentence and sentence.endswith("其余见表。")


def test_without_days_the_register_alone_is_shown(kept: Made) -> None:
    blocks = pooled(kept, repeated(kept.rows("enterprises"), 60))
    assert not any("漏报的" in text_of(block) for block in blocks[:-1])
    table = blocks[-1]
    assert isinstance(table, Table) and len(table.rows) == 60 and set(rows_of(table, "漏报（日）")) == {"—"}


def test_a_ledger_without_a_firm_has_no_sheet(kept: Made) -> None:
    with pytest.raises(UsageError, match="台账里没有一行"):
        pooled(kept, kept.rows("enterprises").head(0))
