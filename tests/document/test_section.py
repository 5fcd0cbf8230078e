"""Sections: several blocks in one output, read back unchanged."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from xml.etree import ElementTree

import pytest
from IPython.core.formatters import DisplayFormatter

from xj_analysis.briefing.charts import style
from xj_analysis.document import document
from xj_analysis.document.blocks import MIMETYPE, Chart, Heading, Masthead, Sentence
from xj_analysis.document.section import Section

HEAD = Masthead(
    county="示例县", county_slug="shili", campaign="就业攻坚战", slug="jobs", title="示例县就业攻坚战", banner="虚构",
    period="2024", period_label="2024年", known_at="2025-01-01", known_at_label="2025年1月1日", edition="internal",
)  # fmt: skip


def notebook(*bundles: dict[str, object]) -> dict[str, object]:
    """An executed notebook with one cell."""
    outputs = [{"output_type": "execute_result", "data": json.loads(json.dumps(bundle))} for bundle in bundles]
    return {"cells": [{"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs}]}


def test_it_is_printed_as_its_blocks_one_by_one_would_be() -> None:
    blocks = Section([Heading(level=1, text="一、结论"), Sentence(parts=("甲。",)), Sentence(parts=("乙。",))])
    together = document.from_notebook(notebook(HEAD._repr_mimebundle_(), blocks._repr_mimebundle_()))
    apart = document.from_notebook(notebook(*(block._repr_mimebundle_() for block in (HEAD, *blocks))))
    assert together == apart and together.blocks == tuple(blocks)


def test_an_empty_one_prints_nothing_and_says_so_to_the_analyst() -> None:
    bundle = Section()._repr_mimebundle_()
    assert bundle[MIMETYPE] == [] and bundle["text/plain"] == bundle["text/html"] == "（这一项没有要印的内容）"
    printed = document.from_notebook(notebook(HEAD._repr_mimebundle_(), bundle))
    assert printed.blocks == () and printed.omissions == ()


def test_its_words_are_no_markup() -> None:
    shown = Section([Sentence(parts=("<b>甲",)), Sentence(parts=("乙",))])._repr_mimebundle_()
    lines = ElementTree.fromstring(f"<div>{shown['text/html']}</div>")
    assert ["".join(line.itertext()) for line in lines] == ["<b>甲", "乙"]
    assert shown["text/plain"] == "<b>甲\n乙"


@pytest.mark.parametrize("section", [Section(), Section([HEAD, Sentence(parts=("甲。",)), Sentence(parts=("乙。",))])])
def test_ipython_shows_the_words_not_a_list_of_models(section: Section) -> None:
    shown, _ = DisplayFormatter().format(section)  # type: ignore[no-untyped-call]
    assert shown == section._repr_mimebundle_()


def test_for_a_person_its_charts_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XJ_UNATTENDED", raising=False)
    monkeypatch.setattr("xj_analysis.press.svg.draw", lambda spec: "<svg>画</svg>")
    chart: Chart = style.DrawnChart(title=("收入",), spec={}, description="条形图", figures=())
    seen = Section([chart, chart])._repr_mimebundle_()["text/html"]
    (picture, again) = re.findall(r'<img alt="条形图" style="[^"]*" src="data:image/svg\+xml;base64,([^"]*)" />', seen)
    drawing = b64decode(picture).decode()
    assert drawing.startswith("<svg>") and drawing.endswith("画</svg>") and again == picture
    assert "<style>text{font-family:" in drawing, "an image has no style of the page"
    assert seen.count("<b>收入</b>") == 2, "each under its title"
    assert "<img " in chart._repr_mimebundle_()["text/html"], "and so is one by itself"
