"""Folders replaced whole: exchanged, put back after a kill, read undisturbed, copied by links."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xj_analysis.base import folder_swap, hashing
from xj_analysis.base.errors import DataError


def folder(path: Path, word: str) -> Path:
    path.mkdir(parents=True)
    (path / "briefing.html").write_text(word, encoding="utf-8")
    return path


def word(path: Path) -> str:
    return (path / "briefing.html").read_text(encoding="utf-8")


def test_a_new_folder_is_put_in_place(tmp_path: Path) -> None:
    new, target = folder(tmp_path / "new", "新"), tmp_path / "reports" / "county" / "jobs"
    folder_swap.swap_in(new, target)
    assert word(target) == "新" and not new.exists()


@pytest.mark.parametrize("at_once", [True, False])
def test_a_folder_takes_the_place_of_another_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(folder_swap, "_exchange", lambda one, other: False)
    new, target = folder(tmp_path / "new", "新"), folder(tmp_path / "jobs", "旧")
    (target / "briefing.pdf").write_bytes(b"of the old one alone")
    folder_swap.swap_in(new, target)
    assert {path.name for path in tmp_path.iterdir()} == {"jobs"}
    assert {path.name for path in target.iterdir()} == {"briefing.html"} and word(target) == "新"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no such call")
def test_on_linux_the_two_change_places_in_one_step(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one", "一"), folder(tmp_path / "other", "二")
    assert folder_swap._exchange(one, other)
    assert (word(one), word(other)) == ("二", "一")
    assert not folder_swap._exchange(one, tmp_path / "none") and word(one) == "二"


def test_the_staging_folder_is_beside_the_reports_each_in_a_place_of_its_own(tmp_path: Path) -> None:
    assert folder_swap.staging_path(tmp_path / "a" / "reports") == tmp_path / "a" / ".xj" / "reports"
    assert folder_swap.staging_path(tmp_path / "a") != folder_swap.staging_path(tmp_path / "b")


def test_the_replaced_folder_is_the_next_draft(tmp_path: Path) -> None:
    new, target = folder(tmp_path / "new", "新"), folder(tmp_path / "received", "旧")
    folder_swap.swap(new, target)
    assert (word(target), word(new)) == ("新", "旧")


def test_a_file_in_the_way_is_not_replaced(tmp_path: Path) -> None:
    new, target = folder(tmp_path / "new", "新"), tmp_path / "received"
    target.write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match="received"):
        folder_swap.swap(new, target)
    assert target.read_text(encoding="utf-8") == "in the way" and word(new) == "新"


class Killed(BaseException):
    """Stands for the end of a process."""


@pytest.mark.parametrize("renames", range(3))
def test_a_reader_never_misses_a_folder_whose_swap_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    """Where the system cannot exchange two folders there are three renames; a kill comes before each."""
    monkeypatch.setattr(folder_swap, "_exchange", lambda one, other: False)
    target = folder(tmp_path / "received", "旧")
    new = folder(folder_swap.draft_of(target), "新")
    rename = Path.rename
    done: list[Path] = []

    def killed(path: Path, to: Path) -> Path:
        if len(done) == renames:
            raise Killed
        done.append(path)
        return rename(path, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(Killed):
            folder_swap.swap(new, target)
    folder_swap.repair(target)
    assert word(target) == ("新" if renames == 2 else "旧")


@pytest.mark.parametrize("raises", [True, False])
def test_a_fault_in_two_states_is_read_again(tmp_path: Path, raises: bool) -> None:
    target, seen = folder(tmp_path / "received", "一"), list[str]()

    def read() -> str:
        seen.append(word(target))
        if len(seen) < 3:
            folder_swap.swap_in(folder(tmp_path / f"new{len(seen)}", f"{len(seen)}"), target)
            if raises:
                raise DataError("received", "半新半旧")
        return word(target)

    assert folder_swap.read_undisturbed(target, read, sound=lambda said: said == seen[-1]) == "2"
    assert seen == ["一", "1", "2"]


def test_a_sound_reading_is_not_repeated(tmp_path: Path) -> None:
    """Else who reads a large county would wait for the end of an intake."""
    target = folder(tmp_path / "received", "一")

    def read() -> str:
        folder_swap.swap_in(folder(tmp_path / "new", "二"), target)
        return "一"

    assert folder_swap.read_undisturbed(target, read) == "一"


def test_a_fault_of_what_stays_the_same_is_one(tmp_path: Path) -> None:
    def read() -> None:
        raise DataError("received", "有错")

    with pytest.raises(DataError, match="有错"):
        folder_swap.read_undisturbed(tmp_path / "received", read)


names = st.sampled_from(["a", "b", "c"])
trees = st.recursive(st.binary(max_size=3), lambda below: st.dictionaries(names, below, max_size=3), max_leaves=6)
states = st.dictionaries(names, trees, max_size=3)


def make(path: Path, tree: object) -> None:
    if isinstance(tree, bytes):
        path.write_bytes(tree)
    elif isinstance(tree, dict):
        path.mkdir(exist_ok=True)
        for name, below in tree.items():
            make(path / name, below)


def found(path: Path) -> object:
    return path.read_bytes() if path.is_file() else {each.name: found(each) for each in path.iterdir()}


@settings(max_examples=50)
@given(states, states)
def test_a_copy_equals_whatever_it_was_before(
    tmp_path_factory: pytest.TempPathFactory, wanted: object, before: object
) -> None:
    place = tmp_path_factory.mktemp("mirror")
    make(place / "one", wanted)
    make(place / "copy", before)
    for each in (place / "copy").rglob("*"):  # the time of day is no content
        if each.is_file():
            each.touch()
    folder_swap.mirror(place / "one", place / "copy")
    assert found(place / "copy") == found(place / "one") == wanted
    shutil.rmtree(place)


def test_a_copy_without_links_has_files_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refused)
    one = folder(tmp_path / "one", "一")
    for _ in range(2):
        folder_swap.mirror(one, tmp_path / "copy")
        assert word(tmp_path / "copy") == "一"
    assert (tmp_path / "copy/briefing.html").stat().st_ino != (one / "briefing.html").stat().st_ino


def test_drafts_are_no_data(tmp_path: Path) -> None:
    folder(tmp_path / "received", "一")
    before = hashing.folder_hashes(tmp_path)
    folder(folder_swap.draft_of(tmp_path / "received"), "二")
    assert hashing.folder_hashes(tmp_path) == before


def test_what_may_not_be_written_is_removed_too(tmp_path: Path) -> None:
    below = folder(tmp_path / "one" / "two", "一")
    for path in (below, tmp_path / "one"):
        path.chmod(0o555)
    folder_swap.discard(tmp_path / "one")
    assert list(tmp_path.iterdir()) == []
