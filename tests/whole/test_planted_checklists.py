"""Alarms planted in the checklists of the invented county: counted anew from the workbooks, there is each, no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from support.planted_county import SEEDS, Alarm, Made, made_county

DAY = datetime(2025, 9, 30)
LEDGERS = ("estates", "eight_ones", "village_sights", "livelihood_tasks")
DONE = {"✓", "√", "是", "已完成"}
OPEN = {"在建", "未动"}


class Book(NamedTuple):
    """A ledger as kept: its file, the rows of its heading, and over which heading its items stand."""

    file: str
    levels: int
    number: str
    over: str = ""


BOOKS = {
    "estates": Book("老旧小区改造“四共”台账.xlsx", 2, "小区编号", "四共"),
    "eight_ones": Book("镇村“八个一”清单.xlsx", 2, "编号", "八个一（示例）"),
    "village_sights": Book("村庄景区化清单.xlsx", 2, "村庄编号", "建设内容"),
    "livelihood_tasks": Book("民生实事台账.xlsx", 1, "编号"),
}


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("seed") / "example", request.param)


def read(folder: Path, book: Book) -> list[dict[str, Any]]:
    """The rows of a workbook by heading, its levels joined by /, units left out."""
    sheet = openpyxl.load_workbook(folder / "ledgers" / book.file).active
    assert sheet is not None
    upper, names = "", []
    for column in range(1, sheet.max_column + 1):
        first = sheet.cell(3, column).value
        second = sheet.cell(4, column).value if book.levels > 1 else None
        upper = str(first or upper)
        names.append(re.sub("（(%|万元|万平方米)）$", "", f"{upper}/{second}" if second else upper))
    rows = []
    for row in sheet.iter_rows(min_row=3 + book.levels, values_only=True):
        if not isinstance(row[0], int):
            break
        rows.append(dict(zip(names, row, strict=True)))
    return rows


def day_of(words: str) -> datetime:
    return datetime.strptime(words, "%Y.%m.%d")


def lit(value: float, red: float) -> str:
    return "红" if value > red else "黄"


def of_day(ledger: str, key: str, item: str, words: str) -> Iterator[Alarm]:
    """What there is of an item that is not done, by its day."""
    due = day_of(words)
    days = (DAY - due).days
    if days > 0:
        yield Alarm(ledger, key, "逾期未完成", item, f"{due:%Y-%m-%d}", days, lit(days, 30))
    elif days >= -14:
        yield Alarm(ledger, key, "临期", item, f"{due:%Y-%m-%d}", -days, "黄")


def of_items(ledger: str, book: Book, rows: list[dict[str, Any]]) -> Iterator[Alarm]:
    for row in rows:
        key = str(row[book.number])
        for heading, state in row.items():
            over, _, item = heading.partition("/")
            if over != book.over:
                continue
            assert state in DONE | OPEN | {"不涉及", None}
            proof = next((row[name] for name in (f"依据/{item}", "依据") if name in row), "none is asked for")
            if state is None:
                yield Alarm(ledger, key, "未填", item, "2025-09-30", 0, "待核")
            elif state in OPEN:
                yield from of_day(ledger, key, item, row["完成时限"])
            elif state in DONE and not proof:
                yield Alarm(ledger, key, "缺依据", item, "2025-09-30", 0, "黄")
        if "工程量" in row and row["竣工日期"] is None and (behind := 75 - row["工程量"]) > 10:
            yield Alarm(ledger, key, "进度滞后", "", "2025-09-30", behind, lit(behind, 30))


def of_tasks(rows: list[dict[str, Any]]) -> Iterator[Alarm]:
    ledger = "livelihood_tasks"
    for row in rows:
        key, rate = str(row["编号"]), 100 * row["实际完成"] / row["目标任务"]
        if rate < 100:
            yield from of_day(ledger, key, "", row["完成时限"])
        if (behind := round(75 - rate, 6)) > 10:
            yield Alarm(ledger, key, "进度滞后", "", "2025-09-30", round(behind, 1), lit(behind, 30))
        if abs(row["完成率"] - rate) > 0.051:
            yield Alarm(ledger, key, "完成率不符", "", "2025-09-30", round(abs(row["完成率"] - rate), 1), "待核")


def reported(made: Made, indicator: str, month: int) -> dict[str, float]:
    frame = made.store.frame
    own = frame[(frame["indicator"] == indicator) & (frame["nature"] == "actual")]
    own = own[own["period"] == f"2025-01/2025-{month:02d}"]
    return dict(zip(own["area"], own["value"], strict=True))


def households(made: Made, month: int) -> int:
    rows = read(made.county.folder, BOOKS["estates"])
    return sum(row["规模/户数"] for row in rows if row["竣工日期"] and row["竣工日期"].month <= month)


def test_what_is_planted_is_there_and_nothing_else(made: Made) -> None:
    folder, code = made.county.folder, made.county.code
    found = [*of_tasks(read(folder, BOOKS["livelihood_tasks"]))]
    for ledger in LEDGERS[:3]:
        found += of_items(ledger, BOOKS[ledger], read(folder, BOOKS[ledger]))
    counted = households(made, 9)
    if counted != reported(made, "estates_households", 9)[code]:
        found.append(Alarm("estates", code, "与月报不符", "estates_households", "2025-09-30", counted, ""))
    assert sorted(found) == sorted(alarm for alarm in made.planted if alarm.ledger in LEDGERS)
    assert len(set(found)) == len(found) > 40


def test_households_agree_with_the_reports_but_for_what_is_planted(made: Made) -> None:
    (planted,) = [alarm for alarm in made.planted if alarm.field == "estates_households"]
    too_many = planted.value - reported(made, "estates_households", 9)[made.county.code]
    said = {month: reported(made, "estates_households", month)[made.county.code] for month in range(2, 10)}
    apart = [households(made, month) - value for month, value in said.items()]
    assert too_many > 0 and {*apart} <= {0, too_many} and apart == sorted(apart)


@pytest.mark.parametrize(("task", "indicator"), [
    ("新增养老床位", "nursing_beds"), ("新增公办学位", "school_places"), ("城镇新增就业", "urban_jobs"),
    ("新增公共停车泊位", "parking_spaces"), ("职业技能培训", "trainees"),
])  # fmt: skip
def test_a_task_with_an_indicator_is_as_reported(made: Made, task: str, indicator: str) -> None:
    (row,) = [each for each in read(made.county.folder, BOOKS["livelihood_tasks"]) if each["项目名称"] == task]
    assert row["实际完成"] == reported(made, indicator, 9)[made.county.code]


def test_no_town_has_more_villages_accepted_than_it_reports(made: Made) -> None:
    rows = read(made.county.folder, BOOKS["village_sights"])
    names = made.county.area_names
    for month in range(2, 10):
        accepted = [row["乡镇"] for row in rows if row["验收日期"] and row["验收日期"].month <= month]
        said = reported(made, "villages_improved", month)
        assert all(accepted.count(names[code]) <= value for code, value in said.items())


def test_an_estate_is_as_large_as_its_households_need(made: Made) -> None:
    for row in read(made.county.folder, BOOKS["estates"]):
        each = 10_000 * row["规模/面积"] / row["规模/户数"]
        assert 45 < each < 95 and 3 <= row["规模/栋数"] <= 12 and 1985 <= int(row["规模/建成年代"]) <= 2002
        assert row["工程量"] == 100 if row["竣工日期"] else row["工程量"] < 100
