"""Columns of figures in the hands of somebody who knows pandas."""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from xj_analysis.base.errors import DataError
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figure_dtype import FigureDtype
from xj_analysis.quantity.figure_refusals import FigureUseError
from xj_analysis.quantity.figures import Figure, missing_figure, reported_figure
from xj_analysis.quantity.hedges import Hedge


def figure(number: int, unit: str = "家", hedge: Hedge = Hedge.EXACT) -> Figure:
    return reported_figure(Decimal(number), unit, hedge, origins=(f"o{number}",))


def column(*items: Figure, unit: str = "家") -> Any:
    return pd.Series(FigureArray._from_sequence(items, dtype=FigureDtype(unit)))


@pytest.fixture
def frame() -> Any:
    """Two months of three towns, one of them without a number in the first."""
    items = (figure(3), figure(5), missing_figure("未报", unit="家"), figure(5), figure(12, hedge=Hedge.ABOUT))
    return pd.DataFrame({"town": list("甲甲乙乙丙"), "month": [1, 2, 1, 2, 1], "n": column(*items)})


def texts(result: Any) -> list[str]:
    return [str(each) for each in result]


SAME: list[Callable[[Any], Any]] = [
    lambda x: pickle.loads(pickle.dumps(x)), copy.copy, copy.deepcopy, lambda x: x.copy(),
    lambda x: pd.concat([x[:2], x[2:]]), lambda x: x.shift(1).shift(-1).combine_first(x), lambda x: x.reindex(x.index),
]  # fmt: skip


@pytest.mark.parametrize("work", SAME)
def test_a_copy_has_the_same_numbers_and_lineage(frame: Any, work: Callable[[Any], Any]) -> None:
    for x in (frame["n"], frame["n"] + frame["n"], frame["n"].cumsum()):
        assert work(x).equals(x)


def test_a_group_without_a_number_has_no_sum(frame: Any) -> None:
    """A town that did not report has not reported nought."""
    wide = frame.pivot_table(index="town", columns="month", values="n", aggfunc="sum")
    assert wide.loc["乙", 1] is pd.NA and str(wide.loc["乙", 2]) == "5家"
    assert frame["n"][2:3].sum() is pd.NA


def test_a_sum_tells_what_it_left_out(frame: Any) -> None:
    assert frame["n"].sum().formula == "3家＋5家＋5家＋约12家（另1项无数据）"
    assert frame.groupby("town")["n"].sum()["甲"].formula == "3家＋5家"
    assert frame["n"].cumsum()[3].formula == "3家＋5家＋5家（另1项无数据）"
    assert frame["n"].sum(skipna=False) is pd.NA


def test_a_long_sum_is_written_in_short() -> None:
    total = column(*map(figure, range(1, 41))).sum()
    assert (total.text, total.formula, len(total.origins)) == ("820家", "1家＋…＋40家（共40项）", 40)


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (lambda f: f.pivot_table(index="town", columns="month", values="n", aggfunc="sum", margins=True)["All"],
         ["约12家", "5家", "8家", "约25家"]),
        (lambda f: f.melt(id_vars=["town", "month"])["value"].dropna(), ["3家", "5家", "5家", "约12家"]),
        (lambda f: f.merge(f, on=["town", "month"])["n_y"].dropna(), ["3家", "5家", "5家", "约12家"]),
        (lambda f: f.sort_values("n", ascending=False)["n"].head(2), ["约12家", "5家"]),
        (lambda f: f["n"].diff().dropna(), ["2家", "约7家"]),
        (lambda f: f.query("n > 3")["n"], ["5家", "5家", "约12家"]),
        (lambda f: f[f["n"].between(4, 6)]["n"], ["5家", "5家"]),
        (lambda f: f[["n"]].assign(k=f["n"])[["n", "k"]].sum(axis=1).dropna(), ["6家", "10家", "10家", "约20家"]),
        (lambda f: f.groupby("town")["n"].max(), ["约12家", "5家", "5家"]),
        (lambda f: (f["n"] / f.groupby("town")["n"].transform("sum")).dropna(), ["0.38", "0.62", "1.00", "约1"]),
        (lambda f: f["n"].unique(), ["3家", "5家", "—", "约12家"]),
        (lambda f: f["n"].isin([figure(5)]), ["False", "True", "False", "True", "False"]),
        (lambda f: f["n"].rank(), ["1.0", "2.5", "nan", "2.5", "4.0"]),
        (lambda f: (f["n"] / 3).round(1).dropna(), ["1.0家", "1.7家", "1.7家", "约4家"]),
        (lambda f: np.abs(-f["n"]).dropna(), ["3家", "5家", "5家", "约12家"]),
        (lambda f: f["n"].dropna().map(lambda each: each.text), ["3家", "5家", "5家", "约12家"]),
        (lambda f: f["n"] == "3家", ["False"] * 5),
    ],
)  # fmt: skip
def test_pandas_does_with_figures_what_it_does_with_numbers(
    frame: Any, work: Callable[[Any], Any], expected: list[str]
) -> None:
    assert texts(work(frame)) == [text.replace("—", "（未报）") for text in expected]


def test_growth_by_pct_change_is_a_plain_ratio(frame: Any) -> None:
    """As in pandas, without unit: 0.67 and not 67%; growth in % is that of metrics."""
    result = frame["n"].pct_change(fill_method=None)
    assert (str(result[1]), result.dtype, result[1].formula) == ("0.67", "figure[]", "5家÷3家−1")


def test_units_are_those_of_the_first_where_columns_meet() -> None:
    joined = pd.concat([column(figure(3, "万元"), unit="万元"), column(figure(3, "亿元"), unit="亿元")])
    assert texts(joined) == ["3万元", "30000万元"]
    with pytest.raises(DataError, match="不能换算"):
        column(figure(3), unit="万元")


def test_what_is_shown_are_texts(frame: Any) -> None:
    for shown in (repr(frame), frame._repr_html_(), repr(frame["n"]), repr([frame["n"][4]]), frame.to_csv()):
        assert "约12家" in shown and "11.5" not in shown and "value=" not in shown
    assert "约12家" in frame.to_json(force_ascii=False)
    file = io.BytesIO()
    frame.to_excel(file)
    assert texts(pd.read_excel(file, engine="openpyxl")["n"].tail(1)) == ["约12家"]


def test_numbers_are_a_step_away(frame: Any) -> None:
    assert frame["n"].astype(float).dropna().tolist() == [3.0, 5.0, 5.0, 12.0]
    with pytest.raises(FigureUseError, match="请先 float"):
        frame["n"].dropna().astype(int)


def test_lineage_is_computed_only_where_it_is_looked_at() -> None:
    """The million elements of a sum that nobody prints cost nothing."""
    x = FigureArray._from_sequence([figure(number) for number in range(1, 9)], dtype=FigureDtype("家"))
    looked_at: list[int] = []
    total: Any = (pd.Series(x) + pd.Series(x)).array
    formula = total.lazy("formula")
    write = formula._combine

    def watched(*columns: Any) -> Any:
        looked_at.append(len(columns[0]))
        return write(*columns)

    formula._combine = watched
    assert texts(total[:2]) == ["2家", "4家"] and total[1].formula == "2家＋2家"
    assert looked_at and max(looked_at) <= 2


def test_setting_an_element_changes_no_copy() -> None:
    x = column(figure(1), figure(2))
    shifted, view = x.copy(), x[:]
    x.iloc[0] = figure(9)
    assert (texts(x), texts(shifted), texts(view)) == (["9家", "2家"], ["1家", "2家"], ["1家", "2家"])
