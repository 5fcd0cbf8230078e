"""Text extraction from .txt, .docx, .pdf and .html files, and messages for files that cannot be read."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import docx
import pytest

from xj_analysis.base import pdf_text
from xj_analysis.base.errors import DataError
from xj_analysis.press import fonts
from xj_analysis.texts import reader as texts
from xj_analysis.texts.reader.files import open_text

LINES = ("示例县简报", "2024年1—6月，接待游客约75万人次，收入4800万元。", "新增规上企业15家。")


def quantities(path: Path) -> list[str]:
    return [mention.text for mention in texts.read_text(open_text(path)).mentions]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_plain_text_in_any_of_its_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\r\n".join(LINES).encode(encoding))
    assert open_text(path) == "\n".join(LINES)


def test_word_with_tables_in_the_order_of_the_page(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(LINES[0])
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "签约24个", "总投资261.6亿元"
    merged = document.add_table(rows=1, cols=2)
    merged.cell(0, 0).merge(merged.cell(0, 1)).text = "合计300套"
    document.add_paragraph(LINES[2])
    document.save(str(tmp_path / "a.docx"))
    assert quantities(tmp_path / "a.docx") == ["24个", "261.6亿元", "300套", "15家"]


def test_a_page_of_the_web_without_its_scripts(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    page = (
        "<html><head><meta charset='gb2312'><style>p{margin:3px}</style><script>var a='99个';</script></head>"
        "<body><h1>示例县</h1><p>接待游客<b>约75</b>万人次</p><div>新增15家<br>签约24个</div></body></html>"
    )
    path.write_bytes(page.encode("gb18030"))
    assert open_text(path).splitlines() == ["示例县", "接待游客约75万人次", "新增15家", "签约24个"]


def test_a_page_without_a_charset_is_read_as_what_it_is(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        (tmp_path / "a.htm").write_bytes("<p>新增规上企业15家</p>".encode(encoding))
        assert open_text(tmp_path / "a.htm") == "新增规上企业15家"


def paper(path: Path, source: str) -> Path:
    typst: Any = importlib.import_module("typst")
    head = '#set page(width: 12cm, height: 14cm)\n#set text(font: "Noto Serif SC", size: 12pt)\n'
    path.write_bytes(typst.compile((head + source).encode(), font_paths=[str(fonts.font_folder())]))
    return path


def test_lines_of_a_pdf_become_paragraphs_again(tmp_path: Path) -> None:
    long = "今年以来，示例县聚焦重点产业链，先后引进制造业项目36个，协议资金152.4亿元，较上年同期有所增长。"
    path = paper(tmp_path / "a.pdf", f"= 示例县简报\n\n{long}\n\n新增规上企业15家。")
    text = open_text(path)
    assert long in text.splitlines()
    assert quantities(path) == ["36个", "152.4亿元", "15家"]


def test_what_cannot_be_read_is_said_in_one_message(tmp_path: Path) -> None:
    cases = {
        "a.docx": (b"not a package", "不是合格的 .docx"),
        "b.pdf": (b"not a pdf", "不是能打开的 PDF"),
        "c.xls": (b"x", "文件种类不认识"),
        "d.txt": ("　\n ".encode(), "没有读到文字"),
        "e.txt": (b"\xff\xff\xff", "文字编码不认识"),
        "f.html": (b"", "不是合格的网页"),
    }
    for name, (content, what) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=what):
            open_text(tmp_path / name)
    with pytest.raises(DataError, match="文件不存在"):
        open_text(tmp_path / "none.txt")


def test_the_sheets_of_a_paper(tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf", "第一页\n#pagebreak()\n第二页")
    assert [page.strip() for page in pdf_text.page_texts(path)] == ["第一页", "第二页"]
    (tmp_path / "b.pdf").write_bytes(b"x")
    with pytest.raises(ValueError, match=r"PDF|format|load"):
        list(pdf_text.page_texts(tmp_path / "b.pdf"))
