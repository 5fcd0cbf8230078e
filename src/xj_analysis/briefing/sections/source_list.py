"""The sources section: every source with its address, strength and hash, and what each observation said where."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from ...county.sources import Source
from ...document.blocks import Sources
from ...document.pieces import ObservationRow, SourceRow
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...store import observations, store
from . import source_digests

STRENGTHS = {"original": "原始发布", "mirror": "镜像转载", "compiled": "汇编摘录"}
NOT_ARCHIVED = "原页未存档"
NO_ADDRESS = "出处待补"
TRANSCRIPT, ROWS = "转录件", "所取各行"


def source_catalogue(known: store.Store, indicators: Collection[str] | None = None) -> Sources:
    """Return the catalogue of what is known; a document keeps and numbers the part that is printed.

    A source of which nothing is known yet is not in it, and the order of ``sources.toml`` makes no difference.

    Parameters
    ----------
    known
        A store with ``status`` resolved.
    indicators
        Those the briefing is made of: of a source with rows of its own, the rows of these are hashed. None: all.
    """
    frame = known.frame if indicators is None else known.frame[known.frame["indicator"].isin(list(indicators))]
    said = set(frame["source"])
    listed = [_row(s, frame) for s in sorted(known.county.sources, key=lambda s: s.id) if s.id in said]
    return Sources.model_validate({"sources": listed, "observations": _observations(frame)})


def _observations(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows of ObservationRow as plain dictionaries: a county has thousands, validated all at once."""
    names = [name for name in ObservationRow.model_fields if name not in ("key", "text")]
    keys = frame[observations.KEY].to_numpy(dtype=object).tolist()
    texts = map(observations.text_as_published, records(frame[observations.PUBLISHED]))
    return [row | {"text": text, "key": key} for row, text, key in zip(records(frame[names]), texts, keys, strict=True)]


def _row(source: Source, frame: pd.DataFrame) -> SourceRow:
    why = source.published_inferred
    inferred = f"（{why if '推定' in why else f'推定：{why}'}）" if why else ""
    return SourceRow(
        id=source.id,
        title=source.title,
        publisher=source.publisher,
        published=source.published.isoformat(),
        published_label=periods.date_label(source.published) + inferred,
        address=source.address or NO_ADDRESS,
        strength=STRENGTHS[source.strength],
        archived="" if source.archived or source.external else NOT_ARCHIVED,
        file=source.location,
        hashed=ROWS if source.external else TRANSCRIPT,
        sha256=source_digests.source_digests(frame[frame["source"] == source.id]) if source.external else source.sha256,
    )
