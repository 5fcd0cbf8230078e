"""培育库: every planted alarm of the register and no other; figures whose parts add up."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import FirmLimits
from xj_analysis.instruments.firms import (
    BELOW_LINE,
    ENTERED,
    FILED,
    NOT_FILED,
    POOLED,
    RETURNED,
    firm_alarms,
    firm_figures,
    states,
)

DAY = date(2025, 9, 30)
LIMITS = FirmLimits()
REVENUES = st.none() | st.floats(0, 5000).map(lambda value: round(value, 2))
FIRMS = st.lists(st.tuples(st.sampled_from([POOLED, FILED, ENTERED, RETURNED]), REVENUES), max_size=12)


def register(firms: list[tuple[str, float | None]], **columns: list[str]) -> pd.DataFrame:
    rows = pd.DataFrame(firms, columns=["state", "revenue_12m"]).astype({"revenue_12m": "float64"})
    dates = {name: pd.to_datetime(pd.Series(days)).astype("datetime64[s]") for name, days in columns.items()}
    keys = [f"Q{number}" for number in range(len(rows))]
    return rows.assign(key=keys, origin=[f"名录!{key}" for key in keys], **dates)


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = firm_alarms(made.rows("enterprises"), DAY, made.county.alarms.firms)
    assert as_planted(found, "enterprises") == made.planted_in("enterprises")


def test_a_firm_at_the_line_is_over_it() -> None:
    found = firm_alarms(register([(POOLED, 2000.0), (ENTERED, 2000.0), (POOLED, 1999.99)]), DAY, LIMITS)
    assert found[["key", "kind", "over", "limit"]].to_numpy().tolist() == [["Q0", NOT_FILED, 0.0, 2000.0]]


def test_a_firm_that_has_filed_is_not_told_to_file() -> None:
    assert firm_alarms(register([(FILED, 2500.0), (RETURNED, 2500.0)]), DAY, LIMITS).empty


def test_what_is_not_known_is_listed_and_not_judged() -> None:
    found = firm_alarms(register([(POOLED, None), (ENTERED, None), ("", 2500.0)]), DAY, LIMITS)
    listed = sorted(found[["key", "kind", "light"]].to_numpy().tolist())
    assert listed == [["Q0", NOT_FILED, "待核"], ["Q1", BELOW_LINE, "待核"], ["Q2", NOT_FILED, "待核"]]


def test_a_firm_that_enters_later_or_has_left_is_not_in() -> None:
    rows = register([(ENTERED, 1900.0)] * 3, entered=["2025-10-01", "2025-02-01", "2025-02-01"],
                    left=["", "", "2025-09-30"])  # fmt: skip
    assert states(rows, DAY).tolist() == [FILED, ENTERED, "退出"]
    assert firm_alarms(rows, DAY, LIMITS)["key"].tolist() == ["Q1"]


def test_net_growth_is_what_came_less_what_went_in_the_year() -> None:
    days = ["2025-02-01", "2025-09-30", "2025-10-01", "2024-12-31"]
    rows = register([(ENTERED, 2500.0)] * 4, entered=days, left=["", "", "", "2025-03-01"])
    found = firm_figures(rows, DAY, LIMITS)
    assert [found[name].text for name in ("入统", "退出", "净增")] == ["2家", "1家", "1家"]
    assert set(found["净增"].origins) == {"名录!Q0", "名录!Q1", "名录!Q3"}


@given(FIRMS)
def test_parts_add_up_to_the_whole(firms: list[tuple[str, float | None]]) -> None:
    found = {name: figure.value for name, figure in firm_figures(register(firms), DAY, LIMITS).items()}
    known = {name: int(value) for name, value in found.items() if name != "申报成功率" and value is not None}
    assert known["在库"] + known["已进规"] == known["企业"] == len(firms)
    of_pool = ("达到入库线", "低于入库线", "过线", "收入未填")
    assert sum(known[name] for name in of_pool) == known["在库"]
    assert known["已进规"] + known["退回"] <= known["提交"]


def test_returned_firms_have_been_submitted() -> None:
    found = firm_figures(register([(ENTERED, 2500.0), (RETURNED, 1900.0), (FILED, 2100.0), (POOLED, 1.0)]), DAY, LIMITS)
    assert found["申报成功率"].text == "33.3%"
    assert len(found["申报成功率"].origins) == 3
