"""An index by period: found by code, shown in Chinese, in the order of time."""

from __future__ import annotations

import copy
import pickle

import pandas as pd
import pytest

from xj_analysis.quantity.period_labels import PeriodLabel, period_codes, period_index

CODES = ["2024-YTD", "2023-01/2023-06", "2023", "2024Q1", ""]
IN_TIME = ["时点不详", "2023年1—6月", "2023年", "2024年一季度", "2024年以来"]


def test_it_sorts_in_time_and_shows_labels() -> None:
    series = pd.Series(range(5), index=period_index(CODES)).sort_index()
    assert [str(label) for label in series.index] == IN_TIME
    assert all(label in repr(series) for label in IN_TIME)
    assert [str(label) for label in sorted(map(PeriodLabel, CODES))] == IN_TIME


def test_it_compares_with_any_text() -> None:
    """As pandas does where it looks for a name among the labels."""
    label = PeriodLabel("2024")
    assert label < "visits" and label > "" and not label > "visits" and label <= "visits"
    assert label > "2023" and label < PeriodLabel("2025")


def test_an_element_is_found_by_its_code() -> None:
    series = pd.Series(range(5), index=period_index(CODES))
    assert series["2024Q1"] == 3 and series.loc[["2023", ""]].tolist() == [2, 4]
    joined = pd.concat([series, pd.Series([9], index=period_index(["2022"]))])
    assert period_codes(joined.index) == [*CODES, "2022"]


@pytest.mark.parametrize("again", [copy.deepcopy, lambda index: pickle.loads(pickle.dumps(index))])
def test_a_copy_is_still_an_index_by_period(again: object) -> None:
    assert callable(again)
    assert period_codes(again(period_index(CODES))) == CODES


def test_other_indexes_have_no_codes() -> None:
    assert period_codes(pd.Index(["2023"])) is None
    assert period_codes(pd.RangeIndex(3)) is None


def test_the_label_one_sees_finds_a_row_as_the_code_does() -> None:
    series = pd.Series(range(5), index=period_index(CODES)).sort_index()
    for code in CODES:
        label = str(PeriodLabel(code))
        assert series.loc[label] == series.loc[code] == series[label] == series.get(label)
        assert label in series.index and series.drop(label).size == 4
    assert series.loc["2023年1-6月"] == series.loc["2023年1—6月"]
    assert series.loc[["2023年", "2023年1—6月"]].tolist() == series.loc[["2023", "2023-01/2023-06"]].tolist()
    assert series.loc["2023年1—6月":"2023年"].tolist() == series.iloc[1:3].tolist()
    assert series.reindex(["2023年", "无"]).isna().tolist() == [False, True]
    with pytest.raises(KeyError, match="2019年"):
        series.loc["2019年"]


def test_labels_find_rows_after_what_is_usual_in_pandas() -> None:
    series = pd.Series(range(5), index=period_index(CODES)).sort_index()
    frame = pd.DataFrame({"a": series, "b": series.tail(2)})
    for made in (
        series.tail(3),
        series[series < 3],
        series + series,
        series.shift(1),
        frame,
        frame["b"],
        copy.deepcopy(series),
    ):
        assert "2024年以来" in made.index and made.loc["2024年以来"] is not None
    assert frame.T["2023年"].tolist()[0] == series.loc["2023"]
