"""Cases of 审批: received in office hours, a few online after them; the permits of projects; most done in time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import planted
import series
from planted import Planted
from workbook import Columns, Look, Row, Rows, book
from workdays import is_working, working_days

from xj_analysis.county.model import County

END = date(2025, 9, 30)
"""Nothing later has happened."""
NUMBER, PROJECTS = 740, 20
KINDS = (
    ("企业开办", 1, "scj", 3), ("社会保险登记", 1, "rsj", 2), ("不动产登记", 3, "zrj", 3),
    ("食品经营许可", 7, "scj", 3), ("林木采伐许可", 8, "lyj", 2), ("道路运输经营许可", 10, "jtj", 3),
    ("取水许可", 15, "slj", 2), ("医疗机构执业登记", 15, "wjw", 2),
)  # fmt: skip
"""Of a kind: the working days promised, the department, and how often it is asked for."""
PERMITS = (("立项", 3, "fgw"), ("用地规划许可", 3, "zrj"), ("施工许可", 5, "zjj"))
TOGETHER = 7
"""Working days in which a project gets its permits."""
AFTER_HOURS, WEEKEND = 0.04, 0.02
"""The shares of cases that are asked for online when no office is open."""
DOUBTED = "slj"
"""A department whose days of receipt cannot be."""
LATE = 12
"""Cases that were done later than promised."""
APART = 0.4
"""How far the mean is from the one reported."""
APPROVALS: Columns = (
    ("序号", "", "serial"), ("办件编号", "case", "text"), ("事项", "kind", "text"), ("项目", "project", "text"),
    ("部门", "unit", "text"), ("承诺时限（个工作日）", "promised_days", "number"), ("申请人所在乡镇", "area", "text"),
    ("收件时间", "received", "time"), ("办结时间", "finished", "time"),
)  # fmt: skip

Case = dict[str, Any]
DAYS = working_days(date(2025, 1, 2), END)
AFTER_BREAKS = [n for n in range(1, len(DAYS)) if (DAYS[n] - DAYS[n - 1]).days > 1]
"""The working days after days off."""


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of the ledger, and what is planted in them; the means of earlier months are reported."""
    cases = [*_cases(dice, county), *_chains(dice, county)]
    _delay(dice, cases)
    free = [case for case in cases if not case["project"] and case["done"] is not None and case["unit"] != DOUBTED]
    opened = _open(dice, free)
    done = [case for case in cases if case["done"] is not None]
    for case in dice.sample([case for case in done if not case["project"]], len(done) % 10):
        cases.remove(case)  # a mean of as many cases as end in a nought is exact
    _receive(dice, cases)
    said = numbers.reports["approval_days", county.code, series.LAST]
    mean = _agree(dice, cases, float(said) - APART)
    _report(cases, county, numbers)
    cases.sort(key=lambda case: (case["at"], case["kind"], case["project"]))
    for number, case in enumerate(cases, start=1):
        case["case"] = f"S{number:04}"
    rows = [_row(dice, case, county) for case in cases]
    found = [*_listed(opened, cases), planted.planted("approvals", county.code, planted.DISAGREES, END, mean,
             "个工作日", "approval_days", float(said))]  # fmt: skip
    return {"approvals": rows}, found


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    return {
        "审批办件台账.xlsx": book([
            (f"{month}月", [row for row in rows["approvals"] if int(row["received"][5:7]) == month], APPROVALS,
             Look(f"2025年{month}月审批办件台账（虚构）", "部分办件",
                  footnote="说明：收件、办结时间精确到分；未办结的留空。"))
            for month in range(1, 10)
        ]),
    }  # fmt: skip


def _cases(dice: random.Random, county: County) -> Iterator[Case]:
    """A case counts from the working day `at`, and is done on the working day `done`, or is open with days left."""
    weights = [often for _, _, _, often in KINDS]
    for _ in range(NUMBER):
        kind, promised, unit, _ = dice.choices(KINDS, weights)[0]
        at = dice.choice(AFTER_BREAKS) if unit == DOUBTED and dice.random() < 0.5 else dice.randrange(len(DAYS))
        done = at + round(promised * dice.betavariate(2, 2.2))
        if done >= len(DAYS):
            left = at + promised - (len(DAYS) - 1)
            done = None if left > 1 else len(DAYS) - 1
        yield {"kind": kind, "project": "", "unit": unit, "promised": promised, "at": at, "done": done,
               "area": dice.choice(county.towns)}  # fmt: skip


def _chains(dice: random.Random, county: County) -> Iterator[Case]:
    """The permits of projects, one after the other, within the days that are promised for all; of two, more."""
    for number in range(1, PROJECTS + 1):
        start, area = dice.randrange(5, len(DAYS) - 30), dice.choice(county.towns)
        waits = (0, dice.randrange(0, 2), dice.randrange(0, 2)) if number > 2 else (0, 4 * number, 4)
        at = start
        for (kind, promised, unit), wait in zip(PERMITS, waits, strict=True):
            at += wait
            done = at + (dice.randrange(0, 2) if kind != "施工许可" else dice.randrange(1, 3))
            yield {"kind": kind, "project": f"示例用地{number:02}号项目（虚构）", "unit": unit, "promised": promised,
                   "at": at, "done": done, "area": area}  # fmt: skip
            at = done


def _delay(dice: random.Random, cases: list[Case]) -> None:
    """Let some have been done later than promised."""
    early = [case for case in cases if not case["project"] and case["at"] + case["promised"] + 5 < len(DAYS)]
    for case in dice.sample(early, LATE):
        case["done"] = case["at"] + case["promised"] + dice.randrange(1, 5)
        case["late"] = True


def _open(dice: random.Random, free: list[Case]) -> list[tuple[Case, str, int]]:
    """Let some be open that are overdue, or have one day left: the case, the alarm, and the days."""
    last = len(DAYS) - 1
    chosen = dice.sample([case for case in free if case["promised"] >= 7 and "late" not in case], 5)
    made = []
    for case, days in zip(chosen, (2, 4, 9, -1, -1), strict=True):
        case |= {"at": last - case["promised"] - days, "done": None}
        made.append((case, planted.CASE_OVERDUE if days > 0 else planted.CASE_SOON, abs(days)))
    return made


def _receive(dice: random.Random, cases: list[Case]) -> None:
    """When each was received: in the hours of the office, after them the working day before, or on a day off."""
    for case in cases:
        day, at = DAYS[case["at"]], case["at"]
        case["received"] = datetime.combine(day, _office_hour(dice))
        before = DAYS[at - 1] if at else None
        if case["project"] or before is None:
            continue
        off = [before + timedelta(n) for n in range(1, (day - before).days)]
        assert not any(map(is_working, off))
        if case["unit"] == DOUBTED and off:
            case["received"] = datetime.combine(dice.choice(off), _office_hour(dice))
        elif case["unit"] == DOUBTED and dice.random() < 0.3:
            continue
        elif off and dice.random() < 5 * WEEKEND:
            case["received"] = datetime.combine(dice.choice(off), time(dice.randrange(8, 22), dice.randrange(60)))
        elif dice.random() < AFTER_HOURS:
            case["received"] = datetime.combine(before, time(dice.randrange(17, 22), dice.randrange(60)))


def _agree(dice: random.Random, cases: list[Case], mean: float) -> float:
    """Let the cases done have taken a mean of just so many days, none of them longer than promised."""
    done = [case for case in cases if case["done"] is not None]
    free = [case for case in done if not case["project"] and "late" not in case]
    short = round(mean * len(done)) - sum(case["done"] - case["at"] for case in done)
    step = 1 if short > 0 else -1
    while short:
        case = dice.choice(free)
        if case["at"] <= case["done"] + step <= min(case["at"] + case["promised"], len(DAYS) - 1):
            case["done"] += step
            short -= step
    return round(mean, 1)


def _report(cases: list[Case], county: County, numbers: series.Numbers) -> None:
    """Let the months before have reported the mean of just these cases."""
    year, last = series.LAST
    for month in range(2, last):
        done = [case["done"] - case["at"] for case in cases
                if case["done"] is not None and DAYS[case["done"]].month <= month]  # fmt: skip
        numbers.reports["approval_days", county.code, (year, month)] = Decimal(f"{sum(done) / len(done):.1f}")


def _listed(opened: list[tuple[Case, str, int]], cases: list[Case]) -> Iterator[Planted]:
    for case, kind, days in opened:
        since = DAYS[case["at"] + case["promised"]] if kind == planted.CASE_OVERDUE else case["received"].date()
        yield planted.planted("approvals", case["case"], kind, since, days, "个工作日")
    for number in (1, 2):
        chain = [case for case in cases if case["project"].startswith(f"示例用地{number:02}号")]
        days = max(case["done"] for case in chain) - min(case["at"] for case in chain)
        since = min(case["received"] for case in chain).date()
        yield planted.planted("approvals", chain[0]["project"], planted.CHAIN_LATE, since, days, "个工作日")
    doubted = [case for case in cases if case["unit"] == DOUBTED]
    off = [not is_working(at.date()) or at.hour >= 17 for at in (case["received"] for case in doubted)]
    share = 100 * sum(off) / len(doubted)
    alarm = planted.planted("approvals", DOUBTED, planted.DOUBTFUL, END, share, "%")
    yield replace(alarm, light="待核")


def _office_hour(dice: random.Random) -> time:
    """A minute between nine and twelve, or two and five."""
    return time(dice.choice((9, 10, 11, 14, 15, 16)), dice.randrange(60))


def _row(dice: random.Random, case: Case, county: County) -> Row:
    names = {unit.slug: unit.name for unit in county.units}
    finished = None if case["done"] is None else datetime.combine(DAYS[case["done"]], _office_hour(dice))
    if finished and finished <= case["received"]:
        finished = case["received"] + timedelta(minutes=dice.randrange(5, 30))
    return {
        "case": case["case"], "kind": case["kind"], "project": case["project"], "unit": names[case["unit"]],
        "promised_days": str(case["promised"]), "area": case["area"],
        "received": case["received"].isoformat(timespec="minutes"),
        "finished": finished.isoformat(timespec="minutes") if finished else "",
    }  # fmt: skip
