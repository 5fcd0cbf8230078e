"""The data of 峡江县 against the transcripts they were taken from, cell by cell."""

from __future__ import annotations

import csv
import hashlib
import re
from functools import cache
from pathlib import Path

import pytest

from support.county_folder import REPO
from xj_analysis.store.store import Store

FOLDER = REPO / "data" / "xiajiang"
LOCATOR = re.compile(r"第(\d+)行（([A-Z]\d+)(，增速列)?）")

UNITS_NAMED_ANEW = {
    "A06": "位",  # a tier: the transcript has no unit
    "A34": "位",  # 名 of a rank
    "P030": "吨标煤/万元",  # the transcript leaves out what it is per
}
"""Where our unit is not the transcript's: each looked at by a person."""


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a file; row 0 is line 2."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def transcript(name: str) -> list[dict[str, str]]:
    """The rows of a transcript."""
    return read(FOLDER / name)


OBSERVATIONS = read(FOLDER / "observations.csv")


def said(observation: dict[str, str], store: Store) -> dict[str, str]:
    """The transcript's row an observation points to, its growth column as the value where it says so."""
    place = LOCATOR.fullmatch(observation["locator"])
    assert place, observation["locator"]
    paths = {source.id: source.transcript for source in store.county.sources}
    row = transcript(paths[observation["source"]])[int(place[1]) - 2]
    return row | {"value": row["growth_pct"], "unit": "%", "qualifier": "exact"} if place[3] else row


def test_the_store_holds_every_row(xiajiang: Store) -> None:
    assert xiajiang.frame["id"].tolist() == [row["id"] for row in OBSERVATIONS]


def test_every_value_unit_hedge_and_area_is_the_transcripts(xiajiang: Store) -> None:
    for row in OBSERVATIONS:
        source = said(row, xiajiang)
        unit = UNITS_NAMED_ANEW.get(row["id"], source["unit"])
        hedge = source["qualifier"] or "exact"
        ours = (row["value"], row["unit"], row["hedge"], row["area"])
        assert ours == (source["value"], unit, hedge, source["area_code"]), row["id"]


def test_every_period_is_the_transcripts(xiajiang: Store) -> None:
    ours = {"多年平均": "longterm", "约2010": "~2010", "不详": "", "2026目标": "2026", "2027目标": "2027"}
    for row in OBSERVATIONS:
        stated = said(row, xiajiang)["period"]
        assert row["period"] == ours.get(stated, stated), row["id"]
        assert not stated.endswith("目标") or row["nature"] in ("target", "planned"), row["id"]


def test_the_unit_exceptions_are_still_exceptions(xiajiang: Store) -> None:
    rows = {row["id"]: row for row in OBSERVATIONS}
    for identifier, unit in UNITS_NAMED_ANEW.items():
        assert rows[identifier]["unit"] == unit != said(rows[identifier], xiajiang)["unit"]


def test_every_id_stands_in_its_locator() -> None:
    for row in OBSERVATIONS:
        place = LOCATOR.fullmatch(row["locator"])
        assert place is not None
        assert row["id"].startswith(place[2]), row["id"]


def test_every_number_of_the_article_is_there(xiajiang: Store) -> None:
    article = transcript("transcripts/article.csv")
    assert len(article) == 56
    ours = [row["id"] for row in OBSERVATIONS if row["source"] == "article"]
    assert ours == [row["id"] for row in article] == [f"A{number:02}" for number in range(1, 57)]


@pytest.mark.parametrize(
    ("identifier", "value", "unit", "hedge"),
    [
        ("A10", "75", "万人次", "about"),
        ("A11", "4800", "万元", "exact"),
        ("A18", "261.6", "亿元", "exact"),
        ("A20", "50", "%", "over"),
        ("A32", "7", "个工作日", "at_most"),
        ("A49", "2500", "人", "over"),
        ("A52", "60.78", "%", "exact"),
        ("A55", "5", "亿元", "under"),
    ],
)
def test_the_article_says_what_it_says(identifier: str, value: str, unit: str, hedge: str) -> None:
    row = next(row for row in OBSERVATIONS if row["id"] == identifier)
    assert (row["value"], row["unit"], row["hedge"]) == (value, unit, hedge)


@pytest.mark.parametrize(
    ("identifier", "rank", "scope"),
    [("A23", "1", "吉安市"), ("A24", "2", "吉安市"), ("A28", "1", "吉安市"), ("A34", "30", "江西省")],
)
def test_ranks_are_the_articles(xiajiang: Store, identifier: str, rank: str, scope: str) -> None:
    row = next(row for row in OBSERVATIONS if row["id"] == identifier)
    source = said(row, xiajiang)
    assert (row["rank"], row["rank_scope"]) == (rank, scope) == (source["rank"], source["rank_scope"])


def test_a_tier_is_no_rank() -> None:
    row = next(row for row in OBSERVATIONS if row["id"] == "A06")
    assert (row["value"], row["rank"], row["tier"]) == ("", "", "第一方阵")


def test_every_transcript_is_what_its_hash_says(xiajiang: Store) -> None:
    for source in xiajiang.county.sources:
        content = (FOLDER / source.transcript).read_bytes()
        assert hashlib.sha256(content).hexdigest() == source.sha256, source.id


def test_every_transcript_is_registered(xiajiang: Store) -> None:
    registered = {source.transcript for source in xiajiang.county.sources}
    assert registered == {f"transcripts/{path.name}" for path in (FOLDER / "transcripts").iterdir()}


def test_every_indicator_has_data_or_a_derivation(xiajiang: Store) -> None:
    observed = set(xiajiang.frame["indicator"])
    assert [i.slug for i in xiajiang.county.indicators if i.slug not in observed and i.op is None] == []


def test_every_campaign_has_indicators(xiajiang: Store) -> None:
    printed = {slug for indicator in xiajiang.county.indicators for slug in indicator.campaigns}
    assert printed == {campaign.slug for campaign in xiajiang.county.campaigns}


def test_a_plan_or_a_forecast_is_never_marked_a_result(xiajiang: Store) -> None:
    wanted = {"planned": "planned", "forecast": "forecast", "target": "target"}
    for row in OBSERVATIONS:
        basis = said(row, xiajiang).get("basis", "")
        assert row["nature"] == wanted.get(basis, "actual") or row["source"] != "article", row["id"]
