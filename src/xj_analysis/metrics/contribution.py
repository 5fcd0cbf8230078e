"""贡献率, 拉动 and structure: what the parts gave to the change of the whole (CONVENTIONS §1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

import numpy as np
import pandas as pd

from ..county.model import Indicator
from .change import NO_BASE, NOT_RECOMPUTED
from .columns import intervals, results
from .columns.matching import ABSENT, TWICE, coded, found, packed
from .columns.rounding import Floats
from .columns.text import Flags, Ints, Texts, words

NO_GROWTH = "总量没有增长，不算贡献率"
PART_MISSING = "缺少组成部分，不计算"
WHOLE_MISSING = "缺少总量，不计算"

OTHER = "other"
"""The indicator of what the parts leave over (其他)."""

_PLACE = ["area", "subject", "nature"]
_LABEL = {"contribution": "贡献率", "pull": "拉动", "structure": "占比变化"}
_NOTHING = 1e-9  # what binary noise leaves over where the parts make the whole


def contributions(
    frame: pd.DataFrame, whole: Indicator, parts: Sequence[Indicator], *, now: str, then: str
) -> pd.DataFrame:
    """Return 贡献率: the change of each part in % of the change of the whole.

    Parameters
    ----------
    frame
        A figure frame that holds `whole` and `parts` in both periods, for any areas.
    whole, parts
        Their indicators; what the parts leave over is 其他.
    now, then
        Codes of the two periods.

    Returns
    -------
    For each area, a row a part and one for 其他 (indicator ``other``) where the parts leave something over: they sum to
    100. part_now, part_then, whole_now, whole_then are the inputs. Without value and with a reason: the whole did not
    grow, something is missing, values at comparable prices.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> total, part = (Indicator(slug=slug, name=slug, unit="万元", kind="flow") for slug in ("t", "p"))
    >>> rows = sample(indicator=["t", "t", "p", "p"], period=["2022", "2023"] * 2, value=[100.0, 120.0, 40.0, 55.0])
    >>> contributions(rows, total, [part], now="2023", then="2022")[["label", "value"]].to_dict("list")
    {'label': ['p贡献率', '其他贡献率'], 'value': [75.0, 25.0]}
    """
    return _parts(frame, whole, parts, now, then, "contribution")


def pulls(frame: pd.DataFrame, whole: Indicator, parts: Sequence[Indicator], *, now: str, then: str) -> pd.DataFrame:
    """Return 拉动: the points of the whole's growth that each part gave, which is 贡献率 × growth of the whole.

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
    measure: Literal["contribution", "pull", "structure"],
) -> pd.DataFrame:
    slugs = [part.slug for part in parts]
    indicator, period = words(frame["indicator"]), words(frame["period"])
    at = {
        (slug, code): np.flatnonzero(indicator.says(slug) & period.says(code))
        for slug in (whole.slug, *slugs)
        for code in (now, then)
    }
    total = frame.iloc[at[whole.slug, now]].reset_index(drop=True)
    if total.empty:
        return frame.iloc[:0]
    here, there = packed(*coded(_PLACE, total, frame))
    sides = [_side(frame, rows, found(here, there[rows]), code) for (_, code), rows in at.items()]
    wholes, pieces = sides[:2], [sides[first : first + 2] for first in range(2, len(sides), 2)]
    over = [_left_over(wholes[side], [piece[side] for piece in pieces]) for side in (0, 1)]
    quoted = measure != "structure" and any(i.price_basis in ("comparable", "like-for-like") for i in (whole, *parts))
    names = [part.name for part in parts]
    rows = [
        _one(total, wholes, piece, measure, quoted, slug, name)
        for piece, slug, name in zip([*pieces, over], [*slugs, OTHER], [*names, "其他"], strict=True)
    ]
    last = rows[-1]
    rows[-1] = last[~(last["value"].abs() <= _NOTHING) | (last["part_now"].abs() > _NOTHING)]
    return pd.concat(rows).sort_index(kind="stable").reset_index(drop=True)


@dataclass(frozen=True)
class _Side:
    """An indicator in one period, beside each row of the whole; twice says that there are several."""

    bounds: pd.DataFrame
    exact: Flags
    twice: Flags
    unit: Texts
    text: Texts
    origins: Texts
    sources: Texts

    @property
    def value(self) -> Floats:
        return self.bounds["value"].to_numpy()


def _side(frame: pd.DataFrame, at: Ints, place: Ints, period: str) -> _Side:
    """The rows of `frame` that are `at`, at their `place` beside the whole."""
    row = np.where(place < 0, ABSENT, np.append(at, ABSENT)[place])
    text = results.texts(frame, period)
    none = _nobody(len(row))
    return _Side(
        results.bounds(frame, row),
        exact=np.append(results.exact(frame), True)[row],
        twice=place == TWICE,
        unit=np.append(frame["unit"].to_numpy(dtype=object), "")[row],
        text=np.full(len(row), text, dtype=object) if isinstance(text, str) else np.append(text, period)[row],
        origins=results.joined(none, frame["origins"], row),
        sources=results.joined(none, frame["sources"], row),
    )


def _nobody(size: int) -> pd.Series:
    return pd.Series([()] * size, dtype=object)


def _left_over(total: _Side, pieces: list[_Side]) -> _Side:
    sides = (total, *pieces)
    alike = np.all([side.unit == total.unit for side in sides], axis=0)
    none = _nobody(len(alike)).to_numpy()  # the whole's own are named with it
    return _Side(
        reduce(intervals.subtract, (piece.bounds for piece in pieces), total.bounds),
        exact=np.all([side.exact for side in sides], axis=0),
        twice=np.any([side.twice for side in sides], axis=0),
        unit=np.where(alike, total.unit, "").astype(object),
        text=np.full(len(alike), "其他", dtype=object),
        origins=sum((piece.origins for piece in pieces), none),
        sources=sum((piece.sources for piece in pieces), none),
    )


def _one(
    total: pd.DataFrame,
    wholes: list[_Side],
    piece: list[_Side],
    measure: Literal["contribution", "pull", "structure"],
    quoted: bool,
    slug: str,
    name: str,
) -> pd.DataFrame:
    risen, grown = (intervals.subtract(now.bounds, then.bounds) for now, then in (piece, wholes))
    if measure == "contribution":
        computed = intervals.divide(risen, grown, 100.0)
    elif measure == "pull":
        computed = intervals.divide(risen, wholes[1].bounds, 100.0)
    else:
        shares = [intervals.divide(own.bounds, all_.bounds, 100.0) for own, all_ in zip(piece, wholes, strict=True)]
        computed = intervals.subtract(*shares)
    sides = [*wholes, *piece]
    size = len(total)
    no = np.zeros(size, dtype=bool)
    flat = (grown["value"] <= 0).to_numpy() if measure == "contribution" else no
    bases = {"contribution": [], "pull": wholes[1:], "structure": wholes}[measure]
    conditions = [
        (np.any([side.twice for side in sides], axis=0), results.TWICE_GIVEN),
        (np.any([np.isnan(side.value) for side in wholes], axis=0), WHOLE_MISSING),
        (np.any([np.isnan(side.value) for side in piece], axis=0), PART_MISSING),
        (np.any([side.unit != wholes[0].unit for side in sides], axis=0), results.UNITS_DIFFER),
        (np.full(size, quoted), NOT_RECOMPUTED),
        (flat, NO_GROWTH),
        (np.any([no, *(side.value <= 0 for side in bases)], axis=0), NO_BASE),
    ]
    return results.made(
        total,
        computed,
        results.reasons(total.assign(value=0.0), conditions),
        exact=np.all([side.exact for side in sides], axis=0),
        formula=_formula(piece, wholes, measure),
        indicator=slug,
        label=f"{name}{_LABEL[measure]}",
        unit="%" if measure == "contribution" else "个百分点",
        decimals=1,
        part_now=piece[0].value, part_then=piece[1].value,
        whole_now=wholes[0].value, whole_then=wholes[1].value,
        origins=piece[0].origins + piece[1].origins + wholes[0].origins + wholes[1].origins,
        sources=piece[0].sources + piece[1].sources + wholes[0].sources + wholes[1].sources,
    )  # fmt: skip


def _formula(piece: list[_Side], wholes: list[_Side], measure: str) -> Texts:
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
