"""Sheets of one A4: the letters shrink with the content, the sources are on the paper, more goes on on a next page."""

from __future__ import annotations

import pytest

from support.paper import Line, read_paper
from xj_analysis.document.blocks import Masthead, Sentence, Sources, Table
from xj_analysis.document.document import Document
from xj_analysis.document.pieces import Cell, Column, SourceRow
from xj_analysis.press.pdf import render_pdf

HEAD = Masthead(
    county="示例县", county_slug="example", campaign="总调度", slug="sheets/monday", title="总调度表", banner="虚构",
    period="2025-W39", period_label="2025年第39周", known_at="2025-09-26", known_at_label="2025年9月26日",
    edition="internal", office="示例县指挥部办公室", issue_label="2025年第39周",
)  # fmt: skip
A4 = (841.89, 595.28)


def source(number: int) -> SourceRow:
    return SourceRow(
        id=f"s{number}", number=number, title="示例县某某局报表", publisher="示例县某某局", published="2025-09-26",
        published_label="2025年9月26日", address="填报单位报送", strength="原始发布", archived="", sha256="0" * 64,
    )  # fmt: skip


def printed(rows: int, sources: int = 1) -> list[list[Line]]:
    columns = (Column(name="攻坚战", width=2), Column(name="台账里最重的一件事", width=4), Column(name="下一时限"))
    cells = ("招大引强", "某某建材项目节点逾期，主体没有完工", "2026年4月4日")
    table = Table(
        title=("总调度",), columns=columns, rows=tuple(tuple(Cell(parts=(c,)) for c in cells) for _ in range(rows))
    )
    blocks = (
        Sentence(parts=("台账预警。",)),
        table,
        Sources(sources=tuple(source(n) for n in range(1, sources + 1)), observations=()),
    )
    document = Document(masthead=HEAD, blocks=blocks, places=("",) * len(blocks))
    return read_paper(render_pdf(document, [], template="one_page.typ")).lines


@pytest.mark.parametrize(("rows", "sources"), [(3, 1), (10, 40), (30, 12)])
def test_what_fits_stands_on_one_page_with_its_sources(rows: int, sources: int) -> None:
    (lines,) = printed(rows, sources)
    assert min(line.bottom for line in lines) > 10 and max(line.right for line in lines) < A4[0] - 20
    text = "".join(line.text for line in lines)
    assert text.count("招大引强") == rows and f"[{sources}]示例县某某局" in text
    assert text.count("2026年4月4日") == rows, "no date is broken"
    assert min(line.size for line in lines if "招大引强" in line.text) >= 6.99


def test_the_fewer_the_rows_the_larger_the_letters() -> None:
    sizes = [max(line.size for line in printed(rows)[0] if "招大引强" in line.text) for rows in (3, 20, 30)]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > sizes[-1]


def test_what_does_not_fit_goes_on_on_the_next_page() -> None:
    pages = printed(90)
    assert len(pages) > 1
    assert sum("招大引强" in line.text for page in pages for line in page) == 90
