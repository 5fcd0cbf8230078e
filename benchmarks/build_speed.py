"""How fast a build is, on a realistic county (data/example) and on one without history (data/xiajiang).

Run: ``.venv/bin/python benchmarks/build_speed.py [--only PART]… [--county SLUG]… [--briefings N…]``. Ratios are of one
run: what the part asked for is compared with is measured as well. It asserts nothing.
"""

from __future__ import annotations

import argparse
import compileall
import csv
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import counties
from baselines import CORES, limit, slugs, stock
from measuring import BIN, REPO, build, command, made, measured, say, seconds

REALISTIC, SHORT = "example", "xiajiang"
CHANGED = {
    REALISTIC: {"indicator": "school_places", "area": "999900", "period": "2025", "nature": "target"},
    SHORT: {"id": "A02"},
}
"""An observation of each county that one campaign prints, and the overview."""
WEEK = 2_844 * 11  # every county of the country, once a week


class Bench:
    """The parts of the benchmark; what several need is measured once.

    Parameters
    ----------
    folder
        For everything that is written.
    chosen
        Slugs of counties of ``data/``.
    briefings
        How many `scale` makes, one run after another.
    repeats
        How often a cold start is measured; the median counts.
    """

    def __init__(self, folder: Path, chosen: Sequence[str], briefings: Sequence[int], repeats: int) -> None:
        self.folder, self.briefings, self.repeats = folder, briefings, repeats
        self.counties = {slug: REPO / "data" / slug for slug in chosen}

    @cached_property
    def _starts(self) -> dict[str, list[float]]:
        """Seconds of cold starts, the counties by turns."""
        found: dict[str, list[float]] = {slug: [] for slug in self.counties}
        for _ in range(self.repeats):
            for slug, data in self.counties.items():
                found[slug].append(seconds(lambda data=data: build([data], self.folder / "cold", "--force")))  # type: ignore[misc]
        return found

    def _cold(self, slug: str) -> float:
        return statistics.median(self._starts[slug])

    def cold(self) -> None:
        """All briefings of a county from a cold start, one county against the other."""
        for slug, data in self.counties.items():
            taken = sorted(self._starts[slug])
            number = len(slugs(data))
            say(f"{slug}: {number} briefings, cold start {self._cold(slug):10.1f} s   ({taken[0]:.1f}–{taken[-1]:.1f})")
        if {REALISTIC, SHORT} <= set(self.counties):
            say(f"{REALISTIC} ÷ {SHORT}, cold starts {self._cold(REALISTIC) / self._cold(SHORT):18.2f}")

    def stock(self) -> None:
        """Against papermill + nbconvert + a browser on the same notebooks, one by one."""
        for slug, data in self.counties.items():
            theirs = stock(data, self.folder / "stock" / slug)
            say(f"{slug}: papermill + nbconvert + browser {theirs:8.1f} s   ratio {theirs / self._cold(slug):.1f}")

    def limit(self) -> None:
        """Against the work that no build avoids."""
        for slug, data in self.counties.items():
            for what, copies, handed in (
                (f"÷ {CORES} cores", CORES, True),
                ("only one core busy", 1, True),
                ("each reads its county", CORES, False),
            ):
                least = limit(data, copies, handed=handed)
                say(
                    f"{slug}: cells + drawing + printing, {what:22} {least.wall:6.1f} s   "
                    f"{self._cold(slug) / least.wall:.2f} × ({least.processor:.1f} CPU s)"
                )

    def scale(self) -> None:
        """Many generated counties, each as large as data/example."""
        data = REPO / "data" / REALISTIC
        each, least = len(slugs(data)), limit(data, CORES)
        most = -(-max(self.briefings) // each)
        whole = counties.realistic(self.folder / "scale", most)
        costs = []
        for number in self.briefings:
            count = -(-number // each)
            cost = measured(whole[:count], self.folder / "scale" / "reports")
            briefings = count * each
            costs.append(cost.processor / briefings)
            say(
                f"{briefings} briefings of {count} counties: {cost.wall:.1f} s, {briefings / cost.wall:.2f} a second, "
                f"peak {cost.peak:.0f} MB, {cost.wall / (least.wall * count):.2f} × the limit; "
                f"{costs[-1]:.2f} CPU s each, of them the limit's {least.processor / each:.2f}"
            )
            shutil.rmtree(self.folder / "scale" / "reports")
        say(f"CPU of one, the last run against the first: {costs[-1] / costs[0]:.2f}")
        say(f"2,844 counties × {each} a week: {WEEK * costs[-1] / 3600:.0f} CPU hours")

    def idle(self) -> None:
        """All counties again, with nothing to do."""
        folders, out = list(self.counties.values()), self.folder / "idle" / "reports"
        build(folders, out)
        taken: list[float] = []
        number = made(out, lambda: taken.extend(seconds(lambda: build(folders, out)) for _ in range(self.repeats)))
        names = " and ".join(self.counties)
        say(f"nothing to do, {names} together {statistics.median(taken):6.2f} s   briefings made: {number}")

    def changes(self) -> None:
        """One cell changed: its dependants only, from a cold start and by a build that watches."""
        for slug, data in self.counties.items():
            copied, out = self.folder / "changed" / slug, self.folder / "again" / slug
            shutil.copytree(data, copied)
            build([copied], out)
            _change(copied, slug, 1)
            taken: list[float] = []
            number = made(out, lambda: taken.append(seconds(lambda: build([copied], out))))  # noqa: B023 - called at once
            say(f"{slug}: one cell changed {taken[0]:10.2f} s   briefings made: {number}")
            say(f"{slug}: one cell changed, by xj build --watch {_watched(copied, slug, out):6.2f} s")


PARTS: dict[str, Callable[[Bench], None]] = {
    "cold": Bench.cold, "stock": Bench.stock, "limit": Bench.limit, "scale": Bench.scale, "idle": Bench.idle,
    "changes": Bench.changes,
}  # fmt: skip


def _watched(data: Path, slug: str, out: Path) -> float:
    """Return the seconds from a saved cell to its briefings, where a build is waiting for it."""
    words = (BIN / "xj", "build", data, "--out", out, "--notebooks", REPO / "notebooks", "--force", "--watch")
    process = subprocess.Popen(  # noqa: S603
        [str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=out.parent
    )
    told = process.stdout
    assert told is not None
    told.readline()  # all is up to date
    _change(data, slug, 2)
    taken = seconds(told.readline)
    process.terminate()
    process.wait()
    return taken


def _change(data: Path, slug: str, by: int) -> None:
    """Make a value that few briefings print larger by some units."""
    path = data / "observations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if CHANGED[slug].items() <= row.items())
    row["value"] = str(int(row["value"]) + by)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", choices=PARTS, help="a part; may be repeated (default: all)")
    parser.add_argument("--county", action="append", choices=CHANGED, help="a county; may be repeated (default: both)")
    parser.add_argument("--briefings", nargs="+", type=int, default=[110, 308], help="of the scale runs")
    parser.add_argument("--repeats", type=int, default=3, help="of cold starts and of builds with nothing to do")
    asked = parser.parse_args()
    compileall.compile_dir(REPO / "src", quiet=1)  # as an installed library is, whatever the environment says
    command(BIN / "xj", "--help")  # the first start after an installation compiles what is installed
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), asked.county or list(CHANGED), asked.briefings, asked.repeats)
        for part in asked.only or PARTS:
            PARTS[part](bench)


if __name__ == "__main__":
    main()
