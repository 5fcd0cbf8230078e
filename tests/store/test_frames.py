"""Figure frames in memory: dtypes, and rows as dictionaries."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.store.frames import compact, records

ROWS = st.lists(st.fixed_dictionaries({"id": st.text(max_size=3), "value": st.floats(allow_nan=False)}), min_size=1)


@given(ROWS)
def test_a_compact_frame_has_the_same_rows_and_text_as_objects(rows: list[dict[str, object]]) -> None:
    frame = pd.DataFrame(rows)
    small = compact(frame)
    assert records(small) == records(frame) == rows
    assert dict(small.dtypes.astype(str)) == {"id": "object", "value": "float64"}


def test_a_compact_frame_is_a_copy() -> None:
    frame = pd.DataFrame({"value": [1.0]})
    copy = compact(frame)
    copy.loc[0, "value"] = 2.0
    assert frame["value"].tolist() == [1.0]


def test_column_names_become_str() -> None:
    assert records(pd.DataFrame({2023: [1]})) == [{"2023": 1}]
