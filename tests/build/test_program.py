"""The program's hash: library, Python, packages and fonts, by content."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xj_analysis.base import environment
from xj_analysis.build import program


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
