"""A tiny county with notebooks and reports of its own, to be built, broken and built again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.county_folder import DataFolder
from support.notebooks import notebook
from xj_analysis.build import pipeline as builder
from xj_analysis.build.county_notebooks import notebooks_for
from xj_analysis.build.issue import BuildReport, Issue
from xj_analysis.build.job_results import BriefingJob
from xj_analysis.build.planning import plan_county
from xj_analysis.build.staging import StagingFolder
from xj_analysis.county.request import BriefingRequest
from xj_analysis.engine import kernels
from xj_analysis.engine.limits import Limits

# One that runs in the background ignores Ctrl-C, and so does what it starts: here it begins as in a terminal.
_HEED = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
XJ = f"{_HEED}; from xj_analysis.cli.app import main; main()"

SLUGS = {"tourism", "jobs", "overview"}
PATIENCE = 60

CHART = """
import pandas as pd
from xj_analysis import charts
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity.figure_array import FigureArray
homes = sample(value=[11.0, 92.0], unit="个", decimals=0, reported=["11", "92"], origins=[("R5",), ("R6",)],
sources=[("report",)] * 2)
charts.bars(pd.Series(FigureArray.from_frame(homes), index=["甲", "乙"]), "岗位")
"""
"""A cell that shows a chart."""
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
    """A county's data folder, the notebooks of its three briefings, and the folder of its reports."""

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
        all_cells = (*cells, _BRIEFING.strip(), _SHOWN, "briefing.check();")
        self.books.mkdir(exist_ok=True)
        parameters = f'{_PARAMETERS}\nedition: str = "internal"'
        notebook(self.books, *all_cells, parameters=parameters).replace(self.books / f"{name}.ipynb")

    def append(self, name: str, *cells: str, tags: Sequence[str] = ()) -> None:
        """Replace the last cell of a notebook, which checks the briefing, by `cells`, each with `tags`."""
        path = self.books / f"{name}.ipynb"
        book = json.loads(path.read_text(encoding="utf-8"))
        last = book["cells"].pop()
        for number, cell in enumerate(cells, start=len(book["cells"])):
            book["cells"].append(dict(last, id=f"appended-{number}", source=cell, metadata={"tags": [*tags]}))
        path.write_text(json.dumps(book), encoding="utf-8")

    def build(self, *slugs: str, **options: Any) -> BuildReport:
        """Build in this process, HTML alone by default."""
        arguments: dict[str, Any] = {"out": self.out, "notebooks": self.books, "formats": ["html"], "jobs": 2} | options
        return builder.build(self.data.path, campaigns=slugs, **arguments)

    def stale(self, *, formats: tuple[str, ...] = ("html",), out: str = "reports", **options: str) -> set[str]:
        """The briefings a build would make again."""
        request = BriefingRequest.of(**options)
        with StagingFolder(self.place / out, print) as staging:
            books = notebooks_for(self.data.path, self.books)
            plan = plan_county(self.data.path, request, staging.records, call_here, notebooks=books)
            issue = Issue(
                plan=plan, data=self.data.path, request=request, out=staging.out, notebooks=books,
                records=staging.records,
            )  # fmt: skip
            tasks = [issue.task(slug, formats=formats, limits=None, workspace=staging.path) for slug in plan.chosen]
            return {task.slug for task in tasks if issue.rebuild_reasons(task)}

    def job(self, slug: str = "jobs") -> BriefingJob:
        """The job of a briefing, HTML alone."""
        own = self.books / f"{slug}.ipynb"
        parameters = {"county": "shili", "period": "", "known_at": "", "edition": "internal", "campaign": slug}
        return BriefingJob(
            slug=slug, notebook=own if own.is_file() else self.books / "campaign.ipynb", parameters=parameters,
            data=self.place, slice_file=None, staging=self.place / "staging" / slug,
            failed=self.place / "failed" / f"{slug}.ipynb",
            formats=("html",), limits=Limits(),
        )  # fmt: skip

    def once(self, act: str) -> str:
        """A cell that runs a statement the first time only."""
        return _ONCE.format(flag=str(self.place / "flag")) + f"if first:\n    {act}"

    def command(self, *words: str) -> list[str]:
        """The command line of a build."""
        arguments = ["build", str(self.data.path), "--out", str(self.out), "--notebooks", str(self.books)]
        return [sys.executable, "-c", XJ, *arguments, "--format", "html", "--jobs", "2", *words]

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a build in processes of its own."""
        return subprocess.Popen(
            self.command(*words), env=self.alone(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def alone(self) -> dict[str, str]:
        """An environment without the shared fork server, which marks the processes of this county's builds."""
        return {name: value for name, value in os.environ.items() if name != kernels.ADDRESS} | {
            "XJ_BUILT_COUNTY": str(self.place)
        }

    def contents(self) -> dict[str, bytes]:
        """The content of every file under reports/, by path."""
        return {p.relative_to(self.out).as_posix(): p.read_bytes() for p in self.out.rglob("*") if p.is_file()}

    def marks(self) -> dict[str, tuple[int, int]]:
        """Inode and time of every file and folder under reports/: a rewrite with equal content changes them."""
        stats = {path.relative_to(self.out).as_posix(): path.stat() for path in self.out.rglob("*")}
        return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats.items()}

    def processes(self) -> dict[int, str]:
        """The processes of this county's builds: id and command."""
        mark, found = f"XJ_BUILT_COUNTY={self.place}".encode(), {}
        for each in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (each / "environ").read_bytes().split(b"\0"):
                    found[int(each.name)] = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, ProcessLookupError):  # it ended
                continue
        return found


def call_here(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function in this process, as a scheduler does in another."""
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
    """The state of each briefing of a build."""
    return {
        result.slug: "failed" if result.error else "unchanged" if result.unchanged else "done"
        for result in report.results
    }
