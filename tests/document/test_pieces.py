"""Pieces of blocks: plain text of runs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from xj_analysis.document import cell_html
from xj_analysis.document.pieces import Light, Strong, plain_text
from xj_analysis.quantity.figures import reported_figure
from xj_analysis.quantity.hedges import Hedge

ONE = reported_figure(Decimal("24"), "个", label="签约项目", period="2024-YTD", origins=("A17",))


TWO = reported_figure(Decimal("261.60"), "亿元", Hedge.ABOUT, label="总投资", origins=("A18",), formula="甲＋乙")


def test_words_figures_and_bold_read_as_one_text() -> None:
    assert plain_text(("共", ONE, Strong(strong="！"), TWO)) == "共24个！约261.60亿元"


def test_a_light_reads_as_shape_and_word() -> None:
    assert (
        plain_text((Light(light="红灯", shape="■", colour="#c62828"), "：", Light(light="待核", shape="○")))
        == "■红灯：○待核"
    )


@pytest.mark.parametrize("colour", ["red", "#fff", "#c62828;"])
def test_a_colour_is_six_hexadecimal_digits(colour: str) -> None:
    with pytest.raises(ValidationError):
        Light(light="红灯", shape="■", colour=colour)


def test_tab_offers_what_a_piece_holds_and_no_machinery() -> None:
    from xj_analysis.document.blocks import Table

    offered = dir(Table(title=("甲",), columns=(), rows=()))
    assert {"frame", "title", "rows", "notes"} <= set(offered)
    assert not [name for name in offered if name.startswith(("model_", "_", "copy", "json"))]


def test_a_short_light_is_its_shape_and_keeps_its_word() -> None:
    light = Light(light="红灯", shape="■", colour="#c62828", short=True)
    assert plain_text(("78.2% ", light)) == "78.2% ■" and light.light == "红灯"
    assert "红灯" not in cell_html.run((light,)) and "■" in cell_html.run((light,))
