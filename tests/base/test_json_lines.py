"""JSON as it is written: what was given comes back, and each thing has a line."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.json_lines import dumps_lines

SCALARS: Any = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
THINGS = st.dictionaries(st.text(max_size=5), SCALARS | st.lists(SCALARS, max_size=3), max_size=4)
VALUES = SCALARS | THINGS | st.lists(THINGS, max_size=4) | st.dictionaries(st.text(max_size=5), THINGS, max_size=4)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=5))
def test_what_was_given_comes_back_in_its_order(data: dict[str, Any]) -> None:
    again = json.loads(dumps_lines(data))
    assert again == data and list(again) == list(data)


@given(st.lists(THINGS, min_size=1, max_size=5))
def test_each_thing_of_a_list_has_a_line(things: list[dict[str, Any]]) -> None:
    lines = dumps_lines({"figures": things}).split("\n")
    assert [json.loads(line.removesuffix(",")) for line in lines[2 : 2 + len(things)]] == things
