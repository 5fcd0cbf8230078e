"""Workbooks read by one process: one that ends it costs the others nothing, and is named as if it were read alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.county_folder import REPO
from support.failing_reader import SECONDS
from xj_analysis.base.errors import DataError
from xj_analysis.loaders.ledger_register import FOLDER
from xj_analysis.workbooks import column_sandbox, sandbox

MODULE = "support.failing_reader"
LEDGERS = REPO / "data" / "example" / FOLDER


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{REPO / 'src'}:{REPO / 'tests'}")


def files(folder: Path, *contents: str) -> list[Path]:
    found = [folder / f"{number}.csv" for number, _ in enumerate(contents)]
    for path, content in zip(found, contents, strict=True):
        path.write_text(content, encoding="utf-8")
    return found


@pytest.mark.parametrize("ending", ["kills", "hangs", "works on"])
def test_those_before_one_that_ends_the_process_are_answered(tmp_path: Path, ending: str) -> None:
    first, bad, after = files(tmp_path, "甲", ending, "乙")
    found = sandbox.answers_of(MODULE, [first, bad, after], SECONDS)
    assert found == {first: "甲".encode()}
    with pytest.raises(DataError, match=r"1\.csv.*读这个文件用"):
        sandbox.answer_of(MODULE, bad, SECONDS)


def test_a_fault_is_the_answer_of_its_file_alone(tmp_path: Path) -> None:
    first, bad, after = files(tmp_path, "甲", "faulty", "乙")
    found = sandbox.answers_of(MODULE, [first, bad, after], SECONDS)
    assert [found[first], found[after]] == ["甲".encode(), "乙".encode()]
    with pytest.raises(DataError, match=r"1\.csv.*不是表格"):
        sandbox.sound(found[bad])


def test_each_file_has_the_whole_time_whatever_those_before_took(tmp_path: Path) -> None:
    assert len(sandbox.answers_of(MODULE, files(tmp_path, *["甲"] * 40), 60)) == 40


def test_what_is_read_together_is_what_each_gives_alone(tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04" + b"no archive" * 9)
    missing, other = tmp_path / "没有.xlsx", tmp_path / "图.png"
    other.write_bytes(b"\x89PNG")
    paths = [broken, *sorted(LEDGERS.glob("*.xlsx")), missing, other]
    read = column_sandbox.reader_of(paths)
    for path in paths:
        try:
            alone = column_sandbox.read_columns(path)
        except DataError as error:
            with pytest.raises(DataError) as caught:
                read(path)
            assert str(caught.value) == str(error)
        else:
            assert [(sheet.name, sheet.grid(300).cells) for sheet in read(path)] == [
                (sheet.name, sheet.grid(300).cells) for sheet in alone
            ]


def test_a_file_that_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = sorted(LEDGERS.glob("*.xlsx"))[:2]
    path = Path(shutil.copy(one, tmp_path / "台账.xlsx"))
    before = column_sandbox.reader_of([path])(path)
    path.write_bytes(other.read_bytes())
    assert [sheet.name for sheet in column_sandbox.reader_of([path])(path)] != [sheet.name for sheet in before]
    monkeypatch.setattr(sandbox, "answers_of", lambda *_: pytest.fail("the same content is read twice"))
    assert len(column_sandbox.reader_of([path])(path)) > 0
