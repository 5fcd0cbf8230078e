"""Scan of rows by regular expressions: what it takes, and what it leaves to the strict parser."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from xj_analysis.workbooks.row_scan import MOST_COLUMNS, NotPlainError, RawColumn, RowScanner, unescaped

Cells = dict[tuple[int, int], tuple[str | None, ...]]


def scanned(rows: str, *, size: int = 7) -> tuple[Cells, RowScanner, bytes]:
    """Scan a sheet given in pieces of some bytes."""
    cells: Cells = {}

    def take(numbers: Sequence[int], columns: dict[int, RawColumn]) -> None:
        for column, raw in columns.items():
            for number, cell in zip(numbers, zip(*raw, strict=True), strict=True):
                if any(part is not None for part in cell):
                    cells[number, column] = cell

    xml = f"<worksheet><cols/><sheetData>{rows}</sheetData><mergeCells/></worksheet>".encode()
    scanner = RowScanner(take)
    rest = scanner.scan(xml[start : start + size] for start in range(0, len(xml), size))
    return cells, scanner, rest


def test_cells_come_by_column_with_style_type_formula_value_and_inline_text() -> None:
    rows = (
        '<row r="1"><c r="A1" s="2"><v>1.5</v></c><c r="B1" t="s" s="3"><v>0</v></c></row><row r="2" ht="9"/>'
        '<row r="4" spans="1:3" hidden="1"><c r="A4" s="1"/><c r="C4" t="inlineStr"><is><t>中</t></is></c></row>'
        '\n<row r="5"><c r="B5"><f t="shared" si="0"/><v>7</v></c><c r="C5"><f>A1&gt;1</f></c></row>'
    )
    for size in (1, 7, 10_000):
        cells, scanner, rest = scanned(rows, size=size)
        assert cells == {
            (1, 1): ("2", None, None, "1.5", None), (1, 2): ("3", "s", None, "0", None),
            (4, 1): ("1", None, None, None, None), (4, 3): (None, "inlineStr", None, None, "中"),
            (5, 2): (None, None, "<f", "7", None), (5, 3): (None, None, "<f", None, None),
        }  # fmt: skip
        assert scanner.hidden_rows == {4}
        assert rest == b"<worksheet><cols/><sheetData/><mergeCells/></worksheet>"


@pytest.mark.parametrize("rows", [
    "<row><c><v>1</v></c></row>", '<row r="1"><c r="A2"><v>1</v></c></row>', '<row r="2"></row><row r="1"></row>',
    '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>', '<row r="1"><c r="A1"><!-- --><v>1</v></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>',
    '<row r="1"><c r="A1"><f>1<v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></row>', '<row r="1"></row><c/>', '<row r="1"><c r="A1"><v>\x01</v></c></row>',
    '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>', '<row r="2000000"></row>', '<x:row r="1"></x:row>',
])  # fmt: skip
def test_what_is_not_as_programs_write_it_is_left_alone(rows: str) -> None:
    with pytest.raises(NotPlainError):
        scanned(rows)


def test_a_sheet_cut_short_or_too_wide_is_left_alone() -> None:
    scanner = RowScanner(lambda rows, columns: None)
    for cut in (b"", b"<worksheet>", b"<worksheet><sheetData><row r='1'>", b'<sheetData><row r="1"></row>'):
        with pytest.raises(NotPlainError):
            scanner.scan([cut])
    letters = [f"{first}{second}" for first in "ABCDEFGHIJK" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    assert len(letters) > MOST_COLUMNS
    with pytest.raises(NotPlainError):
        scanned(f'<row r="1">{"".join(f"""<c r="{name}1"/>""" for name in letters)}</row>')


def test_references_are_those_of_xml_alone() -> None:
    assert unescaped("&lt;&amp;&#10;\r\n&#x4e2d;") == "<&\n\n中"
    for wrong in ("&nbsp;", "a & b", "&#0;", "&#xD800;", "&#1114112;", "&lt"):
        with pytest.raises(NotPlainError):
            unescaped(wrong)
