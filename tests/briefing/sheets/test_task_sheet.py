"""督办单 as a sheet: each pressing matter once, the worst first; without one all open ones; each says of how many."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made
from support.slip_rows import DAY, repeated, slipped
from xj_analysis.base.errors import UsageError
from xj_analysis.document.blocks import Table, figures_of
from xj_analysis.document.pieces import Light, plain_text
from xj_analysis.instruments.tasks import closed, given_by, slip_colours

ORDER = "红黄蓝"


def fields(slip: Table) -> dict[str, str]:
    return {plain_text(label.parts): plain_text(words.parts) for label, words in slip.rows}


def colour(slip: Table) -> str:
    (light,) = [part for row in slip.rows for part in row[1].parts if isinstance(part, Light)]
    return light.light


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"(\d+)件", text)]


def test_the_pressing_slips_are_printed_once_each_the_worst_first(kept: Made) -> None:
    rows = kept.rows("tasks")
    colours = slip_colours(rows, DAY, kept.county.alarms.tasks)
    slips = slipped(kept, rows)
    assert sorted(fields(slip)["编号"] for slip in slips) == sorted(rows["key"][colours.isin(["红", "黄"])])
    shown = [colour(slip) for slip in slips]
    assert shown == sorted(shown, key=ORDER.index) and set(shown) == {"红", "黄"}


@given(shift=st.integers(-400, 400), number=st.integers(1, 60))
def test_every_slip_says_how_many_of_how_many_are_printed(kept: Made, shift: int, number: int) -> None:
    as_of = DAY + timedelta(days=shift)
    rows = repeated(kept.rows("tasks"), number)
    open_ = given_by(rows, as_of)
    open_ = open_[~closed(open_, as_of)]
    if open_.empty:
        with pytest.raises(UsageError, match="没有在办的事项"):
            slipped(kept, rows, as_of)
        return
    slips = slipped(kept, rows, as_of)
    (told,) = {plain_text(slip.notes[0]) for slip in slips}
    all_open, printed, *by_colour = numbers(told)
    assert (all_open, printed) == (len(open_), len(slips)) and sum(by_colour) == printed
    assert ("不印" in told) == (printed < all_open)


def test_without_a_pressing_one_all_open_ones_are_printed(kept: Made) -> None:
    rows = kept.rows("tasks").assign(due=pd.Timestamp("2026-06-01"), heard=pd.Timestamp(DAY))
    slips = slipped(kept, rows)
    open_ = given_by(rows, DAY)
    assert len(slips) == (~closed(open_, DAY)).sum() and {colour(slip) for slip in slips} == {"蓝"}


def test_a_slip_has_its_fields_and_its_days_lead_to_its_row(kept: Made) -> None:
    first = slipped(kept, kept.rows("tasks"))[0]
    shown = fields(first)
    assert [*shown] == ["编号", "颜色", "事项", "来源", "牵头领导", "责任单位", "交办日期", "完成时限", "当前情况",
                        "下步措施", "要求", "依据"]  # fmt: skip
    (late,) = [figure for figure in figures_of(first) if figure.unit == "天"]
    due = date(*map(int, re.findall(r"\d+", shown["完成时限"])))
    assert late.value == (DAY - due).days and late.origins == (shown["依据"],)
    assert "截至2025年9月30日" in plain_text(first.title)


def test_a_ledger_of_few_columns_has_slips(kept: Made) -> None:
    rows = kept.rows("tasks")[["key", "origin", "what", "given", "due", "state"]]
    shown = fields(slipped(kept, rows)[0])
    assert shown["来源"] == shown["牵头领导"] == shown["责任单位"] == shown["下步措施"] == "—"
    assert shown["当前情况"].endswith("最近反馈—")
