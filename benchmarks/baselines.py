"""What a build is compared with: papermill + nbconvert + a browser on the same notebooks, and the work alone."""

from __future__ import annotations

import ast
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from measuring import BIN, REPO, command, seconds

CORES = os.cpu_count() or 1


def slugs(data: Path) -> list[str]:
    """The briefings of a county."""
    from xj_analysis.county.toml_files import read_county

    return list(read_county(data).slugs)


def notebook_of(slug: str) -> Path:
    """The notebook a briefing is made by."""
    return REPO / "notebooks" / ("overview.ipynb" if slug == "overview" else "campaign.ipynb")


def stock(data: Path, folder: Path) -> float:
    """Make the briefings as one would without us, one process after another; return the seconds."""
    browser = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    env = os.environ | {"XJ_DATA": str(data.parent)}
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    folder.mkdir(parents=True)

    def one(slug: str) -> None:
        book = folder / f"{slug}.ipynb"
        given = ("-p", "county", data.name, "-p", "campaign", slug)
        command(BIN / "papermill", notebook_of(slug), book, *given, "--cwd", REPO / "notebooks", env=env)
        command(BIN / "jupyter", "nbconvert", "--to", "html", book, env=env)
        page = book.with_suffix(".html")
        command(browser, *quiet, f"--print-to-pdf={page.with_suffix('.pdf')}", page.as_uri(), env=env)

    return sum(seconds(lambda slug=slug: one(slug)) for slug in slugs(data))  # type: ignore[misc]


class Alone(NamedTuple):
    """The work of a county's briefings alone: seconds, were all cores busy throughout, and processor seconds."""

    wall: float
    processor: float


def limit(data: Path, copies: int, *, handed: bool = True) -> Alone:
    """Return the work of a county's briefings alone: cells, drawing and printing.

    Parameters
    ----------
    data
        The county's folder.
    copies
        Interpreters at work at once. Cores that share a unit are slower together than one is alone: no build comes near
        a limit taken from one.
    handed
        Whether the county was read before, once for all its briefings, as a build does; else each reads it.
    """
    with ProcessPoolExecutor(copies, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_limit, [data] * copies, [handed] * copies))
    wall, processor = (sum(each) / len(found) for each in zip(*found, strict=True))
    return Alone(wall / CORES, processor)


def _limit(data: Path, handed: bool) -> Alone:
    """The cells' own time in a warm interpreter, and drawing and printing, all in one process."""
    os.environ |= {"XJ_DATA": str(data.parent), "XJ_UNATTENDED": "1"}
    cells = {slug: _cells(notebook_of(slug), data.name, slug) for slug in slugs(data)}
    with tempfile.TemporaryDirectory() as name:
        parts = _parts(data, Path(name)) if handed else {}

        def work() -> None:
            for slug, own in cells.items():
                _printed(_ran(own, parts.get(slug)))

        work()  # warms imports, fonts and compilers
        start = time.process_time()
        return Alone(seconds(work), time.process_time() - start)


def _parts(data: Path, folder: Path) -> Mapping[str, Path]:
    """The slice of each briefing, read and written down as a build does."""
    from xj_analysis import loaders
    from xj_analysis.county.toml_files import read_county
    from xj_analysis.loaders import slices
    from xj_analysis.quantity import periods

    county = read_county(data)
    whole, code = loaders.load_observations(county), periods.parse_option(county.period).code
    for slug in county.slugs:
        part = slices.slice_for(county, county.campaign(slug), period=code, whole=whole)
        slices.write_slice(part, slug, code, folder / slug)
    return {slug: folder / slug for slug in county.slugs}


def _cells(notebook: Path, county: str, slug: str) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    tagged = next(n for n, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", ()))
    injected = {"cell_type": "code", "metadata": {}, "source": f"county = {county!r}; campaign = {slug!r}"}
    return [*cells[: tagged + 1], injected, *cells[tagged + 1 :]]


def _ran(cells: list[dict[str, Any]], part: Path | None) -> list[dict[str, Any]]:
    """Execute cells as a kernel would, and return them with what they show."""
    from xj_analysis.base.environment import SLICE

    os.environ.pop(SLICE, None)
    if part:
        os.environ[SLICE] = str(part)
    shown: list[dict[str, Any]] = []

    def display(*values: Any) -> None:
        bundles = (value._repr_mimebundle_() for value in values if hasattr(value, "_repr_mimebundle_"))
        shown.extend({"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in bundles)

    names: dict[str, Any] = {"display": display, "__name__": "__main__"}
    executed = []
    for cell in cells:
        shown.clear()
        if cell["cell_type"] == "code":
            tree = ast.parse("".join(cell["source"]))
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - our own notebook
            if isinstance(last, ast.Expr):
                display(eval(compile(ast.Expression(last.value), "cell", "eval"), names))  # noqa: S307
        executed.append(cell | {"outputs": list(shown)})
    return executed


def _printed(cells: list[dict[str, Any]]) -> None:
    from xj_analysis.document import document
    from xj_analysis.press import html, pdf, svg

    printed = document.from_notebook({"cells": cells})
    drawn = svg.drawings(chart.spec for chart in document.charts_of(printed))
    html.render_html(printed, drawn)
    pdf.render_pdf(printed, drawn)
