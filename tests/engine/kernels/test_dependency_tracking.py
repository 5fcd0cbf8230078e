"""Dependency tracking: files read, modules not installed, accesses to the outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.kernels import dependencies
from xj_analysis.base import environment, hashing
from xj_analysis.engine import kernels


def test_the_librarys_own_files_are_no_dependency_in_whichever_subpackage(tmp_path: Path) -> None:
    """They count as the program."""
    walk = (
        "for found in pkgutil.walk_packages(xj_analysis.__path__, 'xj_analysis.'): importlib.import_module(found.name)"
    )
    templates = "[path.read_bytes() for path in pathlib.Path(xj_analysis.__path__[0]).rglob('*') if path.is_file()]"
    found = dependencies(tmp_path, f"import importlib, pathlib, pkgutil, xj_analysis\n{walk}\n_ = {templates}")
    assert [path for path in found if path.startswith(str(environment.PACKAGE))] == []


def test_what_a_notebook_read_is_known(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("x = 1", encoding="utf-8")
    (tmp_path / "read.csv").write_text("a\n1\n", encoding="utf-8")
    code = (
        "import os, pandas, pathlib, altair, json.tool, helper\n"
        "pandas.read_csv('read.csv'); pathlib.Path('read.csv').read_text()\n"
        "pathlib.Path('written.txt').write_text('x'); os.listdir('.')\n"
        "try: open('/nowhere/missing.csv')\nexcept OSError: pass"
    )
    found = dependencies(tmp_path, code)
    names = {str(Path(path).relative_to(tmp_path)) if path.startswith(str(tmp_path)) else path for path in found}
    assert names == {"helper.py", "read.csv", ".", "/nowhere/missing.csv"}
    assert found["/nowhere/missing.csv"] == "" and found == hashing.current_hashes(found)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import subprocess; _ = subprocess.run(['true'])", "subprocess.Popen"),
        ("import os; _ = os.system('true')", "os.system"),
        ("import socket\ntry: socket.create_connection(('127.0.0.1', 9))\nexcept OSError: pass", "socket.connect"),
        ("import sqlite3; sqlite3.connect(':memory:').close()", "sqlite3.connect"),
        ("_ = open('/proc/uptime').read()", "/proc/uptime"),
        ("import duckdb", "import duckdb"),
        ("import importlib; importlib.import_module('duckdb')", "import duckdb"),
    ],
)
def test_a_step_outside_is_a_reason_not_to_reuse(tmp_path: Path, code: str, reason: str) -> None:
    found = dependencies(tmp_path, code)
    assert reason in found.values() and found != hashing.current_hashes(found)


@pytest.mark.parametrize("attempt", ["import polars", "import polars.io", "from polars import DataFrame"])
def test_a_library_that_is_not_installed_is_a_dependency_on_its_absence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attempt: str
) -> None:
    """statsmodels and others try libraries they can do without."""
    found = dependencies(tmp_path, f"try: {attempt}\nexcept ImportError: pass")
    assert found[f"{hashing.MODULE}polars"] == "" and found == hashing.current_hashes(found)
    installed = tmp_path / "site-packages" / "polars"
    installed.mkdir(parents=True)
    (installed / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(installed.parent)
    assert found != hashing.current_hashes(found)


def test_without_a_record_nothing_is_known(tmp_path: Path) -> None:
    assert kernels.recorded_reads(tmp_path / "none.jsonl") == (set(), (), (str(tmp_path / "none.jsonl"),))
