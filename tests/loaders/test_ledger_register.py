"""The register of ledgers: which version was there on a day, and which one before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import REPO
from xj_analysis.base.errors import DataError
from xj_analysis.county.toml_files import read_county
from xj_analysis.loaders import load_observations
from xj_analysis.loaders.instrument_ledgers import load_instruments
from xj_analysis.loaders.ledger_register import (
    COLUMNS,
    REGISTER,
    files_before,
    files_known,
    latest_received,
    received_day,
)

EXAMPLE = REPO / "data" / "example"
A = "甲台账.xlsx"
VERSIONS = {"": f"ledgers/vintages/undated/{A}", "2025-09-19": f"ledgers/vintages/2025-09-19/{A}",
            "2025-09-26": f"ledgers/vintages/2025-09-26/{A}", "2025-09-30": f"ledgers/{A}"}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with four versions of one ledger, and one that is not registered."""
    place = tmp_path_factory.mktemp("register")
    lines = [",".join(COLUMNS)]
    for day, file in VERSIONS.items():
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        (place / file).write_text(day or "undated", encoding="utf-8")
        lines.append(f"{day},{A},{'0' * 64},{file},,")
    (place / "ledgers" / "乙台账.xlsx").write_text("b", encoding="utf-8")
    (place / REGISTER).write_text("\n".join([lines[0], *reversed(lines[1:]), ""]), encoding="utf-8")
    return place


def known(folder: Path, day: date | None) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in files_known(folder, day)]


@given(st.dates(date(2025, 9, 1), date(2025, 10, 30)))
def test_the_version_of_a_day_is_the_last_one_received_by_it(folder: Path, day: date) -> None:
    last = max(on for on in VERSIONS if on <= day.isoformat())
    assert known(folder, day) == ["ledgers/乙台账.xlsx", VERSIONS[last]]


def test_today_it_is_the_current_one(folder: Path) -> None:
    assert known(folder, None) == ["ledgers/乙台账.xlsx", f"ledgers/{A}"]


@pytest.mark.parametrize(
    ("known_at", "previous", "before"),
    [(None, None, "2025-09-26"), (date(2025, 9, 29), None, "2025-09-19"), (None, date(2025, 9, 20), "2025-09-19"),
     (None, date(2025, 9, 1), ""), (date(2025, 9, 1), None, None), (None, date(2025, 10, 8), None)],
)  # fmt: skip
def test_the_version_before_is_the_last_or_that_of_the_previous_issue(
    folder: Path, known_at: date | None, previous: date | None, before: str | None
) -> None:
    files, others = files_before(folder, known_at, previous)
    assert others == (set() if before is None else {A})
    if before is not None:
        assert folder / VERSIONS[before] in files


def test_bytes_that_were_not_received_have_no_day(folder: Path) -> None:
    assert received_day(folder, f"ledgers/{A}", "0" * 64) == ("2025-09-30", "")
    assert received_day(folder, f"ledgers/{A}", "1" * 64) == ("", "")  # edited since


def test_a_day_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / REGISTER).parent.mkdir(parents=True)
    row = f"9月底,{A},{'0' * 64},ledgers/{A},,"
    (tmp_path / REGISTER).write_text(f"{','.join(COLUMNS)}\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match="第2行 on：不是日期，得到“9月底”"):
        files_known(tmp_path, None)


def test_the_day_of_a_briefing_is_not_before_its_ledgers() -> None:
    county = read_county(EXAMPLE)
    assert latest_received(county) == date(2025, 9, 30)
    store = load_observations(county)
    assert store.received == date(2025, 9, 30) < store.latest
    assert replace(store, received=date(2026, 1, 5)).latest == date(2026, 1, 5)
    assert latest_received(county.model_copy(update={"ledgers": ()})) is None


def test_a_vintage_that_is_missing_is_named(folder: Path) -> None:
    gone = folder / VERSIONS["2025-09-19"]
    content = gone.read_bytes()
    gone.unlink()
    try:
        with pytest.raises(DataError, match="登记的台账不在，得到“ledgers/vintages/2025-09-19"):
            files_known(folder, None)
    finally:
        gone.write_bytes(content)


def test_before_its_first_vintage_a_ledger_is_not_there_and_that_is_no_fault() -> None:
    county = read_county(EXAMPLE)
    early = load_instruments(county, date(2025, 9, 25)).frames
    then, now = load_instruments(county, date(2025, 9, 26)).frames, load_instruments(county).frames
    assert early and then.keys() - early.keys() == {"projects", "leads"} and then.keys() == now.keys()
    assert load_instruments(county, date(2025, 9, 29)).before == {}


def test_what_is_sent_twice_on_a_day_is_compared_with_the_day_before(tmp_path: Path) -> None:
    sent = {"2025-09-26": "2025-09-26", "2025-09-30": "2025-09-30", "2025-09-30 again": ""}
    lines = [",".join(COLUMNS)]
    for day, place in sent.items():
        file = f"ledgers/vintages/{place}/{A}" if place else f"ledgers/{A}"
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(day, encoding="utf-8")
        lines.append(f"{day[:10]},{A},{'0' * 64},{file},,")
    (tmp_path / REGISTER).write_text("\n".join([*lines, ""]), encoding="utf-8")
    files, others = files_before(tmp_path, None, None)
    assert [path.parent.name for path in files] == ["2025-09-26"] and others == {A}
