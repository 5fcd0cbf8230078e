"""Intake of ledgers: a sound one becomes the current one wholly or not at all, that before it is kept."""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook, load_workbook

from support.filed_reports import FOLDER
from xj_analysis.base.errors import OutputError
from xj_analysis.base.hashing import file_hash
from xj_analysis.collect import intake, ledger_intake
from xj_analysis.collect.receipts import Receipt
from xj_analysis.county.toml_files import read_county
from xj_analysis.loaders import ledgers
from xj_analysis.loaders.ledger_register import REGISTER

NAME = "重点项目倒排工期表.xlsx"
DAY = date(2025, 10, 15)
SENT, CURRENT = "2025-09-26", "2025-09-30"
"""The days on which the invented county received this ledger."""
ROW, RUNNING = 6, "S"  # of a project, and the column of its last planned milestone


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the invented county with its ledgers."""
    ignored = shutil.ignore_patterns("generator", "inbox", "faulty")
    return Path(shutil.copytree(FOLDER, tmp_path / "example", ignore=ignored))


def sent(to: Path, cells: dict[str, object] | None = None, name: str = NAME) -> Path:
    """The ledger as it is, with some cells changed, in a file outside of the county."""
    book = load_workbook(FOLDER / "ledgers" / NAME)
    for place, value in (cells or {f"{RUNNING}{ROW}": "2027.12.1"}).items():
        book.active[place] = value
    return saved(book, to / name)


def saved(book: Workbook, path: Path) -> Path:
    content = io.BytesIO()
    book.save(content)
    path.write_bytes(content.getvalue())
    return path


def take(data: Path, path: Path, on: date = DAY, by: str = "") -> Receipt:
    (receipt,) = intake.take_in(data, [path], on=on, by=by)
    return receipt


def register(data: Path) -> list[dict[str, str]]:
    with (data / REGISTER).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["ledger"].startswith("重点项目")]


def contents(data: Path) -> dict[str, str]:
    """The hash of every file of a county but its locks and drafts."""
    files = [path for path in data.rglob("*") if path.is_file() and ".xj" not in path.parts]
    return {path.relative_to(data).as_posix(): file_hash(path) for path in files}


def planned(data: Path, known_at: date | None) -> str:
    rows = ledgers.load_instruments(read_county(data), known_at)["projects"]
    return f"{rows['running_planned'].iloc[ROW - 5]:%Y-%m-%d}"


def test_a_sound_ledger_becomes_the_current_one_and_the_one_before_a_vintage(data: Path, tmp_path: Path) -> None:
    before, path = (data / "ledgers" / NAME).read_bytes(), sent(tmp_path)
    receipt = take(data, path, by="示例县发展和改革委员会")
    assert (receipt.outcome, receipt.values, receipt.ledger) == ("accepted", 60, NAME)
    assert (data / "ledgers" / NAME).read_bytes() == path.read_bytes()
    assert (data / "ledgers" / "vintages" / CURRENT / NAME).read_bytes() == before
    assert [row["on"] for row in register(data)] == [SENT, CURRENT, "2025-10-15"]
    assert all(row["sha256"] == file_hash(data / row["file"]) for row in register(data))
    frame = ledgers.load_instruments(read_county(data))["projects"]
    assert set(zip(frame["file_day"], frame["file_by"], strict=True)) == {("2025-10-15", "示例县发展和改革委员会")}


def test_what_changed_is_told(data: Path, tmp_path: Path) -> None:
    was = planned(data, None)
    cells = {f"{RUNNING}{ROW}": "2027.12.1", "G7": 99_999, "B8": "X099"}
    book = load_workbook(FOLDER / "ledgers" / NAME)
    cells["G65"] = book.active["G65"].value - book.active["G7"].value + 99_999
    told = "\n".join(take(data, sent(tmp_path, cells)).told)
    assert "换成这一份，2025-09-30收到的留作往期" in told and "变动4处" in told
    assert f"推迟1处：X002 投产·计划 {was}→2027-12-01" in told
    assert "少了1行，待核实：X004" in told and "新增1行：X099" in told
    assert "调增1处：X003 投资·总投资" in told


def test_the_same_bytes_again_change_nothing_and_that_is_said(data: Path, tmp_path: Path) -> None:
    before = contents(data)
    again = take(data, Path(shutil.copy(FOLDER / "ledgers" / NAME, tmp_path / "又是倒排工期.xlsx")))
    older = take(data, Path(shutil.copy(FOLDER / "ledgers" / "vintages" / SENT / NAME, tmp_path / NAME)))
    assert (again.outcome, again.superseded, older.outcome, older.superseded) == ("", "", "", NAME)
    assert contents(data) == before


def test_one_of_an_earlier_day_is_kept_as_a_vintage_only(data: Path, tmp_path: Path) -> None:
    now, path = planned(data, None), sent(tmp_path)
    receipt = take(data, path, on=date(2025, 9, 28))
    assert receipt.told[0] == f"比现行的（{CURRENT}收到）早，只留作往期，现行的不变"
    assert (data / "ledgers" / "vintages" / "2025-09-28" / NAME).read_bytes() == path.read_bytes()
    assert planned(data, date(2025, 9, 29)) == "2027-12-01" and planned(data, None) == now


def test_several_of_one_day_are_all_kept(data: Path, tmp_path: Path) -> None:
    days = ["2027.12.1", "2027.12.2", "2027.12.3"]
    for day in days:
        assert take(data, sent(tmp_path, {f"{RUNNING}{ROW}": day})).outcome == "accepted"
    assert planned(data, DAY) == "2027-12-03"
    assert len({row["sha256"] for row in register(data)}) == len(register(data)) == 2 + len(days)
    assert all(row["sha256"] == file_hash(data / row["file"]) for row in register(data))


def test_a_faulty_one_is_returned_with_all_its_faults_and_nothing_is_taken_in(data: Path, tmp_path: Path) -> None:
    before = contents(data)
    receipt = take(data, sent(tmp_path, {"D9": "演示乡（原）", "J8": None, "G7": "约2亿多"}))
    assert receipt.outcome == "returned" and receipt.returned is not None
    places = "".join(fault.where for fault in receipt.faults)
    assert all(f"!{cell}" in places for cell in ("D9", "G7")) and len(receipt.faults) >= 3
    back = load_workbook(receipt.returned)
    assert back.sheetnames[0] == "退回单" and "演示乡" in back["倒排工期"]["D9"].comment.text
    assert {name: each for name, each in contents(data).items() if not name.startswith("returned/")} == before


def test_a_marked_copy_that_was_mended_is_taken_in(data: Path, tmp_path: Path) -> None:
    right = load_workbook(FOLDER / "ledgers" / NAME).active["D9"].value
    receipt = take(data, sent(tmp_path, {"D9": "演示乡（原）", f"{RUNNING}{ROW}": "2027.12.1"}))
    assert receipt.returned is not None
    back = load_workbook(receipt.returned)
    back["倒排工期"]["D9"] = right
    assert take(data, saved(back, tmp_path / "倒排工期（改好）.xlsx")).outcome == "accepted"
    assert planned(data, None) == "2027-12-01"


def test_another_ledger_is_not_mistaken_for_the_one_that_is_there(data: Path, tmp_path: Path) -> None:
    cells: dict[str, object] = {f"B{row}": f"Y{row:03}" for row in range(5, 65)}
    receipt = take(data, sent(tmp_path, cells, name="乡镇倒排工期.xlsx"))
    assert receipt.outcome == "returned" and "没有一行的编号" in receipt.faults[0].what
    assert take(data, sent(tmp_path, cells)).outcome == "accepted"  # of the same name, it was renumbered


def test_which_of_several_is_replaced_is_for_the_sender_to_say(data: Path, tmp_path: Path) -> None:
    shutil.copy(data / "ledgers" / NAME, data / "ledgers" / "另一份倒排工期.xlsx")
    receipt = take(data, sent(tmp_path, name="10月倒排工期.xlsx"))
    assert receipt.outcome == "returned" and "另一份倒排工期.xlsx" in receipt.faults[0].do


def test_what_was_never_registered_counts_as_always_there(data: Path, tmp_path: Path) -> None:
    shutil.rmtree(data / "ledgers" / "vintages")
    then = planned(data, date(2020, 1, 1))
    frame = ledgers.load_instruments(read_county(data), date(2020, 1, 1))["projects"]
    assert set(frame["file_day"]) == {""}
    take(data, sent(tmp_path))
    assert planned(data, date(2020, 1, 1)) == planned(data, date(2025, 10, 14)) == then
    assert planned(data, DAY) == "2027-12-01"


def test_a_trial_writes_nothing(data: Path, tmp_path: Path) -> None:
    before = contents(data)
    (receipt,) = intake.try_out(data, [sent(tmp_path)], on=DAY)
    assert receipt.outcome == "accepted" and receipt.told and receipt.read == ()
    assert contents(data) == before


def test_no_room_is_a_message_and_leaves_the_ledgers_as_they_were(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, path = contents(data), sent(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr(ledger_intake, "_write_register", full)
        with pytest.raises(OutputError, match="ledgers：写不下"):
            take(data, path)
    assert contents(data) == before
    assert take(data, path).outcome == "accepted"


def test_a_killed_intake_leaves_the_ledgers_as_before_or_as_after(data: Path, tmp_path: Path) -> None:
    path, random, found = sent(tmp_path), Random(18), set()
    code = "from xj_analysis.cli.app import main; main()"
    command = [sys.executable, "-c", code, "intake", str(data), str(path), "--on", DAY.isoformat()]
    before = contents(data)
    kept = Path(shutil.copytree(data, tmp_path / "kept"))
    take(kept, path)
    after = contents(kept)
    for _ in range(6):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            while run.poll() is None and not (data / ".xj" / "ledgers" / "draft").exists():
                time.sleep(0.0005)
            time.sleep(random.uniform(0.0, 0.01))
            run.send_signal(signal.SIGKILL)
        now = contents(data)
        assert now in (before, after)
        found.add(now == after)
        if now == after:
            break
    assert take(data, path).outcome == ("" if True in found else "accepted")
    assert contents(data) == after
