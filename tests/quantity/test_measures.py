"""Sums that would count something twice, in the hands of somebody who knows pandas."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity import periods
from xj_analysis.quantity.figure_array import FigureArray

COUNTY, TOWN, TOWN_2, CITY = "360823", "360823101", "360823102", "360800"
TO_MARCH, TO_APRIL, MAY, JUNE, YEAR = "2024-01/2024-03", "2024-01/2024-04", "2024-05", "2024-06", "2023"


def column(kind: str = "flow", **about: Any) -> Any:
    """A column of two figures or more, of one indicator of a kind."""
    count = max(len(each) for each in about.values() if isinstance(each, list))
    about = {"indicator": "visits", "area": COUNTY, "label": "接待游客", "kind": kind} | about
    rows = sample(value=[float(n + 1) for n in range(count)], **about)
    return pd.Series(FigureArray.from_frame(rows), name="visits")


SUMS: list[Callable[[Any], Any]] = [
    lambda x: x.sum(), lambda x: x.groupby([0] * len(x)).sum(), lambda x: x.cumsum(), lambda x: (x * 2).sum(),
    lambda x: x.to_frame().sum(), lambda x: x.astype("figure[元]").sum(),
    lambda x: x.to_frame().pivot_table(values="visits", index=[0] * len(x), aggfunc="sum"),
    lambda x: pd.Series(x.tolist(), dtype="figure[万元]").sum(),
    lambda x: x.groupby(list(range(len(x)))).sum().sum(),
]  # fmt: skip
ONCE = SUMS
SUMS = [*ONCE, lambda x: pd.concat([x, x * 1]).sum()]
MEANS: list[Callable[[Any], Any]] = [lambda x: x.mean(), lambda x: x.groupby([0] * len(x)).mean()]
TWICE = [
    (column(period=[TO_MARCH, TO_APRIL]), '得到“2024年1—3月、2024年1—4月”。请先取同一期，如 列.loc.."2024年1—4月"'),
    (column(period=["2024", "2024-YTD"]), "时间有重叠"),
    (column(period=[MAY, "2024Q1", "2024"]), "时间有重叠"),
    (column(period=[TO_MARCH, TO_APRIL], area=[TOWN, TOWN_2]), "时间有重叠"),
    (column(period=[YEAR, MAY]), "各期长短不一，得到“2023年、2024年5月”"),
    (column(area=[COUNTY, TOWN]), "把一个地方与其中的一部分加在一起"),
    (column(area=[TOWN, COUNTY, TOWN_2]), "把一个地方与其中的一部分加在一起"),
    (column(area=[CITY, COUNTY]), "把一个地方与其中的一部分加在一起"),
    (column(subject=["", "物流园"]), "把总数与其中的一项加在一起，会重复计算，得到“物流园”"),
    (column(nature=["actual", "target"]), "把完成数与计划数、目标数加在一起"),
]  # fmt: skip


@pytest.mark.parametrize("work", SUMS)
@pytest.mark.parametrize(("x", "words"), TWICE)
def test_nothing_is_counted_twice(x: Any, words: str, work: Callable[[Any], Any]) -> None:
    with pytest.raises(DataError, match=words) as error:
        work(x)
    assert error.value.fault.where in ("“接待游客”求和", "“接待游客”逐期累加", "“visits”求和")
    assert error.value.fault.do.startswith("请")


@pytest.mark.parametrize("work", MEANS)
@pytest.mark.parametrize(("x", "words"), TWICE)
def test_a_mean_counts_nothing_twice_either(x: Any, words: str, work: Callable[[Any], Any]) -> None:
    with pytest.raises(DataError, match=words):
        work(x)


@pytest.mark.parametrize("work", ONCE)
@pytest.mark.parametrize(
    "x",
    [
        column(period=[MAY, JUNE]), column(period=["2024Q1", "2024Q2"]), column(period=["2022", YEAR]),
        column(area=[TOWN, TOWN_2]), column(kind="stock", area=[TOWN, TOWN_2]), column(subject=["甲园", "乙园"]),
        column(indicator=["visits", "income"], period=[TO_MARCH, TO_APRIL]), column(period=["", TO_APRIL]),
        column(kind="", period=[TO_MARCH, TO_APRIL]), column(period=[MAY, JUNE], area=[TOWN, TOWN_2]),
    ],
)  # fmt: skip
def test_parts_are_summed(x: Any, work: Callable[[Any], Any]) -> None:
    work(x)
    assert float(x.sum()) == x.astype(float).sum()


def test_stocks_are_averaged_over_periods_and_rates_not_summed() -> None:
    stock, rate = column(kind="stock", period=["2022", YEAR]), column(kind="rate", area=[TOWN, TOWN_2])
    for work in SUMS[:4]:
        with pytest.raises(DataError, match="时点数不能跨期相加，得到“2022年、2023年”"):
            work(stock)
        with pytest.raises(DataError, match="率和人均数不能相加"):
            work(rate)
    assert float(stock.mean()) == float(rate.mean()) == 1.5
    assert float((stock[0] + stock[1]) / 2) == 1.5 and stock.max().text == "2.0万元"


def test_two_figures_that_overlap_are_not_added_by_hand() -> None:
    x = column(period=[TO_MARCH, TO_APRIL, MAY])
    works: list[Callable[[], Any]] = [lambda: x[0] + x[1], lambda: x + x.shift(1), lambda: sum(x.tolist())]
    for work in works:
        with pytest.raises(DataError, match="“接待游客”相加：时间有重叠"):
            work()
    assert float(x[1] + x[2]) == 5.0 and float(x[1] - x[0]) == 1.0


AGGREGATED: list[Callable[[Any], Any]] = [
    lambda x: x.sum(), lambda x: x.mean(), lambda x: x.max(), lambda x: x.min(), lambda x: x.median(),
    lambda x: x.cumsum().iloc[-1], lambda x: x.groupby([0] * len(x)).sum().iloc[0], lambda x: sum(x.tolist()),
    lambda x: x.sum() * 2, lambda x: x.sum() / 9, lambda x: 2 * x.max() + other_indicator(),
    lambda x: -1 * -x.sum(),
    lambda x: pd.concat([x.iloc[:1], x.iloc[1:].groupby([0]).sum()]).sum(), lambda x: abs(x.sum()),
    lambda x: pickle.loads(pickle.dumps(x.sum().element))[0], lambda x: x.astype("figure[元]").sum(),
]  # fmt: skip
"""Numbers computed of all elements of a column of two towns."""


def other_indicator() -> Any:
    """A number of the county of another indicator."""
    return column(indicator="income", label="收入", area=[COUNTY])[0]


@pytest.mark.parametrize("of", AGGREGATED)
def test_what_a_computed_figure_covers_is_not_added_again(of: Callable[[Any], Any]) -> None:
    towns, county = column(area=[TOWN, TOWN_2]), column(area=[COUNTY])[0]
    works: list[Callable[[], Any]] = [
        lambda: of(towns) + county, lambda: county + of(towns), lambda: of(towns) + towns.iloc[0],
        lambda: of(towns) + of(towns), lambda: towns + of(towns), lambda: of(towns) - (-towns.iloc[1]),
        lambda: sum([county, of(towns)]),
    ]  # fmt: skip
    for work in works:
        with pytest.raises(DataError, match=r"“接待游客”相加：.*会重复计算"):
            work()
    assert float(of(towns) - of(towns)) == 0.0, "a difference counts nothing twice"


def test_a_number_is_counted_once() -> None:
    x = column(area=[TOWN, TOWN_2])
    works: list[Callable[[], Any]] = [
        lambda: x[0] + x[0], lambda: x + x, lambda: x.cumsum().sum(), lambda: x.cumsum().cumsum(),
        lambda: pd.concat([x, x]).sum(), lambda: pd.concat([x, x]).mean(), lambda: x + x.iloc[0],
    ]  # fmt: skip
    for work in works:
        with pytest.raises(DataError, match=r"“接待游客”.*同一个数用了两次，会重复计算，得到“2024年”。请只加一次"):
            work()


def test_differences_shares_and_parts_stay() -> None:
    x, county = column(area=[TOWN, TOWN_2]), column(area=[COUNTY])[0]
    shares: Any = x / x.sum()
    assert (x - x).astype(float).tolist() == [0.0, 0.0] and float(shares.sum()) == float(shares[0] + shares[1]) == 1.0
    assert float(x.sum() - x[0] + x[0]) == 3.0 and float((county - x[0]) + x[0]) == 1.0
    assert float(x.iloc[:1].sum() + x.iloc[1:].sum()) == float(x.cumsum().diff().sum() + x[0]) == 3.0
    assert float(county + -1 * x[0]) == 0.0
    assert float(x.max() - x.min()) == 1.0 and float(x.sum() + other_indicator()) == 4.0
    assert float(x[0] + x[0] * shares[1]) == pytest.approx(1 + 2 / 3), "by how much it would grow is not what it is"
    with pytest.raises(DataError, match="同一个数用了两次"):
        (shares.sum()) + shares[0]
    with pytest.raises(DataError, match="把一个地方与其中的一部分加在一起"):
        county - x[0] + x[1]


def test_months_told_from_sums_since_january_are_summed() -> None:
    x = column(period=["2024-01/2024-02", TO_MARCH, TO_APRIL])
    assert float(x.diff().sum()) == float(x[2] - x[0]) == 2.0
    assert float((x[2] - x[1]) + (x[1] - x[0])) == 2.0


def test_a_cumulative_sum_does_not_say_that_it_is_of_a_month() -> None:
    x = column(period=[MAY, JUNE])
    assert [each.period for each in x.cumsum()] == [MAY, ""]


MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
CODES = [*MONTHS, *(f"2024-01/{month}" for month in MONTHS[1:]), "2024", "2024Q1", "2024Q3", "2024-05-01", "2023"]


@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=4))
def test_a_sum_over_periods_is_of_days_apart(codes: list[str]) -> None:
    """Whatever is summed holds no day twice: of any two periods, but the same of other subjects."""
    x = column(period=codes, subject=[f"园{place}" for place in "甲乙丙丁"[: len(codes)]])
    known = [periods.parse(code) for code in dict.fromkeys(codes)]
    overlap = any(one.overlaps(two) for n, one in enumerate(known) for two in known[:n])
    try:
        assert float(x.sum()) == x.astype(float).sum() and not overlap
    except DataError as error:
        assert len(known) > 1 and ("时间有重叠" in str(error)) == overlap
