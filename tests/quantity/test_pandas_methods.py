"""Methods of pandas on columns of figures: each keeps the trace, or refuses in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figure_refusals import WAYS, FigureUseError


@pytest.fixture
def x() -> Any:
    """Three towns, exact."""
    rows = sample(value=[3.0, 5.0, 1.0], unit="家", reported=["3", "5", "1"], decimals=0)
    return pd.Series(FigureArray.from_frame(rows), index=["甲镇", "乙镇", "丙镇"], name="firms")


def put(into: Any, at: Callable[[Any], Any], where: Any, value: Any) -> Any:
    """The column with an element set."""
    changed = into.copy()
    at(changed)[where] = value
    return changed


def updated(x: Any) -> Any:
    """The column updated by plain numbers."""
    changed = x.copy()
    changed.update(pd.Series([9], index=["甲镇"]))
    return changed


UNTRACED: list[Callable[[Any], Any]] = [
    lambda x: x.fillna(0), lambda x: x.fillna(value=0.0), lambda x: x.to_frame().fillna(0), lambda x: x.where(x > 0, 0),
    lambda x: x.where(x > 3, other=0), lambda x: x.mask(x > 9, 9), lambda x: x.mask(x > 3, 9), lambda x: x.clip(0),
    lambda x: x.clip(upper=2), lambda x: x.clip(lower=0, upper=9), updated, lambda x: x.shift(1, fill_value=0),
    lambda x: x.reindex(["甲镇", "丁镇"], fill_value=0), lambda x: x.add(x.head(1), fill_value=0),
    lambda x: put(x, lambda y: y.loc, "甲镇", 9), lambda x: put(x, lambda y: y.at, "甲镇", 9),
    lambda x: put(x, lambda y: y.iat, 0, 9), lambda x: put(x, lambda y: y.iloc, 0, "9家"),
    lambda x: put(x, lambda y: y.iloc, slice(None), [1, 2, 3]), lambda x: put(x, lambda y: y, x > 1, 9),
    lambda x: put(x.to_frame(), lambda y: y.loc, ("甲镇", "firms"), 9), lambda x: pd.Series([1], dtype=x.dtype),
    lambda x: pd.Series([1]).astype(x.dtype), lambda x: x + "1", lambda x: x.iloc[0] + "1家", lambda x: x * True,
    lambda x: x * float("inf"), lambda x: x / -np.inf, lambda x: x.iloc[0] * float("inf"), lambda x: x + {},
    lambda x: x * [1.0, np.inf, 2.0], lambda x: x * pd.Timestamp("2024-01-01"), lambda x: x * 1j,
    lambda x: x.iloc[0] * [1, 2], lambda x: x.iloc[0] + None, lambda x: [1] + x.iloc[0], lambda x: x < np.inf,
]  # fmt: skip


@pytest.mark.parametrize("work", UNTRACED)
def test_no_number_without_a_source_comes_in(x: Any, work: Callable[[Any], Any]) -> None:
    with pytest.raises(FigureUseError, match="不能放进没有来源的数，得到“") as error:
        work(x)
    assert len(error.value._render_traceback_()) <= 3


REFUSED: list[Callable[[Any], Any]] = [
    lambda x: x.replace(3, 9), lambda x: x.replace(x.iloc[0], x.iloc[1]), lambda x: x.replace({8848: 9}),
    lambda x: x.replace([1, 2], [3, 4]), lambda x: x.to_frame().replace(3, 9), lambda x: x.describe(),
    lambda x: x.to_frame().replace({"firms": {3: 9}}), lambda x: x.to_frame().describe(), lambda x: x.std(),
    lambda x: x.var(), lambda x: x.quantile(0.5), lambda x: x.prod(), lambda x: x.cumprod(), lambda x: x.any(),
    lambda x: x.rolling(2).sum(), lambda x: x.expanding().mean(), lambda x: x.ewm(2).mean(), lambda x: x.corr(x),
    lambda x: x.cov(x), lambda x: x.to_frame().corr(), lambda x: x.interpolate(), np.log,
    np.sqrt, lambda x: np.sqrt(x.array), lambda x: np.exp(x.iloc[0]), lambda x: np.maximum(x, x),
    lambda x: x // 2, lambda x: 2 // x, lambda x: x % 2, lambda x: x**2, lambda x: 2**x, lambda x: divmod(x, 2),
    lambda x: x & x, lambda x: ~x, lambda x: x.iloc[0] // 2, lambda x: x.iloc[0] ** 2, lambda x: x.iloc[0] % 2,
    lambda x: 2 ** x.iloc[0], lambda x: int(x.iloc[0]), lambda x: f"{x.iloc[0]:.1f}", lambda x: x.astype(int),
    lambda x: x.to_frame().eval("firms * 8848"), lambda x: x.groupby([1, 1, 2]).std(),
    lambda x: x.groupby([1, 1, 2]).quantile(0.5), lambda x: x.to_frame().groupby([1, 1, 2]).quantile(0.5),
    lambda x: x.mode(), lambda x: divmod(x.iloc[0], 2), lambda x: divmod(2, x), lambda x: x.groupby([1, 1, 2]).rank(),
    lambda x: x.to_frame().groupby([1, 1, 2]).rank(),
    lambda x: x.to_frame().groupby([1, 1, 2])["firms"].rank(),
]  # fmt: skip


@pytest.mark.parametrize("work", REFUSED)
def test_what_has_no_interval_is_refused_with_the_way_out(x: Any, work: Callable[[Any], Any]) -> None:
    with pytest.raises(FigureUseError, match="不能这样算，得到“") as error:
        work(x)
    assert error.value.fault.do and len(error.value._render_traceback_()) <= 3


OTHERWISE: list[tuple[Callable[[Any], Any], type[Exception], str]] = [
    (lambda x: x > "a", TypeError, "只能与数比大小，得到“a”"),
    (lambda x: x.iloc[0] <= "a", TypeError, "只能与数比大小"),
    (lambda x: x.iloc[0] < [1], TypeError, "只能与数比大小"),
    (lambda x: x >= pd.Timestamp(0), TypeError, "只能与数比大小"),
    (lambda x: x.round("a"), TypeError, "小数位数要整数，得到“a”"),
    (lambda x: x.iloc[0].__round__(1.5), TypeError, "得到“1.5”"),
    (lambda x: x * [1, 2], ValueError, "长度不同.*得到“3与2”"),
    (lambda x: x.groupby([1, 1, 2]).rank(), TypeError, r"排位请用 metrics.rank\(列\)"),
]  # fmt: skip


@pytest.mark.parametrize(("work", "kind", "words"), OTHERWISE)
def test_what_is_no_number_is_refused_in_chinese(x: Any, work: Callable[[Any], Any], kind: type, words: str) -> None:
    with pytest.raises(kind, match=words) as error:
        work(x)
    assert len(error.value._render_traceback_()) <= 3  # type: ignore[attr-defined]


def test_what_is_equal_to_no_number() -> None:
    x = pd.Series(FigureArray.from_frame(sample(value=[3.0])))
    assert not (x == "a").any() and (x != "a").all() and x.iloc[0] != "a"


def test_messages_name_only_what_is_shown() -> None:
    """A count has no source, and is refused when it is shown."""
    assert "count" not in WAYS


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (lambda x: x.nlargest(2), ["5家", "3家"]), (lambda x: x.nsmallest(1), ["1家"]),
        (lambda x: x.nlargest(9), ["5家", "3家", "1家"]), (lambda x: x.nlargest(0), []),
        (lambda x: pd.concat([x, x]).nlargest(1, keep="all"), ["5家", "5家"]),
        (lambda x: x.to_frame().nlargest(2, "firms")["firms"], ["5家", "3家"]),
        (lambda x: x.to_frame().nsmallest(n=1, columns=["firms"])["firms"], ["1家"]),
        (lambda x: [x.median()], ["3家"]), (lambda x: x.groupby([1, 1, 2]).median(), ["4.0家", "1家"]),
        (lambda x: x.to_frame().query("firms > 2")["firms"], ["3家", "5家"]),
        (lambda x: np.round(x, 0), ["3家", "5家", "1家"]),
        (lambda x: np.add(x, x), ["6家", "10家", "2家"]), (lambda x: np.abs(-x), ["3家", "5家", "1家"]),
        (lambda x: [np.add(x.iloc[0], x.iloc[1])], ["8家"]), (lambda x: x.where(x > 2), ["3家", "5家", "<NA>"]),
        (lambda x: x.where(x > 2, x.iloc[1]), ["3家", "5家", "5家"]),
        (lambda x: x.fillna(x.iloc[0]), ["3家", "5家", "1家"]),
        (lambda x: x.shift(1).fillna(x), ["3家", "3家", "5家"]),
        (lambda x: put(x, lambda y: y.loc, "甲镇", x.iloc[1]), ["5家", "5家", "1家"]),
        (lambda x: x.clip(lower=x.iloc[0]), ["3家", "5家", "3家"]),
        (lambda x: x.to_frame().reset_index().replace("甲镇", "丁镇")["firms"], ["3家", "5家", "1家"]),
        (lambda x: x.astype(float).rolling(2).sum().dropna(), ["8.0", "6.0"]),
        (lambda x: x.astype(float).replace(3, 4), ["4.0", "5.0", "1.0"]),
        (lambda x: [f"{x.iloc[0]}", f"{x.iloc[0]!s}"], ["3家", "3家"]),
    ],
)  # fmt: skip
def test_what_keeps_the_trace_works(x: Any, work: Callable[[Any], Any], expected: list[str]) -> None:
    result = work(x)
    assert [str(each) for each in result] == expected
    assert all(each.origins for each in result if hasattr(each, "origins"))


def test_other_columns_are_left_to_pandas() -> None:
    plain = pd.Series([3.0, 5.0])
    doubled: Any = plain.to_frame("a").eval("a * 2")
    assert plain.replace(3, 9).tolist() == [9.0, 5.0] and plain.describe()["max"] == plain.nlargest(1).item() == 5.0
    assert doubled.tolist() == [6.0, 10.0] and plain.fillna(0).equals(plain)
