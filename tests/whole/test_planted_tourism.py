"""Planted alarms of holiday tourism: counted anew from the workbook, there is each and no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
import pytest
from openpyxl import load_workbook

from support.planted_county import SEEDS, Alarm, Made, made_county

LEDGERS = ("sight_days",)
"""Counted here."""
HOLIDAYS = (
    (date(2025, 1, 1), 1), (date(2025, 1, 28), 8), (date(2025, 4, 4), 3), (date(2025, 5, 1), 5), (date(2025, 5, 31), 3),
)  # fmt: skip
"""First day and number of days of those of 2025, from the notice."""


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("seed") / "example", request.param)


@pytest.fixture(scope="module")
def rows(made: Made) -> pd.DataFrame:
    """The rows of both sheets as they are written."""
    book = load_workbook(made.county.folder / "ledgers" / "假日旅游台账.xlsx", read_only=True)
    kept = [row for sheet in book for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    book.close()
    columns = ["serial", "day", "sight", "area", "unit", "visits", "income", "capacity"]
    return pd.DataFrame(kept, columns=columns).assign(day=lambda frame: pd.to_datetime(frame["day"]).dt.date)


def counted(rows: pd.DataFrame) -> Iterator[Alarm]:
    this_year = rows[rows["day"] >= date(2025, 1, 1)]
    for _, row in this_year.dropna(subset="visits").iterrows():
        share = 100 * row["visits"] / row["capacity"]
        if share >= 80:
            yield Alarm("sight_days", row["sight"], "超承载", "", f"{row['day']}", round(share, 1),
                        "红" if share > 100 else "黄")  # fmt: skip
    told = set(rows.dropna(subset="visits")[["sight", "day"]].itertuples(index=False, name=None))
    for sight in rows["sight"].unique():
        for first, length in HOLIDAYS:
            days = [first + timedelta(n) for n in range(length)]
            missed = [day for day in days if (sight, day) not in told]
            if missed:
                yield Alarm("sight_days", sight, "未报", "", f"{missed[0]}", len(missed), "黄")


def test_what_is_planted_is_there_and_nothing_else(made: Made, rows: pd.DataFrame) -> None:
    found = sorted(counted(rows))
    assert found == made.planted_in("sight_days") and len(set(found)) == len(found)
    assert {(alarm.kind, alarm.light) for alarm in found} == {("超承载", "红"), ("超承载", "黄"), ("未报", "黄")}


def test_one_town_alone_has_more_in_the_ledger_than_in_its_reports(made: Made, rows: pd.DataFrame) -> None:
    county, frame = made.county, made.store.frame
    codes = {name: code for code, name in county.area_names.items()}
    this_year = rows[rows["day"] >= date(2025, 1, 1)].assign(area=rows["area"].map(codes))
    found: dict[str, tuple[str, float]] = {}
    for indicator, column, factor in (("visits", "visits", 10_000), ("tourism_income", "income", 1)):
        for month in range(2, 7):
            until = date(2025, month + 1, 1)
            own = this_year[this_year["day"] < until]
            sums = own.groupby("area")[column].sum() / factor
            sums.loc[county.code] = sums.sum()
            said = frame[(frame["indicator"] == indicator) & (frame["nature"] == "actual")
                         & (frame["period"] == f"2025-01/2025-{month:02d}")].set_index("area")["value"]  # fmt: skip
            assert len(said) == 12
            for area, value, most in zip(sums.index, sums, said[sums.index], strict=True):
                if value > most + 1e-9:
                    found[area] = (indicator, round(value, 6))
    planted = [alarm for alarm in made.planted if alarm.ledger == "sight_days" and not alarm.light]
    assert found == {alarm.key: (alarm.field, alarm.value) for alarm in planted} and len(found) == 1


def test_every_holiday_of_both_years_is_in_the_ledger(rows: pd.DataFrame) -> None:
    days = set(rows["day"])
    assert all(first + timedelta(n) in days for first, length in HOLIDAYS for n in range(length))
    assert {date(2023, 12, 30), date(2024, 2, 10), date(2024, 6, 8), date(2024, 10, 7)} <= days
    assert max(days) < date(2025, 10, 1) and rows["sight"].nunique() == 8
    plain = [day for day in days if day >= date(2025, 1, 1)
             and not any(first <= day < first + timedelta(length) for first, length in HOLIDAYS)]  # fmt: skip
    assert len(plain) <= 3


def test_a_sight_has_income_where_it_has_visits(rows: pd.DataFrame) -> None:
    assert (rows["visits"].isna() == rows["income"].isna()).all()
    each = (rows["income"] * 10_000 / rows["visits"]).dropna()
    assert each.between(20, 200).all()
