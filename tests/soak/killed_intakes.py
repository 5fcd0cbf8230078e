"""Intakes killed at random moments, out of room, or refused by the disk: each file is wholly in or not at all.

Half of the kills come at any moment of the run, half while the next state of ``received/`` is being made. A full disk
is the limit of a process on the size of its files (RLIMIT_FSIZE): to mount a small one takes root.

Not collected by default: ``pytest tests/soak/killed_intakes.py``. XJ_KILLS sets how many processes are killed (60).
"""

from __future__ import annotations

import csv
import ctypes
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from support.command_line import xj
from support.county_folder import REPO
from xj_analysis.briefing import check
from xj_analysis.workbooks.marking import SLIP

KILLS = int(os.environ.get("XJ_KILLS", "60"))
PARTS = 4  # side by side, where there are cores
RUNS = 8  # for each kill, at most: some moments find an intake at its end, or past it
EXAMPLE = REPO / "data" / "example"
FAULTY = next((EXAMPLE / "faulty").glob("24-bounds*"))
DROP, WRITE_AND_READ_ALL = 24, (1, 2)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
DAY = "2025-11-08"


def copied(to: Path) -> Path:
    """A county that may be written to."""
    ignored = shutil.ignore_patterns("generator", "inbox", "faulty")
    return Path(shutil.copytree(EXAMPLE, to / "example", ignore=ignored))


def sent(to: Path) -> list[Path]:
    """What the units sent, a faulty file among it."""
    folder = Path(shutil.copytree(EXAMPLE / "inbox" / "2025-10", to / "inbox"))
    shutil.copy(FAULTY, folder)
    return sorted(folder.iterdir())


def command(data: Path, files: list[Path]) -> list[str]:
    code = "from xj_analysis.cli.app import main; main()"
    return [sys.executable, "-c", code, "intake", str(data), *map(str, files), "--on", DAY]


def take_in(data: Path, files: list[Path]) -> None:
    """Take files in, undisturbed: one of them is faulty, if it is not known already."""
    run = subprocess.run(command(data, files), capture_output=True, text=True, check=False)
    assert run.returncode == (3 if "处问题" in run.stdout else 0), run.stdout + run.stderr


def contents(data: Path) -> dict[str, str]:
    """The hash of every file of a county but the lock; of a marked copy that of its slip.

    A busy machine may mark a copy made of the values alone (:data:`xj_analysis.workbooks.marking.SECONDS`).
    """
    return {
        path.relative_to(data).as_posix(): hashlib.sha256(slip(path) or path.read_bytes()).hexdigest()
        for path in data.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def slip(path: Path) -> bytes:
    """The words of the slip of a marked copy; nothing of another file."""
    return str(list(load_workbook(path)[SLIP].values)).encode() if path.match("returned/*-退回.xlsx") else b""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def assert_whole(data: Path) -> int:
    """Log, sources, rows and kept originals tell of the same files, and the county checks; the number of files."""
    received = data / "received"
    log = rows(received / "log.csv")
    kept = {path.relative_to(data).as_posix() for path in received.glob("*/*")}
    assert kept == {row["file"] for row in log} and len(kept) == len(log)
    for row in log:
        assert hashlib.sha256((data / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    sources = tomllib.loads((received / "sources.toml").read_text(encoding="utf-8"))["sources"]
    entered = Counter(row["source"] for row in rows(received / "observations.csv"))
    counted = {source["transcript"]: entered.pop(source["id"]) for source in sources}
    assert not entered and len(counted) == len(sources)
    assert counted == {row["file"]: int(row["values"]) for row in log if row["values"] != "0"}
    run = xj("check", str(data))
    assert run.returncode == 0, run.stdout + run.stderr
    return len(log)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], float]:
    """A county after an intake that nothing disturbed, and the seconds it took."""
    place = tmp_path_factory.mktemp("undisturbed")
    data, files = copied(place), sent(place)
    begun = time.monotonic()
    take_in(data, files)
    assert len(files) == 32 and not list((data / ".xj").rglob("draft"))
    assert_whole(data)
    return contents(data), time.monotonic() - begun


def moments(random: Random, lasts: float, data: Path) -> Iterator[Callable[[subprocess.Popen[bytes]], None]]:
    """Ways to wait until the moment of a kill, in turn."""

    def any_moment(run: subprocess.Popen[bytes]) -> None:
        time.sleep(random.uniform(0.0, lasts))

    def in_a_draft(run: subprocess.Popen[bytes]) -> None:
        time.sleep(random.uniform(lasts / 4, lasts))
        while run.poll() is None and not (data / ".xj" / "received" / "draft").exists():
            pass
        time.sleep(random.uniform(0.0, 0.02))

    while True:
        yield any_moment
        yield in_a_draft


@pytest.mark.parametrize("part", range(PARTS))
def test_a_killed_intake_leaves_no_half(undisturbed: tuple[dict[str, str], float], tmp_path: Path, part: int) -> None:
    (good, lasts), random = undisturbed, Random(part)
    files, killed, found = sent(tmp_path), 0, set()
    wait = moments(random, lasts, tmp_path / "example")
    for _ in range(RUNS * KILLS // PARTS):
        if killed >= KILLS / PARTS:
            break
        data = copied(tmp_path)
        with subprocess.Popen(command(data, files), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            next(wait)(run)
            run.kill()
        killed += run.returncode == -signal.SIGKILL
        found.add(assert_whole(data))
        take_in(data, files)
        assert contents(data) == good, f"after {killed} kills"
        shutil.rmtree(data)
    assert killed >= KILLS / PARTS
    assert len(found) >= min(3, killed // 4), "the kills came at different moments"


def test_who_reads_meanwhile_never_sees_a_half(tmp_path: Path) -> None:
    data, files = copied(tmp_path), sent(tmp_path)
    with subprocess.Popen(command(data, files), stdout=subprocess.DEVNULL) as run:
        seen = 0
        while run.poll() is None:
            assert check.check_folder(data)[0] == []
            seen += 1
    assert run.returncode == 3 and seen > 1


def limited(room: int) -> Callable[[], None]:
    """What a process does first whose files may have `room` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


@pytest.mark.parametrize("room", [0, 3_000, 9_000, 40_000])
def test_a_full_disk_is_a_message_and_leaves_no_half(
    undisturbed: tuple[dict[str, str], float], tmp_path: Path, room: int
) -> None:
    """It is the lock, an original, the log or the rows that find no room."""
    data, files = copied(tmp_path), sent(tmp_path)
    before = len(rows(data / "received" / "log.csv"))
    run = subprocess.run(command(data, files), capture_output=True, text=True, check=False, preexec_fn=limited(room))
    said = run.stdout + run.stderr
    assert run.returncode == 4 and "写不下" in said and "Traceback" not in said, said
    assert before <= assert_whole(data) < before + len(files)
    take_in(data, files)
    assert contents(data) == undisturbed[0]


def test_no_room_for_the_marked_copy_alone(tmp_path: Path) -> None:
    """The original is short, and so is the log of a new county: the marked copy is the longest."""
    data = copied(tmp_path)
    shutil.rmtree(data / "received")
    before, limit = contents(data), limited(FAULTY.stat().st_size + 500)
    run = subprocess.run(command(data, [FAULTY]), capture_output=True, text=True, check=False, preexec_fn=limit)
    assert run.returncode == 4 and "写不下" in run.stderr and "Traceback" not in run.stderr
    assert contents(data) == before
    take_in(data, [FAULTY])
    (copy,) = (data / "returned").iterdir()
    assert copy.stat().st_size > FAULTY.stat().st_size + 500


def bound_by_modes() -> None:
    """What a process of root does first to be refused as others are."""
    libc = ctypes.CDLL(None)
    assert os.geteuid() or not any(libc.prctl(DROP, capability) for capability in WRITE_AND_READ_ALL)


@pytest.mark.parametrize("locked", [".", "received", "returned"])
def test_a_folder_that_may_not_be_written_is_a_message_and_leaves_no_half(tmp_path: Path, locked: str) -> None:
    data, files = copied(tmp_path), sent(tmp_path)
    (data / "returned").mkdir()
    before = contents(data)
    (data / locked).chmod(0o555)
    run = subprocess.run(command(data, files), capture_output=True, text=True, check=False, preexec_fn=bound_by_modes)
    (data / locked).chmod(0o755)
    said = run.stdout + run.stderr
    assert run.returncode == 4 and "写不" in said and "Traceback" not in said, said
    assert contents(data) == before
    assert_whole(data)
