"""Workbooks read by one process: one that ends it costs the others nothing, and is named as if it were read alone."""

from __future__ import annotations

import shutil
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from support.county_folder import REPO
from support.failing_reader import SECONDS
from xj_analysis.base.byte_cache import ByteCache
from xj_analysis.base.errors import DataError
from xj_analysis.loaders.ledger_register import FOLDER
from xj_analysis.workbooks import column_sandbox, sandbox
from xj_analysis.workbooks.sheet_columns import SheetColumns

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


@pytest.mark.parametrize("ending", ["kills", "hoards", "hangs", "works on"])
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


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a new process, which has read nothing yet."""
    monkeypatch.setattr(column_sandbox, "_kept", OrderedDict())


def names(sheets: list[SheetColumns]) -> list[str]:
    return [sheet.name for sheet in sheets]


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("together", [2**20, 0], ids=["small", "large"])
def test_a_later_process_reads_only_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(column_sandbox, "_TOGETHER", together)
    one, other, another = (Path(shutil.copy(path, tmp_path)) for path in sorted(LEDGERS.glob("*.xlsx"))[:3])
    paths, cache = [one, other], ByteCache(tmp_path / "kept", "program")
    first = column_sandbox.reader_of(paths, cache)
    before = {path: names(first(path)) for path in paths}
    column_sandbox._kept.clear()
    one.write_bytes(another.read_bytes())
    read: list[Path] = []
    answers = sandbox._answers

    def watched(module: str, paths: Sequence[Path], seconds: int) -> tuple[list[bytes], bool]:
        read.extend(paths)
        return answers(module, paths, seconds)

    monkeypatch.setattr(sandbox, "_answers", watched)
    later = column_sandbox.reader_of(paths, cache)
    assert (read, names(later(other))) == ([one], before[other])
    assert names(later(one)) == names(column_sandbox.read_columns(another)) != before[one]


@pytest.mark.usefixtures("forgetful")
def test_faults_are_found_anew_by_each_process(tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04" + b"no archive" * 9)
    cache = ByteCache(tmp_path / "kept", "program")
    with pytest.raises(DataError, match="坏"):
        column_sandbox.reader_of([broken], cache)(broken)
    assert not cache.folder.exists()


@pytest.mark.usefixtures("forgetful")
def test_what_was_read_of_a_file_that_changed_meanwhile_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = sorted(LEDGERS.glob("*.xlsx"))[:2]
    path = Path(shutil.copy(one, tmp_path / "台账.xlsx"))
    cache = ByteCache(tmp_path / "kept", "program")
    answers = sandbox._answers

    def overtaken(*asked: Any) -> tuple[list[bytes], bool]:
        path.write_bytes(other.read_bytes())
        return answers(*asked)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sandbox, "_answers", overtaken)
        column_sandbox.reader_of([path], cache)
    path.write_bytes(one.read_bytes())
    assert names(column_sandbox.reader_of([path], cache)(path)) == names(column_sandbox.read_columns(one))


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize(
    ("ending", "what"),
    [
        ("kills", "用内存太多，或文件损坏"),
        ("hoards", "用内存太多，或文件损坏"),
        ("hangs", "用时太长"),
        ("works on", "用时太长"),
    ],
)
def test_one_that_ends_its_process_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, what: str
) -> None:
    monkeypatch.setattr(column_sandbox, "__name__", MODULE)
    monkeypatch.setattr(column_sandbox, "_FIRST_SECONDS", SECONDS)
    monkeypatch.setattr(column_sandbox, "unpacked", bytes.decode)
    cache = ByteCache(tmp_path / "kept", "program")
    paths = files(tmp_path, "甲", "乙", ending, "丙", "丁")
    read: Callable[[Path], Any] = column_sandbox.reader_of(paths, cache)
    assert [read(path) for path in paths if path.name != "2.csv"] == ["甲", "乙", "丙", "丁"]
    with pytest.raises(DataError) as caught:
        read(paths[2])
    assert (caught.value.fault.where, caught.value.fault.what) == ("2.csv", f"读这个文件{what}")
    assert len([*cache.folder.iterdir()]) == 4
