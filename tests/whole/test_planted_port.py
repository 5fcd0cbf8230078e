"""What is planted in the ledgers of berths and of funds: counted anew from the workbooks, each and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from support.planted_county import SEEDS, Alarm, Made, made_county

LEDGERS = ("berth_months", "funds")
DAY = pd.Timestamp(2025, 9, 30)
DISAGREES = "与月报不符"


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("seed") / "example", request.param)


def book(made: Made, words: str) -> Path:
    (path,) = (made.county.folder / "ledgers").glob(f"*{words}*.xlsx")
    return path


def berth_rows(made: Made) -> pd.DataFrame:
    """The rows of all sheets, without those of sums; months as numbers, whatever way they are written."""
    sheets = pd.read_excel(book(made, "码头"), sheet_name=None, header=None, dtype=str, engine="openpyxl")
    rows = pd.concat([sheet.iloc[4:] for sheet in sheets.values()])
    rows = rows[pd.to_numeric(rows[0], errors="coerce").notna()]
    written = [re.findall(r"\d+", words) for words in rows[3]]
    amounts = {name: rows[at].astype(float).to_numpy() for name, at in (("in", 5), ("out", 6), ("capacity", 7))}
    made_of = pd.DataFrame({"berth": (rows[1] + " " + rows[2]).to_numpy(), **amounts})
    return made_of.assign(year=[int(year) for year, _ in written], month=[int(month) for _, month in written])


def reported(made: Made) -> dict[tuple[int, int], float]:
    frame = made.store.known().current()
    own = frame[(frame["indicator"] == "port_throughput") & (frame["nature"] == "actual")]
    spans = {code: re.fullmatch(r"(\d{4})-01/\1-(\d\d)", code) for code in own["period"]}
    return {(int(found[1]), int(found[2])): float(value)
            for code, value in zip(own["period"], own["value"], strict=True) if (found := spans[code])}  # fmt: skip


def of_berths(rows: pd.DataFrame) -> Iterator[Alarm]:
    now = rows[rows["year"] == 2025]
    for berth, own in now.groupby("berth"):
        months = {*own["month"]}
        load = 100 * (own["in"].sum() + own["out"].sum()) / (own["capacity"].iloc[0] * len(months) / 12)
        if load > 100:
            light = "红" if load > 120 else "黄"
            yield Alarm("berth_months", str(berth), "超设计能力", "", f"{DAY:%Y-%m-%d}", round(load, 1), light)
        if missing := sorted({*range(1, 10)} - months):
            since = pd.Timestamp(2025, missing[0], 1) + pd.offsets.MonthEnd()
            yield Alarm("berth_months", str(berth), "未报", "", f"{since:%Y-%m-%d}", float(len(missing)), "黄")


def of_funds(rows: pd.DataFrame) -> Iterator[Alarm]:
    today = f"{DAY:%Y-%m-%d}"
    for number, arranged, paid, balance, begins, due in rows.itertuples(index=False):
        if paid > arranged:
            yield Alarm("funds", number, "拨付超过安排", "", today, paid, "")
            continue
        if balance != arranged - paid:
            yield Alarm("funds", number, "结余不符", "", today, balance, "")
        late, share = (DAY - due).days, 100 * paid / arranged
        if late > 0 and paid < arranged:
            yield Alarm("funds", number, "到期未付清", "", f"{due:%Y-%m-%d}", late, "红" if late > 30 else "黄")
        behind = 100 * (DAY - begins).days / (due - begins).days - share
        if late <= 0 and behind > 10:
            yield Alarm("funds", number, "支付滞后", "", today, round(behind, 1), "红" if behind > 30 else "黄")


def test_what_is_planted_in_berths_is_there_and_nothing_else(made: Made) -> None:
    rows, said = berth_rows(made), reported(made)
    found = [*of_berths(rows)]
    now = rows[rows["year"] == 2025]
    whole = round(float(now["in"].sum() + now["out"].sum()), 6)
    assert whole != said[2025, 9]
    found.append(Alarm("berth_months", made.county.code, DISAGREES, "port_throughput", f"{DAY:%Y-%m-%d}", whole, ""))
    planted = [alarm for alarm in made.planted if alarm.ledger == "berth_months"]
    assert sorted(each._replace(value=round(each.value, 1)) for each in found) == sorted(planted)


def test_the_ledger_agrees_with_the_reports_of_every_month_but_those_since_the_contradiction(made: Made) -> None:
    rows, said = berth_rows(made), reported(made)
    apart = []
    for (year, month), value in sorted(said.items()):
        own = rows[(rows["year"] == year) & (rows["month"] <= month)]
        if year in (2024, 2025) and round(float(own["in"].sum() + own["out"].sum()), 6) != value:
            apart.append((year, month))
    assert apart == [(2025, month) for month in range(6, 10)]


def test_what_is_planted_in_funds_is_there_and_nothing_else(made: Made) -> None:
    sheet = pd.read_excel(book(made, "专项资金"), header=None, dtype=object, engine="openpyxl").iloc[4:]
    sheet = sheet[pd.to_numeric(sheet[0], errors="coerce").notna()]
    rows = pd.DataFrame({
        "number": sheet[1].astype(str), **{f"a{at}": sheet[at].astype(float) for at in (5, 6, 7)},
        "begins": pd.to_datetime(sheet[8].astype(str)), "due": pd.to_datetime(sheet[9].astype(str), format="%Y.%m.%d"),
    })  # fmt: skip
    assert sorted(of_funds(rows)) == sorted(alarm for alarm in made.planted if alarm.ledger == "funds")


def test_each_kind_is_planted_and_both_lights_where_there_are_two(made: Made) -> None:
    lights: dict[str, set[str]] = {}
    for alarm in made.planted:
        if alarm.ledger in LEDGERS:
            lights.setdefault(alarm.kind, set()).add(alarm.light)
    assert lights == {"超设计能力": {"红", "黄"}, "未报": {"黄"}, DISAGREES: {""}, "支付滞后": {"红", "黄"},
                      "到期未付清": {"红", "黄"}, "结余不符": {""}, "拨付超过安排": {""}}  # fmt: skip
