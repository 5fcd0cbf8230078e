"""Bytes kept from run to run: found again by their key, and never where something else may have written them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.byte_cache import ByteCache


@pytest.fixture
def cache(tmp_path: Path) -> ByteCache:
    return ByteCache(tmp_path / "kept", "program")


def only_file(cache: ByteCache) -> Path:
    (file,) = cache.folder.iterdir()
    return file


def test_bytes_are_found_by_their_whole_key_and_by_the_same_program(cache: ByteCache) -> None:
    cache.save(b"content", "a", "b")
    assert cache.load("a", "b") == b"content"
    assert [cache.load(*key) for key in (("a",), ("b", "a"), ("ab",))] == [None] * 3
    assert ByteCache(cache.folder, "another program").load("a", "b") is None


@given(contents=st.lists(st.binary(max_size=40), min_size=1, max_size=6))
def test_what_was_saved_last_is_what_is_found(tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]) -> None:
    cache = ByteCache(tmp_path_factory.mktemp("kept"), "program")
    for content in contents:
        cache.save(content, "key")
        assert cache.load("key") == content
    assert only_file(cache).stat().st_mode & 0o077 == 0


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def changed(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"?")


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def made_a_link(file: Path) -> None:
    file.rename(file.parent.parent / "elsewhere")
    file.symlink_to(file.parent.parent / "elsewhere")


def made_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def opened_to_others(file: Path) -> None:
    file.chmod(0o666)


@pytest.mark.parametrize("harm", [cut_off, changed, emptied, made_a_link, made_a_folder, opened_to_others])
def test_a_file_that_may_be_another_is_not_used_and_is_written_anew(
    cache: ByteCache, harm: Callable[[Path], None]
) -> None:
    cache.save(b"content", "key")
    harm(only_file(cache))
    assert cache.load("key") is None
    if harm is not made_a_folder:
        cache.save(b"content", "key")
        assert cache.load("key") == b"content"


def test_a_file_under_the_name_of_another_is_not_used(cache: ByteCache) -> None:
    cache.save(b"other", "other key")
    other = only_file(cache)
    words = other.read_bytes()
    other.unlink()
    cache.save(b"content", "key")
    only_file(cache).write_bytes(words)
    assert cache.load("key") is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no users")
def test_a_file_of_another_user_is_not_used(cache: ByteCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.save(b"content", "key")
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert cache.load("key") is None


def test_what_was_used_longest_ago_is_dropped_first(tmp_path: Path) -> None:
    cache = ByteCache(tmp_path / "kept", "program", most=400)
    cache.save(b"1" * 60, "first")
    cache.save(b"2" * 60, "second")
    for file in cache.folder.iterdir():
        os.utime(file, (1, 1))
    assert cache.load("first") == b"1" * 60  # used again
    for number in range(3):
        cache.save(b"3" * 60, f"later {number}")
    assert sum(file.stat().st_size for file in cache.folder.iterdir()) <= 400
    assert cache.load("second") is None and cache.load("first") == b"1" * 60
    cache.save(b"4" * 101, "larger than a quarter")
    assert cache.load("larger than a quarter") is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = ByteCache(tmp_path / "file" / "kept", "program")
    cache.save(b"content", "key")
    assert cache.load("key") is None
