"""JSON with one record a line: it parses back to the same object."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.json_lines import dumps_lines

SCALARS: Any = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
RECORDS = st.dictionaries(st.text(max_size=5), SCALARS | st.lists(SCALARS, max_size=3), max_size=4)
VALUES = SCALARS | RECORDS | st.lists(RECORDS, max_size=4) | st.dictionaries(st.text(max_size=5), RECORDS, max_size=4)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=5))
def test_json_parses_back_to_the_same_object_in_order(data: dict[str, Any]) -> None:
    parsed = json.loads(dumps_lines(data))
    assert parsed == data and list(parsed) == list(data)


@given(st.lists(RECORDS, min_size=1, max_size=5))
def test_each_record_of_a_list_has_a_line(records: list[dict[str, Any]]) -> None:
    lines = dumps_lines({"figures": records}).split("\n")
    assert [json.loads(line.removesuffix(",")) for line in lines[2 : 2 + len(records)]] == records
