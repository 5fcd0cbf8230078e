"""Checklists (清单): 老旧小区“四共”, 镇村“八个一” and 村庄景区化, 民生实事.

The households of the estates finished by each month are those reported; a task with an indicator is as reported.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import planted
import series
from planted import Planted
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County

END = date(2025, 9, 30)
DONE, UNDERWAY, NOT_BEGUN = "✓", "在建", "未动"
WAYS = ("✓", "✓", "√", "是", "已完成")
"""How towns write that an item is done."""
SHARED = {"by_units": "单位共建", "by_people": "群众共议", "kept": "小区共管", "enjoyed": "成果共享"}
EIGHT = {"street": "一条示范街", "garden": "一个小游园", "market": "一个农贸市场", "parking": "一个停车场",
         "toilet": "一座公共厕所", "waste": "一个垃圾中转站", "square": "一个文体广场",
         "centre": "一个便民中心"}  # fmt: skip
"""Invented: every county declares its own eight."""
SIGHTS = {"sign": "村口标识", "tidy": "环境整治", "parking": "停车场地", "toilet": "旅游厕所", "garden": "休憩游园",
          "trade": "业态培育"}  # fmt: skip
TASKS = (
    ("新增养老床位", "mzj", "张", "nursing_beds"), ("新增公办学位", "jyj", "个", "school_places"),
    ("城镇新增就业", "rsj", "人", "urban_jobs"), ("新增公共停车泊位", "cgj", "个", "parking_spaces"),
    ("职业技能培训", "rsj", "人次", "trainees"), ("免费健康筛查", "wjw", "人次", ""),
    ("农村公路安防工程", "jtj", "处", ""), ("农村供水管网改造", "slj", "公里", ""),
    ("困难家庭适老化改造", "mzj", "户", ""), ("社区食堂", "mzj", "个", ""),
)  # fmt: skip
"""Of a task: what is to be done, by whom, in what it is counted, and the indicator that is reported of it."""
YARDS = (
    "锦绣", "百合", "翠竹", "金桂", "丹枫", "银杏", "紫荆", "朝阳", "望江", "春晖", "文昌", "康乐", "平安", "福源",
    "和顺", "东风", "新华", "劳动", "建设", "胜利", "团结", "光明", "向阳", "红旗", "永安", "文明",
)  # fmt: skip
VILLAGES = (
    "东塘", "西坑", "南坪", "北坑", "上街", "下洲", "前坊", "后源", "大田", "小江", "新屋", "老圩", "竹溪", "松岗",
    "梅林", "樟下", "桥头", "坝上", "田心", "水口", "石桥", "沙洲", "塘边", "岭背", "湖洲", "江背", "窑前", "陂头",
    "禾埠", "枫塘", "油田", "樟坪", "罗背",
)  # fmt: skip
_PASSED = 75
"""Of the year by the end, in %."""


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    estates = [*_finished_estates(dice, county, numbers), *_open_estates(dice)]
    for number, (row, name) in enumerate(zip(estates, YARDS, strict=False), start=1):
        row |= {"estate": f"Y{number:02}", "name": f"{name}小区（虚构）", "area": county.towns[number % 3 and 0],
                "unit": "示例县住房和城乡建设局"}  # fmt: skip
    towns, villages = _towns(dice, county), _villages(dice, county)
    tasks = _tasks(dice, county, numbers)
    found = [
        *_plant_items(dice, "estates", "estate", estates, SHARED, (2, 2, 1, 3)),
        *_plant_estates(dice, county, numbers, estates),
        *_plant_items(dice, "eight_ones", "town", towns, EIGHT, (1, 1, 1, 2)),
        *_plant_items(dice, "village_sights", "village", villages, SIGHTS, (2, 1, 1, 3)),
        *_plant_bare(dice, "village_sights", "village", villages, SIGHTS),
        *_plant_tasks(tasks),
    ]
    made = {"estates": estates, "eight_ones": towns, "village_sights": villages, "livelihood_tasks": tasks}
    for rows in made.values():
        for number, row in enumerate(rows):
            row["updated"] = END - timedelta(number % 9)
    return {slug: [_row(row) for row in rows] for slug, rows in made.items()}, found


def _finished_estates(dice: random.Random, county: County, numbers: series.Numbers) -> Iterator[dict[str, Any]]:
    """One or two estates for what each month reports; January is reported with February."""
    before, (year, last) = 0, series.LAST
    for month in range(2, last + 1):
        now = int(numbers.reports["estates_households", county.code, (year, month)])
        more = now - before
        parts = [more] if more < 240 else [more // 2 + dice.randrange(-20, 21)]
        parts += [more - parts[0]] if more > parts[0] else []
        for households in parts:
            finished = date(year, month, 3) + timedelta(dice.randrange(0, 24))
            yield _estate(dice, households) | {
                "due": finished + timedelta(dice.randrange(5, 40)), "finished": finished, "progress": 100,
                **dict.fromkeys(SHARED, DONE), **{f"{item}_evidence": _proof(dice) for item in SHARED},
            }  # fmt: skip
        before = now


def _open_estates(dice: random.Random) -> Iterator[dict[str, Any]]:
    for _ in range(10):
        states = _states(dice, SHARED, (DONE,))
        if dice.random() < 0.3:
            states["by_units"] = "不涉及"
        proofs = {f"{item}_evidence": _proof(dice) if states[item] == DONE else "" for item in SHARED}
        yield _estate(dice, dice.randrange(90, 320)) | states | proofs | {
            "due": END + timedelta(dice.randrange(20, 90)), "finished": None, "progress": dice.randrange(70, 97),
        }  # fmt: skip


def _estate(dice: random.Random, households: int) -> dict[str, Any]:
    """An old estate of some households: buildings of 3 to 8 storeys with 8 to 12 homes each, areas of 60 to 90 m²."""
    buildings = min(12, max(3, round(households / dice.uniform(28, 42))))
    return {
        "built": str(dice.randrange(1985, 2003)), "buildings": buildings, "households": households,
        "floor_area": round(households * dice.uniform(62, 88) / 10_000, 2),
        "investment": round(households * dice.uniform(1.2, 2.8)),
    }  # fmt: skip


def _proof(dice: random.Random) -> str:
    return dice.choice(("会议记录", "公示照片", "验收单", "签字册"))


def _states(dice: random.Random, items: Mapping[str, str], done: Sequence[str]) -> dict[str, str]:
    """States of the items of one unit, the last of which is not done yet."""
    drawn = {item: dice.choice((*done, *done, UNDERWAY, NOT_BEGUN)) for item in items}
    return drawn | {[*items][-1]: dice.choice((UNDERWAY, NOT_BEGUN))}


def _towns(dice: random.Random, county: County) -> list[dict[str, Any]]:
    made = []
    for number, area in enumerate(county.towns, start=1):
        states = _states(dice, EIGHT, WAYS) if number % 4 else {item: dice.choice(WAYS) for item in EIGHT}
        name = county.area_names[area]
        made.append(states | {"town": f"B{number:02}", "name": name, "area": area, "unit": name,
                              "due": date(2025, 11, 30)})  # fmt: skip
    return made


def _villages(dice: random.Random, county: County) -> list[dict[str, Any]]:
    """Three villages a town, the first of them accepted: fewer than the town reports as put in order."""
    made = []
    for place, name in enumerate(dice.sample(VILLAGES, 3 * len(county.towns))):
        area = county.towns[place // 3]
        accepted = date(2025, 3, 1) + timedelta(dice.randrange(0, 200)) if place % 3 == 0 else None
        states = {item: dice.choice(WAYS) for item in SIGHTS} if accepted else _states(dice, SIGHTS, WAYS)
        due = accepted + timedelta(20) if accepted else END + timedelta(dice.randrange(20, 90))
        made.append(states | {
            "village": f"C{place + 1:02}", "name": f"{name}村（虚构）", "area": area, "unit": county.area_names[area],
            "due": due, "finished": accepted,
            "evidence": "县级验收意见" if accepted else "镇村初验表" if _is_any(states, WAYS) else "",
        })  # fmt: skip
    return made


def _is_any(states: Mapping[str, str], ways: Sequence[str]) -> bool:
    return any(state in ways for state in states.values())


def _tasks(dice: random.Random, county: County, numbers: series.Numbers) -> list[dict[str, Any]]:
    names = {unit.slug: unit.name for unit in county.units}
    made = []
    for number, (what, unit, measure, indicator) in enumerate(TASKS, start=1):
        if indicator:
            target = int(numbers.targets[indicator, county.code, END.year])
            done = int(numbers.reports[indicator, county.code, series.LAST])
        else:
            target = dice.randrange(4, 40) * 20
            done = round(target * dice.uniform(0.7, 0.8))
        made.append({"task": f"S{number:02}", "name": what, "unit": names[unit], "measure": measure, "target": target,
                     "done": done, "due": date(2025, 12, 31), "note": ""})  # fmt: skip
    return made


def _plant_items(
    dice: random.Random, ledger: str, key: str, rows: Sequence[dict[str, Any]], items: Mapping[str, str],
    numbers: tuple[int, int, int, int],
) -> Iterator[Planted]:  # fmt: skip
    """Units overdue by some days, by more than the red limit, and due soon, of all open items; then empty cells."""
    late, very_late, soon, empty = numbers
    free = [row for row in rows if row["due"] > END]
    chosen = dice.sample(free, late + very_late + soon)
    days = [dice.randrange(4, 28) for _ in range(late)] + [dice.randrange(35, 80) for _ in range(very_late)]
    for row, over in zip(chosen, [*days, *(-dice.randrange(2, 12) for _ in range(soon))], strict=True):
        first = next(iter(items))
        row |= {"due": END - timedelta(over), first: UNDERWAY, f"{first}_evidence": ""}
        for item, name in items.items():
            if row[item] in (UNDERWAY, NOT_BEGUN):
                kind = planted.NOT_COMPLETED if over > 0 else planted.DUE
                yield planted.planted(ledger, row[key], kind, row["due"], abs(over), "天", name)
    for row in dice.sample([row for row in free if row not in chosen], empty):
        item = dice.choice([*items])
        row |= {item: "", f"{item}_evidence": ""}
        yield planted.planted(ledger, row[key], planted.NOT_FILLED, END, 0, "", items[item])


def _plant_bare(
    dice: random.Random, ledger: str, key: str, rows: Sequence[dict[str, Any]], items: Mapping[str, str]
) -> Iterator[Planted]:
    """A unit whose items are done without evidence."""
    row = dice.choice([row for row in rows if row["finished"]])
    row["evidence"] = ""
    for name in items.values():
        yield planted.planted(ledger, row[key], planted.NO_PROOF, END, 0, "份", name)


def _plant_estates(
    dice: random.Random, county: County, numbers: series.Numbers, estates: Sequence[dict[str, Any]]
) -> Iterator[Planted]:
    finished = [row for row in estates if row["finished"]]
    for row in dice.sample(finished, 2):
        item = dice.choice([*SHARED])
        row[f"{item}_evidence"] = ""
        yield planted.planted("estates", row["estate"], planted.NO_PROOF, END, 0, "份", SHARED[item])
    waiting = [row for row in estates if not row["finished"]]
    for row, (least, most) in zip(dice.sample(waiting, 3), ((14, 28), (14, 28), (34, 60)), strict=True):
        behind = dice.randrange(least, most)
        row["progress"] = _PASSED - behind
        yield planted.planted("estates", row["estate"], planted.LAGGING, END, behind, "个百分点")
    more = dice.randrange(6, 20)
    dice.choice(finished)["households"] += more
    said = int(numbers.reports["estates_households", county.code, series.LAST])
    yield planted.planted("estates", county.code, planted.DISAGREES, END, said + more, "户", "estates_households", said)


def _plant_tasks(tasks: Sequence[dict[str, Any]]) -> Iterator[Planted]:
    """Tasks done early, ahead, far behind, overdue, due soon; one whose rate is not what it must be."""
    early, ahead, behind, overdue, soon = tasks[5:10]
    early["done"] = early["target"]
    ahead["done"] = round(0.95 * ahead["target"])
    behind["done"] = round(0.35 * behind["target"])
    overdue |= {"done": round(0.6 * overdue["target"]), "due": END - timedelta(16)}
    soon["due"] = END + timedelta(9)
    for task in tasks:
        task["progress"] = round(100 * task["done"] / task["target"], 1)
        lag = _PASSED - 100 * task["done"] / task["target"]
        if lag > planted.LIMITS[planted.LAGGING][0]:
            task["note"] = "进度偏慢"
            yield planted.planted("livelihood_tasks", task["task"], planted.LAGGING, END, lag, "个百分点")
    yield planted.planted("livelihood_tasks", overdue["task"], planted.NOT_COMPLETED, overdue["due"], 16, "天")
    yield planted.planted("livelihood_tasks", soon["task"], planted.DUE, soon["due"], 9, "天")
    stated = ahead["progress"]
    ahead["progress"] = round(stated + 4.5, 1)
    apart = ahead["progress"] - 100 * ahead["done"] / ahead["target"]
    yield planted.planted("livelihood_tasks", ahead["task"], planted.WRONG_RATE, END, apart, "个百分点")


def _row(row: Mapping[str, Any]) -> Row:
    return {name: "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
            for name, value in row.items()}  # fmt: skip


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    return {
        "老旧小区改造“四共”台账.xlsx": book([
            ("老旧小区", rows["estates"], ESTATES, Look(
                "2025年示例县老旧小区改造“四共”台账（虚构）", "单位：万元", ("households", "investment"),
                footnote="注：✓ 已完成，没有填的为未核实，不涉及的填“—”。",
            )),
        ]),
        "镇村“八个一”清单.xlsx": book([
            ("八个一", rows["eight_ones"], EIGHT_ONES, Look(
                "2025年示例县镇村“八个一”清单（虚构）", footnote="注：八项由示例县自定，仅作示例。"
            )),
        ]),
        "村庄景区化清单.xlsx": book([
            ("村庄", rows["village_sights"], VILLAGE_SIGHTS, Look("2025年示例县村庄景区化清单（虚构）")),
        ]),
        "民生实事台账.xlsx": book([
            ("民生实事", rows["livelihood_tasks"], LIVELIHOOD, Look("2025年示例县民生实事项目进展台账（虚构）")),
        ]),
    }  # fmt: skip


ESTATES: Columns = (
    ("序号", "", "serial"), ("小区编号", "estate", "text"), ("小区名称", "name", "text"), ("乡镇", "area", "text"),
    ("责任单位", "unit", "text"), ("规模/建成年代", "built", "text"), ("规模/栋数", "buildings", "number"),
    ("规模/户数", "households", "number"), ("规模/面积（万平方米）", "floor_area", "number"),
    ("总投资", "investment", "number"), ("工程量（%）", "progress", "number"),
    *((f"四共/{name}", item, "text") for item, name in SHARED.items()),
    *((f"依据/{name}", f"{item}_evidence", "text") for item, name in SHARED.items()),
    ("完成时限", "due", "dots"), ("竣工日期", "finished", "date"), ("更新日期", "updated", "date"),
)  # fmt: skip
EIGHT_ONES: Columns = (
    ("序号", "", "serial"), ("编号", "town", "text"), ("乡镇名称", "name", "text"), ("所在乡镇", "area", "text"),
    ("责任单位", "unit", "text"), *((f"八个一（示例）/{name}", item, "text") for item, name in EIGHT.items()),
    ("完成时限", "due", "dots"), ("更新日期", "updated", "date"),
)  # fmt: skip
VILLAGE_SIGHTS: Columns = (
    ("序号", "", "serial"), ("村庄编号", "village", "text"), ("村庄名称", "name", "text"), ("乡镇", "area", "text"),
    ("责任单位", "unit", "text"), *((f"建设内容/{name}", item, "text") for item, name in SIGHTS.items()),
    ("完成时限", "due", "dots"), ("验收日期", "finished", "date"), ("依据", "evidence", "text"),
    ("更新日期", "updated", "date"),
)  # fmt: skip
LIVELIHOOD: Columns = (
    ("序号", "", "serial"), ("编号", "task", "text"), ("项目名称", "name", "text"), ("责任单位", "unit", "text"),
    ("计量单位", "measure", "text"), ("目标任务", "target", "number"), ("实际完成", "done", "number"),
    ("完成率（%）", "progress", "number"), ("完成时限", "due", "dots"), ("备注", "note", "text"),
    ("更新日期", "updated", "date"),
)  # fmt: skip
