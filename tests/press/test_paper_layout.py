"""The layout of every briefing on paper, and of pages made wrong on purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from support.blocks_to_print import masthead
from support.layout import layout_faults
from support.paper import Line, read_paper
from xj_analysis.briefing.instrument_content import BOARDS
from xj_analysis.document.blocks import Block, Heading, Note, Sentence, Sources, Table
from xj_analysis.document.document import Document
from xj_analysis.document.front_blocks import KeyFigure, KeyFigures
from xj_analysis.document.pieces import Cell, Column, Light, SourceRow
from xj_analysis.press import fonts, pdf
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store

LINE = "国民经济和社会发展。"


def test_every_briefing_of_both_counties_is_well_laid_out(reports: Path, example_reports: Path) -> None:
    made = sorted([*reports.glob("*/*/*/*/briefing.pdf"), *example_reports.glob("*/*/*/*/briefing.pdf")])
    assert len(made) == 22
    found = {str(path.parent): faults for path in made if (faults := layout_faults(path.read_bytes()))}
    assert found == {}


def lengths(folder: Path) -> dict[str, tuple[int, int]]:
    """The pages of the body and of the whole of each briefing."""
    papers = {path.parent.name: read_paper(path.read_bytes()) for path in folder.glob("*/*/*/*/briefing.pdf")}
    assert len(papers) == 11
    first = {
        slug: next(block.pages[0] for block in paper.blocks if block.text == "附件") for slug, paper in papers.items()
    }
    return {slug: (first[slug], len(paper.lines)) for slug, paper in papers.items()}


def test_a_campaign_of_the_example_is_three_pages_and_three_of_annex_at_most(
    example_reports: Path, example: Store
) -> None:
    """With ledgers, a campaign has two pages of annex more for each instrument; with several, one of body."""
    found, boards = lengths(example_reports), Counter[str]()
    assert found.pop("overview")
    for shape in example.county.ledgers:
        if shape.instrument in {kind.instrument for kind in BOARDS}:
            boards.update(shape.campaigns)
    most = {slug: (3 + (boards[slug] > 1), 6 + 2 * boards[slug] + (boards[slug] > 1)) for slug in found}
    longer = {slug: pages for slug, pages in found.items() if any(np.greater(pages, most[slug]))}
    assert longer == {}


def test_the_body_of_a_campaign_of_xiajiang_is_two_pages_and_of_an_overview_four_at_most(
    reports: Path, example_reports: Path
) -> None:
    bodies = {slug: body for slug, (body, _) in lengths(reports).items()}
    assert bodies.pop("overview") <= 4 and lengths(example_reports)["overview"][0] <= 4
    assert {slug: body for slug, body in bodies.items() if body > 2} == {}


# --- pages made wrong on purpose ----------------------------------------------------------------------

PAGE = """
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh", top-edge: 0.88em, bottom-edge: -0.12em)
#set document(title: "甲")
#show heading: set block(sticky: false)
#show figure: set block(breakable: true)
#let fill(height) = block(height: height, width: 100%, above: 0pt, below: 0pt, align(bottom)[填])
#let rows(from, to) = range(from, to).map(n => ([镇#n], [#n])).flatten()
#let small-table(..cells) = { set text(size: 10.5pt); table(inset: 3pt, ..cells) }
#let towns(..cells) = small-table(columns: (50mm, 30mm), table.header([乡镇], [年度目标]), ..cells)
#let note = text(size: 9pt)[注：按月累计。]
#let source = text(size: 8.5pt)[\\[1\\] 统计公报 #linebreak() 某局 #linebreak() 网址 #linebreak() 出处待补]
"""

RIGHT = {
    "rows": "#fill(190mm) #towns(..rows(0, 10))",
    "note": "#fill(100mm) #towns(..rows(0, 4)) #note",
    "heading": "#fill(80mm)\n= 一、结论\n甲。",
    "source": "#fill(150mm) #source",
    "words of a heading": "#small-table(columns: 20mm, table.header([年度#linebreak()目标]), [1])",
    "pages": "#fill(220mm) #pagebreak() #fill(60mm)",
    "annex": "#fill(30mm) #pagebreak()\n== 附件\n#fill(130mm)",
}
"""What is to pass: the same as below, with nothing wrong."""

WRONG = {
    "orphaned row": ["#fill(210mm) #towns(..rows(0, 8))"],
    "header alone": [
        "#fill(208mm) #figure(kind: table, supplement: none, caption: figure.caption(position: top)[表],"
        " towns(table.cell(breakable: false, block(height: 40mm)[镇]), [1], ..rows(0, 4)))",
    ],
    "row split": ["#fill(190mm) #towns(..rows(0, 2), [甲#v(30mm)乙], [1], ..rows(2, 5))"],
    "note apart": [
        "#fill(150mm) #towns(..rows(0, 3)) #pagebreak() #note #fill(60mm)",
        "#fill(120mm) #towns(..rows(0, 3), table.cell(colspan: 2, breakable: false)[注#v(110mm)。]) #fill(60mm)",
    ],
    "source split": ["#fill(214mm) #source #fill(90mm)"],
    "heading at the foot": ["#fill(200mm)\n= 一、结论\n#fill(40mm)"],
    "half-empty page": ["#fill(100mm) #pagebreak() #fill(60mm)", "== 附件\n#fill(50mm) #pagebreak() #fill(60mm)"],
    "heading broken": [
        "#small-table(columns: 20mm, table.header([年度目#linebreak()标]), [1])",
        "#small-table(columns: 20mm, table.header([累计完#linebreak()成数值]), [1])",
    ],
    "outside the text block": ["#place(dx: 150mm)[国民经济]", "#place(bottom + left, dy: 12mm)[国民经济] 甲"],
    "words overlap": ["国民经济#h(-3em)社会发展"],
    "last page": ["#fill(222mm) 甲。"],
}


def printed(body: str, tmp_path: Path) -> bytes:
    import typst

    path = tmp_path / "page.typ"
    path.write_text(PAGE + body, encoding="utf-8")
    return bytes(typst.compile(str(path), font_paths=[str(fonts.font_folder())], ignore_system_fonts=True))


def kinds(content: bytes) -> set[str]:
    return {fault.kind for fault in layout_faults(content)}


@pytest.mark.parametrize("body", RIGHT.values(), ids=RIGHT.keys())
def test_right_pages_pass(tmp_path: Path, body: str) -> None:
    assert layout_faults(printed(body, tmp_path)) == []


@pytest.mark.parametrize(("kind", "body"), [(kind, body) for kind, bodies in WRONG.items() for body in bodies])
def test_each_kind_of_fault_is_found(tmp_path: Path, kind: str, body: str) -> None:
    assert kind in kinds(printed(body, tmp_path))


# --- what the press makes of any height -----------------------------------------------------------------


def towns(rows: int, notes: int = 1) -> Table:
    heads = ("乡镇", "年度目标", "累计完成", "时序进度")
    return Table(
        title=("各乡镇",),
        columns=tuple(Column(name=name, align="left" if name == "乡镇" else "right") for name in heads),
        rows=tuple(tuple(Cell(parts=(f"{name}{'甲乙丙丁'[n % 4]}",)) for name in heads) for n in range(rows)),
        notes=(("注：快慢为完成率减时序进度，单位是百分点，排位用未舍入的数相减。" * 2,),) * notes,
    )


def sources(number: int) -> Sources:
    rows = [
        SourceRow(
            id=f"s{n}", number=n + 1, title="某县国民经济和社会发展统计公报", publisher="某县统计局", published="2024",
            published_label="2024年", address="https://example.cn/" + "a" * 40, strength="原始发布", archived="",
            sha256="0" * 64,
        )
        for n in range(number)
    ]  # fmt: skip
    return Sources(sources=tuple(rows), observations=())


def paper(blocks: Iterable[Block]) -> bytes:
    return pdf.render_pdf(Document(masthead=masthead(), blocks=tuple(blocks)), [])


@pytest.mark.parametrize("lines", range(8, 30, 3))
@pytest.mark.parametrize("rows", [1, 3, 4, 12, 45])
def test_a_table_parts_from_nothing_wherever_it_begins(lines: int, rows: int) -> None:
    text = [Sentence(parts=(LINE,)) for _ in range(lines)]
    after = [Sentence(parts=(LINE,)) for _ in range(14)]
    found = layout_faults(paper([*text, Heading(level=1, text="一、进度"), towns(rows), *after]))
    assert [fault for fault in found if fault.kind != "last page"] == [], "text may end anywhere"


@pytest.mark.parametrize("number", [1, 3, 6, 12, 27, 40])
@pytest.mark.parametrize("rows", [8, 14, 20])
def test_sources_end_on_a_page_that_is_not_all_but_empty(number: int, rows: int) -> None:
    text = [Sentence(parts=(LINE,)) for _ in range(12)]
    assert layout_faults(paper([*text, Heading(level=1, text="二、来源"), towns(rows), sources(number)])) == []


def test_the_annex_begins_a_page_in_small_type() -> None:
    annex = (Heading(level=1, text="附件"), Heading(level=2, text="来源与口径"), Sentence(parts=(LINE,)), towns(30))
    blocks = read_paper(paper([Sentence(parts=(LINE,)), *annex, sources(27)])).blocks
    body, title, heading, sentence, table = blocks[-33:-28]
    assert (body.pages, title.pages, round(body.size)) == ([0], [1], 16)
    assert (sentence.size, round(table.of_kind("TBody")[0].size, 1)) == (10.5, 9.0)
    assert title.text == "附件" and heading.size < body.size


def test_27_sources_take_less_than_a_page_and_no_hash() -> None:
    blocks = read_paper(paper([Sentence(parts=(LINE,)), Heading(level=1, text="附件"), sources(27)])).blocks
    listed = [block for block in blocks if block.text.startswith("[")]
    assert len(listed) == 27 and {page for block in listed for page in block.pages} == {1}
    assert all("https://example.cn/" in block.text.replace("\u200b", "") for block in listed)
    assert not any("0" * 20 in block.text for block in blocks)


def test_a_source_names_neither_its_publisher_twice_nor_its_file() -> None:
    (row, *_) = sources(1).sources
    told = {"title": "某县统计局月报", "address": "填报单位报送，原件 received/2025-09/tjj-27b68b9f.xlsx"}
    listed = Sources(sources=(row.model_copy(update=told),), observations=())
    blocks = read_paper(paper([Sentence(parts=(LINE,)), listed])).blocks
    (text,) = [block.text.replace("\u200b", "") for block in blocks if block.text.startswith("[")]
    assert text == "[1]某县统计局月报，2024年。原始发布。填报单位报送"


def test_a_sign_and_its_number_stay_on_one_line_in_a_full_table() -> None:
    gap = Figure(text="慢16.9", value=Decimal("-16.9"), number="-16.9")
    heads = ("指标", *(f"第{n}" for n in "甲乙丙丁戊己庚辛壬"))
    columns = tuple(Column(name=name, align="left" if name == "指标" else "right") for name in heads)
    name = Cell(parts=("重点项目完成投资与工业企业技术改造" * 2,))
    table = Table(title=("表",), columns=columns, rows=((name, *[Cell(parts=(gap,))] * 9),), notes=())
    (printed_table,) = [block for block in read_paper(paper([table])).blocks if block.of_kind("TD")]
    gaps = [cell for cell in printed_table.of_kind("TD") if "慢" in cell.text]
    assert len(gaps) == 9 and all(len({round(line.bottom) for line in cell.lines}) == 1 for cell in gaps)


def begins_of_lines(content: bytes) -> list[str]:
    """The first sign of each line of the body's text; raised marks count to the line that they overlap."""
    found: list[list[Line]] = []
    for line in (
        line for block in read_paper(content).blocks if block.kind == "P" and block.size > 12 for line in block.lines
    ):
        near = [of for of in found if of[0].page == line.page and of[0].bottom < line.top and line.bottom < of[0].top]
        if near:
            near[0].append(line)
        else:
            found.append([line])
    return [min(line, key=lambda each: each.left).text[0] for line in found]


@pytest.mark.parametrize("length", range(24, 32))
def test_no_line_begins_with_a_mark_or_a_comma(length: int) -> None:
    light = Light(light="红灯", shape="■", colour="#c62828")
    (one, *_) = sources(1).sources
    listed = Sources(sources=(one,), observations=())
    marked = Note(label="决策事项", parts=("国" * (length - 7) + "。",), sources=("s0",))
    parted = Sentence(parts=("国" * (length - 4), light, "，国民经济。"))
    begins = begins_of_lines(paper([marked, parted, listed]))
    body = begins[begins.index("决") :]
    assert len(body) >= 3 and not set("[，。") & set(body), body


def test_no_card_stands_alone_and_no_fact_breaks() -> None:
    facts = (("慢于时序进度10.9个百分点",), ("较上期提高11.3个百分点",), ("责任单位：文化广电旅游局",))
    value = Figure(text="197.04万人次", value=Decimal("1970400"))
    for number, sizes in ((2, [2]), (3, [3]), (4, [2, 2]), (5, [2, 3])):
        cards = [KeyFigure(name="接待游客", figure=value, beside=facts[: 1 + n % 3]) for n in range(number)]
        lines = [line for page in read_paper(paper([KeyFigures(cards=tuple(cards))])).lines for line in page]
        texts = Counter(line.text for line in lines)
        rows = Counter(round(line.bottom) for line in lines if line.text == "197.04万人次")
        assert texts["慢于时序进度10.9个百分点"] == number and sorted(rows.values()) == sizes


def test_a_heading_of_the_second_level_is_in_kai_and_a_rare_character_in_the_serif_face(tmp_path: Path) -> None:
    import io

    import pikepdf

    content = paper([Heading(level=1, text="一、甲"), Heading(level=2, text="（一）䅟镇"), Sentence(parts=("甲",))])
    with pikepdf.open(io.BytesIO(content)) as opened:
        used = {str(font.BaseFont) for font in opened.pages[0].Resources.Font.values()}
    assert any("XJKai" in name for name in used) and any("NotoSerif" in name for name in used)
    assert "䅟" in "".join(block.text for block in read_paper(content).blocks)
