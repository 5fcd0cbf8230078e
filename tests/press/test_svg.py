"""SVG renderer: bytes independent of earlier drawings, unique identifiers, complete glyphs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from xj_analysis.base.errors import CheckError
from xj_analysis.briefing.charts import style
from xj_analysis.press import svg


def spec(label: str = "甲") -> dict[str, Any]:
    import altair as alt

    data = alt.Data(values=[{"x": label, "y": 3}, {"x": "乙", "y": 4}])
    made: dict[str, Any] = alt.Chart(data).mark_line(clip=True).encode(x="x:N", y="y:Q").to_dict()
    return made


def test_bytes_do_not_depend_on_what_was_drawn_before() -> None:
    first = svg.drawings([spec()])
    svg.draw(spec("丙"))
    assert svg.drawings([spec()]) == first


def test_two_drawings_on_one_page_share_no_identifier() -> None:
    drawn = svg.drawings([spec(), spec()])
    found = [set(re.findall(r'\bid="([^"]+)"', each)) for each in drawn]
    assert found[0] and not found[0] & found[1]
    used = set(re.findall(r"url\(#([^)]+)\)", drawn[0]))
    assert used and used <= found[0]


def test_a_label_without_a_glyph_is_an_error() -> None:
    with pytest.raises(CheckError, match=r"U\+1F600"):
        svg.draw(spec("😀"))


def test_what_draws_rehearses_in_the_version_charts_are_written_in() -> None:
    svg.warm_up()
    assert f"/v{svg.newest_vegalite()}." in style.altair().SCHEMA_URL
