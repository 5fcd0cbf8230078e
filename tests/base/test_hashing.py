"""Hashes of what a briefing is made from: of contents, complete, and free of where things lie."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import xj_analysis
from support.county_folder import REPO
from xj_analysis.base import environment, hashing
from xj_analysis.build import program
from xj_analysis.press import fonts

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
    found = hashing.current_hashes([file, tmp_path, str(missing)])
    assert found == {str(file): sha("a"), str(tmp_path): hashing.digest(["a.csv"]), str(missing): ""}
    assert hashing.current_hashes(found) == found, "what was found is what is asked for again"


@pytest.mark.parametrize(("name", "counts"), [("helper.py", True), ("x.csv", True), ("other.ipynb", False)])
def test_a_folder_is_the_names_in_it_but_for_other_notebooks(tmp_path: Path, name: str, counts: bool) -> None:
    before = hashing.current_hashes([tmp_path])
    (tmp_path / name).write_text("", encoding="utf-8")
    assert (hashing.current_hashes([tmp_path]) != before) == counts


def fingerprint_of(place: Path) -> str:
    """The hash of a copy of the library, as a process that runs it finds it."""
    code = (
        f"import xj_analysis; from {program.__name__} import program_hash; print(xj_analysis.__file__, program_hash())"
    )
    env = os.environ | {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run([sys.executable, "-P", "-c", code], env=env, capture_output=True, text=True, check=True)
    file, found = run.stdout.split()
    assert Path(file).is_relative_to(place)
    return found


def test_the_program_is_every_file_of_the_library_wherever_it_lies(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    shutil.copytree(REPO / "src" / "xj_analysis", one / "xj_analysis")
    shutil.copytree(one, other)
    before = fingerprint_of(one)
    assert fingerprint_of(other) == before
    for edited in [
        next(other.rglob("*.typ")),
        *sorted({next(p.parent.glob("*.py")) for p in other.rglob("__init__.py")}),
    ]:
        text = edited.read_text(encoding="utf-8")
        edited.write_text(text + "\n", encoding="utf-8")
        assert fingerprint_of(other) != before, edited
        edited.write_text(text, encoding="utf-8")


def test_an_edit_of_any_module_in_any_subpackage_is_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(environment.PACKAGE, tmp_path / "xj_analysis"))
    (copy / "room" / "deep").mkdir(parents=True)
    (copy / "room" / "deep" / "module.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(environment, "PACKAGE", copy)
    monkeypatch.setattr(fonts, "font_hashes", dict)  # these stay the same, and take a while each time
    monkeypatch.setattr(program, "_records", list)
    digests = {hashing.digest(program.program_parts.__wrapped__())}
    modules = list(copy.rglob("*.py"))
    for module in modules:
        module.write_text(f"{module.read_text(encoding='utf-8')}# edited\n", encoding="utf-8")
        digests.add(hashing.digest(program.program_parts.__wrapped__()))
    assert len(digests) == 1 + len(modules) > 100


def test_the_package_is_the_folder_of_all_its_modules() -> None:
    assert Path(xj_analysis.__file__).parent == environment.PACKAGE
    ours = {file for name, module in sys.modules.items() if name.split(".")[0] == "xj_analysis"
            if (file := module.__file__)}  # fmt: skip
    assert all(Path(file).is_relative_to(environment.PACKAGE) for file in ours) and len(ours) > 3


def test_the_program_is_every_package_installed(tmp_path: Path) -> None:
    shutil.copytree(REPO / "src" / "xj_analysis", tmp_path / "xj_analysis")
    before = fingerprint_of(tmp_path)
    record = tmp_path / "another-1.0.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text("another.py,sha256=1,1\n", encoding="utf-8")
    installed = fingerprint_of(tmp_path)
    record.write_text("another.py,sha256=2,1\n", encoding="utf-8")  # changed under the same version
    assert len({before, installed, fingerprint_of(tmp_path)}) == 3


def test_versions_are_those_the_packages_say_they_have() -> None:
    known = program.versions()
    parts = ("xj-analysis", "pandas", "vl-convert-python", "jinja2", "typst")
    assert {part: known[part] for part in parts} == {part: version(part) for part in parts}
