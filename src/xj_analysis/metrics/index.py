"""Composite index of one of the 三量: standardized indicators of peers, weighted, with the sensitivity to weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..county.model import Headline, Indicator
from ..quantity import intervals
from .columns import results
from .ranking import ranks

NO_WEIGHTS = "没有声明权重，不合成指数"
NO_DIRECTION = "有指标不分优劣，不合成指数"
INCOMPLETE = "横截面不完整，不合成指数"
FLAT = "有指标各地相同，不能比较"

Method = Literal["zscore", "minmax"]
Cube = npt.NDArray[np.float64]

WEIGHT_CHANGE = 0.2
"""The share by which each weight is raised and lowered in turn, to see what the ranks owe to the weights."""
_DECIMALS: dict[str, int] = {"zscore": 2, "minmax": 1}


def quantity_index(
    frame: pd.DataFrame,
    quantity: Headline,
    peers: Sequence[str],
    indicators: Sequence[Indicator],
    *,
    method: Method = "zscore",
) -> pd.DataFrame:
    """Return the index of a quantity for each peer and period, its rank, and the sensitivity of both to the weights.

    Parameters
    ----------
    frame
        A figure frame of results; the rows of peers, without subject, count.
    quantity
        Its ``weights`` name the indicators of the index.
    peers
        Area codes compared.
    indicators
        Declare the better end of each.
    method
        ``zscore``: distance from the peers' mean in (population) standard deviations, weighted; 0 is the average.
        ``minmax``: 0 for the last and 100 for the first of each indicator, weighted.

    Returns
    -------
    A row a peer and period. value is the score; rank its place (nullable integer); score_low, score_high, rank_best and
    rank_worst are the range of score and rank when each weight in turn is a fifth larger or smaller and all are scaled
    to sum to one. Without value and with a reason: no weights, a peer without one of the values, an indicator
    that is neither better high nor low, or equal everywhere.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> rate = Indicator(slug="i", name="甲", unit="%", kind="rate", better="higher")
    >>> economy = Headline(slug="economy", name="经济总量", indicators=("i",), weights={"i": 1.0})
    >>> rows = sample(value=[1.0, 2.0, 3.0], area=["a", "b", "c"], unit="%")
    >>> quantity_index(rows, economy, ["a", "b", "c"], [rate], method="minmax")[["value", "rank"]].to_dict("list")
    {'value': [0.0, 50.0, 100.0], 'rank': [3, 2, 1]}
    """
    slugs = list(quantity.weights)
    names = slugs or list(quantity.indicators)
    chosen = frame["indicator"].isin(names) & frame["area"].isin(peers) & (frame["subject"] == "")
    rows = frame[(chosen & (frame["nature"] == "actual")).to_numpy()]
    codes, periods = pd.factorize(rows["period"])
    axes = {"area": list(peers), "indicator": names}
    shape = (len(periods), len(peers), len(names))
    cells = codes, *(pd.Index(labels).get_indexer(pd.Index(rows[name])) for name, labels in axes.items())
    better = {indicator.slug: indicator.better for indicator in indicators}
    lower = np.array([better.get(slug) == "lower" for slug in names])
    cube = {name: _cube(rows[name].to_numpy(dtype=float), cells, shape) for name in intervals.BOUNDS}
    turned = {"value": "value", "low": "high", "high": "low"}
    cube = {name: np.where(lower, -cube[turned[name]], cube[name]) for name in cube}
    count = np.zeros(shape, dtype=np.int64)
    np.add.at(count, cells, 1)
    scored = (_zscores if method == "zscore" else _minmax)(cube)
    weights = np.array([quantity.weights.get(slug, 0.0) for slug in names])
    each = shape[0] * shape[1]
    conditions = [
        (np.full(each, not slugs), NO_WEIGHTS),
        (np.full(each, any(better.get(slug, "none") == "none" for slug in names)), NO_DIRECTION),
        (_spread((count > 1).any(axis=(1, 2)), shape), results.TWICE_GIVEN),
        (_spread(np.isnan(cube["value"]).any(axis=(1, 2)), shape), INCOMPLETE),
        (_spread((np.ptp(cube["value"], axis=1) == 0).any(axis=1), shape), FLAT),
    ]
    exact = np.ones(shape[0], dtype=bool)
    np.logical_and.at(exact, codes, results.exact(rows))
    total = pd.DataFrame({name: (scored[name] * weights).sum(axis=2).ravel() for name in intervals.BOUNDS})
    blank = pd.DataFrame(
        {"area": np.tile(np.array(peers, dtype=object), shape[0]), "subject": "", "nature": "actual", "value": 0.0}
    )
    origins, sources = (_identifiers(rows[name], codes, cells[1], shape) for name in ("origins", "sources"))
    index = results.result_rows(
        blank.assign(indicator=f"{quantity.slug}_index", period=np.repeat(np.asarray(periods, dtype=object), shape[1])),
        total,
        results.reasons(blank, conditions),
        exact=_spread(exact, shape),
        formula="各指标标准化后按权重相加",
        label=f"{quantity.name}指数",
        unit="",
        decimals=_DECIMALS[method],
        origins=origins,
        sources=sources,
    )
    return _with_sensitivity(_ranked(index, peers), scored["value"], weights)


def _cube(values: Cube, cells: tuple[npt.NDArray[np.int64], ...], shape: tuple[int, int, int]) -> Cube:
    cube = np.full(shape, np.nan)
    cube[cells] = values
    return cube


def _spread(period: npt.ArrayLike, shape: tuple[int, int, int]) -> npt.NDArray[np.bool_]:
    """Flags of periods, repeated for each area."""
    return np.repeat(np.asarray(period, dtype=bool), shape[1])


def _divided(part: dict[str, Cube], base: dict[str, Cube]) -> dict[str, Cube]:
    shape = part["value"].shape
    left, right = (
        pd.DataFrame({name: np.broadcast_to(side[name], shape).ravel() for name in intervals.BOUNDS})
        for side in (part, base)
    )
    quotient = intervals.divide(left, right)
    return {name: quotient[name].to_numpy().reshape(shape) for name in intervals.BOUNDS}


def _zscores(cube: dict[str, Cube]) -> dict[str, Cube]:
    """Distances from the mean in standard deviations; the deviation is off by at most the root mean square error."""
    value, low, high = (cube[name] for name in intervals.BOUNDS)
    with np.errstate(invalid="ignore"):
        error = np.sqrt((np.fmax(high - value, value - low) ** 2).mean(axis=1, keepdims=True))
        spread = value.std(axis=1, keepdims=True)
        part = {
            "value": value - value.mean(axis=1, keepdims=True),
            "low": low - high.mean(axis=1, keepdims=True),
            "high": high - low.mean(axis=1, keepdims=True),
        }
        base = {"value": spread, "low": np.maximum(spread - error, 0.0), "high": spread + error}
    return _divided(part, base)


def _minmax(cube: dict[str, Cube]) -> dict[str, Cube]:
    """Positions between the last (0) and the first (100)."""
    last = {name: cube[name].min(axis=1, keepdims=True) for name in intervals.BOUNDS}
    first = {name: cube[name].max(axis=1, keepdims=True) for name in intervals.BOUNDS}
    turned = {"value": "value", "low": "high", "high": "low"}
    with np.errstate(invalid="ignore"):
        part = {name: np.maximum(cube[name] - last[turned[name]], 0.0) for name in intervals.BOUNDS}
        base = {name: np.maximum(first[name] - last[turned[name]], 0.0) for name in intervals.BOUNDS}
    return {name: np.clip(each * 100, 0.0, 100.0) for name, each in _divided(part, base).items()}


def _identifiers(
    lists: pd.Series, period: npt.NDArray[np.int64], area: npt.NDArray[np.int64], shape: tuple[int, int, int]
) -> pd.Series:
    """Identifiers behind each score: those of the area itself, then those of its peers."""
    by_cell: dict[tuple[int, int], list[str]] = defaultdict(list)
    by_period: dict[int, list[str]] = defaultdict(list)
    for when, where, identifiers in zip(period.tolist(), area.tolist(), lists.tolist(), strict=True):
        by_cell[when, where] += identifiers
        by_period[when] += identifiers
    cells = [(p, a) for p in range(shape[0]) for a in range(shape[1])]
    return pd.Series([tuple(dict.fromkeys(by_cell[cell] + by_period[cell[0]])) for cell in cells], dtype=object)


def _ranked(index: pd.DataFrame, peers: Sequence[str]) -> pd.DataFrame:
    """The index with ranks: by value where there is no hedge, only without overlapping bounds where there is one."""
    exact = results.exact(index)
    judged = index.assign(**{side: np.where(exact, index["value"], index[side]) for side in ("low", "high")})
    return index.assign(rank=ranks(judged, peers)["rank"].reindex(index.index))


def _with_sensitivity(index: pd.DataFrame, scored: Cube, weights: npt.NDArray[np.float64]) -> pd.DataFrame:
    """The index with the range of scores and ranks over a change of each weight by a fifth, rescaled to sum to one."""
    factors = np.vstack([np.eye(len(weights)) * change for change in (WEIGHT_CHANGE, -WEIGHT_CHANGE)]) + 1.0
    varied = np.vstack([weights, weights * factors])
    total = varied.sum(axis=1, keepdims=True)
    scores = np.einsum("pak,sk->spa", scored, varied / np.where(total > 0, total, 1.0)).round(12)
    places = 1 + (scores[:, :, None, :] > scores[:, :, :, None]).sum(axis=3)
    unranked = index["rank"].isna().to_numpy()
    ends = {"rank_best": places.min(axis=0), "rank_worst": places.max(axis=0)}
    missing = index["value"].isna().to_numpy()
    return index.assign(
        score_low=np.where(missing, np.nan, scores.min(axis=0).ravel()),
        score_high=np.where(missing, np.nan, scores.max(axis=0).ravel()),
        **{name: pd.Series(end.ravel(), dtype="Int64").mask(unranked) for name, end in ends.items()},
    )
