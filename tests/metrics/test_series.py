"""Metrics of columns of figures: true for all values that the inputs allow, and what they refuse."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import REPO
from xj_analysis import Briefing, metrics
from xj_analysis.base.errors import UsageError
from xj_analysis.county.model import Indicator
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figure_dtype import FigureDtype
from xj_analysis.quantity.figures import Figure, missing_figure, reported_figure
from xj_analysis.quantity.hedges import Hedge, published_interval
from xj_analysis.quantity.period_labels import period_index

Known = tuple[Figure, Fraction]


@st.composite
def known(draw: st.DrawFn, least: int = 1) -> Known:
    """A figure that is not negative, and a true value that it may stand for."""
    number = Decimal(draw(st.integers(least, 10**5))).scaleb(-draw(st.integers(0, 2)))
    hedge = draw(st.sampled_from(list(Hedge)))
    low, high = published_interval(number, hedge, counted=False)
    low, high = max(low, Decimal(0)), min(high, number * 3 + 1)
    part = draw(st.fractions(min_value=0, max_value=1, max_denominator=1000))
    true = Fraction(low) + (Fraction(high) - Fraction(low)) * part
    return reported_figure(number, "万元", hedge, origins=(f"o{draw(st.integers(0, 99))}",)), true


def column(items: Sequence[Figure], index: Any = None, unit: str = "万元") -> pd.Series:
    return pd.Series(FigureArray._from_sequence(items, dtype=FigureDtype(unit)), index=index)


def exact(*numbers: int, index: Any = None, unit: str = "家") -> Any:
    figures = [reported_figure(Decimal(number), unit, origins=(f"o{number}",)) for number in numbers]
    return column(figures, index, unit)


def holds(figure: Any, true: Fraction) -> bool:
    """Whether the bounds contain the true number, to fifteen digits."""
    slack = (abs(true) + 1) / 10**13
    low, high = figure.low, figure.high
    return (low == -np.inf or Fraction(low) - slack <= true) and (high == np.inf or true <= Fraction(high) + slack)


@given(st.lists(known(0), min_size=1, max_size=6))
def test_a_share_of_the_own_total_holds_and_stays_within_the_whole(items: list[Known]) -> None:
    figures, true = zip(*items, strict=True)
    x: Any = column(figures)
    result: Any = metrics.share(x)
    total = sum(true, Fraction(0))
    if not x.astype(float).sum():
        assert result[0].reason == "合计为零，不算占比"
        return
    if not total:
        return
    for each, independent, value in zip(result, x / x.sum(), true, strict=True):
        assert holds(each, 100 * value / total)
        assert each.low >= 0 and each.high <= 100 * (1 + 1e-12)
        assert each.low >= 100 * independent.low * (1 - 1e-9)  # not wider than without that knowledge
        assert set(each.origins) == {origin for figure in figures for origin in figure.origins}


@given(st.lists(known(), min_size=1, max_size=4), st.lists(known(), min_size=4, max_size=4))
def test_a_share_in_another_column_holds(parts: list[Known], wholes: list[Known]) -> None:
    wholes = wholes[: len(parts)]
    result: Any = metrics.share(column([part[0] for part in parts]), column([whole[0] for whole in wholes]))
    for each, part, whole in zip(result, parts, wholes, strict=True):
        assert not whole[1] or holds(each, 100 * part[1] / whole[1])


@given(known(), known())
def test_a_share_of_single_figures_is_that_of_their_columns(part: Known, whole: Known) -> None:
    one: Any = metrics.share(part[0], whole[0])
    column_of_one: Any = metrics.share(column([part[0]]), column([whole[0]]))
    assert (one, one.low, one.high) == (column_of_one[0], column_of_one[0].low, column_of_one[0].high)
    several: Any = metrics.share(column([part[0], part[0]], ["甲镇", "乙镇"]), whole[0])
    assert several.tolist() == [one, one] and list(several.index) == ["甲镇", "乙镇"]


def test_a_share_of_what_is_not_known_tells_why() -> None:
    assert metrics.share(missing_figure("未报", unit="家"), reported_figure(Decimal(3), "家")).reason == "未报"


@given(known(), known())
def test_growth_holds_the_true_growth(then: Known, now: Known) -> None:
    result: Any = metrics.growth(column([now[0], then[0]], period_index(["2024", "2023"])))
    assert result["2023"].reason == "缺上年同期数"
    assert not then[1] or holds(result["2024"], 100 * (now[1] / then[1] - 1))
    assert set(result["2024"].origins) == {*now[0].origins, *then[0].origins}


@given(known(), known())
def test_a_completion_holds_the_true_one(done: Known, goal: Known) -> None:
    """A target without a hedge is exact: it is decided, not measured."""
    result: Any = metrics.completion(column([done[0]], ["甲镇"]), column([goal[0]], ["甲镇"]))
    assert result["甲镇"].reason == "不是年初以来的累计，不能与年度目标比"
    periods = period_index(["2024-01/2024-09"]), period_index(["2024"])
    result = metrics.completion(column([done[0]], periods[0]), column([goal[0]], periods[1]))
    target = Fraction(goal[0].value or 0) if goal[0].hedge is Hedge.EXACT else goal[1]
    assert not target or holds(result.iloc[0], 100 * done[1] / target)


def texts(series: pd.Series) -> list[str]:
    return [str(each) for each in series]


def test_what_cannot_be_computed_tells_why() -> None:
    missing = column([missing_figure("未报", unit="家"), reported_figure(Decimal(3), "家")], unit="家")
    assert texts(metrics.share(missing)) == ["（有缺数，不算占比）"] * 2
    assert texts(metrics.share(exact(3, -1))) == ["（有负数，不算占比）"] * 2
    assert texts(metrics.rank(missing)) == ["（未报）", "（横截面不完整，不排位）"]
    hedged = column(
        [reported_figure(Decimal(n), "家", h) for n, h in ((80, Hedge.ABOUT), (82, Hedge.EXACT))], unit="家"
    )
    assert texts(metrics.rank(hedged)) == ["（约数不能定先后，不排位）"] * 2


def test_only_like_windows_are_compared() -> None:
    codes = ["2023", "2024-01/2024-06", "2024-YTD", "2024"]
    result: Any = metrics.growth(exact(100, 60, 70, 110, index=period_index(codes)))
    assert texts(result) == ["（缺上年同期数）", "（缺上年同期数）", "（窗口不同）", "10.0%"]
    assert result.iloc[3].formula == "110家÷100家−1"
    percent = metrics.growth(exact(60, 65, index=period_index(["2023", "2024"]), unit="%"))
    assert str(percent.dtype) == "figure[个百分点]"


def test_growth_that_is_quoted_is_not_computed() -> None:
    gdp = Indicator(slug="gdp", name="生产总值", unit="家", kind="flow", price_basis="comparable")
    series = exact(100, 110, index=period_index(["2023", "2024"]))
    series.attrs["indicator"] = gdp
    assert texts(metrics.growth(series))[1] == "（可比口径）"
    assert texts(metrics.growth(series[:]))[1] == "（可比口径）"
    assert texts(metrics.growth(series / 2))[1] == "10.0%"  # no longer that indicator


def test_ranks_share_the_better_place() -> None:
    x = exact(3, 5, 5, 1, index=list("甲乙丙丁"))
    result: Any = metrics.rank(x)
    assert texts(result) == ["3位", "1位", "1位", "4位"] and result.index.tolist() == list("甲乙丙丁")
    assert texts(metrics.rank(x, better="lower")) == ["2位", "3位", "3位", "1位"]
    assert result["甲"].formula == "4个由高到低的位次" and set(result["甲"].origins) == {"o3", "o5", "o1"}


@pytest.mark.parametrize("name", ["share", "growth", "rank"])
@pytest.mark.parametrize("series", [pd.Series([1.0, 2.0]), [1.0], pd.Series(["3家"])])
def test_numbers_without_a_source_are_refused(name: str, series: Any) -> None:
    with pytest.raises(UsageError, match=f"metrics.{name}：要一列带来源的数"):
        getattr(metrics, name)(series)


@pytest.mark.parametrize("name", ["share", "growth", "rank"])
def test_a_column_of_nothing_has_nothing(name: str) -> None:
    assert len(getattr(metrics, name)(exact())) == 0


def test_a_notebook_says_each_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the example county, the same as the metrics of frames give."""
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    b = Briefing("overview", county="example")
    done: Any = metrics.completion(b["tourism_income"], b["tourism_income", "target"])
    rows = b.sound[(b.sound["area"] == b.county.code) & (b.sound["indicator"] == "tourism_income")]
    expected = metrics.completion(rows, b.county.indicators)
    by_period = dict(zip(expected["period"], expected["value"], strict=True))
    assert done.notna().sum() > 5
    for label, each in done.dropna().items():
        assert float(each) == by_period[str.__str__(label)]
    growth: Any = metrics.growth(b["tourism_income"])
    expected = metrics.year_on_year(rows[rows["nature"] == "actual"], b.county.indicators)
    assert growth.astype(float).dropna().tolist() == expected.set_index("period")["value"].reindex(
        [str.__str__(label) for label in growth.index]).dropna().tolist()  # fmt: skip
    ranked: Any = metrics.rank(b["tourism_income", "town"])
    assert sorted(ranked.dropna().astype(float)) == list(range(1, 12))
    shares: Any = metrics.share(b["tourism_income", "town"])
    assert shares.astype(float).sum() == pytest.approx(100)
    assert {each.label[-2:] for each in shares} == {"占比"} and {each.label[-2:] for each in ranked} == {"位次"}
    by_town: Any = metrics.completion(b["tourism_income", "town"], b["tourism_income", "town", "target"])
    assert by_town.notna().all()


WRONG: Any = [
    (lambda m: m.share(exact(1, 2).to_frame("a")), "frame.apply(metrics.share)"),
    (lambda m: m.growth(exact(1, 2).to_frame("a")), "frame.apply(metrics.growth)"),
    (lambda m: m.completion(exact(1).to_frame("a"), exact(1)), "frame.apply(metrics.completion)"),
    (lambda m: m.share(exact(1), 5), "metrics.share：要一列带来源的数，得到“int”。"),
    (lambda m: m.completion(exact(1), 5), "metrics.completion：要一列带来源的数，得到“int”。"),
    (lambda m: m.completion(exact(1)), "请写 metrics.completion(actual, target, …)。"),
    (lambda m: m.growth(exact(1), 5), "metrics.growth：不写名称的参数至多1个，得到“int”。"),
    (lambda m: m.rank(exact(1), better="hihger"), "得到“hihger”。是否想写“higher”？"),
    (lambda m: m.rank(exact(1), bettr="lower"), "得到“bettr”。是否想写“better”？"),
]


@pytest.mark.parametrize(("call", "message"), WRONG)
def test_a_wrong_call_is_a_message(call: Any, message: str) -> None:
    with pytest.raises(UsageError) as error:
        call(metrics)
    assert message in str(error.value)


def test_each_column_of_a_frame_has_its_own_shares() -> None:
    frame = pd.DataFrame({"a": exact(1, 3), "b": exact(4, 1)})
    assert [str(each) for each in frame.apply(metrics.share)["b"]] == ["80.0%", "20.0%"]
