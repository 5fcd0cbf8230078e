"""SHA-256 of values, files, folders and dependencies: of contents, complete, independent of the folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base import hashing

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def typed(value: object) -> object:
    """A value that is equal only to itself: to Python True is 1, too."""
    if isinstance(value, list):
        return [typed(each) for each in value]
    if isinstance(value, dict):
        return {key: typed(each) for key, each in value.items()}
    return (type(value), value)


@given(one=VALUES, other=VALUES)
def test_equal_values_and_no_others_have_equal_hashes(one: object, other: object) -> None:
    assert (hashing.digest(one) == hashing.digest(other)) == (typed(one) == typed(other))


@given(parts=st.lists(st.text(max_size=3), max_size=4))
def test_parts_do_not_run_together(parts: list[str]) -> None:
    assert hashing.digest(*parts) != hashing.digest(*parts, "")
    assert hashing.digest(*parts) != hashing.digest("".join(parts), 0)


def test_a_folder_is_every_file_below_it_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "b" / "empty").mkdir(parents=True)
    (tmp_path / "b" / "c.csv").write_text("c", encoding="utf-8")
    (tmp_path / "a.csv").write_text("a", encoding="utf-8")
    assert list(hashing.folder_hashes(tmp_path).items()) == [("a.csv", sha("a")), ("b/c.csv", sha("c"))]


def test_what_is_now_of_files_folders_and_what_is_missing(tmp_path: Path) -> None:
    file, missing = tmp_path / "a.csv", tmp_path / "none"
    file.write_text("a", encoding="utf-8")
    hashes = hashing.current_hashes([file, tmp_path, str(missing)])
    assert hashes == {str(file): sha("a"), str(tmp_path): hashing.digest(["a.csv"]), str(missing): ""}
    assert hashing.current_hashes(hashes) == hashes, "its keys can be looked up again"


@pytest.mark.parametrize(("name", "counts"), [("helper.py", True), ("x.csv", True), ("other.ipynb", False)])
def test_a_folder_is_the_names_in_it_but_for_other_notebooks(tmp_path: Path, name: str, counts: bool) -> None:
    before = hashing.current_hashes([tmp_path])
    (tmp_path / name).write_text("", encoding="utf-8")
    assert (hashing.current_hashes([tmp_path]) != before) == counts


def test_a_module_is_a_dependency_on_its_absence() -> None:
    names = [f"{hashing.MODULE}json", f"{hashing.MODULE}no_such_module"]
    assert hashing.current_hashes(names) == dict(zip(names, ("installed", ""), strict=True))


@given(st.binary(max_size=20))
def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("hashing") / "file"
    path.write_bytes(content)
    assert hashing.file_hash(path) == hashlib.sha256(content).hexdigest()
