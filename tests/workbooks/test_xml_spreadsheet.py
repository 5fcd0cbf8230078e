"""XML spreadsheets of 2003 as grids."""

from __future__ import annotations

import pytest

from xj_analysis.base.errors import DataError
from xj_analysis.workbooks.xml_spreadsheet import NAMESPACE, read_xml_spreadsheet

BOOK = f"""<?xml version="1.0" encoding="GBK"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="{NAMESPACE}" xmlns:ss="{NAMESPACE}" xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>
<Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="0.0%%"/></Style><Style ss:ID="q" ss:Parent="p"/>
<Style ss:ID="d"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style>
<Style ss:ID="t"><NumberFormat ss:Format="Percent"/></Style></Styles>%s</Workbook>"""
SHEET = """<Worksheet ss:Name="表"><Table><Column ss:Index="4" ss:Hidden="1" ss:Span="1"/>%s</Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>%s</Visible></WorksheetOptions></Worksheet>"""

FIRST = 'ss:Index="1"'


def cell(content: str, kind: str = "Number", attrs: str = "") -> str:
    """A cell of an XML spreadsheet."""
    return f'<Cell {attrs}><Data ss:Type="{kind}">{content}</Data></Cell>'


def test_places_merged_areas_formats_and_hidden_rows_are_read() -> None:
    merged, own, parent, named, month = (
        'ss:MergeAcross="2" ss:MergeDown="1"', 'ss:StyleID="p"', 'ss:StyleID="q"', 'ss:StyleID="t"',
        'ss:Index="3" ss:StyleID="d"',
    )  # fmt: skip
    first = cell("标题", "String", merged) + cell("旁", "String")
    fourth = cell("0.702", attrs=own) + cell("0.5", attrs=parent) + cell("0.5", attrs=named)
    fifth = cell("2025-03-02T00:00:00.000", "DateTime", month) + cell("1", "Boolean") + cell("#N/A", "Error")
    fifth += '<Cell ss:Formula="=1"/><Cell><ss:Data ss:Type="String">甲<B>乙</B>丙</ss:Data>'
    fifth += "<Comment><ss:Data>批注</ss:Data></Comment></Cell>"
    rows = f'<Row>{first}</Row><Row ss:Index="4" ss:Hidden="1">{fourth}</Row><Row>{fifth}</Row>'
    (grid,) = read_xml_spreadsheet("a.xls", BOOK % (SHEET % (rows, "SheetHidden")))
    assert {at: (entry.text, entry.kind) for at, entry in grid.cells.items()} == {
        (1, 1): ("标题", "text"), (1, 4): ("旁", "text"), (4, 1): ("70.2%", "number"), (4, 2): ("50.0%", "number"),
        (4, 3): ("50.00%", "number"), (5, 3): ("2025年3月", "date"), (5, 4): ("是", "bool"), (5, 5): ("#N/A", "error"),
        (5, 6): ("", "uncomputed"), (5, 7): ("甲乙丙", "text"),
    }  # fmt: skip
    assert (grid.merged, grid.hidden_rows, grid.hidden_columns, grid.hidden) == ([((1, 1), (2, 3))], {4}, {4, 5}, True)


@pytest.mark.parametrize(
    ("book", "what"),
    [
        (BOOK % "", "没有工作表"),
        (f'<!DOCTYPE a [<!ENTITY b "c">]>{BOOK.partition("?>")[2] % ""}', "XML 声明"),
        (BOOK % (SHEET % (f'<Row ss:Index="0">{cell("1")}</Row>', "")), "内部损坏"),
        (BOOK % (SHEET % (f"<Row>{cell('1_0')}</Row>", "")), "内部损坏"),
        (BOOK % (SHEET % (f"<Row>{cell('1')}{cell('2', attrs=FIRST)}</Row>", "")), "内部损坏"),
        (BOOK % "<Worksheet>", "内部损坏"),
    ],
)
def test_what_is_damaged_says_so(book: str, what: str) -> None:
    with pytest.raises(DataError, match=what):
        read_xml_spreadsheet("a.xls", book)


def test_comments_are_kept_and_shut_rows_are_hidden() -> None:
    said = '<Comment ss:Author="王某"><ss:Data><B>王某:</B>&#10;此数为估计</ss:Data></Comment></Cell>'
    number = cell("9.5").replace("</Cell>", said)
    row = f'<Row ss:Height="0" ss:AutoFitHeight="0">{cell("1")}</Row><Row>{number}{cell("3")}</Row>'
    book = BOOK % (SHEET % (row, "")).replace('ss:Index="4" ss:Hidden="1"', 'ss:Index="4" ss:Width="0"')
    (grid,) = read_xml_spreadsheet("a.xls", book)
    assert grid.comments == {(2, 1): "此数为估计"} and grid.text_at(2, 1) == "9.5" and grid.text_at(2, 2) == "3"
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {4, 5})
