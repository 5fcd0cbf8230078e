"""What needs a person's eye before it is used: contradictions, doubts, gaps. Shown, never resolved here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from ...county.model import County
from ...document.blocks import Note
from ...document.pieces import Part, Parts, plain_text
from ...metrics import derivations, difference
from ...metrics.columns.row_selection import records
from ...quantity import figures, periods
from ...store import observations, store
from ...store.frames import compact
from .. import prose


@dataclass(frozen=True)
class ItemToVerify:
    """One thing to verify, and the rows it is about.

    Parameters
    ----------
    label
        Of what kind: 矛盾, 存疑, 修订, 更正.
    indicator, area
        What it is about.
    parts
        The sentence, its numbers as figures.
    sources
        Identifiers of the sources that say so.
    where
        Lines of the data file, for `xj check`.
    """

    label: str
    indicator: str
    area: str
    parts: Parts
    sources: tuple[str, ...]
    where: str

    @property
    def note(self) -> Note:
        """The note a briefing prints."""
        return prose.note(self.label, self.parts, sources=self.sources)

    @property
    def changed(self) -> bool:
        """Whether it tells of a value that another has taken the place of."""
        return self.label in ("修订", "更正")

    @property
    def said(self) -> str:
        """The sentence as words."""
        return plain_text(self.parts)


def find_items(known: store.Store) -> list[ItemToVerify]:
    """Return everything doubtful in what is known, in the order of the indicators.

    Parameters
    ----------
    known
        A store with ``status`` resolved.
    """
    county = known.county
    everything = observations.with_text(known.frame, county.rounding)
    refuted = list(_checks(everything, county))
    flagged = _flagged(everything, county, {doubt.where for doubt in refuted})
    changed = [*_corrections(everything, county), *_revisions(everything, county)]
    found = [*_conflicts(everything, county), *changed, *refuted, *flagged]
    order = {slug: place for place, slug in enumerate(county.by_slug)}
    return sorted(found, key=lambda doubt: order[doubt.indicator])


def _subject(row: pd.Series, county: County) -> str:
    place = county.area_names[row["area"]]
    what = f"{row['label']}（{row['subject']}）" if row["subject"] else row["label"]
    return f"{place}{periods.parse(row['period']).label}{what}"


def _where(rows: pd.DataFrame) -> str:
    return "、".join(f"{name} {place}" for name, place in zip(rows["source"], rows["locator"], strict=True))


def _conflicts(frame: pd.DataFrame, county: County) -> Iterator[ItemToVerify]:
    contested = frame["status"] == "conflict"
    if not contested.any():
        return
    for _, rows in frame[contested].groupby(observations.KEY, sort=False):
        parts: list[Part] = [f"{_subject(rows.iloc[0], county)}："]
        for row in records(rows):
            parts += [observations.as_published(row), "、"]
        parts[-1] = "，同一项目的数值互相矛盾，未作取舍，也未相加。"
        yield _doubt("矛盾", rows, tuple(parts))


def _revisions(frame: pd.DataFrame, county: County) -> Iterator[ItemToVerify]:
    revised = frame["status"] == "revised"
    if not revised.any():
        return
    alive = frame[frame["value"].notna() & ~frame["status"].isin(["revised", "corrected"])]
    for _, old in frame[revised].sort_values(["issued", "id"], kind="stable").iterrows():
        same = (alive[observations.KEY] == old[observations.KEY]).all(axis=1) & (alive["publisher"] == old["publisher"])
        new = alive[same & (alive["issued"] > old["issued"])].sort_values(["issued", "id"], kind="stable")
        if new.empty:
            continue
        row = new.iloc[0]
        was, now = (observations.as_published(record) for record in records(pd.DataFrame([old, row])))
        since = periods.date_label(row["published"].date())
        words = (f"{_subject(row, county)}：原为", was, "，现为", now, f"，{since}起修订。")
        yield _doubt("修订", pd.DataFrame([old, row]), words)


def _corrections(frame: pd.DataFrame, county: County) -> Iterator[ItemToVerify]:
    corrected = frame["corrects"] != ""
    if not corrected.any():
        return
    originals = frame.drop_duplicates("id").set_index("id", drop=False)
    for _, row in frame[corrected].iterrows():
        both = pd.DataFrame([originals.loc[row["corrects"]], row])
        was, now = (observations.as_published(record) for record in records(both))
        since = periods.date_label(row["published"].date())
        why = f"；原因：{row['because']}；{row['by']}更正，{since}起采用。"
        yield _doubt("更正", both, (f"{_subject(row, county)}：原为", was, "，现为", now, why))


def _checks(frame: pd.DataFrame, county: County) -> Iterator[ItemToVerify]:
    """Derived values that a reported one contradicts: shares against their parts, a total against its parts."""
    current = frame[frame["status"] == "current"]
    places = current.groupby("indicator").indices
    for indicator in county.indicators:
        if indicator.slug not in places or indicator.checks not in places:
            continue
        derived, stated = (current.iloc[places[slug]] for slug in (indicator.slug, indicator.checks))
        both = difference(stated, derived, indicator)
        for _, row in both[(both["low"] > 0) | (both["high"] < 0)].iterrows():
            said, made = (
                rows[(rows["area"] == row["area"]) & (rows["period"] == row["period"])] for rows in (stated, derived)
            )
            amount = dict.fromkeys(("value", "low", "high"), abs(row["value"]))
            words: tuple[Part, ...] = (
                f"{_subject(said.iloc[0], county)}：来源印作",
                observations.as_published(records(said)[0]),
                "，由分项计算为",
                figures.figure_from_row(records(made)[0], county.rounding),
                "，相差",
                figures.figure_from_row({**{str(k): v for k, v in row.items()}, **amount}, county.rounding),
                "。",
            )
            yield ItemToVerify("矛盾", indicator.slug, row["area"], words, tuple(row["sources"]), _where(said))


def _flagged(frame: pd.DataFrame, county: County, refuted: set[str]) -> Iterator[ItemToVerify]:
    flagged = (frame["doubt"] != "") & ~frame["status"].isin(["conflict", "corrected"])
    if not flagged.any():
        return
    rows = frame[flagged]
    for row, (_, series) in zip(records(rows), rows.iterrows(), strict=True):
        why = f"：{row['doubt']}" if not any(char.isdigit() for char in row["doubt"]) else ""
        words = (f"{_subject(series, county)}", observations.as_published(row), f"，转录时标为存疑{why}。")
        doubt = _doubt("存疑", series.to_frame().T, words)
        if doubt.where not in refuted:
            yield doubt


def _doubt(label: str, rows: pd.DataFrame, parts: Parts) -> ItemToVerify:
    first = rows.iloc[0]
    return ItemToVerify(label, first["indicator"], first["area"], parts, tuple(rows["source"]), _where(rows))


def with_derived(known: store.Store) -> store.Store:
    """Return a store whose frame also has the derived rows, of all areas, that reported ones are held against."""
    frame = observations.with_text(known.frame, known.county.rounding)
    current = frame[frame["status"] == "current"]
    against: set[str] = set()
    for indicator in reversed(known.county.indicators):  # a derived one is declared after those it is made of
        if indicator.checks or indicator.slug in against:
            against |= {indicator.slug, *indicator.of}
    made = derivations(current, [i for i in known.county.indicators if i.slug in against])
    if made.empty:
        return store.Store(known.county, frame)
    made = observations.unranked(made).assign(status="current")
    return store.Store(known.county, compact(pd.concat([frame, made], ignore_index=True)))


def constant(value: int, unit: str, label: str, formula: str) -> figures.Figure:
    """Return a figure that is a convention or a count of what is declared, not an observation.

    Examples
    --------
    >>> constant(100, "", "改造前指数", "基期定为此数").text
    '100'
    """
    return figures.reported_figure(Decimal(value), unit, label=label, formula=formula)
