"""完成率 and 时序进度: results in % of the target of the year, distance to the pace (docs/conventions.md §1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..county.model import Indicator
from ..quantity import intervals
from ..quantity.hedges import Rounding
from .columns import results
from .columns.coded_text import Flags, encode_text, shared_codes
from .columns.matching import ABSENT, TWICE, Spans, encode_columns, find_keys, pack_keys
from .columns.rounding import Floats, printed_column

NO_TARGET = "没有年度目标"
NOT_A_RESULT = "计划数、预计数不是完成数"
NOT_CUMULATIVE = "不是年初以来的累计，不能与年度目标比"
NOT_A_QUANTITY = "比率、时长的目标不算完成率"
TARGET_NOT_POSITIVE = "目标不为正，不计算"
NO_PACE = "没有这个月的进度计划"
NOT_A_COMPLETION = "不是完成率，不能与进度比"
STRADDLES = "约数跨过时序进度，不能定快慢"
IMPRECISE = "精度不足，不能定快慢"

AHEAD, BEHIND, LEVEL, UNDECIDED = "快于", "慢于", "持平", "待核"

_SUBJECT = ["indicator", "area", "subject"]
_YEAR = 12
_NOISE = 10  # decimals of a difference beyond which there is only binary noise


def completion(
    frame: pd.DataFrame, indicators: Sequence[Indicator], *, targets: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return 完成率: each cumulative result in % of the target of its year.

    Parameters
    ----------
    frame
        A figure frame of observations.
    indicators
        Declare kinds: a flow must be cumulative (from January), a stock is used as it stands; a rate, a change or a
        duration has no 完成率, as it does not grow towards its target month by month.
    targets
        Targets for whole years (nature ``target``, period ``2023``). None: those in `frame`. One without a hedge is
        exact, as it is decided, not measured.

    Returns
    -------
    A row for each row of `frame` that is no target, in %; numerator and denominator are result and target. Without
    value and with a reason: no target (or several), one that is not positive, a period that does not begin in January,
    a planned or forecast value.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> invest = Indicator(slug="i", name="投资", unit="亿元", kind="flow")
    >>> rows = sample(value=[629.0, 647.4, 700.0], period=["2023-01/2023-10", "2023", "2023"],
    ...     nature=["actual", "target", "forecast"])
    >>> completion(rows, [invest])[["value", "reason"]].round(1).to_dict("list")
    {'value': [97.2, nan], 'reason': ['', '计划数、预计数不是完成数']}
    """
    nature = encode_text(frame["nature"])
    is_target = nature.equals("target")
    goals = frame[is_target] if targets is None else targets[results.equals(targets["nature"], "target")]
    rows = frame[~is_target] if is_target.any() else frame
    done, planned = (Spans(encode_text(side["period"])) for side in (rows, goals))
    yearly = np.flatnonzero((planned["first"] == 1) & (planned["last"] == _YEAR))
    indicator = encode_text(rows["indicator"])
    row_keys, goal_keys = encode_columns(_SUBJECT[1:], rows, goals)
    row_indicator, goal_indicator = shared_codes([indicator, encode_text(goals["indicator"])])
    here, there = pack_keys(
        [row_indicator, *row_keys, done["year"]],
        [*(key[yearly] for key in [goal_indicator, *goal_keys]), planned["year"][yearly]],
    )
    place = find_keys(here, there)
    goals = goals.iloc[yearly]
    exact_goal = results.exact(goals)
    whole = results.bounds_columns(goals)
    whole = whole.assign(**{side: np.where(exact_goal, whole["value"], whole[side]) for side in ("low", "high")})
    denominator = results.bounds_columns(whole, place)
    numerator = results.bounds_columns(rows)
    kind = indicator.map_texts({indicator.slug: indicator.kind for indicator in indicators})
    unit, first = encode_text(rows["unit"]), done["first"]
    conditions = [
        (~nature.equals("actual")[~is_target], NOT_A_RESULT),
        (kind.equals("rate", "change", "duration") | unit.equals("%", "‰"), NOT_A_QUANTITY),
        ((first != 1) & ~(kind.equals("stock") & (first > 0)), NOT_CUMULATIVE),
        (place == TWICE, results.TWICE_GIVEN),
        (place == ABSENT, NO_TARGET),
        (~unit.equals_column(encode_text(goals["unit"]).take(place)), results.UNITS_DIFFER),
        (denominator["value"].to_numpy() <= 0, TARGET_NOT_POSITIVE),
    ]
    formula = results.text_columns(rows, "累计完成") + "÷" + results.text_columns(goals, "年度目标", place)
    return results.result_rows(
        rows,
        intervals.divide(numerator, denominator, 100.0),
        results.reasons(rows, conditions),
        exact=results.exact(rows) & np.where(place < 0, True, np.append(exact_goal, True)[place]),
        formula=formula,
        label=results.with_suffix(rows["label"], "完成率"),
        unit="%",
        decimals=1,
        numerator=numerator["value"].to_numpy(),
        denominator=denominator["value"].to_numpy(),
        origins=results.joined_origins(rows["origins"], goals["origins"], place),
        sources=results.joined_sources(rows["sources"], goals["sources"], place),
    )


def against_pace(
    completed: pd.DataFrame,
    *,
    plan: pd.DataFrame | None = None,
    decimals: int = 1,
    rounding: Rounding = "half_even",
    as_printed: bool = True,
) -> pd.DataFrame:
    """Return the difference of each 完成率 to 时序进度 in 个百分点: unrounded values subtracted, rounded once.

    Parameters
    ----------
    completed
        A figure frame of 完成率 in %, from :func:`completion` or published; the period's last month is the pace's.
    plan
        The share of the year's target due by the end of each month: ``month`` (1 … 12), ``share`` (%, cumulative),
        and, for plans by indicator, ``indicator``. None: the calendar, n/12 after month n.
    decimals
        Decimals of the difference.
    rounding
        The rounding of the printed value, which decides the word.
    as_printed
        Whether a published 完成率 without a hedge is exact, as offices take it (74% → 快于7.33), or stands for ± half
        its last decimal.

    Returns
    -------
    A row for each of `completed`, in 个百分点, with completion and pace (both %, unrounded); word is 快于, 慢于, 持平
    (only where it prints as zero) or 待核; undecided is the reason of 待核: a hedge whose bounds straddle the pace, or
    too few digits.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> rates = sample(value=[74.0], unit="%", period=["2023-01/2023-08"])
    >>> against_pace(rates, decimals=2)[["value", "word"]].round(2).to_dict("records")
    [{'value': 7.33, 'word': '快于'}]
    """
    pace = _paces(completed, plan)
    exact = results.exact(completed)
    done = results.bounds_columns(completed)
    as_exact = exact & ~results.equals(completed["reported"], "") & as_printed
    done = done.assign(**{side: np.where(as_exact, done["value"], done[side]) for side in ("low", "high")})
    due = pd.DataFrame(dict.fromkeys(intervals.BOUNDS, pace))
    computed = intervals.subtract(done, due)
    wrong_unit = ~results.equals(completed["unit"], "%")
    reason = results.reasons(completed, [(wrong_unit, NOT_A_COMPLETION), (np.isnan(pace), NO_PACE)])
    word, undecided = _words(computed, ~exact, printed_column(computed, ~exact, decimals, rounding))
    return results.result_rows(
        completed,
        computed,
        reason,
        exact=exact,
        formula=results.text_columns(completed, "完成率") + "−时序进度",
        label=results.with_suffix(completed["label"], "与时序进度之差"),
        unit="个百分点",
        decimals=decimals,
        completion=completed["value"],
        pace=pace,
        word=np.where(reason.equals(""), word, ""),
        undecided=np.where(reason.equals(""), undecided, ""),
    )


def _paces(completed: pd.DataFrame, plan: pd.DataFrame | None) -> Floats:
    """The share of the year due by the end of each row's period in %, NaN where the plan has none."""
    month = Spans(encode_text(completed["period"]))["last"]
    if plan is None:
        return np.where(month > 0, month * 100 / _YEAR, np.nan)
    columns = ["indicator"] if "indicator" in plan else []
    row_keys, plan_keys = encode_columns(columns, completed, plan) if columns else ([], [])
    here, there = pack_keys([*row_keys, month], [*plan_keys, plan["month"].to_numpy(dtype=np.int64)])
    place = find_keys(here, there)
    shares = np.append(plan["share"].to_numpy(dtype=float), np.nan)
    return np.asarray(shares[np.where(place < 0, len(plan), place)])


def _words(
    difference: pd.DataFrame, hedged: Flags, printed: Floats
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """The word of each difference, by its printed value or else its bounds, and the reason where it is undecided."""
    low, high = (difference[side].round(_NOISE).to_numpy() for side in ("low", "high"))
    straddles = hedged & (low < 0) & (high > 0)
    zero, imprecise = (printed == 0) & ~straddles, np.isnan(printed) & (low < 0) & (high > 0)
    with np.errstate(invalid="ignore"):  # bounds open on both sides: unknown in any case
        sign = np.where(np.isnan(printed), low + high, printed)
    unknown = straddles | imprecise
    choices = np.array([UNDECIDED, LEVEL, AHEAD, BEHIND], dtype=object)
    word = choices[np.select([unknown, zero, sign > 0], [0, 1, 2], 3)]
    reasons = np.array(["", STRADDLES, IMPRECISE], dtype=object)
    return word, reasons[np.select([straddles, imprecise], [1, 2], 0)]
