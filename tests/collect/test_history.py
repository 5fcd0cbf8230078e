"""Earlier values of a series: the year before, and the latest 累计 of the same year."""

from __future__ import annotations

import pytest

from support.filed_reports import OCTOBER
from xj_analysis.collect.history import History
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store


@pytest.mark.parametrize(("months", "latest"), [(10, "2025-01/2025-09"), (9, "2025-01/2025-08")])
def test_the_latest_is_the_cumulative_value_that_ends_before_the_period(known: Store, months: int, latest: str) -> None:
    history = History.of(known, periods.parse(f"2025-01/2025-{months:02d}"))
    rows = known.current().query("indicator == 'project_investment' and nature == 'actual'")
    expected = rows[rows["period"] == latest].set_index("area")["value"].to_dict()
    found = {area: value for (slug, area), value in history.latest.items() if slug == "project_investment"}
    assert expected and found == expected


def test_the_year_before_is_of_the_same_months(known: Store) -> None:
    history = History.of(known, OCTOBER)
    rows = known.current().query("period == '2024-01/2024-10' and nature == 'actual' and subject == ''")
    expected = rows.dropna(subset="value").set_index(["indicator", "area"])["value"].to_dict()
    assert expected and history.year_before == expected


def test_january_has_no_value_before_it(known: Store) -> None:
    assert History.of(known, periods.parse("2025-01")).latest == {}


@pytest.mark.parametrize(("code", "before"), [("2025-01/2025-10", "2025-09"), ("2025-01", "2024-12")])
def test_the_month_before_is_that_of_single_months(known: Store, code: str, before: str) -> None:
    rows = known.frame.iloc[:2].assign(
        indicator="visits", area=["999900", "999900101"], subject="", nature="actual", value=1.0,
        period=[before, "2025-07"],
    )  # fmt: skip
    store = Store(known.county, rows)
    assert History.of(store, periods.parse(code)).month_before == {("visits", "999900")}
