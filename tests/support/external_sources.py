"""Observations moved into sources with rows of their own: csv, Parquet, SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from support.county_folder import COLUMNS, DataFolder
from xj_analysis.store.store import Store

SOURCE = """
[[sources]]
id = "ledger"
title = "示例县台账"
publisher = "示例县统计局"
published = 2024-06-30
strength = "original"
kind = "{kind}"
{where}
"""
CONTAINERS = ("csv", "parquet", "sql")
Move = Callable[..., DataFolder]


def frame_of(folder: DataFolder) -> pd.DataFrame:
    rows = [{**row, "source": "", "locator": ""} for row in folder.rows]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=str)


def write(frame: pd.DataFrame, kind: str, folder: Path) -> str:
    """Write a table in a container, and return what sources.toml says of it."""
    if kind == "sql":
        path = folder.parent / "ledger.sqlite"
        path.unlink(missing_ok=True)
        with sqlite3.connect(path) as database:
            database.execute(f"CREATE TABLE monthly ({', '.join(f'{name} TEXT' for name in frame)})")
            marks = ", ".join("?" * len(frame.columns))
            database.executemany(f"INSERT INTO monthly VALUES ({marks})", frame.to_numpy().tolist())
        database.close()
        return 'url_env = "XJ_LEDGER"\ntable = "monthly"'
    path = folder / f"ledger.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    else:
        duckdb.sql(f"COPY frame TO '{path}' (FORMAT parquet)")
    return f'file = "{path.name}"'


def locators(store: Store) -> dict[str, str]:
    return dict(zip(store.frame["id"], store.frame["locator"], strict=True))


@pytest.fixture
def move(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> Move:
    """Move the observations of the folder into a source of a kind; `more` is added to what sources.toml says of it."""
    monkeypatch.setenv("XJ_LEDGER", f"sqlite:///{county_folder.path.parent / 'ledger.sqlite'}")
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    declared = (county_folder.path / "sources.toml").read_text(encoding="utf-8")

    def moved(kind: str, *, more: str = "", keep: bool = False) -> DataFolder:
        where = write(frame_of(county_folder), kind, county_folder.path)
        county_folder.write("sources.toml", declared + SOURCE.format(kind=kind, where=f"{where}\n{more}"))
        if not keep:
            (county_folder.path / "observations.csv").unlink(missing_ok=True)
        return county_folder

    return moved
