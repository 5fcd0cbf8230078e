"""Contribution (贡献率), pull (拉动) and structure: parts in the change of a whole (docs/conventions.md §1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from typing import Literal

import numpy as np
import pandas as pd

from ..county.model import Indicator
from ..quantity.intervals import Intervals
from .change import NO_BASE, NOT_RECOMPUTED
from .columns import results
from .columns.coded_text import CodedText, Flags, Ints, Texts, encode_text
from .columns.matching import ABSENT, TWICE, encode_columns, find_keys, pack_keys
from .columns.rounding import Floats

NO_GROWTH = "总量没有增长，不算贡献率"
WITHIN_BOUNDS = "总量的变化在约数和末位之内，不算贡献率"
HARDLY_GROWN = "总量变化太小，不算贡献率"
PART_MISSING = "缺少组成部分，不计算"
WHOLE_MISSING = "缺少总量，不计算"

OTHER = "other"
"""The indicator of the remainder of the whole (其他)."""

_Measure = Literal["contribution", "pull", "structure"]
_PLACE = ["area", "subject", "nature"]
_LABEL = {"contribution": "贡献率", "pull": "拉动", "structure": "占比变化"}
_NOISE = 1e-9  # a remainder of binary noise where the parts make the whole


def contributions(
    frame: pd.DataFrame,
    whole: Indicator,
    parts: Sequence[Indicator],
    *,
    now: str,
    then: str,
    least_growth: float = 0.0,
) -> pd.DataFrame:
    """Return 贡献率: the change of each part in % of the change of the whole.

    Parameters
    ----------
    frame
        A figure frame that holds `whole` and `parts` in both periods, for any areas.
    whole, parts
        Their indicators; the remainder of the whole is 其他.
    now, then
        Codes of the two periods.
    least_growth
        A growth of the whole below this, in %, has no shares: of next to nothing they may be any number.

    Returns
    -------
    For each area, a row a part and, where there is a remainder, one for 其他 (indicator ``other``); they sum to 100.
    part_now, part_then, whole_now, whole_then are the inputs. Without value and with a reason: the whole did not grow,
    or by no more than its last digit or hedge allows, or by less than `least_growth`; something is missing, values at
    comparable prices.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> total, part = (Indicator(slug=slug, name=slug, unit="万元", kind="flow") for slug in ("t", "p"))
    >>> rows = sample(indicator=["t", "t", "p", "p"], period=["2022", "2023"] * 2, value=[100.0, 120.0, 40.0, 55.0])
    >>> contributions(rows, total, [part], now="2023", then="2022")[["label", "value"]].to_dict("list")
    {'label': ['p贡献率', '其他贡献率'], 'value': [75.0, 25.0]}
    """
    return _parts(frame, whole, parts, now, then, "contribution", least_growth)


def pulls(frame: pd.DataFrame, whole: Indicator, parts: Sequence[Indicator], *, now: str, then: str) -> pd.DataFrame:
    """Return 拉动: the points that each part adds to the growth of the whole, 贡献率 × growth of the whole.

    Returns
    -------
    As :func:`contributions`, in 个百分点; the rows sum to the growth of the whole, a falling one too.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> total, part = (Indicator(slug=slug, name=slug, unit="万元", kind="flow") for slug in ("t", "p"))
    >>> rows = sample(indicator=["t", "t", "p", "p"], period=["2022", "2023"] * 2, value=[100.0, 120.0, 40.0, 55.0])
    >>> pulls(rows, total, [part], now="2023", then="2022")["value"].tolist()
    [15.0, 5.0]
    """
    return _parts(frame, whole, parts, now, then, "pull")


def structure_change(
    frame: pd.DataFrame, whole: Indicator, parts: Sequence[Indicator], *, now: str, then: str
) -> pd.DataFrame:
    """Return the change of each part's share in the whole: share now − share then, in 个百分点.

    Returns
    -------
    As :func:`contributions`, in 个百分点; the rows sum to zero.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> total, part = (Indicator(slug=slug, name=slug, unit="万元", kind="flow") for slug in ("t", "p"))
    >>> rows = sample(indicator=["t", "t", "p", "p"], period=["2022", "2023"] * 2, value=[100.0, 120.0, 40.0, 54.0])
    >>> structure_change(rows, total, [part], now="2023", then="2022")["value"].tolist()
    [5.0, -5.0]
    """
    return _parts(frame, whole, parts, now, then, "structure")


def _parts(
    frame: pd.DataFrame,
    whole: Indicator,
    parts: Sequence[Indicator],
    now: str,
    then: str,
    measure: _Measure,
    least_growth: float = 0.0,
) -> pd.DataFrame:
    slugs = [whole.slug, *(part.slug for part in parts)]
    indicator, period = (
        encode_text(frame["indicator"]).positions_in(slugs),
        encode_text(frame["period"]).positions_in((now, then)),
    )
    used = np.flatnonzero((indicator >= 0) & (period >= 0))
    frame, side = frame.iloc[used], (2 * indicator + period)[used]
    total = frame.iloc[np.flatnonzero(side == 0)].reset_index(drop=True)  # 0 whole now, 1 then, 2 first part now, 3 …
    if total.empty:
        return total
    here, there = pack_keys(*encode_columns(_PLACE, total, frame))
    width = int(max(here.max(), there.max())) + 1
    keys = np.arange(2 * len(slugs))[:, None] * width + here
    place = find_keys(keys.ravel(), side * width + there).reshape(keys.shape)
    ends = list(enumerate((now, then)))
    wholes = tuple(_side(frame, np.tile(place[at], len(slugs)), code) for at, code in ends)
    pieces = tuple(
        _with_remainder(wholes[at], _side(frame, place[2 + at :: 2].ravel(), code), len(total)) for at, code in ends
    )
    quoted = measure != "structure" and any(indicator.quoted for indicator in (whole, *parts))
    piece = np.repeat(np.arange(len(slugs)), len(total))
    labels = [f"{name}{_LABEL[measure]}" for name in (*(part.name for part in parts), "其他")]
    rows = _rows(
        total.iloc[np.tile(np.arange(len(total)), len(slugs))], wholes, pieces, measure, quoted, least_growth,
        indicator=CodedText(piece, np.array([*slugs[1:], OTHER], dtype=object)),
        label=CodedText(piece, np.array(labels, dtype=object)),
    )  # fmt: skip
    no_remainder = (piece == len(parts)) & (rows["value"].abs() <= _NOISE) & (rows["part_now"].abs() <= _NOISE)
    result: pd.DataFrame = rows[~no_remainder]
    return result.sort_index(kind="stable").reset_index(drop=True)


@dataclass(frozen=True)
class _Side:
    """Indicators in one period, a row for each indicator and row of the whole; twice flags several values."""

    bounds: Intervals
    exact: Flags
    twice: Flags
    unit: Texts
    text: Texts
    origins: Texts
    sources: Texts

    @property
    def value(self) -> Floats:
        return self.bounds.value


_COLUMNS = ("exact", "twice", "unit", "text", "origins", "sources")

_Sides = tuple[_Side, ...]
"""The two periods: now, then."""


def _side(frame: pd.DataFrame, place: Ints, period: str) -> _Side:
    """The rows of `frame` at each `place`, empty where it is negative."""
    row = np.where(place < 0, ABSENT, place)
    text = results.text_columns(frame, period)
    none = pd.Series([()] * len(row), dtype=object)
    return _Side(
        Intervals.of(results.bounds_columns(frame, row)),
        exact=np.append(results.exact(frame), True)[row],
        twice=place == TWICE,
        unit=np.append(frame["unit"].to_numpy(dtype=object), "")[row],
        text=np.full(len(row), text, dtype=object) if isinstance(text, str) else np.append(text, period)[row],
        origins=results.joined_origins(none, frame["origins"], row),
        sources=results.joined_origins(none, frame["sources"], row),
    )


def _with_remainder(total: _Side, pieces: _Side, size: int) -> _Side:
    """The pieces, each of `size` rows, and below them the remainder of the whole (其他)."""
    by_piece = {name: getattr(pieces, name).reshape(-1, size) for name in _COLUMNS}
    ends = (Intervals(*piece) for piece in zip(*(end.reshape(-1, size) for end in pieces.bounds), strict=True))
    bounds = reduce(Intervals.minus, ends, Intervals(*(end[:size] for end in total.bounds)))
    alike = np.all(by_piece["unit"] == total.unit[:size], axis=0)
    remainder = {
        "exact": total.exact[:size] & by_piece["exact"].all(axis=0),
        "twice": total.twice[:size] | by_piece["twice"].any(axis=0),
        "unit": np.where(alike, total.unit[:size], "").astype(object),
        "text": np.full(size, "其他", dtype=object),
        "origins": _concatenated(by_piece["origins"]),  # those of the whole follow in the result
        "sources": _concatenated(by_piece["sources"]),
    }
    joined = Intervals(*(np.append(ours, rest) for ours, rest in zip(pieces.bounds, bounds, strict=True)))
    return _Side(joined, **{name: np.append(getattr(pieces, name), remainder[name]) for name in _COLUMNS})


def _concatenated(columns: Texts) -> Texts:
    """The identifiers of all lines of a table, for each of its columns."""
    result = np.empty(columns.shape[1], dtype=object)
    result[:] = [tuple(chain.from_iterable(column)) for column in columns.T.tolist()]
    return result


def _rows(
    total: pd.DataFrame,
    wholes: _Sides,
    pieces: _Sides,
    measure: _Measure,
    quoted: bool,
    least_growth: float,
    **named: CodedText,
) -> pd.DataFrame:
    """Result rows, one for each piece and row of the whole."""
    (now, then), (part_now, part_then) = wholes, pieces
    risen, grown = part_now.bounds.minus(part_then.bounds), now.bounds.minus(then.bounds)
    if measure == "contribution":
        computed = risen.over(grown, 100.0)
    elif measure == "pull":
        computed = risen.over(then.bounds, 100.0)
    else:
        computed = part_now.bounds.over(now.bounds, 100.0).minus(part_then.bounds.over(then.bounds, 100.0))
    sides = [*wholes, *pieces]
    size = len(total)
    no = np.zeros(size, dtype=bool)
    flat, vague, hardly = no, no, no
    if measure == "contribution":
        flat, vague = grown.value <= 0, grown.low <= 0
        hardly = grown.value * 100 < least_growth * then.value
    bases = {"contribution": (), "pull": (then,), "structure": wholes}[measure]
    conditions = [
        (np.any([side.twice for side in sides], axis=0), results.TWICE_GIVEN),
        (np.any([np.isnan(side.value) for side in wholes], axis=0), WHOLE_MISSING),
        (np.any([np.isnan(side.value) for side in pieces], axis=0), PART_MISSING),
        (np.any([side.unit != now.unit for side in sides], axis=0), results.UNITS_DIFFER),
        (np.full(size, quoted), NOT_RECOMPUTED),
        (flat, NO_GROWTH),
        (vague, WITHIN_BOUNDS),
        (hardly, HARDLY_GROWN),
        (np.any([no, *(side.value <= 0 for side in bases)], axis=0), NO_BASE),
    ]
    return results.result_rows(
        total,
        pd.DataFrame(computed._asdict(), copy=False),
        results.reasons(total.assign(value=0.0), conditions),
        exact=np.all([side.exact for side in sides], axis=0),
        formula=_formula(pieces, wholes, measure),
        unit="%" if measure == "contribution" else "个百分点",
        decimals=1,
        part_now=part_now.value, part_then=part_then.value, whole_now=now.value, whole_then=then.value,
        origins=part_now.origins + part_then.origins + now.origins + then.origins,
        sources=part_now.sources + part_then.sources + now.sources + then.sources,
        **named,
    )  # fmt: skip


def _formula(piece: _Sides, wholes: _Sides, measure: str) -> Texts:
    texts: list[Texts] = [side.text for side in (*piece, *wholes)]
    part: Texts
    all_: Texts
    part, all_ = ("（" + now + "−" + then + "）" for now, then in (texts[:2], texts[2:]))
    shares: Texts = texts[0] + "÷" + texts[2] + "−" + texts[1] + "÷" + texts[3]
    written: dict[str, Texts] = {
        "contribution": part + "÷" + all_,
        "pull": part + "÷" + texts[3],
        "structure": shares,
    }
    return written[measure]
