"""Figures of 就业之家: gaps and 求人倍率 by trade add up, people placed later are waiting, services of the year."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made
from xj_analysis.instruments.job_figures import (
    TOTAL,
    job_seekers,
    network_levels,
    seeker_figures,
    services,
    trade_counts,
    trade_figures,
)  # fmt: skip
from xj_analysis.instruments.jobs import open_posts

DAY = date(2025, 9, 30)
POSTS = st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=9)
WANTS = st.lists(st.tuples(st.sampled_from("乙丙丁"), st.booleans()), max_size=9)


@given(POSTS, WANTS)
def test_trades_add_up_to_all(posts: list[tuple[str, int, int]], wants: list[tuple[str, bool]]) -> None:
    offered = pd.DataFrame({
        "origin": [f"a{n}" for n in range(len(posts))], "title": [each[0] for each in posts],
        "wanted": [float(each[1]) for each in posts], "filled": [float(each[2]) for each in posts],
        "posted": pd.Timestamp("2025-09-01"),
    })  # fmt: skip
    looking = pd.DataFrame({
        "origin": [f"b{n}" for n in range(len(wants))], "wants": pd.Series([each[0] for each in wants], dtype=object),
        "waiting": pd.Series([each[1] for each in wants], dtype=bool),
    })  # fmt: skip
    known = open_posts(offered, DAY)
    counts = trade_counts(known, looking)
    found = trade_figures(known, looking, counts.index)
    for column in ("需求", "到岗", "缺口", "求职"):
        parts = [figure.value or 0 for name, figure in found[column].items() if name != TOTAL]
        assert sum(parts) == (found[column][TOTAL].value or 0)
    assert found["缺口"][TOTAL].value == sum(max(each[1] - each[2], 0) for each in posts)
    waiting = sum(each[1] for each in wants)
    ratio = found["求人倍率"][TOTAL]
    assert (ratio.value is None) == (waiting == 0)
    if waiting:
        assert float(ratio.value or 0) == pytest.approx(float(found["缺口"][TOTAL].value or 0) / waiting, abs=0.005)


@given(st.dates(date(2025, 1, 1), date(2025, 9, 30)))
def test_nobody_is_placed_after_the_day(as_of: date) -> None:
    rows = pd.DataFrame({
        "origin": ["a", "b", "c"], "registered": pd.to_datetime(["2025-01-01", "2025-05-01", "2025-10-01"]),
        "placed": pd.Series(["2025-03-01", None, None], dtype="datetime64[s]"),
    })  # fmt: skip
    found = seeker_figures(job_seekers(rows, as_of))
    assert found["登记"].value == 1 + (as_of >= date(2025, 5, 1))
    assert found["就业"].value == (as_of >= date(2025, 3, 1))
    assert (found["登记"].value or 0) == (found["就业"].value or 0) + (found["求职"].value or 0)
    assert (found["中位数"].value is None) == (as_of < date(2025, 3, 1))


def test_the_network_of_the_county_has_its_levels_in_order(made: Made) -> None:
    found = network_levels(made.rows("job_network"), DAY)["网点"]
    assert [*found.index] == ["县级", "工业园区", "乡镇", "村（社区）", TOTAL]
    assert [found[level].value for level in ("县级", "工业园区", "乡镇")] == [1, 1, 11]
    assert sum(found[level].value or 0 for level in found.index if level != TOTAL) == found[TOTAL].value


def test_services_are_those_of_the_year_up_to_the_day(made: Made) -> None:
    rows = made.rows("job_services")
    found = services(rows, date(2025, 6, 30))
    held = rows[(rows["day"] <= "2025-06-30") & (rows["kind"] == "创业担保贷款")]
    assert float(found["金额"]["创业担保贷款"].value) == held["amount"].sum()
    assert services(rows, date(2024, 12, 31)).empty


def test_services_without_amounts_have_none() -> None:
    rows = pd.DataFrame({"origin": ["a"], "kind": ["招聘会"], "day": pd.to_datetime(["2025-03-01"])})
    assert services(rows, DAY).columns.tolist() == []
