"""Builds killed at random moments (main, runners, kernels, chart renderers): no partial files, no orphans, equal bytes.

Whatever temporary files they leave lies under ``.xj/``, where the next build clears it.

Not collected by default: ``pytest tests/soak/killed_builds.py``. XJ_KILLS sets how many processes are killed (100).
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from support.county_folder import REPO, DataFolder
from xj_analysis.build.manifest import FILES

KILLS = int(os.environ.get("XJ_KILLS", "100"))
SLUGS = ("overview", "tourism", "jobs")  # the campaigns of the county of `support.county_folder`
PARTS = 4  # side by side, where there are cores
BUILDS = 3  # for each kill, at most: some moments find a build at its end
MARK = "XJ_SOAK_MARK"
TARGETS = ("main", "runner", "kernel", "chart renderer")
FORKS = {"runner": "xj-worker", "kernel": "xj-kernel"}
PATIENCE = 10.0  # seconds after which whatever is left of a killed build is an orphan


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def marked(mark: str) -> dict[int, str]:
    """What every process that bears the mark is: forks by the names they call themselves, others by their commands."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() not in (folder / "environ").read_bytes().split(b"\0"):
                continue
            own = (folder / "comm").read_text().strip()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            found[int(folder.name)] = own if own in FORKS.values() else command
        except OSError:  # it has ended meanwhile
            continue
    return found


def victims(target: str, main: int, mark: str) -> list[int]:
    """The processes of a build that play a part."""
    if target == "main":
        return [main]
    name = FORKS.get(target, "xj_analysis.engine.workers import main")
    return [pid for pid, said in marked(mark).items() if name in said]


def elsewhere(place: Path) -> dict[str, str]:
    """An environment in which the system's temporary folder and the user's home are a test's own."""
    folders = {name: place / name.lower() for name in ("TMPDIR", "HOME")}
    for folder in folders.values():
        folder.mkdir(exist_ok=True)
    return {name: str(folder) for name, folder in folders.items()}


def left_elsewhere(place: Path) -> list[str]:
    """What lies where a build should leave nothing: in the system's temporary folder, and for a kernel at home."""
    found = [*(place / "tmpdir").rglob("*"), *(place / "home").rglob("*kernel*"), *(place / "home").rglob("*.json")]
    return sorted(path.relative_to(place).as_posix() for path in found)


def start(county: Path, out: Path, mark: str) -> subprocess.Popen[str]:
    """Start a build that makes everything anew."""
    code = "from xj_analysis.cli.app import main; main()"
    options = ["--out", str(out), "--notebooks", str(REPO / "notebooks"), "--force", "--jobs", "2"]
    return subprocess.Popen(
        [sys.executable, "-c", code, "build", str(county), *options],
        env=os.environ | {MARK: mark} | elsewhere(out.parent), cwd=out.parent,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_half_done_and_nobody_is_left_behind(county_folder: DataFolder, tmp_path: Path, part: int) -> None:
    random = Random(part)
    out = tmp_path / "reports"
    begun = time.monotonic()
    whole = start(county_folder.path, out, "whole")
    assert whole.communicate()[0] and whole.returncode == 0
    lasts = time.monotonic() - begun
    good = contents(out)
    issue = "shili/2024/internal"
    pages = {f"{issue}/{slug}/{name}" for slug in SLUGS for name in FILES}
    assert set(good) == pages | {f"{issue}/manifest.json", "index.html"}
    killed = dict.fromkeys(TARGETS, 0)
    for number in range(BUILDS * KILLS // PARTS):
        if sum(killed.values()) >= KILLS / PARTS:
            break
        mark, target = f"soak-{os.getpid()}-{number}", min(TARGETS, key=killed.__getitem__)
        run = start(county_folder.path, out, mark)
        time.sleep(random.uniform(0.0, lasts))
        while run.poll() is None:
            if found := victims(target, run.pid, mark):
                os.kill(random.choice(found), signal.SIGKILL)
                killed[target] += 1
                break
            time.sleep(0.02)  # it has not begun yet, or none is at work just now
        said, _ = run.communicate(timeout=120)
        assert run.returncode in ((0, -signal.SIGKILL) if target == "main" else (0,)), said
        assert contents(out) == good, f"after {number + 1} builds, the last of which lost its {target}"
        late = time.monotonic() + PATIENCE
        while marked(mark) and time.monotonic() < late:
            time.sleep(0.05)
        assert left_elsewhere(tmp_path) == [], f"after {number + 1} builds, the last of which lost its {target}"
        assert marked(mark) == {}, f"left behind after {number + 1} builds, the last of which lost its {target}"
    last = start(county_folder.path, out, "last")
    assert last.communicate()[0] and last.returncode == 0
    assert contents(out) == good
    workshop = {path.name for path in (tmp_path / ".xj" / "reports").rglob("*")}
    assert workshop == {"lock", "runs.sqlite"}
    assert sum(killed.values()) >= KILLS / PARTS, killed
