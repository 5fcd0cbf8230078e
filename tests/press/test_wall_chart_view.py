"""Wall chart on paper: A3, a sheet a block, letters of 7 pt and more, no words cut or printed over, the same bytes."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from support.paper import Line, read_paper
from support.planted_county import Made, made_county
from support.wall_rows import charted, many, rows_of
from xj_analysis.document.blocks import Masthead
from xj_analysis.document.document import Document
from xj_analysis.document.pieces import plain_text
from xj_analysis.press.pdf import render_pdf
from xj_analysis.press.wall_chart_view import wall_chart_view

HEAD = Masthead(
    county="示例县", county_slug="example", campaign="挂图", slug="sheets/projects", title="示例县挂图", banner="虚构",
    period="2025-01/2025-09", period_label="2025年1—9月", known_at="2025-10-14", known_at_label="2025年10月14日",
    edition="internal",
)  # fmt: skip
LEAST, HAIR = 7.0, 0.7
A3 = (1190.55, 841.89)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("kept") / "example", "as kept")


def printed(made: Made, number: int, name: str = "") -> tuple[Document, bytes]:
    rows = many(made, number)
    if name:
        rows.loc[::3, "name"] = name
    charts = charted(made, rows)
    document = Document(masthead=HEAD, blocks=tuple(charts), places=("",) * len(charts))
    return document, render_pdf(document, [], template="wall_chart.typ")


def overlapping(lines: list[Line]) -> list[tuple[str, str]]:
    """Words printed over each other: the boxes of their ink meet in more than a hair."""
    return [
        (one.text, other.text)
        for one, other in combinations(lines, 2)
        if min(one.right, other.right) - max(one.left, other.left) > HAIR
        and min(one.top, other.top) - max(one.bottom, other.bottom) > HAIR
    ]


@pytest.mark.parametrize("number", [20, 60, 150])
@pytest.mark.parametrize("name", ["", "示例县城乡供水一体化及配套管网延伸和老旧水厂提标改造工程（一期）（虚构）"])
def test_a_sheet_is_whole_and_readable(kept: Made, number: int, name: str) -> None:
    import pypdfium2

    document, content = printed(kept, number, name)
    charts = [block for block in document.blocks if block.type == "wall_chart"]
    pages = pypdfium2.PdfDocument(content)
    assert [tuple(round(side, 2) for side in page.get_size()) for page in pages] == [A3] * len(charts)
    paper = read_paper(content)
    for chart, lines in zip(charts, paper.lines, strict=True):
        body = [line for line in lines if not line.text.startswith("— ")]
        assert min(line.size for line in body) >= LEAST - 0.01
        assert min(line.left for line in lines) > 20 and max(line.right for line in lines) < A3[0] - 20
        assert min(line.bottom for line in lines) > 15 and max(line.top for line in lines) < A3[1] - 15
        assert overlapping(lines) == []
        text = "".join(line.text for line in lines)
        rows = rows_of([chart])
        assert all(text.count(plain_text(row.number)) == 1 for row in rows)
        names = Counter(plain_text(row.name) for row in rows)
        assert all(text.count(each) == times for each, times in names.items()), "no name is cut"


def test_the_letters_are_the_larger_the_fewer_rows_there_are(kept: Made) -> None:
    sizes = []
    for number in (20, 60, 70):
        document, content = printed(kept, number)
        numbers = {plain_text(row.number) for row in rows_of([b for b in document.blocks if b.type == "wall_chart"])}
        sizes.append({line.size for page in read_paper(content).lines for line in page if line.text in numbers})
    assert all(len(each) == 1 for each in sizes)
    (few,), (usual,), (most,) = sizes
    assert few >= 14 and few > usual > most >= LEAST


def test_a_sheet_has_the_same_bytes_whenever_it_is_printed(kept: Made) -> None:
    assert printed(kept, 60)[1] == printed(kept, 60)[1]


def test_days_stand_on_the_grid_and_what_goes_on_is_drawn_to_the_day(kept: Made) -> None:
    (chart,) = charted(kept, many(kept, 60))
    view = wall_chart_view(chart, lambda parts: [{"text": plain_text(parts)}])
    rows = [row for group in view["groups"] for row in group["rows"]]
    ends = {row["actual"][1] for row in rows if len(row["marks"]) > sum(m["state"] == "done" for m in row["marks"])}
    assert ends == {view["today"]}
    assert all(0 <= mark["at"] <= 1 for row in rows for mark in row["marks"])
