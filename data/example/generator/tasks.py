"""Tasks under supervision (督办): by meetings, instructions and red lights, each with a unit and a day it is due."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import planted
from planted import Planted

from xj_analysis.county.model import County

END = date(2025, 9, 30)
NUMBER = 36
SOURCES = ("会议", "批示", "亮灯")
MATTERS = (
    ("项目建设", "gxj", "加快示例园区标准厂房交付"), ("项目建设", "zjj", "示例小区改造年内完工"),
    ("招商引资", "swj", "签约项目按期开工"), ("工业经济", "gxj", "拟升规企业一企一策"),
    ("交通航运", "jtj", "示例码头二期前期工作"), ("民生实事", "mzj", "新增养老床位"), ("民生实事", "jyj", "新增学位"),
    ("营商环境", "spj", "压减审批时长"), ("乡村振兴", "nyj", "高标准农田建设"), ("文旅", "wlj", "示例景区提升"),
)  # fmt: skip
"""Of a task: its kind, the unit responsible for it, and what is to be done."""

Task = dict[str, Any]


def make(
    dice: random.Random, county: County, alarms: Sequence[Planted], projects: Sequence[dict[str, str]]
) -> tuple[list[dict[str, str]], list[Planted]]:
    """Return the rows of the ledger, and what is planted in them; some were opened for alarms of projects."""
    names = {unit.slug: unit.name for unit in county.units}
    by_number = {row["project"]: row for row in projects}
    lit = [each for each in alarms if each.kind in (planted.OVERDUE, planted.NOT_STARTED) and each.light == planted.RED]
    made: list[Task] = []
    for number in range(1, NUMBER + 1):
        kind, unit, what = dice.choice(MATTERS)
        task: Task = {"source": dice.choice(SOURCES[:2]), "kind": kind, "what": what, "unit": names[unit], "matter": ""}
        given = END - timedelta(dice.randrange(110, 260))
        due = given + timedelta(dice.randrange(30, 100))
        if number % 3 == 0 or number <= len(lit):
            due = END + timedelta(dice.randrange(21, 120))
        if number <= len(lit):
            row = by_number[lit[number - 1].key]
            given = END - timedelta(dice.randrange(6, 20))
            task |= {"source": SOURCES[2], "kind": "项目建设", "what": f"{row['name']}限期整改", "unit": row["unit"],
                     "matter": f"projects {row['project']} {lit[number - 1].kind}"}  # fmt: skip
        task |= {"leader": f"县领导{dice.choice('甲乙丙丁戊己庚辛')}", "given": given, "due": due}
        made.append(task | _state(dice, given, due))
    made.sort(key=lambda task: task["given"])
    for number, task in enumerate(made, start=1):
        task["task"] = f"D{END.year}{number:03}"
    found = list(_plant(dice, made))
    return [_row(task) for task in made], found


def _state(dice: random.Random, given: date, due: date) -> Task:
    """Done by the day it was due, or still in hand and due later; in hand, heard of within the month."""
    if due <= END:
        done = min(due - timedelta(dice.randrange(0, 20)), END)
        state = dice.choice(("办结", "销号", "销号"))
        evidence = "现场核查表" if state == "销号" else ""
        return {"state": state, "done": done, "heard": done, "next": "", "evidence": evidence}
    return {"state": "推进", "done": None, "heard": max(given, END - timedelta(dice.randrange(1, 26))),
            "next": "按月反馈", "evidence": ""}  # fmt: skip


def _plant(dice: random.Random, made: list[Task]) -> Iterator[Planted]:
    """Tasks not done when due, tasks nobody was heard of, and one struck off without evidence."""
    free = dice.sample([task for task in made if task["state"] != "推进"], 5)
    for task, (least, most) in zip(free, ((4, 28), (4, 28), (35, 80), (35, 80)), strict=False):
        days = dice.randrange(least, most)
        task |= {"due": END - timedelta(days), "done": None, "state": "滞后", "evidence": "", "next": "限期整改",
                 "heard": max(task["given"], END - timedelta(dice.randrange(1, 26)))}  # fmt: skip
        yield planted.planted("tasks", task["task"], planted.NOT_DONE, task["due"], days, "天")
    struck = free[4]
    struck |= {"state": "销号", "evidence": ""}
    yield planted.planted("tasks", struck["task"], planted.NO_EVIDENCE, struck["done"], 0, "份")
    quiet = [task for task in made if task["state"] == "推进" and (END - task["given"]).days > 75]
    for task in dice.sample(quiet, 2):
        days = dice.randrange(35, 70)
        task["heard"] = END - timedelta(days)
        yield planted.planted("tasks", task["task"], planted.NO_FEEDBACK, task["heard"], days, "天")


def _row(task: Task) -> dict[str, str]:
    days = {name: task[name].isoformat() if task[name] else "" for name in ("given", "due", "done", "heard")}
    texts = {name: value for name, value in task.items() if isinstance(value, str)}
    return texts | days | {"next_step": task["next"]}
