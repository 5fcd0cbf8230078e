"""Optional dependencies: the message for a missing package names the command that installs it."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable

import duckdb
import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from support.county_folder import REPO, DataFolder
from support.external_sources import (
    SOURCE,
    frame_of,
    move,  # noqa: F401 - a fixture
)
from support.external_sources import Move as Moved
from support.fault_messages import faults, message
from xj_analysis.cli.app import app
from xj_analysis.loaders import extras

Without = Callable[..., None]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Without:
    """Make packages look as if they were not installed."""

    def hidden(*packages: str) -> None:
        for package in packages:
            for name in [name for name in sys.modules if name.startswith(f"{package}.")]:
                monkeypatch.delitem(sys.modules, name)
            monkeypatch.setitem(sys.modules, package, None)

    return hidden


def remedy(extra: str) -> str:
    return f'请运行 pip install "xj-analysis[{extra}]"，再试一次。'


def declare(folder: DataFolder, kind: str, where: str) -> None:
    sources = (folder.path / "sources.toml").read_text(encoding="utf-8")
    folder.write("sources.toml", sources + SOURCE.format(kind=kind, where=where))


@pytest.mark.parametrize(
    ("kind", "package", "extra", "where"),
    [
        ("csv", "duckdb", "parquet", "ledger.csv"),
        ("parquet", "duckdb", "parquet", "ledger.parquet"),
        ("sql", "sqlalchemy", "sql", "sources.toml [ledger]"),
    ],
)
def test_a_source_whose_package_is_missing_says_how_to_install_it(
    move: Moved,  # noqa: F811
    without: Without, kind: str, package: str, extra: str, where: str,
) -> None:  # fmt: skip
    folder = move(kind)
    without(package)
    said = message(folder)
    assert said.startswith(f"{where}：") and f"没有安装，得到“{package}”。{remedy(extra)}" in said


@pytest.mark.parametrize("address", ["s3://bucket/rows.parquet", "https://example.org/rows.parquet"])
def test_a_file_at_an_address_needs_more(county_folder: DataFolder, without: Without, address: str) -> None:
    declare(county_folder, "parquet", f'file = "{address}"')
    without("obstore")
    said = message(county_folder)
    assert said.startswith(f"{address}：") and f"得到“obstore”。{remedy('s3')}" in said


def test_a_driver_that_is_missing_is_in_the_extra(
    county_folder: DataFolder, without: Without, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XJ_LEDGER", "postgresql://user:secret@localhost/db")
    declare(county_folder, "sql", 'url_env = "XJ_LEDGER"\ntable = "monthly"')
    without("psycopg")
    said = message(county_folder)
    assert f"没有这种数据库的驱动，得到“psycopg”。{remedy('sql')}" in said and "secret" not in said


def test_the_countys_own_parquet_needs_it_too(county_folder: DataFolder, without: Without) -> None:
    duckdb.from_df(frame_of(county_folder)).write_parquet(str(county_folder.path / "observations.parquet"))
    (county_folder.path / "observations.csv").unlink()
    without("duckdb")
    assert f"observations.parquet：读Parquet、CSV 文件要用的包没有安装，得到“duckdb”。{remedy('parquet')}" in message(
        county_folder
    )


def test_it_is_said_with_all_other_faults_and_without_a_traceback(county_folder: DataFolder, without: Without) -> None:
    county_folder.cell(2, "value", "很多")
    declare(county_folder, "sql", 'url_env = "XJ_LEDGER"\ntable = "monthly"')
    without("sqlalchemy")
    found = faults(county_folder)
    assert len(found) == 2 and "值不是数字" in str(found)
    result = CliRunner().invoke(app, ["check", str(county_folder.path)])
    assert result.exit_code == 3
    said = "".join(result.output.split())
    assert 'pipinstall"xj-analysis[sql]"' in said and "Traceback" not in said


def test_what_a_county_does_not_use_need_not_be_installed(county_folder: DataFolder, without: Without) -> None:
    without("duckdb", "fsspec", "obstore", "sqlalchemy", "psycopg")
    assert len(county_folder.load().frame)


def test_each_extra_installs_the_packages_it_is_asked_for() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra, packages in extras.PACKAGES.items():
        names = {Requirement(one).name for one in project["optional-dependencies"][extra]}
        assert names == set(packages)
    everyone = {Requirement(one).name for one in project["dependencies"]}
    assert not everyone & {name for packages in extras.PACKAGES.values() for name in packages}
