"""Items to verify (待核实): contradictions, doubts, revisions and corrections; printed, never resolved here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from ...county.model import County
from ...document.blocks import Note
from ...document.pieces import Part, Parts, plain_text
from ...metrics import derivations, difference
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import phrase_figure
from ...quantity.mentions.printed_numerals import typed_numerals
from ...store import observations
from ...store.frames import compact
from ...store.store import Store
from .. import prose

Kind = Literal["conflict", "doubt", "remark", "ledger", "revision", "correction"]
LABELS: dict[Kind, str] = {
    "conflict": "矛盾", "doubt": "存疑", "remark": "说明", "ledger": "台账",
    "revision": "修订", "correction": "更正",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ItemToVerify:
    """One thing to verify, and the rows it is about.

    Parameters
    ----------
    kind
        conflict (矛盾), doubt (存疑), remark (说明, by the sender), ledger (a ledger says otherwise),
        revision (修订, by the publisher), correction (更正, by a checker).
    indicator, area
        Key of the first row.
    parts
        The sentence, its numbers as figures.
    sources
        Identifiers of the sources of the rows.
    where
        Lines of the data file, for `xj check`.
    """

    kind: Kind
    indicator: str
    area: str
    parts: Parts
    sources: tuple[str, ...]
    where: str

    @property
    def label(self) -> str:
        """The kind in Chinese, as printed."""
        return LABELS[self.kind]

    @property
    def note(self) -> Note:
        """The note a briefing prints."""
        return prose.note(self.label, self.parts, sources=self.sources)

    @property
    def changed(self) -> bool:
        """True where another value has replaced the first: nothing is left to settle."""
        return self.kind in ("revision", "correction")

    @property
    def sentence(self) -> str:
        """The sentence as words."""
        return plain_text(self.parts)


def find_items(store: Store) -> list[ItemToVerify]:
    """Return every item to verify among known observations, in the order of the indicators.

    Parameters
    ----------
    store
        A store with ``status`` resolved.
    """
    county = store.county
    frame = observations.with_text(store.frame, county.rounding)
    refuted = list(_refuted(frame, county))
    items = [
        *_conflicts(frame, county), *_corrections(frame, county), *_revisions(frame, county), *refuted,
        *_flagged(frame, county, {item.where for item in refuted}), *_remarked(frame, county),
    ]  # fmt: skip
    order = {slug: place for place, slug in enumerate(county.by_slug)}
    return sorted(items, key=lambda item: order[item.indicator])


def _subject(row: pd.Series, county: County) -> str:
    place = county.area_names[row["area"]]
    label = f"{row['label']}（{row['subject']}）" if row["subject"] else row["label"]
    return f"{place}{periods.parse(row['period']).label}{label}"


def _item(kind: Kind, rows: pd.DataFrame, parts: Parts) -> ItemToVerify:
    first = rows.iloc[0]
    where = "、".join(f"{name} {place}" for name, place in zip(rows["source"], rows["locator"], strict=True))
    return ItemToVerify(
        kind=kind, indicator=first["indicator"], area=first["area"], parts=parts, sources=tuple(rows["source"]),
        where=where,
    )  # fmt: skip


def _conflicts(frame: pd.DataFrame, county: County) -> Iterator[ItemToVerify]:
    contested = frame["status"] == "conflict"
    if not contested.any():
        return
    for _, rows in frame[contested].groupby(observations.KEY, sort=False):
        parts: list[Part] = [f"{_subject(rows.iloc[0], county)}："]
        for row in records(rows):
            parts += [observations.as_published(row), "、"]
        parts[-1] = "，同一项目的数值互相矛盾，未作取舍，也未相加。"
        yield _item("conflict", rows, tuple(parts))


def _revisions(frame: pd.DataFrame, county: County) -> Iterator[ItemToVerify]:
    revised = frame["status"] == "revised"
    if not revised.any():
        return
    alive = frame[frame["value"].notna() & ~frame["status"].isin(["revised", "corrected"])]
    for _, old in frame[revised].sort_values(["issued", "id"], kind="stable").iterrows():
        same = (alive[observations.KEY] == old[observations.KEY]).all(axis=1) & (alive["publisher"] == old["publisher"])
        later = alive[same & (alive["issued"] > old["issued"])].sort_values(["issued", "id"], kind="stable")
        if not later.empty:
            yield _replacement("revision", old, later.iloc[0], county, "起修订。")


def _corrections(frame: pd.DataFrame, county: County) -> Iterator[ItemToVerify]:
    corrections = frame["corrects"] != ""
    if not corrections.any():
        return
    originals = frame.drop_duplicates("id").set_index("id", drop=False)
    for _, row in frame[corrections].iterrows():
        reason = f"；原因：{row['because']}；{row['by']}更正，"
        yield _replacement("correction", originals.loc[row["corrects"]], row, county, "起采用。", reason)


def _replacement(
    kind: Kind, old: pd.Series, new: pd.Series, county: County, ending: str, reason: str = "，"
) -> ItemToVerify:
    """The item of a value that another has replaced: both values, and the date of the new one."""
    rows = pd.DataFrame([old, new])
    was, now = (observations.as_published(record) for record in records(rows))
    since = periods.date_label(new["published"].date())
    return _item(kind, rows, (f"{_subject(new, county)}：原为", was, "，现为", now, f"{reason}{since}{ending}"))


def _refuted(frame: pd.DataFrame, county: County) -> Iterator[ItemToVerify]:
    """Reported values that a derived one contradicts: shares against their parts, a total against its parts."""
    current = frame[frame["status"] == "current"]
    places = current.groupby("indicator").indices
    for indicator in county.indicators:
        if indicator.slug not in places or indicator.checks not in places:
            continue
        derived, reported = (current.iloc[places[slug]] for slug in (indicator.slug, indicator.checks))
        differences = difference(reported, derived, indicator)
        for _, row in differences[(differences["low"] > 0) | (differences["high"] < 0)].iterrows():
            stated, computed = (
                rows[(rows["area"] == row["area"]) & (rows["period"] == row["period"])] for rows in (reported, derived)
            )
            amount = dict.fromkeys(("value", "low", "high"), abs(row["value"]))
            parts: Parts = (
                f"{_subject(stated.iloc[0], county)}：来源印作",
                observations.as_published(records(stated)[0]),
                "，由分项计算为",
                county.figure(records(computed)[0]),
                "，相差",
                county.figure({**{str(k): v for k, v in row.items()}, **amount}),
                "。",
            )
            item = _item("conflict", stated, parts)
            yield replace(item, indicator=indicator.slug, sources=tuple(row["sources"]))


def _flagged(frame: pd.DataFrame, county: County, refuted: set[str]) -> Iterator[ItemToVerify]:
    """Values marked doubtful when they were transcribed; a refuted one has its item already."""
    flagged = (frame["doubt"] != "") & ~frame["status"].isin(["conflict", "corrected"])
    if not flagged.any():
        return
    rows = frame[flagged]
    for row, (_, series) in zip(records(rows), rows.iterrows(), strict=True):
        why = f"：{row['doubt']}" if not typed_numerals(row["doubt"], county.names, structure=False) else ""
        parts = (f"{_subject(series, county)}", observations.as_published(row), f"，转录时标为存疑{why}。")
        item = _item("doubt", series.to_frame().T, parts)
        if item.where not in refuted:
            yield item


def _remarked(frame: pd.DataFrame, county: County) -> Iterator[ItemToVerify]:
    """Current values about which the sender of the report remarked something; the words are quoted as they stand."""
    if "remark" not in frame or not (remarked := (frame["remark"] != "") & (frame["status"] == "current")).any():
        return
    rows = frame[remarked]
    for row, (_, series) in zip(records(rows), rows.iterrows(), strict=True):
        words = phrase_figure(f"“{row['remark']}”", label="说明", period=row["period"], origins=tuple(row["origins"]))
        parts = (_subject(series, county), observations.as_published(row), "，填报单位说明：", words, "。")
        yield _item("remark", series.to_frame().T, parts)


def with_derived(store: Store) -> Store:
    """Return a store with the derived rows of all areas added, against which reported ones are checked."""
    frame = observations.with_text(store.frame, store.county.rounding)
    current = frame[frame["status"] == "current"]
    checking: set[str] = set()
    for indicator in reversed(store.county.indicators):  # a derived one is declared after those it is computed from
        if indicator.checks or indicator.slug in checking:
            checking |= {indicator.slug, *indicator.of}
    derived = derivations(current, [i for i in store.county.indicators if i.slug in checking])
    if derived.empty:
        return Store(store.county, frame)
    derived = observations.unranked(derived).assign(status="current")
    return Store(store.county, compact(pd.concat([frame, derived], ignore_index=True)))
