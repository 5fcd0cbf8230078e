"""贡献率, 拉动 and structure: what the parts gave to the change of the whole (CONVENTIONS §1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from ..county import Indicator
from . import intervals, results
from .change import NO_BASE, NOT_RECOMPUTED
from .keys import ABSENT, TWICE, coded, found, packed
from .words import Texts

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
    >>> from .samples import sample
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
    >>> from .samples import sample
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
    >>> from .samples import sample
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
    total = frame[(frame["indicator"] == whole.slug) & (frame["period"] == now)].reset_index(drop=True)
    if total.empty:
        return frame.iloc[:0]
    sides = [_side(frame, total, slug, period) for slug in (whole.slug, *slugs) for period in (now, then)]
    wholes, pieces = sides[:2], [sides[at : at + 2] for at in range(2, len(sides), 2)]
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


def _side(frame: pd.DataFrame, total: pd.DataFrame, slug: str, period: str) -> pd.DataFrame:
    """The row of an indicator and period beside each row of the whole; twice says that there are several."""
    have = frame[(frame["indicator"] == slug) & (frame["period"] == period)]
    keys = coded(_PLACE, total, have)
    place = found(*packed(*keys))
    known = np.where(place < 0, ABSENT, place)
    none = pd.Series([()] * len(total), dtype=object)
    return results.bounds(have, known).assign(
        exact=np.append(results.exact(have), True)[known],
        twice=place == TWICE,
        unit=np.append(have["unit"].to_numpy(dtype=object), "")[known],
        text=results.texts(have, period, known),
        origins=results.joined(none, have["origins"], place),
        sources=results.joined(none, have["sources"], place),
    )


def _left_over(total: pd.DataFrame, pieces: list[pd.DataFrame]) -> pd.DataFrame:
    none = pd.Series([()] * len(total), index=total.index, dtype=object)
    rest = total.assign(origins=none, sources=none)  # the whole's own are named with it
    for piece in pieces:
        rest[intervals.BOUNDS] = intervals.subtract(rest, piece)
        rest["exact"] &= piece["exact"]
        rest["twice"] |= piece["twice"]
        rest["unit"] = rest["unit"].where(rest["unit"] == piece["unit"], "")
        for name in ("origins", "sources"):
            rest[name] = rest[name] + piece[name]
    return rest.assign(text="其他")


def _one(
    total: pd.DataFrame,
    wholes: list[pd.DataFrame],
    piece: list[pd.DataFrame],
    measure: Literal["contribution", "pull", "structure"],
    quoted: bool,
    slug: str,
    name: str,
) -> pd.DataFrame:
    risen, grown = intervals.subtract(*piece), intervals.subtract(*wholes)
    if measure == "contribution":
        computed = intervals.divide(risen, grown, 100.0)
    elif measure == "pull":
        computed = intervals.divide(risen, wholes[1], 100.0)
    else:
        shares = [intervals.divide(part, all_, 100.0) for part, all_ in zip(piece, wholes, strict=True)]
        computed = intervals.subtract(*shares)
    sides = [*wholes, *piece]
    size = len(total)
    no = np.zeros(size, dtype=bool)
    flat = (grown["value"] <= 0).to_numpy() if measure == "contribution" else no
    bases = {"contribution": [], "pull": wholes[1:], "structure": wholes}[measure]
    conditions = [
        (np.any([side["twice"].to_numpy() for side in sides], axis=0), results.TWICE_GIVEN),
        (np.any([side["value"].isna().to_numpy() for side in wholes], axis=0), WHOLE_MISSING),
        (np.any([side["value"].isna().to_numpy() for side in piece], axis=0), PART_MISSING),
        (np.any([(side["unit"] != wholes[0]["unit"]).to_numpy() for side in sides], axis=0), results.UNITS_DIFFER),
        (np.full(size, quoted), NOT_RECOMPUTED),
        (flat, NO_GROWTH),
        (np.any([no, *((side["value"] <= 0).to_numpy() for side in bases)], axis=0), NO_BASE),
    ]
    return results.made(
        total,
        computed,
        results.reasons(total.assign(value=0.0), conditions),
        exact=np.all([side["exact"].to_numpy(dtype=bool) for side in sides], axis=0),
        formula=_formula(piece, wholes, measure),
        indicator=slug,
        label=f"{name}{_LABEL[measure]}",
        unit="%" if measure == "contribution" else "个百分点",
        decimals=1,
        part_now=piece[0]["value"], part_then=piece[1]["value"],
        whole_now=wholes[0]["value"], whole_then=wholes[1]["value"],
        origins=piece[0]["origins"] + piece[1]["origins"] + wholes[0]["origins"] + wholes[1]["origins"],
        sources=piece[0]["sources"] + piece[1]["sources"] + wholes[0]["sources"] + wholes[1]["sources"],
    )  # fmt: skip


def _formula(piece: list[pd.DataFrame], wholes: list[pd.DataFrame], measure: str) -> Texts:
    texts: list[Texts] = [side["text"].to_numpy(dtype=object) for side in (*piece, *wholes)]
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
