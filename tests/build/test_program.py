"""The hash of the program: every file of the library, every installed package, independent of their folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from support.county_folder import REPO
from xj_analysis.base import environment, hashing
from xj_analysis.build import program
from xj_analysis.press import fonts


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


@pytest.fixture(autouse=True)
def no_cache() -> Iterator[None]:
    """Clear the caches of the module, which hold for the life of a process."""
    functions = (program.program_hash, program.program_parts, program._records)
    for function in functions:
        function.cache_clear()
    yield
    for function in functions:
        function.cache_clear()


def dist_info(site: Path, name: str, record: str = "") -> None:
    (site / name).mkdir(parents=True)
    (site / name / "RECORD").write_text(record, encoding="utf-8")


def test_its_parts_are_library_python_packages_and_fonts() -> None:
    parts = program.program_parts()
    assert list(parts) == ["library", "python", "packages", "fonts"] and all(parts.values())
    assert "build/program.py" in parts["library"] and not any("__pycache__" in name for name in parts["library"])


def test_versions_are_of_the_first_package_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dist_info(tmp_path / "a", "Some_Package-1.2.dist-info")
    dist_info(tmp_path / "b", "some.package-1.1.dist-info")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "a"), str(tmp_path / "b")])
    assert program.versions() == {"some-package": "1.2"}


def test_a_package_changed_in_place_changes_the_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.setattr(environment, "PACKAGE", tmp_path / "none")
    dist_info(tmp_path, "pandas-3.0.dist-info", "pandas/core.py,sha256=1")
    before = program.program_hash()
    program.program_hash.cache_clear()
    program.program_parts.cache_clear()
    assert program.program_hash() == before
    program.program_hash.cache_clear()
    program.program_parts.cache_clear()
    (tmp_path / "pandas-3.0.dist-info" / "RECORD").write_text("pandas/core.py,sha256=2", encoding="utf-8")
    assert program.program_hash() != before
