"""Certificates and chains: counted anew from the workbooks, there is each planted alarm and no other."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from support.planted_county import SEEDS, Alarm, Made, made_county

DAY = pd.Timestamp(2025, 9, 30)
LEDGERS = ("certificates", "chains")
LICENCE = "区域公用品牌授权"


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("seed") / "example", request.param)


def of_certificates(rows: pd.DataFrame) -> Iterator[Alarm]:
    # the last of each product: those before it were renewed
    last = rows.sort_values("expires").drop_duplicates(["name", "kind", "holder"], keep="last")
    for number, expires in zip(last["number"], last["expires"], strict=True):
        days = (expires - DAY).days
        if days <= 90:
            kind, light = ("已到期", "红") if days < 0 else ("将到期", "黄")
            yield Alarm("certificates", number, kind, "", f"{expires:%Y-%m-%d}", abs(days), light)


def of_chains(rows: pd.DataFrame) -> Iterator[Alarm]:
    for name, target, revenue in zip(rows["name"], rows["target"], rows["revenue"], strict=True):
        behind = 75 - 100 * revenue / target
        if behind > 5:
            light = "红" if behind > 10 else "黄"
            yield Alarm("chains", name, "营收滞后", "", f"{DAY:%Y-%m-%d}", round(behind, 1), light)


def reported(made: Made, indicator: str) -> dict[str, float]:
    """What the county reports as 累计 from January, by the period."""
    frame = made.store.frame
    own = frame[(frame["indicator"] == indicator) & (frame["nature"] == "actual")]
    return dict(zip(own["period"], own["value"], strict=True))


def licensed(made: Made, year: int, month: int) -> int:
    rows = made.held["certificates"]
    days = rows["granted"][rows["kind"] == LICENCE]
    return int(days.between(f"{year}-01-01", pd.Timestamp(year, month, 1) + pd.offsets.MonthEnd()).sum())


def contradictions(made: Made) -> Iterator[Alarm]:
    area, since, of_september = made.county.code, f"{DAY:%Y-%m-%d}", "2025-01/2025-09"
    revenue = round(made.held["chains"]["revenue"].sum(), 2)
    for ledger, indicator, value in (
        ("certificates", "brand_products", float(licensed(made, 2025, 9))), ("chains", "cluster_revenue", revenue),
    ):  # fmt: skip
        if reported(made, indicator)[of_september] != value:
            yield Alarm(ledger, area, "与月报不符", indicator, since, round(value, 1), "")


def test_what_is_planted_is_there_and_nothing_else(made: Made) -> None:
    found = [*of_certificates(made.held["certificates"]), *of_chains(made.held["chains"]), *contradictions(made)]
    assert sorted(found) == sorted(alarm for alarm in made.planted if alarm.ledger in LEDGERS)
    assert {alarm.kind for alarm in found} == {"已到期", "将到期", "营收滞后", "与月报不符"}


def test_licences_agree_with_the_reports_of_every_month_before(made: Made) -> None:
    said = reported(made, "brand_products")
    for year in (2023, 2024, 2025):
        for month in range(2, 9 if year == 2025 else 13):
            assert licensed(made, year, month) == said[f"{year}-01/{year}-{month:02d}"], (year, month)


def test_no_certificate_is_granted_after_the_end_or_ends_before_it_is_granted(made: Made) -> None:
    rows = made.held["certificates"]
    assert (rows["granted"] <= DAY).all() and (rows["granted"] < rows["expires"]).all()
    years = ((rows["expires"] - rows["granted"]).dt.days / 365.25).round()
    assert years.groupby(rows["kind"]).agg(set).to_dict() == {
        "绿色食品": {3}, "有机农产品": {1}, "地理标志": {10}, LICENCE: {2, 3},
    }  # fmt: skip


def test_chains_are_seven_with_a_leader_each_and_grow_as_the_clusters_do(made: Made) -> None:
    rows = made.held["chains"]
    assert len(rows) == 7 and rows["leader"].nunique() == 7
    said = reported(made, "cluster_revenue")
    assert rows["revenue_last_year"].sum() == pytest.approx(said["2024-01/2024-09"])
