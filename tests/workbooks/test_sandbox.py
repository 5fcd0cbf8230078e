"""Workbooks read in a subprocess: the same grids, and messages for files that are none."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from support.old_files import OLE_MARK, biff, ole
from support.workbook_files import save
from xj_analysis.base.errors import DataError
from xj_analysis.workbooks import sandbox
from xj_analysis.workbooks.xml_spreadsheet import NAMESPACE


def test_a_process_of_its_own_reads_the_same(mixed: Workbook, tmp_path: Path) -> None:
    path = save(mixed, tmp_path / "a.xlsx")
    assert sandbox.read_sheets(path) == sandbox.read_in_process(path)


def zipped(*names: str) -> bytes:
    """A zip file with parts of these names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "空的"), (b"PK\x03\x04 cut", "不是完好的"), (OLE_MARK + b" cut", "不是完好的"), (b"hello", "里面是文字"),
        (b"%PDF-1.7 \0", "PDF"), (b"\x89PNG\r\n\x1a\n", "图片"), (b"Rar!\x1a\x07", "压缩包"),
        (zipped("a.xlsx"), "压缩包"),
        (zipped("word/document.xml", "_rels/.rels"), "Word"), (zipped("mimetype", "content.xml"), "OpenDocument"),
        (ole("EncryptionInfo", "EncryptedPackage"), "加了密码，?.*取消密码"), (ole("WordDocument"), "Word 或 WPS"),
        (ole("PowerPoint Document"), "演示文稿"), (ole("ET"), "别的软件"), (b"\x01\x00\x00\xff" * 9, "认不出"),
        (biff([], before=struct.pack("<HH6x", 0x2F, 6)), "加了密码"), (b"MIME-Version: 1.0", "mht"),
        ("<a>县</a>".encode(), "里面是文字"), ("<html>县</html>".encode(), "网页"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_a_file_that_is_no_workbook_is_named_for_what_it_is(
    content: bytes, what: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=what) as caught:
        sandbox.read_in_process(tmp_path / name)
    fault = caught.value.fault
    assert fault.do and not re.search("[A-Za-z]{3} [a-z]", fault.what + fault.got)


XML = f'<?xml version="1.0"?><Workbook xmlns="{NAMESPACE}" xmlns:s="{NAMESPACE}"><Worksheet s:Name="表">'
XML += "<Table><Row>%s</Row><Row>%s</Row></Table></Worksheet></Workbook>"
ONE = '<Cell><Data s:Type="String">%s</Data></Cell>'
TABLES = {
    "commas": "乡镇,数\n示例镇,12.5\n", "tabs": "乡镇\t数\n示例镇\t12.5\n", "semicolons": "乡镇;数\n示例镇;12.5\n",
    "like a picture": "BM,数\n示例镇,12.5\n", "declared": "sep=;\n乡镇;数\n示例镇;12.5\n",
    "html": "<table><tr><td>乡镇</td><td>数</td></tr><tr><td>示例镇</td><td>12.5</td></tr></table>",
    "xml": XML % (ONE % "乡镇" + ONE % "数", ONE % "示例镇" + ONE % "12.5"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["a.xls", "a.csv"])
def test_a_table_is_read_whatever_it_is_called(kind: str, encoding: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(TABLES[kind].encode(encoding))
    (grid,) = sandbox.read_in_process(tmp_path / name)
    texts = {at: cell.text for at, cell in grid.cells.items()}
    assert texts == {
        (1, 1): "BM" if kind == "like a picture" else "乡镇",
        (1, 2): "数",
        (2, 1): "示例镇",
        (2, 2): "12.5",
    }


def test_a_kind_that_is_not_taken_names_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"")
    with pytest.raises(DataError, match=r"\.xlsx、\.xlsm、\.xls、\.csv"):
        sandbox.read_sheets(tmp_path / "a.docx")
