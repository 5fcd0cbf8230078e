"""The PDF press: the paper of GB/T 9704, the standards it claims, and data that stays data."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from support.blocks_to_print import evil, masthead, source
from xj_analysis.document.blocks import Sentence, Sources, Table
from xj_analysis.document.document import Document
from xj_analysis.document.figures_json import figures_json
from xj_analysis.document.pieces import Cell, Column
from xj_analysis.press import pdf
from xj_analysis.quantity.figures import Figure

LEFT, MEASURE = 28 / 25.4 * 72, 156 / 25.4 * 72
"""Of the text block, in points."""


def words(content: bytes, tmp_path: Path, pdftotext: str, *options: str) -> str:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    run = subprocess.run([pdftotext, *options, str(path), "-"], capture_output=True, text=True, check=True)
    return run.stdout


def document(*blocks: Any, **changed: Any) -> Document:
    return Document(masthead=masthead(**changed), blocks=blocks)


def test_it_is_tagged_pdf_a3a_and_ua1_with_the_figures_attached() -> None:
    printed = document(Sentence(parts=("共", Figure(text="24个", formula="逐一计数"))))
    with pikepdf.open(io.BytesIO(pdf.render_pdf(printed, []))) as opened:
        meta = opened.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.MarkInfo.Suspects is False, "what poppler complains of, and docs/architecture.md explains"
        assert str(opened.Root.Lang).startswith("zh")
        attached = opened.attachments["figures.json"].get_file().read_bytes()
        assert json.loads(attached) == figures_json(printed)
        assert opened.attachments["figures.json"].get_file().mime_type == "application/json"


def test_a_text_of_figures_json_is_attached_as_it_is() -> None:
    content = pdf.render_pdf(document(Sentence(parts=("甲",))), [], figures='{"version": 1}\n')
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert opened.attachments["figures.json"].get_file().read_bytes() == b'{"version": 1}\n'


def test_the_page_is_a4_with_the_text_block_of_the_standard(tmp_path: Path, pdftotext: str) -> None:
    content = pdf.render_pdf(document(Sentence(parts=("国" * 2000,))), [])
    with pikepdf.open(io.BytesIO(content)) as opened:
        box = [float(side) for side in opened.pages[0].MediaBox]
    assert box[2:] == pytest.approx([595.28, 841.89], abs=0.01)
    second = words(content, tmp_path, pdftotext, "-f", "2", "-l", "2", "-layout").splitlines()
    full = [line.strip() for line in second if line.strip().startswith("国")]
    assert len(full) == 22
    assert {len(line) for line in full} == {28}


def test_pages_are_numbered_between_dashes(tmp_path: Path, pdftotext: str) -> None:
    content = pdf.render_pdf(document(Sentence(parts=("国" * 2000,))), [])
    for number in (1, 2, 3):
        page = words(content, tmp_path, pdftotext, "-f", str(number), "-l", str(number), "-layout")
        line = next(each for each in page.splitlines() if "—" in each)
        assert line.replace(" ", "") == f"—{number}—"
        assert (line.index("—") > 30) is (number % 2 == 1), "odd pages right, even pages left"


def test_a_publication_is_told_at_the_head_and_on_the_last_page(tmp_path: Path, pdftotext: str) -> None:
    told: dict[str, Any] = {"secrecy": "内部资料", "office": "攻坚办", "name": "专报", "send_to": ("政协",)}
    head = {"issue_label": "2024年第7期", "copies_label": "共印50份", **told}
    pages = words(pdf.render_pdf(document(Sentence(parts=("国" * 900,)), **head), []), tmp_path, pdftotext).split("\f")
    first, last = pages[0], pages[-2]
    assert len(pages) == 3
    assert all(each in first for each in ("内部资料", "专报", "2024年第7期", "攻坚办"))
    assert all(each in last for each in ("送：政协", "编印：攻坚办", "共印50份")) and "报：" not in last
    plain = words(pdf.render_pdf(document(), []), tmp_path, pdftotext)
    assert "编印" not in plain and "攻坚战数据简报" in plain


@pytest.mark.parametrize("lines", range(0, 22, 3))
def test_the_last_lines_have_no_page_to_themselves(lines: int, tmp_path: Path, pdftotext: str) -> None:
    """Wherever on a page the sources end, one of them stands above the 版记."""
    listed = Sources(sources=tuple(source(f"{n}") for n in "abcdefgh"), observations=())
    body = [*(Sentence(parts=("国",)) for _ in range(lines)), listed]
    printed = document(*body, office="攻坚办", report_to=("县委",), send_to=("政协",), copy_to=("各乡镇",))
    last = words(pdf.render_pdf(printed, []), tmp_path, pdftotext).split("\f")[-2]
    assert "编印：攻坚办" in last and "来源h" in last


def test_data_never_becomes_markup(tmp_path: Path, pdftotext: str) -> None:
    said = words(pdf.render_pdf(evil(), []), tmp_path, pdftotext, "-raw")
    assert '#read("/etc/passwd")' in said.replace("\n", "").replace("\u200b", "")
    assert "root:" not in said


def wide_table(columns: int, name: str) -> Table:
    """A table of so many months, each with a number of its own."""
    heads = [Column(name=f"2024年{n % 12 + 1}月（万元）", align="right") for n in range(columns)]
    rows = [
        (Cell(parts=(name,)), *(Cell(parts=(Figure(text=f"{100000 + 100 * row + n}.5"),)) for n in range(columns)))
        for row in range(3)
    ]
    return Table(title=("宽表",), columns=(Column(name="乡镇"), *heads), rows=tuple(rows))


@pytest.mark.parametrize(("columns", "parts"), [(3, 1), (8, 1), (12, 2), (24, 3)])
@pytest.mark.parametrize("name", ["示例镇", "江西省吉安市某某县某某镇某某村农民专业合作社联合社", "a.long-label@" * 7])
def test_a_wide_table_stays_on_the_page_and_its_numbers_apart(
    tmp_path: Path, pdftotext: str, columns: int, parts: int, name: str
) -> None:
    content = pdf.render_pdf(document(wide_table(columns, name)), [])
    boxes = [
        (text, float(left), float(right))
        for left, right, text in re.findall(
            r'<word xMin="(.*?)" yMin=".*?" xMax="(.*?)" yMax=".*?">(.*?)</word>',
            words(content, tmp_path, pdftotext, "-bbox"),
        )
    ]
    numbers = sorted(text for text, *_ in boxes if text.endswith(".5"))
    assert numbers == [f"{100000 + 100 * row + n}.5" for row in range(3) for n in range(columns)]
    left, right = LEFT - 0.5, LEFT + MEASURE + 0.5
    inside = [(text, start, end - 4 * text.endswith("）")) for text, start, end in boxes]  # its right half is blank
    assert all(left <= start and end <= right for text, start, end in inside if text not in ("—", "1", "2", "3"))
    said = "".join(text for text, *_ in boxes)
    assert said.count("（续）") == parts - 1


def test_a_long_table_repeats_its_header(tmp_path: Path, pdftotext: str) -> None:
    rows = tuple((Cell(parts=(f"指标{'甲' * (n % 3)}",)), Cell(parts=("值",))) for n in range(120))
    table = Table(title=("长表",), columns=(Column(name="名目"), Column(name="数值")), rows=rows)
    content = pdf.render_pdf(document(table), [])
    with pikepdf.open(io.BytesIO(content)) as opened:
        count = len(opened.pages)
    assert count > 2
    said = words(content, tmp_path, pdftotext, "-raw")
    assert said.count("名目 数值") >= count - 1


def test_the_same_document_gives_the_same_bytes() -> None:
    printed = document(Sentence(parts=("相同",)))
    assert pdf.render_pdf(printed, []) == pdf.render_pdf(printed, [])


def test_every_briefing_has_all_its_glyphs_and_no_empty_page(reports: Path, pdftotext: str) -> None:
    made = sorted(reports.glob("xiajiang/*/*/*/briefing.pdf"))
    assert len(made) == 11
    for path in made:
        run = subprocess.run([pdftotext, "-raw", str(path), "-"], capture_output=True, text=True, check=True)
        sheets = run.stdout.split("\f")[:-1]
        assert all(len(sheet) > 60 for sheet in sheets), path
        assert "\ufffd" not in run.stdout
        assert all("公开数据整理，非官方文件" in sheet for sheet in sheets), path
