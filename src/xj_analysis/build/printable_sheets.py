"""Printable sheets of an issue: printed, swapped in beside the briefings, listed in manifest and index."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..base import hashing
from ..base.environment import DATA, SHEETS_FOLDER
from ..base.errors import UsageError, writable
from ..base.folder_swap import mirror, swap_in
from ..base.json_lines import dumps_lines
from ..county.request import BriefingRequest
from . import index_page, manifest, planning, program
from .issue import issue_name
from .staging import StagingFolder, set_variables

__all__ = ["make_sheet"]
__dir__ = __all__.copy

_TABLES = ("areas.csv", "indicators.csv", "observations.csv")
NOTEBOOK, FIGURES = "briefing.ipynb", "figures.json"


def make_sheet(
    data: Path,
    request: BriefingRequest,
    name: str,
    notebook: Callable[[], Mapping[str, Any]],
    *,
    template: str,
    out: Path = Path("reports"),
    on_notice: Callable[[str], None] = lambda notice: None,
) -> Path:
    """Make a sheet of an issue and return it, ``<issue>/sheets/<name>.pdf``; beside it what audits read.

    Parameters
    ----------
    data
        The county's data folder.
    request
        Period, day and edition of the issue.
    name
        The name of the sheet.
    notebook
        Makes the sheet as an executed notebook, while ``XJ_DATA`` names the folder of the counties.
    template
        The template that prints it; one of a page (``.html.j2``) makes ``<name>.html``.
    out
        The folder of all reports; a build that writes to it is waited for.
    on_notice
        Called with a message while it waits.

    Raises
    ------
    UsageError
        No such period; a briefing of the county has the name of the folder of sheets.
    DataError
        The data is faulty, or the sheet has a number without origin.
    OutputError
        It cannot be written.
    """
    from ..county.toml_files import read_county
    from ..document import document, figures_json
    from ..loaders.folder import undisturbed
    from ..press import html, pdf, svg
    from ..quantity import periods

    planning.require_county(data)
    county = read_county(data.resolve())
    if SHEETS_FOLDER in county.slugs:
        raise UsageError("county.toml", "攻坚战的代号与表的文件夹同名", SHEETS_FOLDER, "请改一个代号。")
    period = periods.parse_option(request.period or county.period).code
    issue = issue_name(county.slug, period, request)
    with StagingFolder(out, on_notice) as staging:
        previous = set_variables({DATA: str(data.resolve().parent)})
        try:
            inputs, made = undisturbed(data.resolve(), lambda: (hashing.folder_hashes(data.resolve()), notebook()))
        finally:
            set_variables(previous)
        printed = document.from_notebook(made)
        paper = f"{name}.html" if template.endswith(".html.j2") else f"{name}.pdf"
        figures = dumps_lines(figures_json.figures_json(printed))
        drawings = svg.drawings(chart.spec for chart in document.charts_of(printed))
        files = {
            paper: pdf.render_pdf(printed, drawings, figures=figures, template=template)
            if paper.endswith(".pdf")
            else html.render_sheet(printed, template).encode(),
            f"{name}/{NOTEBOOK}": json.dumps(made, ensure_ascii=False, indent=1).encode(),
            f"{name}/{FIGURES}": figures.encode(),
        }
        folder, staged = out / issue, staging.path / "staging" / issue / SHEETS_FOLDER
        with writable():
            mirror(folder / SHEETS_FOLDER, staged)
            for file, content in files.items():
                path = staged / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.unlink(missing_ok=True)  # it may be the published file under another name
                path.write_bytes(content)
            hashes = hashing.file_hashes([staged / file for file in files], staged.parent)
            swap_in(staged, folder / SHEETS_FOLDER)
            head = printed.masthead
            entry = {
                "title": head.title,
                "banner": head.banner,
                "known_at_label": head.known_at_label,
                "issue_label": head.issue_label,
                "parameters": {"county": data.resolve().name, **request.parameters()},
                "inputs": _inputs(inputs, {row.file for row in printed.catalogue.sources}),
                "files": hashes,
                "stale": False,
            }
            slugs = {"slug": county.slug, "name": county.name, "slugs": county.slugs}
            _commit(slugs, folder, name, entry, period=period, edition=request.edition, draft=staging.path / "staging")
            index_page.write_index(out, staging.path / "staging")
    return folder / SHEETS_FOLDER / paper


def _inputs(hashes: Mapping[str, str], files: set[str]) -> dict[str, str]:
    """The files of the data folder that a sheet is made of: the declarations, and those of its sources."""
    return {file: sha256 for file, sha256 in hashes.items() if file.endswith(".toml") or file in {*_TABLES, *files}}


def _commit(
    county: Mapping[str, Any],
    folder: Path,
    name: str,
    entry: Mapping[str, Any],
    *,
    period: str,
    edition: str,
    draft: Path,
) -> None:
    """Enter a sheet in the manifest of its issue; what that says of the briefings stays."""
    sheets = manifest.sheet_entries(folder) | {name: entry}
    if body := manifest.read_manifest(folder / manifest.MANIFEST):
        content = dumps_lines(body | {"sheets": dict(sorted(sheets.items()))}).encode()
        manifest.write_file(folder / manifest.MANIFEST, content, draft)
    else:
        manifest.write_manifest(
            county, {}, folder, period=period, edition=edition, versions=program.versions(), draft=draft, sheets=sheets
        )
