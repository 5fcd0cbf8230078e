"""A tiny county with notebooks and reports of its own, to be built, broken and built again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.county_folder import DataFolder
from support.notebooks import notebook
from xj_analysis.build import pipeline as builder
from xj_analysis.build.issue import BuildReport, Issue, Task
from xj_analysis.build.planning import plan_county
from xj_analysis.build.staging import StagingFolder
from xj_analysis.build.steps import BriefingJob
from xj_analysis.county.request import BriefingRequest
from xj_analysis.engine import kernels
from xj_analysis.engine.limits import Limits

# One that runs in the background ignores Ctrl-C, and so does what it starts: here it begins as in a terminal.
_HEED = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
XJ = f"{_HEED}; from xj_analysis.cli.app import main; main()"

SLUGS = {"tourism", "jobs", "overview"}
PATIENCE = 60

KILL_RUNNER = "import os; os.kill(int(os.environ['JPY_PARENT_PID']), 9)"
KILL_KERNEL = "import os; os.kill(os.getpid(), 9)"

_ONCE = "from pathlib import Path\nflag = Path({flag!r})\nfirst = not flag.exists()\nflag.touch()\n"
_PARAMETERS = "\n".join(f'{name}: str = ""' for name in ("county", "campaign", "period", "known_at", "previous"))
_BRIEFING = """
from xj_analysis import Briefing
briefing = Briefing(campaign, county=county, period=period, known_at=known_at, edition=edition, previous=previous)
"""
_SHOWN = "display(briefing.masthead(), *briefing.findings(), briefing.indicators(), briefing.sources())"


@dataclass
class BuiltCounty:
    """A county's data, the notebooks of its three briefings, and where the reports go."""

    place: Path
    data: DataFolder

    @property
    def books(self) -> Path:
        return self.place / "books"

    @property
    def out(self) -> Path:
        return self.place / "reports"

    @property
    def xj(self) -> Path:
        return self.place / ".xj" / "reports"

    @property
    def issue(self) -> Path:
        return self.out / "shili" / "2024" / "internal"

    def write(self, name: str, *cells: str) -> None:
        """Write a notebook: `cells` are numbers 2 and on, before those that every briefing has."""
        made = (*cells, _BRIEFING.strip(), _SHOWN, "briefing.check();")
        self.books.mkdir(exist_ok=True)
        parameters = f'{_PARAMETERS}\nedition: str = "internal"'
        notebook(self.books, *made, parameters=parameters).replace(self.books / f"{name}.ipynb")

    def build(self, *slugs: str, **options: Any) -> BuildReport:
        """Build here and now; pages alone, unless something else is asked for."""
        given: dict[str, Any] = {"out": self.out, "notebooks": self.books, "formats": ["html"], "jobs": 2} | options
        return builder.build(self.data.path, campaigns=slugs, **given)

    def stale(self, *, formats: tuple[str, ...] = ("html",), out: str = "reports", **asked: str) -> set[str]:
        """Which briefings a build would make."""
        wanted = BriefingRequest.of(**asked)
        with StagingFolder(self.place / out, print) as shop:
            found = plan_county(self.data.path, wanted, shop.ledger, here)
            issue = Issue(found, self.data.path, wanted, shop.out, self.books, shop.ledger)
            tasks = [
                Task(issue, slug, issue.key(slug, formats), issue.job(slug, formats, None, shop.place))
                for slug in found.chosen
            ]
            return {task.slug for task in tasks if not issue.fresh(task)}

    def job(self, slug: str = "jobs") -> BriefingJob:
        """What it takes to make a briefing, page alone."""
        own = self.books / f"{slug}.ipynb"
        parameters = {"county": "shili", "period": "", "known_at": "", "edition": "internal", "campaign": slug}
        return BriefingJob(
            slug=slug, notebook=own if own.is_file() else self.books / "campaign.ipynb", parameters=parameters,
            data=self.place, part=None, staging=self.place / "staging" / slug,
            failed=self.place / "failed" / f"{slug}.ipynb",
            formats=("html",), limits=Limits(),
        )  # fmt: skip

    def once(self, act: str) -> str:
        """A cell that does something the first time it is run."""
        return _ONCE.format(flag=str(self.place / "flag")) + f"if first:\n    {act}"

    def command(self, *words: str) -> list[str]:
        """What a person would type."""
        given = ["build", str(self.data.path), "--out", str(self.out), "--notebooks", str(self.books)]
        return [sys.executable, "-c", XJ, *given, "--format", "html", "--jobs", "2", *words]

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a build in processes of its own."""
        return subprocess.Popen(
            self.command(*words), env=self.alone(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def alone(self) -> dict[str, str]:
        """An environment in which nothing is shared with this process, and by which the processes can be told."""
        return {name: value for name, value in os.environ.items() if name != kernels.ADDRESS} | {
            "XJ_BUILT_COUNTY": str(self.place)
        }

    def contents(self) -> dict[str, bytes]:
        """Every file under reports/, whatever its name."""
        return {p.relative_to(self.out).as_posix(): p.read_bytes() for p in self.out.rglob("*") if p.is_file()}

    def marks(self) -> dict[str, tuple[int, int]]:
        """Inode and time of every file and folder under reports/: what changes when one is written, even the same."""
        stats = {path.relative_to(self.out).as_posix(): path.stat() for path in self.out.rglob("*")}
        return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats.items()}

    def processes(self) -> dict[int, str]:
        """The processes of builds started here: number and command."""
        mark, found = f"XJ_BUILT_COUNTY={self.place}".encode(), {}
        for each in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (each / "environ").read_bytes().split(b"\0"):
                    found[int(each.name)] = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, ProcessLookupError):  # it ended
                continue
        return found


def here(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function in this very process, as a scheduler does in another."""
    return function(*args)


def copied(built_county: BuiltCounty, place: Path) -> BuiltCounty:
    """Return a copy of a built county in another folder; its briefings are up to date there too."""
    shutil.copytree(built_county.place, place, dirs_exist_ok=True)
    return BuiltCounty(place, DataFolder(place / "shili", [dict(row) for row in built_county.data.rows]))


def within_patience(true: Callable[[], Any]) -> bool:
    """Whether something comes true before a test gives up."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def states(report: BuildReport) -> dict[str, str]:
    """What became of each briefing."""
    return {made.slug: "failed" if made.error else "unchanged" if made.unchanged else "done" for made in report.made}
