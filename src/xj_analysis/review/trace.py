"""Trace of printed numbers (`xj trace`) to their sources, down to the line of the transcript in the data folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..base.errors import DataError, UsageError
from ..document.admission import unfounded
from ..document.pieces import ObservationRow
from ..quantity.figures import Figure


@dataclass(frozen=True)
class Origin:
    """One observation behind a figure, with its source."""

    text: str
    file: str
    locator: str
    title: str
    publisher: str
    published: str
    address: str
    strength: str
    sha256: str


@dataclass(frozen=True)
class Traced:
    """One printed figure with its place, formula and origins."""

    folder: Path
    text: str
    label: str
    period: str
    place: str
    formula: str
    origins: tuple[Origin, ...]


def trace(folders: Sequence[Path], sought: str) -> list[Traced]:
    """Return the figures printed as `sought`, with or without their unit.

    Parameters
    ----------
    folders
        Folders of briefings (:func:`xj_analysis.review.audit.briefing_folders`).
    sought
        The printed text or number: ``约64元``, ``261.6``.

    Raises
    ------
    UsageError
        No figure of these briefings is printed so.
    DataError
        One that is comes from nothing: the register was not written by `xj build`.
    """
    figures = [traced for folder in folders for traced in _traced(folder, sought)]
    if not figures:
        raise UsageError("xj trace", "这些简报里没有印出这个数", sought, "请照印出的样子写，如 261.6 或 约64元。")
    return figures


def _traced(folder: Path, sought: str) -> Iterator[Traced]:
    content = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    observations = {row["id"]: row for row in content["observations"]}
    sources = {row["id"]: row for row in content["sources"]}
    for figure in content["figures"]:
        if not matches(figure, sought):
            continue
        catalogue = {name: ObservationRow.model_validate(row) for name, row in observations.items()}
        about = {name: value for name, value in figure.items() if name in Figure.model_fields}
        if why := unfounded(Figure.model_validate(about), catalogue):
            do = "请用 xj build 重新做这份简报。"
            raise DataError(f"{folder / 'figures.json'} {figure['place']}", why, figure["text"], do)
        rows = [observations[origin] for origin in figure.get("origins", ())]
        origins = tuple(_origin(row, sources[row["source"]]) for row in rows)
        yield Traced(
            folder=folder,
            text=figure["text"],
            label=figure.get("label", ""),
            period=figure.get("period", ""),
            place=figure["place"],
            formula=figure.get("formula", ""),
            origins=origins,
        )


def matches(figure: Mapping[str, Any], sought: str) -> bool:
    """Return whether a figure of figures.json is printed as `sought`, with or without its unit.

    Examples
    --------
    >>> matches({"text": "261.6亿元", "number": "261.6"}, "261.6"), matches({"text": "1261.6亿元"}, "261.6")
    (True, False)
    """
    return sought in (figure["text"], figure.get("number"))


def _origin(row: Mapping[str, Any], source: Mapping[str, Any]) -> Origin:
    return Origin(
        text=f"{row['label']} {row['text']}",
        file=source["file"],
        locator=row["locator"],
        title=source["title"],
        publisher=source["publisher"],
        published=source["published_label"],
        address=source["address"],
        strength=source["strength"],
        sha256=source["sha256"],
    )
