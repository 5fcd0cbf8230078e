"""Charts on paper: however large, a chart fits on one page with its caption and notes, and no text of it is cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

from support.blocks_to_print import catalogue, masthead
from xj_analysis.base.pdf_text import page_texts
from xj_analysis.briefing import charts
from xj_analysis.briefing.charts.ordinary import chart_block
from xj_analysis.document.blocks import Chart
from xj_analysis.document.document import Document
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.press import chart_size, pdf, svg
from xj_analysis.quantity.figure_array import FigureArray

MONTHS = ("2025年7月", "2025年8月", "2025年9月")
PLACES = [f"{one}{two}{three}乡" for one in "东西南北" for two in "山水田林湖草" for three in "上中下前后"]
NOTE = "新增的含迁入的"


def frame(count: int, periods: tuple[str, ...] = MONTHS) -> pd.DataFrame:
    rows = [(place, period) for place in PLACES[:count] for period in periods]
    values = [100.0 + 13 * number % 97 for number in range(len(rows))]
    figures = sample(value=values, unit="万元", reported=[f"{each:.0f}" for each in values], decimals=0, label="收入")
    of_places, of_periods = zip(*rows, strict=True)
    return pd.DataFrame({"乡镇": of_places, "期间": of_periods, "收入": FigureArray.from_frame(figures)})


def facets(count: int, **facet: Any) -> Any:
    return alt.Chart(frame(count), title="分面").mark_bar().encode(x="期间:N", y="收入:Q").facet("乡镇:N", **facet)


def bars(count: int) -> Any:
    return alt.Chart(frame(count, ("2025年",)), title="各乡镇").mark_bar().encode(y="乡镇:N", x="收入:Q")


def own_bars(count: int) -> Chart:
    rows = frame(count, ("2025年",))
    drawn = charts.bars(pd.Series(rows["收入"].array, index=rows["乡镇"]), "各乡镇", note=NOTE)
    assert isinstance(drawn, Chart)
    return drawn


def rows_of(count: int) -> Any:
    return alt.Chart(frame(count), title="分行").mark_bar().encode(x="收入:Q", y="期间:N", row="乡镇:N")


def long_names() -> pd.DataFrame:
    rows = frame(6)
    return rows.assign(乡镇=rows["乡镇"] * 20)


LARGE: dict[str, Callable[[], Any]] = {
    **{f"facets-{count}": partial(facets, count, columns=2) for count in (2, 4, 11, 24)},
    **{f"bars-{count}": partial(bars, count) for count in (3, 30, 80)},
    **{f"own-bars-{count}": partial(own_bars, count) for count in (3, 30, 80)},
    "one row": lambda: facets(24),
    "one column": lambda: rows_of(24),
    "grid": lambda: rows_of(6).encode(column="期间:N"),
    "beside": lambda: alt.hconcat(*[bars(11)] * 6),
    "below": lambda: alt.vconcat(*[bars(11)] * 6),
    "facets beside": lambda: facets(4, columns=2) | facets(4, columns=2),
    "columns": lambda: bars(80).encode(x="乡镇:N", y="收入:Q"),
    "sized": lambda: bars(4).properties(width=2000, height=3000),
    "long names": lambda: alt.Chart(long_names()).mark_bar().encode(y="乡镇:N", x="收入:Q"),
}  # fmt: skip


def block(made: Any) -> Chart:
    drawn = made if isinstance(made, Chart) else chart_block(made)
    assert isinstance(drawn, Chart)
    return drawn


@pytest.mark.parametrize("name", LARGE)
def test_every_text_of_a_chart_stands_on_one_page_with_caption_and_note(name: str, tmp_path: Path) -> None:
    chart = block(LARGE[name]())
    (drawing,) = svg.drawings([chart.spec])
    content = pdf.render_pdf(Document(masthead=masthead(), blocks=(chart, catalogue())), [drawing])
    (tmp_path / "x.pdf").write_bytes(content)
    pages = list(page_texts(tmp_path / "x.pdf"))
    page = next(text for text in pages if "图1" in text)
    read = Counter(re.sub(r"\s", "", line) for line in page.splitlines())
    shown = re.sub(r'<text\b[^>]*\bopacity="0"[^>]*>.*?</text>', "", drawing)  # ticks that stand too close
    texts = Counter(re.sub(r"\s", "", text) for text in svg.drawn_texts(shown))
    whole = "".join(re.sub(r"\s", "", page))
    assert [text for text, count in texts.items() if read[text] < count and whole.count(text) < count] == []
    assert NOTE in page or not chart.notes
    assert len(pages) <= 3, "no page is left with a caption alone"


@pytest.mark.parametrize("name", sorted(LARGE.keys() - {"long names"}))
def test_a_chart_is_laid_out_for_the_page_and_its_letters_stay_legible(name: str) -> None:
    (drawing,) = svg.drawings([block(LARGE[name]()).spec])
    width, height = chart_size.drawing_size(drawing)
    assert width <= chart_size.WIDTH * 1.1 and height <= chart_size.HEIGHT * 1.1, "what is left is scaled by a tenth"
    assert min(map(float, re.findall(r'font-size="([\d.]+)px"', drawing))) >= 5.5


def test_what_fits_stays_as_it_is_written() -> None:
    drawn: list[Any] = []

    def draw(spec: dict[str, Any]) -> str:
        drawn.append(spec)
        return '<svg class="marks" width="400" height="300"></svg>'

    chart_size.fitted({"mark": "bar"}, draw)
    assert drawn == [{"mark": "bar"}]
