"""Rows of checklists for tests: a column an item, some cells empty, and the same with a row an item."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import strategies as st

DAY = date(2025, 9, 30)
LEDGERS = ("estates", "eight_ones", "village_sights", "livelihood_tasks")
ITEMS = {"road": "道路", "lamp": "路灯", "yard": "广场"}
STATES = ("✓", "在建", "未动", "不涉及", "")
_UNITS = st.lists(
    st.tuples(
        st.tuples(*[st.sampled_from(STATES)] * len(ITEMS)),
        st.none() | st.dates(date(2025, 1, 1), date(2026, 3, 31)),
        st.sampled_from(["", "照片"]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@st.composite
def wide_rows(draw: st.DrawFn) -> pd.DataFrame:
    """Units with the states of their items, a day and evidence each."""
    units = draw(_UNITS)
    return pd.DataFrame({
        "key": [f"Y{n:02}" for n in range(len(units))], "origin": [f"f#{n}" for n in range(len(units))],
        "name": [f"小区{'甲乙丙丁戊己庚辛'[n]}" for n in range(len(units))],
        **{item: [unit[0][place] for unit in units] for place, item in enumerate(ITEMS)},
        "due": pd.Series([unit[1] for unit in units], dtype="datetime64[s]"),
        "evidence": [unit[2] for unit in units],
    })  # fmt: skip


def long_form(rows: pd.DataFrame) -> pd.DataFrame:
    """The same content with a row an item."""
    parts = [rows.drop(columns=[*ITEMS]).assign(item=name, state=rows[to]) for to, name in ITEMS.items()]
    return pd.concat(parts, ignore_index=True)
