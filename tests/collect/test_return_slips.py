"""Marked copies: each under a name of its own, written whole, and where they can be written at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from support.filed_reports import DAY
from xj_analysis.base.errors import OutputError
from xj_analysis.collect import return_slips
from xj_analysis.collect.receipts import ReceivedFile
from xj_analysis.collect.report import FiledReport
from xj_analysis.store.store import Store
from xj_analysis.workbooks.cell_faults import FaultCollector

NAMES = st.text(st.sampled_from("aB表.~ \N{GRINNING FACE}"), min_size=1, max_size=80)


@given(NAMES, NAMES)
def test_a_name_fits_and_is_that_of_one_file_alone(one: str, other: str) -> None:
    names = [
        return_slips.copy_name(f"{name}.xlsx", sha, always=True) for name, sha in ((one, "1" * 64), (other, "2" * 64))
    ]
    assert all(len(name.encode()) <= 250 and name.endswith("-退回.xlsx") for name in names)
    assert names[0].casefold() != names[1].casefold()
    plain = return_slips.copy_name(f"{one}.xlsx", "1" * 64)
    assert plain in (f"{one}-退回.xlsx", names[0])


def write(name: str, content: bytes, known: Store, tmp_path: Path, left_out: tuple[str, ...] = ()) -> Path:
    path = tmp_path / "sent" / f"{len(content)}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    report = FiledReport(FaultCollector(name), left_out=list(left_out))
    report.faults.add(None, None, "不知道是哪个单位的什么表")
    file = ReceivedFile.of(path)
    return return_slips.write_marked_copy(file, [], report, known.county, tmp_path / "returned", DAY)


def test_no_copy_is_written_over_that_of_another_file(known: Store, tmp_path: Path) -> None:
    sent = [("报表.xlsx", b"1"), ("报表.xls", b"22"), ("报表.XLSX", b"333"), ("A.csv", b"1"), ("a.csv", b"22")]
    copies = [write(name, content, known, tmp_path) for name, content in sent]
    assert copies[0].name == "报表-退回.xlsx"
    assert len({copy.name.casefold() for copy in copies}) == len(sent)
    for copy, (name, _) in zip(copies, sent, strict=True):
        assert load_workbook(copy)["退回单"]["B2"].value == name
    again = [write(name, content, known, tmp_path) for name, content in sent]
    assert again == copies and len(list((tmp_path / "returned").iterdir())) == len(sent)


def test_the_slip_tells_what_was_not_read(known: Store, tmp_path: Path) -> None:
    few = write("a.xlsx", b"1", known, tmp_path, ("「说明」页", "“表一”第15行“注：…”"))
    many = write("b.xlsx", b"1", known, tmp_path, tuple(f"第{n}行" for n in range(30)))
    for path, said in (
        (few, ["「说明」页", "“表一”第15行“注：…”"]),
        (many, [*(f"第{n}行" for n in range(7)), "等30处"]),
    ):
        rows = [row for row in load_workbook(path)["退回单"].values if row[0] == "没有读"]
        assert [row[1] for row in rows] == said


@pytest.mark.parametrize("below", ["", "out", "out/deeper"])
def test_a_folder_that_cannot_be_is_found_out_before(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="退回的表写不到这里") as caught:
        return_slips.check_folder(tmp_path / "file" / below)
    assert caught.value.exit_code == 4


def test_a_folder_that_can_be_is_not_made_yet(tmp_path: Path) -> None:
    return_slips.check_folder(tmp_path / "out" / "deeper")
    assert list(tmp_path.iterdir()) == []
