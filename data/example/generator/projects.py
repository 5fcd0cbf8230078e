"""Key projects (重点项目): those started and what they invested this year are what the monthly reports say."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import planted
import series
from planted import Planted

from xj_analysis.county.model import County

END = date(2025, 9, 30)
"""Nothing later has happened."""
MILESTONES = ("立项", "用地", "开工", "主体完工", "竣工", "投产")
MILESTONE_FIELDS = ("filed", "land", "started", "framed", "finished", "running")
START, FINISH = 2, 4
NUMBER, LEAST_OTHERS = 60, 8
CATEGORIES = (
    ("工业", "gxj", ("示例电子", "示例食品", "示例建材", "示例医药")), ("商贸物流", "swj", ("示例物流", "示例市场")),
    ("交通", "jtj", ("示例公路", "示例码头")), ("城建", "zjj", ("示例管网", "示例小区改造")),
    ("农业", "nyj", ("示例农田", "示例种业")), ("文旅", "wlj", ("示例景区", "示例民宿")),
    ("社会事业", "jyj", ("示例学校",)), ("社会事业", "wjw", ("示例卫生院",)), ("水利", "slj", ("示例灌区",)),
)  # fmt: skip
"""Of a project: its category, the unit responsible for it, and what it is called."""
PACE = 75.0
"""序时 at the end of September, in %."""
_PROBLEMS = ("用地手续未办结", "施工力量不足", "资金未到位", "设计变更")

Project = dict[str, Any]


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[list[dict[str, str]], list[Planted]]:
    """Return the rows of the ledger, and what is planted in them."""
    made = [*_started(dice, county, numbers), *_others(dice, county, numbers)]
    dice.shuffle(made)
    for number, project in enumerate(made, start=1):
        project["project"] = f"X{number:03}"
        _describe(dice, project, number)
    found = [*_plant_schedule(dice, made), *_plant_start(dice, county, numbers, made)]
    _invest(dice, county, numbers, made)
    found += _plant_investment(dice, county, numbers, made)
    for project in made:
        _progress(project)
    return [_row(project, county) for project in made], found


def _started(dice: random.Random, county: County, numbers: series.Numbers) -> Iterator[Project]:
    """A project for each start that is reported, in its town and month."""
    for area in county.towns:
        before = 0
        for month in range(2, series.LAST[1] + 1):
            now = int(numbers.reports["started_projects", area, (series.LAST[0], month)])
            for _ in range(now - before):
                yield _scheduled(dice, area, _day_of(dice, month))
            before = now


def _day_of(dice: random.Random, month: int) -> date:
    """A day of a month; January is reported with February."""
    first = date(END.year, 1 if month == 2 else month, 6)
    return first + timedelta(dice.randrange(0, 50 if month == 2 else 22))


def _others(dice: random.Random, county: County, numbers: series.Numbers) -> Iterator[Project]:
    """Projects carried over from the year before, and those that start later this year, as many."""
    started = int(numbers.reports["started_projects", county.code, series.LAST])
    for number in range(max(NUMBER - started, LEAST_OTHERS)):
        first, days = (date(2024, 4, 1), 120) if number % 4 == 3 else (date(2025, 11, 3), 45)
        yield _scheduled(dice, dice.choice(county.towns), first + timedelta(dice.randrange(days)))


def _scheduled(dice: random.Random, area: str, start: date) -> Project:
    """A project that starts on a day: planned with slips of some days, done where it is planned for before the end."""
    quick = dice.random() < 0.45
    land = start - timedelta(dice.randrange(25, 60))
    framed = start + timedelta(dice.randrange(55, 95) if quick else dice.randrange(120, 240))
    finished = framed + timedelta(dice.randrange(30, 60) if quick else dice.randrange(70, 140))
    days = [land - timedelta(dice.randrange(30, 80)), land, start, framed, finished,
            finished + timedelta(dice.randrange(30, 75))]  # fmt: skip
    _clear(days, dice)
    project: Project = {"area": area, "actual": [day if day <= END else None for day in days]}
    project["planned"] = [day - timedelta(dice.choice((0, 0, 0, 5, 9, -4))) if day <= END else day for day in days]
    project["updated"] = END - timedelta(dice.randrange(1, 25))
    return project


def _clear(days: list[date], dice: random.Random, least: int = 20) -> None:
    """Move what is due soon after the end out of the days in which that is an alarm, and what follows with it."""
    later = [place for place, day in enumerate(days) if day > END]
    if later and (short := least + dice.randrange(0, 30) - (days[later[0]] - END).days) > 0:
        for place in later:
            days[place] += timedelta(short)


def _describe(dice: random.Random, project: Project, number: int) -> None:
    category, unit, names = dice.choice(CATEGORIES)
    leader = "甲乙丙丁戊己庚辛"[CATEGORIES.index((category, unit, names)) % 8]
    project |= {"category": category, "unit": unit, "name": f"{dice.choice(names)}{number:02}号项目（虚构）",
                "leader": f"县领导{leader}", "person": f"责任人{dice.choice('一二三')}",
                "problem": "", "next": ""}  # fmt: skip


def _next(project: Project) -> int:
    """The first milestone that is not done; their number where all are."""
    return next((place for place, day in enumerate(project["actual"]) if day is None), len(MILESTONES))


def _take(dice: random.Random, made: list[Project], number: int, fits: Callable[[Project], bool]) -> list[Project]:
    """So many projects that fit and have nothing planted yet."""
    taken = dice.sample([each for each in made if "planted" not in each and fits(each)], number)
    for project in taken:
        project["planted"] = True
    return taken


def _move(dice: random.Random, project: Project, place: int, day: date) -> None:
    """Plan a milestone for a day, those before it that are not done too, and those after it later."""
    plan = project["planned"]
    for before in range(place - 1, -1, -1):
        if plan[before] >= plan[before + 1] or plan[before] >= day:
            plan[before] = min(plan[before], day - timedelta(20 * (place - before)))
    plan[place] = day
    for after in range(place + 1, len(plan)):
        plan[after] = max(plan[after], plan[after - 1] + timedelta(30), END + timedelta(21))


def _plant_schedule(dice: random.Random, made: list[Project]) -> Iterator[Planted]:
    """Milestones overdue or soon due, starts that are due, and projects without an update."""

    def late(place: int, project: Project, days: int, kind: str) -> Planted:
        day = END - timedelta(days)
        _move(dice, project, place, day)
        project |= {"problem": dice.choice(_PROBLEMS), "next": "倒排工期，逐周调度"}
        return planted.planted("projects", project["project"], kind, day, days, "天", MILESTONE_FIELDS[place])

    for days in (dice.randrange(35, 80), dice.randrange(35, 80), dice.randrange(95, 200), dice.randrange(95, 200)):
        for project in _take(dice, made, 1, _waiting):
            days_of = [END - timedelta(days + 20 + 40 * (START - place)) for place in range(START)]
            project["planned"][:START] = project["actual"][:START] = days_of
            project["idle"] = True
            yield late(START, project, days, planted.NOT_STARTED)
    for days in (*(dice.randrange(40, 90) for _ in range(2)), *(dice.randrange(3, 28) for _ in range(3))):
        for project in _take(dice, made, 1, partial(_open, since=END - timedelta(days + 45))):
            yield late(_next(project), project, days, planted.OVERDUE)
    for project in _take(dice, made, 3, _open):
        day = END + timedelta(dice.randrange(2, 14))
        place = _next(project)
        _move(dice, project, place, day)
        project["planned"][place + 1 :] = [max(each, day + timedelta(30 * (1 + at)))
                                           for at, each in enumerate(project["planned"][place + 1 :])]  # fmt: skip
        days = (day - END).days
        yield planted.planted("projects", project["project"], planted.DUE, day, days, "天", MILESTONE_FIELDS[place])
    for project in _take(dice, made, 2, _open):
        days = dice.randrange(35, 75)
        project["updated"] = END - timedelta(days)
        yield planted.planted("projects", project["project"], planted.NO_UPDATE, project["updated"], days, "天")


def _open(project: Project, since: date = END) -> bool:
    """Started this year, not finished, and the last milestone done was planned for before a day."""
    start, reached = project["actual"][START], _next(project)
    this_year = start is not None and start.year == END.year
    return this_year and reached <= FINISH and project["planned"][reached - 1] < since


def _waiting(project: Project) -> bool:
    """Not started, and planned for later."""
    return project["actual"][START] is None and project["planned"][START] > END


def _plant_start(
    dice: random.Random, county: County, numbers: series.Numbers, made: list[Project]
) -> Iterator[Planted]:
    """A project that the ledger has started and the report of its town has not."""
    for project in _take(dice, made, 1, _waiting):
        fresh = _scheduled(dice, project["area"], _day_of(dice, series.LAST[1]))
        project |= {"planned": fresh["planned"], "actual": fresh["actual"]}
        for area in (project["area"], county.code):
            yield _disagrees(numbers, "started_projects", area, 1, "个")


def _disagrees(numbers: series.Numbers, indicator: str, area: str, more: int, unit: str) -> Planted:
    said = int(numbers.reports[indicator, area, series.LAST])
    return planted.planted("projects", area, planted.DISAGREES, END, said + more, unit, indicator, said)


def _invest(dice: random.Random, county: County, numbers: series.Numbers, made: list[Project]) -> None:
    """What a town reports as invested this year, shared among its projects by how long they were under way."""
    for area in county.towns:
        own = [each for each in made if each["area"] == area and each["actual"][START]]
        first = date(END.year, 1, 1)
        weights = [((END - max(each["actual"][START], first)).days + 40) * dice.uniform(0.6, 1.4) for each in own]
        left = int(numbers.reports["project_investment", area, series.LAST])
        shares = [int(left * weight / sum(weights)) for weight in weights]
        shares[0] += left - sum(shares)
        for project, done in zip(own, shares, strict=True):
            project["year_done"] = done
    for project in made:
        reached = _next(project)
        if project["actual"][START] is None:
            plan = dice.randrange(20, 90) * 100 if project.get("idle") else 0
            project |= {"year_done": 0, "year_plan": plan, "done": 0, "total": dice.randrange(80, 300) * 100}
            continue
        carried = 1.8 if project["actual"][START].year < END.year else 1.0
        done = round(project["year_done"] * carried)
        low, high = {3: (0.15, 0.5), 4: (0.5, 0.85)}.get(reached, (0.93, 0.99))
        total = round(done / dice.uniform(low, high))
        plan = min(round(project["year_done"] / dice.uniform(0.72, 0.97)), total)
        project |= {"year_plan": plan, "done": done, "total": total}


def _plant_investment(
    dice: random.Random, county: County, numbers: series.Numbers, made: list[Project]
) -> Iterator[Planted]:
    """Investment behind pace, too little of it in what is finished, and a town's sum that is not what it reports."""

    def behind(project: Project) -> Planted:
        points = round(PACE - 100 * project["year_done"] / project["year_plan"], 1)
        return planted.planted("projects", project["project"], planted.BEHIND, END, points, "个百分点")

    yield from (behind(project) for project in made if project.get("idle"))
    for low, high in ((0.48, 0.6), (0.48, 0.6), (0.25, 0.4)):
        for project in _take(dice, made, 1, _open):
            project["year_plan"] = round(project["year_done"] / dice.uniform(low, high))
            project["total"] = max(project["total"], round(project["year_plan"] * 1.1))
            project |= {"problem": "资金未到位", "next": "对接银行放款"}
            yield behind(project)
    for project in _take(dice, made, 2, lambda each: _next(each) > FINISH):
        project["total"] = round(project["done"] / dice.uniform(0.6, 0.85))
        share = round(100 * project["done"] / project["total"], 1)
        day = project["actual"][FINISH]
        yield planted.planted("projects", project["project"], planted.UNDERSPENT, day, share, "%")
    for project in _take(dice, made, 1, _open):
        more = dice.randrange(9, 30) * 20
        for field in ("year_done", "year_plan", "done", "total"):
            project[field] += more
        for area in (project["area"], county.code):
            yield _disagrees(numbers, "project_investment", area, more, "万元")


def _progress(project: Project) -> None:
    reached = _next(project)
    project["progress"] = f"已{MILESTONES[reached - 1]}" if reached else "前期工作"


def _row(project: Project, county: County) -> dict[str, str]:
    names = {unit.slug: unit.name for unit in county.units}
    row = {
        "project": project["project"], "name": project["name"], "area": project["area"], "leader": project["leader"],
        "unit": names[project["unit"]], "investment_total": str(project["total"]),
        "investment_done": str(project["done"]), "category": project["category"],
        "person": project["person"], "year_plan": str(project["year_plan"]),
        "year_done": str(project["year_done"]), "progress": project["progress"], "problem": project["problem"],
        "next_step": project["next"], "updated": project["updated"].isoformat(),
    }  # fmt: skip
    for field, plan, actual in zip(MILESTONE_FIELDS, project["planned"], project["actual"], strict=True):
        row |= {f"{field}_planned": plan.isoformat(), f"{field}_actual": actual.isoformat() if actual else ""}
    return row
