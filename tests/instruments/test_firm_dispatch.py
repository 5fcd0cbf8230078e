"""周调度: each firm once, the worst first."""

from __future__ import annotations

from datetime import date

import pandas as pd

from support.planted_county import Made
from xj_analysis.instruments.alarms import worst_first
from xj_analysis.instruments.firm_days import firm_day_alarms, monitored
from xj_analysis.instruments.firm_dispatch import dispatch
from xj_analysis.instruments.firms import firm_alarms, in_pool

DAY = date(2025, 9, 30)


def dispatched(made: Made) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    rows, days, limits = made.rows("enterprises"), made.rows("enterprise_days"), made.county.alarms.firms
    alarms = worst_first([firm_alarms(rows, DAY, limits), firm_day_alarms(days, rows, DAY, limits)])
    return rows, alarms, dispatch(rows, monitored(days, rows, DAY), alarms, DAY, limits)


def test_each_firm_is_there_once_those_with_alarms_first(made: Made) -> None:
    rows, alarms, found = dispatched(made)
    assert sorted(found["key"]) == sorted(rows["key"])
    alarmed = alarms.drop_duplicates("key")["key"].tolist()
    assert found["key"].tolist()[: len(alarmed)] == alarmed
    assert (found["light"] != "").tolist() == (found["kinds"] != "").tolist()


def test_the_kinds_of_a_firm_are_those_of_its_alarms(made: Made) -> None:
    _, alarms, found = dispatched(made)
    kinds = found.set_index("key")["kinds"]
    told = kinds[kinds != ""].str.split("、").map(set).to_dict()
    assert told == alarms.groupby("key")["kind"].agg(set).to_dict()


def test_of_firms_without_alarms_those_that_miss_more_come_first(made: Made) -> None:
    rows, _, found = dispatched(made)
    rest = found[(found["light"] == "") & (found["verdict"] == "难以")]
    assert len(rest) > 1 and rest["missing"].is_monotonic_decreasing
    assert sorted(found["key"][found["verdict"] != ""]) == sorted(rows["key"][in_pool(rows, DAY)])
    assert found["verdict"].iloc[-1] == ""
