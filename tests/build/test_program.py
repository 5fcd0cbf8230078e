"""The hash of the program: every file of the library, every installed package, independent of their folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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
