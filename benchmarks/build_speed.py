"""How fast a build is: against papermill + nbconvert + a browser, its own limit, at scale, with nothing to do.

Run: ``.venv/bin/python benchmarks/build_speed.py [stock] [limit] [scale] [changes]``, all four where none is named.
``XJ_BENCH_BRIEFINGS`` sets how many briefings `scale` makes (1000). It asserts nothing.
"""

from __future__ import annotations

import ast
import compileall
import csv
import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

REPO = Path(__file__).parents[1]
DATA = REPO / "data" / "xiajiang"
BIN = Path(sys.executable).parent
CORES = os.cpu_count() or 1
BRIEFINGS = int(os.environ.get("XJ_BENCH_BRIEFINGS", "1000"))
_PR_SET_CHILD_SUBREAPER = 36
WEEK = 2_844 * 11  # every county of the country, once a week


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(*words: str | Path, **more: Any) -> None:
    """Run a command, and stop the benchmark if it fails."""
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)  # noqa: S603


def build(folders: Sequence[Path], out: Path, *more: str) -> None:
    """Run ``xj build``, from a cold start."""
    notebooks = ("--notebooks", str(REPO / "notebooks"))
    command(BIN / "xj", "build", *folders, "--out", out, *notebooks, *more, cwd=out.parent)


def slugs() -> list[str]:
    """The eleven briefings."""
    from xj_analysis.county.reading import read_county

    return list(read_county(DATA).slugs)


def notebook_of(slug: str) -> Path:
    """The notebook a briefing is made by."""
    return REPO / "notebooks" / ("overview.ipynb" if slug == "overview" else "campaign.ipynb")


def stock(folder: Path) -> float:
    """The eleven briefings as one would make them without us, one process after another; return the seconds."""
    browser = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    env = os.environ | {"XJ_DATA": str(DATA.parent)}
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")

    def one(slug: str) -> None:
        book = folder / f"{slug}.ipynb"
        given = ("-p", "county", "xiajiang", "-p", "campaign", slug)
        command(BIN / "papermill", notebook_of(slug), book, *given, "--cwd", REPO / "notebooks", env=env)
        command(BIN / "jupyter", "nbconvert", "--to", "html", book, env=env)
        page = book.with_suffix(".html")
        command(browser, *quiet, f"--print-to-pdf={page.with_suffix('.pdf')}", page.as_uri(), env=env)

    return sum(seconds(lambda slug=slug: one(slug)) for slug in slugs())  # type: ignore[misc]


def limit(copies: int) -> float:
    """The work of the eleven alone, ÷ the cores: in one interpreter, or in as many at once as there are cores.

    Cores that share a unit are slower together than one is alone: no build comes near a limit taken from one.
    """
    with ProcessPoolExecutor(copies, mp_context=get_context("spawn")) as pool:
        spent = list(pool.map(_limit, range(copies)))
    return sum(spent) / len(spent) / CORES


def _limit(_: int) -> float:
    """The cells' own time in a warm interpreter, and drawing and printing, of the eleven; return the seconds."""
    os.environ |= {"XJ_DATA": str(DATA.parent), "XJ_UNATTENDED": "1"}
    cells = {slug: _cells(notebook_of(slug), slug) for slug in slugs()}
    for again in (False, True):  # the first time warms imports, fonts and compilers
        spent = sum(seconds(lambda slug=slug: _printed(_ran(cells[slug]))) for slug in cells)  # type: ignore[misc]
        if again:
            return spent
    return 0.0


def _cells(notebook: Path, slug: str) -> list[str]:
    found = [cell for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in found]
    tagged = next(n for n, cell in enumerate(found) if "parameters" in cell["metadata"].get("tags", ()))
    return [*sources[: tagged + 1], f"county = 'xiajiang'; campaign = {slug!r}", *sources[tagged + 1 :]]


def _ran(cells: list[str]) -> list[Any]:
    """Execute cells as a kernel would, and return the blocks they show."""
    shown: list[Any] = []

    def display(*values: Any) -> None:
        for value in values:
            parts = value if isinstance(value, list) else [value]
            shown.extend(p._repr_mimebundle_() for p in parts if hasattr(p, "_repr_mimebundle_"))

    names: dict[str, Any] = {"display": display, "__name__": "__main__"}
    for cell in cells:
        tree = ast.parse(cell)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - our own notebook
        if isinstance(last, ast.Expr):
            display(eval(compile(ast.Expression(last.value), "cell", "eval"), names))  # noqa: S307
    return shown


def _printed(bundles: list[dict[str, Any]]) -> None:
    from xj_analysis.document import document
    from xj_analysis.press import html, pdf, svg

    outputs = [{"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in bundles]
    cell = {"cell_type": "code", "source": "", "metadata": {}, "outputs": outputs}
    printed = document.from_notebook({"cells": [cell]})
    drawn = svg.drawings(chart.spec for chart in document.charts_of(printed))
    html.press(printed, drawn)
    pdf.press(printed, drawn)


def counties(folder: Path, number: int) -> list[Path]:
    """Write generated counties: the same data under other names."""
    made = []
    for place in range(number):
        slug = f"generated_{place}"
        target = folder / "data" / slug
        shutil.copytree(DATA, target)
        text = (target / "county.toml").read_text(encoding="utf-8")
        (target / "county.toml").write_text(text.replace('slug = "xiajiang"', f'slug = "{slug}"', 1), encoding="utf-8")
        made.append(target)
    return made


class Memory:
    """The most memory all our processes had together, sampled: what they share is counted once (PSS)."""

    def __init__(self) -> None:
        self.most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(1.0):
            self.most = max(self.most, sum(map(_proportional, _descendants(os.getpid()))))


def _descendants(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found[1:]


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def measured(folders: list[Path], out: Path) -> tuple[float, float, float]:
    """Build, and return wall seconds, processor seconds, and the peak in megabytes."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)  # what a build leaves to the system to bury is counted, too
    ours, before = set(_descendants(os.getpid())), resource.getrusage(resource.RUSAGE_CHILDREN)
    with Memory() as memory:
        wall = seconds(lambda: build(folders, out, "--force"))
    while set(_descendants(os.getpid())) - ours:
        with suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        time.sleep(0.02)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, spent, memory.most / 1024


def main() -> None:
    """Print what is asked for."""
    wanted = sys.argv[1:] or ["stock", "limit", "scale", "changes"]
    eleven = len(slugs())
    compileall.compile_dir(REPO / "src", quiet=1)  # as an installed library is, whatever the environment says
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = seconds(lambda: build([DATA], folder / "reports", "--force"))
        say(f"{eleven} briefings, cold start, xj build --force     {ours:8.1f} s")
        if "stock" in wanted:
            (folder / "stock").mkdir()
            theirs = stock(folder / "stock")
            say(f"papermill + nbconvert + browser, one by one     {theirs:8.1f} s   ratio {theirs / ours:.1f}")
        least = limit(CORES) if {"limit", "scale"} & set(wanted) else 0.0
        if "limit" in wanted:
            alone = limit(1)
            say(f"limit: cells + SVG + HTML + Typst, ÷ {CORES} cores    {least:8.1f} s   ratio {ours / least:.2f}")
            say(f"limit, where only one core is busy              {alone:8.1f} s   ratio {ours / alone:.2f}")
        if "scale" in wanted:
            costs = []
            for number in dict.fromkeys(min(n, BRIEFINGS) for n in (100, 300, BRIEFINGS)):
                count = -(-number // eleven)
                whole = counties(folder / str(number), count)
                wall, spent, peak = measured(whole, folder / f"scale{number}")
                made = count * eleven
                costs.append(spent / made)
                over = wall / (least * count)
                say(
                    f"{made} briefings: {wall:.1f} s, {made / wall:.2f} a second, {spent / made:.2f} CPU s each, "
                    f"peak {peak:.0f} MB, {over:.2f} × the limit"
                )
                shutil.rmtree(folder / f"scale{number}")
            say(f"cost of one, at the most against at the least: {costs[-1] / costs[0]:.2f}")
            say(f"2,844 counties × {eleven} a week: {WEEK * costs[-1] / 3600:.0f} CPU hours")
        if "changes" in wanted:
            idle = seconds(lambda: build([DATA], folder / "reports"))
            say(f"nothing to do                                   {idle:8.2f} s")
            changed = folder / "changed" / "xiajiang"
            shutil.copytree(DATA, changed)
            build([changed], folder / "again")
            _change(changed / "observations.csv")
            one = seconds(lambda: build([changed], folder / "again"))
            say(f"one cell changed (its dependants only)          {one:8.2f} s")
            kept = watched(changed, folder / "again")
            say(f"one cell changed, by xj build --watch           {kept:8.2f} s")


def watched(data: Path, out: Path) -> float:
    """Return the seconds from a saved cell to its briefings, where a crew is waiting for it."""
    words = (BIN / "xj", "build", data, "--out", out, "--notebooks", REPO / "notebooks", "--force", "--watch")
    process = subprocess.Popen(  # noqa: S603
        [str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=out.parent
    )
    told = process.stdout
    assert told is not None
    told.readline()  # all is up to date
    _change(data / "observations.csv", "5")
    taken = seconds(told.readline)
    process.terminate()
    process.wait()
    return taken


def _change(path: Path, value: str = "4") -> None:
    """Change a value that one briefing prints, and the overview."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row["id"] == "A02")["value"] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
