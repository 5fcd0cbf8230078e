"""Sources section: every source with its address, strength and hash, and the observations behind printed numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import pandas as pd

from ...county.ledger_shapes import LedgerShape
from ...county.sources import Source
from ...document.blocks import Sources
from ...document.pieces import ObservationRow, SourceRow
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...store import observations
from ...store.store import Store

STRENGTHS = {"original": "原始发布", "mirror": "镜像转载", "compiled": "汇编摘录"}
NOT_ARCHIVED = "原页未存档"
NO_ADDRESS = "出处待补"
TRANSCRIPT, ROWS, WORKBOOK = "转录件", "所取各行", "工作簿"
LEDGER, NO_DAY, NO_SENDER = "部门台账", "收到日期未登记", "报送单位未登记"
HASHED_COLUMNS = (
    "id", *observations.KEY, "digits", "reported_unit", "hedge", "rank", "rank_scope", "tier", "source", "locator",
    "published", "doubt", "note",
)  # fmt: skip
"""Columns of an observation that come from its source, in the order they are hashed."""


def source_catalogue(store: Store, indicators: Collection[str] | None = None) -> Sources:
    """Return the catalogue of sources of known observations; a document keeps and numbers the part that is printed.

    Sources without a known observation are left out; the order of ``sources.toml`` makes no difference.

    Parameters
    ----------
    store
        A store with ``status`` resolved.
    indicators
        Indicators of the briefing: of an external source, only their rows are hashed. None: all.
    """
    frame = store.frame if indicators is None else store.frame[store.frame["indicator"].isin(list(indicators))]
    used = set(frame["source"])
    rows = [_row(s, frame) for s in sorted(store.county.sources, key=lambda s: s.id) if s.id in used]
    return Sources.model_validate({"sources": rows, "observations": _observations(frame)})


def with_ledgers(catalogue: Sources, ledgers: Iterable[tuple[LedgerShape, pd.DataFrame]]) -> Sources:
    """Return a catalogue with ledgers and their rows: a source a file, an entry a row.

    Parameters
    ----------
    ledgers
        Shapes, and rows of :func:`xj_analysis.instruments.ledger_rows.prepared`.
    """
    sources: dict[str, SourceRow] = {}
    rows: list[dict[str, Any]] = []
    for shape, frame in ledgers:
        of_file = (frame[name] for name in ("file", "sha256", "file_day", "file_by"))
        for file, sha256, received, by in dict.fromkeys(zip(*of_file, strict=True)):
            title = "、".join(
                filter(None, [sources[file].title if file in sources else "", f"{shape.name.removesuffix('台账')}台账"])
            )
            sources[file] = SourceRow(
                id=file, title=title, publisher=by or NO_SENDER, published=received, address="部门报送",
                published_label=f"{periods.date_label(date.fromisoformat(received))}收到" if received else NO_DAY,
                strength=LEDGER, archived="", file=file, hashed=WORKBOOK, sha256=sha256,
            )  # fmt: skip
        named = frame["name"] if "name" in frame else frame["key"]
        cells = zip(frame["origin"], frame["file"], frame["locator"], frame["key"], named, strict=True)
        rows += [
            {
                "id": origin, "source": file, "locator": locator, "label": f"{shape.name} {key}", "text": name,
                "key": (shape.slug, "", key, "", "row"), "status": "current",
            }
            for origin, file, locator, key, name in cells
        ]  # fmt: skip
    added = Sources.model_validate({"sources": list(sources.values()), "observations": rows})
    return Sources(
        sources=(*catalogue.sources, *added.sources), observations=(*catalogue.observations, *added.observations)
    )


def _observations(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows of ObservationRow as plain dictionaries: a county has thousands, validated all at once."""
    names = [name for name in ObservationRow.model_fields if name not in ("key", "text")]
    keys = frame[observations.KEY].to_numpy(dtype=object).tolist()
    texts = map(observations.text_as_published, records(frame[observations.PUBLISHED]))
    return [row | {"text": text, "key": key} for row, text, key in zip(records(frame[names]), texts, keys, strict=True)]


def _row(source: Source, frame: pd.DataFrame) -> SourceRow:
    return SourceRow(
        id=source.id,
        title=source.title,
        publisher=source.publisher,
        published=source.published.isoformat(),
        published_label=_published(source),
        address=source.address or NO_ADDRESS,
        strength=STRENGTHS[source.strength],
        archived="" if source.archived or source.external else NOT_ARCHIVED,
        file=source.location,
        hashed=ROWS if source.external else TRANSCRIPT,
        sha256=rows_sha256(frame[frame["source"] == source.id]) if source.external else source.sha256,
    )


def _published(source: Source) -> str:
    """The day of publication in words, with what it is inferred from; that it is unknown, with the day it was found."""
    day, why = periods.date_label(source.published), source.published_inferred
    if not source.dated:
        return f"发布日期不详（{day}检索）"
    return day + (f"（{why if '推定' in why else f'推定：{why}'}）" if why else "")


def rows_sha256(frame: pd.DataFrame) -> str:
    """Return the SHA-256 of observations as their sources gave them, whatever the order of the rows.

    Parameters
    ----------
    frame
        Tidy observations (:func:`xj_analysis.store.observations.tidy`). Corrected rows are ours, not the source's, and
        left out.

    Returns
    -------
    64 hexadecimal digits: of a JSON list of :data:`HASHED_COLUMNS` a row, a line each, sorted, in UTF-8.
    """
    reported = frame[frame["corrects"] == ""]
    rank = reported["rank"].astype("string").fillna("")
    cells = reported[list(HASHED_COLUMNS)].assign(rank=rank, published=reported["published"].dt.strftime("%Y-%m-%d"))
    lines = sorted(json.dumps(row, ensure_ascii=False) for row in cells.to_numpy(dtype=object).tolist())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
