"""A briefing of the invented county as it is printed: what it says, and that every number of it traces."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pypdfium2
import pytest
from filelock import FileLock

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.pdf_text import page_texts
from xj_analysis.build import pipeline
from xj_analysis.document import blocks
from xj_analysis.document.blocks import Heading, Sentence, Table
from xj_analysis.document.pieces import plain_text
from xj_analysis.review import audit

BANNER = "虚构示例，数据均为编造，不代表任何真实地方"


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    os.environ["XJ_DATA"] = str(REPO / "data")
    try:
        return Briefing("towns", county="example")
    finally:
        del os.environ["XJ_DATA"]


def test_the_conclusion_says_how_far_each_target_is_and_its_light(briefing: Briefing) -> None:
    said = [plain_text(parts) for finding in briefing.findings() for parts in blocks.block_texts(finding)]
    behind, rest = said[3:5]  # the worst of three ledgers come first, so that they stand on page one
    assert behind.startswith("2025年1—9月，旅游综合收入累计10.1亿元，完成年度目标的69.5%，慢于时序进度0.3个百分点，差")
    assert behind.endswith("▲黄灯；责任单位：文化广电旅游局。")
    assert "完成整治村庄完成年度目标的69.7%，与时序进度持平；接待游客完成年度目标的73.2%，快于时序进度" in rest


@pytest.fixture(scope="module")
def section(briefing: Briefing) -> list[blocks.Block]:
    return [*briefing.progress(), *briefing.town_ranking(), *briefing.town_tables(), *briefing.year_end()]


def test_progress_is_a_table_the_towns_a_matrix_and_a_table_for_each_indicator(section: list[blocks.Block]) -> None:
    titles = [plain_text(block.title).partition("（")[0] for block in section if isinstance(block, Table)]
    each = [f"各乡镇{name}" for name in ("接待游客", "旅游综合收入", "完成整治村庄")]
    assert titles == ["目标进度", "乡镇红榜、黑榜", "各乡镇完成率", *each, "全年推算"]
    assert not [block for block in section if isinstance(block, blocks.Chart | Heading)]


def test_what_is_told_there_is_not_told_again(briefing: Briefing) -> None:
    table = briefing.indicators()
    assert isinstance(table, Table)
    names = {plain_text(row[0].parts) for row in table.rows}
    assert names == {"每人次旅游花费"}
    assert {plain_text(row[3].parts) for row in table.rows} == {f"{year}年1—9月" for year in (2023, 2024, 2025)}


def test_every_figure_knows_where_it_comes_from(briefing: Briefing, section: list[blocks.Block]) -> None:
    known = {row.id for row in briefing.sources().observations}
    for block in [*briefing.findings(), *section]:
        for figure in blocks.figures_of(block):
            assert figure.origins or figure.formula, figure
            assert set(figure.origins) <= known


def test_a_county_without_targets_says_so_in_one_line() -> None:
    os.environ["XJ_DATA"] = str(REPO / "data")
    try:
        plain_county = Briefing("clusters", county="xiajiang")
    finally:
        del os.environ["XJ_DATA"]
    (line,) = plain_county.progress()
    assert isinstance(line, Sentence) and plain_text(line.parts).startswith("来源没有年度目标，不作进度")
    assert plain_county.town_ranking() == plain_county.year_end() == []
    (line,) = plain_county.index()
    assert isinstance(line, Sentence) and "指数" in plain_text(line.parts)


def test_since_the_issue_before_there_is_the_new_month_of_the_county(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    line, table = Briefing("two_mountains", county="example", previous="2025-09-30").since_previous()
    assert isinstance(line, Sentence) and isinstance(table, Table)
    assert plain_text(table.title) == "较上期（2025年1—8月→2025年1—9月）"
    said = {tuple(plain_text(cell.parts) for cell in row) for row in table.rows}
    assert said == {
        ("造林面积（亩）", "6318→7166", "62.3%→70.7%", "●绿灯"),
        ("断面水质达标率（%）", "97.5→95.7", "—", "—"),
    }


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two briefings and the overview, built once."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    out = shared / "built" / "example"
    with FileLock(shared / "example.lock"):
        if not out.exists():
            report = pipeline.build(
                REPO / "data" / "example", campaigns=["towns", "two_mountains", "overview"], out=out
            )
            assert [made.error for made in report.results if made.error] == []
    return out / "example" / "2025-01_2025-09" / "internal"


@pytest.mark.thorough
@pytest.mark.parametrize("slug", ["towns", "two_mountains", "overview"])
def test_every_printed_number_traces_and_every_page_is_marked(slug: str, printed: Path) -> None:
    found = audit.audit(printed / slug)
    assert found.numerals_read > 100 and found.untraced == []
    page = (printed / slug / "briefing.html").read_text(encoding="utf-8")
    assert page.count(BANNER) >= 2
    with pypdfium2.PdfDocument(printed / slug / "briefing.pdf") as opened:
        assert len(opened) >= 4
        for number in range(len(opened)):
            text = opened[number].get_textpage().get_text_range()
            assert BANNER in "".join(text.split()), f"page {number + 1}"


@pytest.mark.thorough
def test_page_one_of_the_overview_names_the_three_most_urgent_matters(
    printed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has thirty seconds reads who, what, how much, by how much behind, and who is responsible."""
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    overview = Briefing("overview", county="example")
    matters = [plain_text(block.parts) for block in overview.findings() if isinstance(block, Sentence)][:3]
    first = re.sub(r"\s|\[[\d,-]+\]", "", next(page_texts(printed / "overview" / "briefing.pdf")))
    for words in matters:
        assert "红灯" in words and "慢于时序进度" in words and "责任单位" in words
        assert words in first


@pytest.mark.thorough
def test_the_body_of_the_overview_is_four_pages_at_most(printed: Path) -> None:
    pages = list(page_texts(printed / "overview" / "briefing.pdf"))
    annex = next(n for n, text in enumerate(pages) if re.search(r"^附件", text, re.MULTILINE))
    assert annex <= 4
