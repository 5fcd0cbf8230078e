"""Alarms planted in the ledger of posts, counted anew from the workbook; people placed are no more than reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from support.planted_county import SEEDS, Alarm, Made, made_county
from xj_analysis.instruments.reconciliation import contradictions

DAY = date(2025, 9, 30)
LEDGERS = ("posts",)


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("seed") / "example", request.param)


def counted(rows: pd.DataFrame) -> Iterator[Alarm]:
    for row in rows.to_dict("records"):
        days = (DAY - row["posted"].date()).days
        if days > 30 and row["filled"] < row["wanted"]:
            yield Alarm("posts", row["post"], "久未招满", "", f"{row['posted']:%Y-%m-%d}", days, "黄")
            share = 100 * row["filled"] / row["wanted"]
            if share < 50:
                since = f"{row['posted']:%Y-%m-%d}"
                yield Alarm("posts", row["post"], "到岗不足", "", since, round(share, 1), "黄")
    for employer, own in rows[rows["filled"] < rows["wanted"]].groupby("employer"):
        short = float((own["wanted"] - own["filled"]).sum())
        if short > 20:
            yield Alarm("posts", str(employer), "缺工", "", f"{own['posted'].min():%Y-%m-%d}", short, "黄")


def test_what_is_planted_is_there_and_nothing_else(made: Made) -> None:
    found = sorted(counted(made.held["posts"]))
    assert found == made.planted_in(*LEDGERS) and len({alarm.kind for alarm in found}) == 3


def test_posts_of_more_than_a_month_are_mostly_filled(made: Made) -> None:
    old = made.held["posts"].query("posted < '2025-08-31'")
    assert (old["filled"] == old["wanted"]).mean() > 0.9


def test_people_placed_are_a_sample_of_those_reported(made: Made) -> None:
    ledgers = [(made.shape("seekers"), made.rows("seekers"))]
    assert contradictions(ledgers, made.store.known(date(2025, 11, 30)).current(), made.county, DAY).empty
