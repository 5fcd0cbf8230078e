"""就业之家: posts of employers, people who look for work, the network of its points, and what it does for them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import planted
import series
from firms import INDUSTRIES
from planted import Planted
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County

END = date(2025, 9, 30)
"""Nothing later has happened; fairs of October are announced."""
OPEN_DAYS, HALF, SHORT = 30, 50, 20
TRADES = {
    "操作工": (12, 9, 38, 55), "质检员": (5, 4, 40, 58), "仓管": (4, 4, 38, 50), "司机": (4, 3, 50, 75),
    "会计": (2, 5, 42, 60), "电工": (3, 2, 50, 78), "营业员": (3, 6, 28, 40), "制冷工": (1, 0, 52, 80),
}  # fmt: skip
"""Of a trade: how often a post is of it, how often a person looks for it, and the least and most pay in 100 元."""
RARE, FEW = "制冷工", 3
"""A trade that so few people look for that nobody may know how many."""
POSTS_OLD, POSTS_NEW, SEEKERS_MADE = 190, 40, 317
POSTS: Columns = (
    ("序号", "", "serial"), ("岗位编号", "post", "text"), ("用人单位", "employer", "text"), ("工种", "title", "text"),
    ("乡镇", "area", "text"), ("人数/需求（人）", "wanted", "number"), ("人数/到岗（人）", "filled", "number"),
    ("月薪/最低（元）", "pay_low", "number"), ("月薪/最高（元）", "pay_high", "number"), ("发布日期", "posted", "dots"),
)  # fmt: skip
SEEKERS: Columns = (
    ("序号", "", "serial"), ("登记编号", "seeker", "text"), ("乡镇", "area", "text"), ("年龄段", "age_band", "text"),
    ("意向工种", "wants", "text"), ("登记日期", "registered", "date"), ("就业日期", "placed", "date"),
)  # fmt: skip
NETWORK: Columns = (
    ("序号", "", "serial"), ("网点编号", "point", "text"), ("网点名称", "name", "text"), ("层级", "level", "text"),
    ("乡镇", "area", "text"), ("启用日期", "opened", "date"),
)  # fmt: skip
SERVICES: Columns = (
    ("序号", "", "serial"), ("服务编号", "service", "text"), ("服务类别", "kind", "text"), ("名称", "name", "text"),
    ("乡镇", "area", "text"), ("日期", "day", "date"), ("次数（次）", "times", "number"),
    ("人数（人）", "people", "number"), ("金额（万元）", "amount", "number"),
)  # fmt: skip
FAIR, BUS, LOAN, SUBSIDY = "专场招聘会", "就业直通车", "创业担保贷款", "贴息贷款"

Post = dict[str, Any]


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    posts = sorted(_posts(dice, county), key=lambda post: (post["posted"], post["employer"], post["title"]))
    found: list[Planted] = []
    for number, post in enumerate(posts, start=1):
        post["post"] = f"G{number:03}"
        found += _late(post)
    found += _short(posts)
    return {
        "posts": [{**post, "wanted": str(post["wanted"]), "filled": str(post["filled"]),
                   "posted": post["posted"].isoformat()} for post in posts],
        "seekers": list(_seekers(dice, county)), "job_network": list(_network(dice, county)),
        "job_services": list(_services(dice, county)),
    }, found  # fmt: skip


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    return {
        "就业之家台账.xlsx": book([
            ("岗位", rows["posts"], POSTS, Look("就业之家岗位台账（虚构）", "填报：就业中心", ("wanted", "filled"))),
            ("求职", rows["seekers"], SEEKERS, Look("就业之家求职登记台账（虚构）", footnote="注：不记姓名和证件号。")),
            ("网点", rows["job_network"], NETWORK, Look("就业之家网点台账（虚构）")),
            ("服务", rows["job_services"], SERVICES, Look("就业服务台账（虚构）", footnote="注：含已定的下月招聘会。")),
        ]),
    }  # fmt: skip


def _posts(dice: random.Random, county: County) -> Iterator[Post]:
    """Posts of more than a month are filled; of the latest many are not, of no employer many people."""
    employers = [
        (f"{kind}{number:02}厂（虚构）", dice.choice(county.towns)) for kind in INDUSTRIES for number in range(1, 13)
    ]
    for number in range(POSTS_OLD):
        wanted = dice.randrange(2, 25)
        day = date(2025, 1, 5) + timedelta(dice.randrange(0, 235))
        yield _post(dice, dice.choice(employers), RARE if number < FEW else "", wanted, wanted, day)
    short = dice.sample(employers, 10)
    new = [employer for employer in employers if employer not in short]
    for employer in dice.sample(new, POSTS_NEW):
        wanted = dice.randrange(4, 25)
        filled = max(wanted - dice.randrange(1, 16), 0)
        yield _post(dice, employer, "", wanted, filled, END - timedelta(dice.randrange(1, 28)))
    for days, wanted, filled in ((34, 12, 9), (47, 10, 8), (75, 9, 6), (120, 8, 7)):
        yield _post(dice, short.pop(), "", wanted, filled, END - timedelta(days))
    for days, wanted, filled in ((38, 15, 5), (63, 12, 2), (52, 6, 0)):
        yield _post(dice, short.pop(), "", wanted, filled, END - timedelta(days))
    for wants in (((18, 4), (12, 3)), ((20, 6), (9, 1), (6, 2))):
        employer = short.pop()
        for wanted, filled in wants:
            yield _post(dice, employer, "", wanted, filled, END - timedelta(dice.randrange(3, 25)))


def _post(dice: random.Random, employer: tuple[str, str], title: str, wanted: int, filled: int, posted: date) -> Post:
    title = title or dice.choices(list(TRADES), [often for often, _, _, _ in TRADES.values()])[0]
    _, _, low, high = TRADES[title]
    least = dice.randrange(low, high - 8)
    return {
        "employer": employer[0], "area": employer[1], "title": title, "wanted": wanted, "filled": filled,
        "pay_low": str(100 * least), "pay_high": str(100 * dice.randrange(least + 5, high + 1)), "posted": posted,
    }  # fmt: skip


def _late(post: Post) -> Iterator[Planted]:
    days, share = (END - post["posted"]).days, 100 * post["filled"] / post["wanted"]
    if days > OPEN_DAYS and share < 100:
        yield planted.planted("posts", post["post"], planted.POST_OPEN, post["posted"], days, "天")
        if share < HALF:
            yield planted.planted("posts", post["post"], planted.HALF_EMPTY, post["posted"], share, "%")


def _short(posts: list[Post]) -> Iterator[Planted]:
    for employer in sorted({post["employer"] for post in posts}):
        own = [post for post in posts if post["employer"] == employer and post["filled"] < post["wanted"]]
        gap = sum(post["wanted"] - post["filled"] for post in own)
        if gap > SHORT:
            since = min(post["posted"] for post in own)
            yield planted.planted("posts", employer, planted.SHORT_OF_STAFF, since, gap, "人")


def _seekers(dice: random.Random, county: County) -> Iterator[Row]:
    """Nobody has a name or a number: an invented person is a row."""
    often = [seekers for _, seekers, _, _ in TRADES.values()]
    for number in range(1, SEEKERS_MADE + FEW + 1):
        came = date(2025, 1, 5) + timedelta(dice.randrange(0, 260))
        found = came + timedelta(round(3 + 87 * dice.betavariate(1.3, 3)))
        wants = RARE if number % 100 == 0 else dice.choices(list(TRADES), often)[0]
        yield {
            "seeker": f"R{number:03}", "area": dice.choice(county.towns),
            "age_band": dice.choices(("青年", "中年", "大龄"), (3, 4, 2))[0], "wants": wants,
            "registered": came.isoformat(), "placed": found.isoformat() if dice.random() < 0.7 and found <= END else "",
        }  # fmt: skip


def _network(dice: random.Random, county: County) -> Iterator[Row]:
    """One of the county, one of its park, one a town, and of most villages."""
    first, number = county.towns[0], 0
    points = [("示例县就业之家", "县级", first), ("示例县工业园区就业之家", "工业园区", first)]
    points += [(f"{county.area_names[town]}就业之家", "乡镇", town) for town in county.towns]
    names = ("东坪", "西岭", "南塘", "北溪", "上湾", "下洲", "石桥", "竹园")
    for town in county.towns:
        chosen = dice.sample(names, dice.randrange(6, 8))
        points += [(f"{county.area_names[town]}{name}村就业之家", "村（社区）", town) for name in chosen]
    for number, (name, level, town) in enumerate(points, start=1):
        opened = date(2023, 3, 1) + timedelta(
            dice.randrange(0, 900) if level == "村（社区）" else dice.randrange(0, 200)
        )
        yield {"point": f"W{number:03}", "name": name, "level": level, "area": town, "opened": opened.isoformat()}


def _services(dice: random.Random, county: County) -> Iterator[Row]:
    rows: list[dict[str, Any]] = []
    for number in range(28):
        fair = date(2025, 1, 8) + timedelta(round(265 * number / 28) + dice.randrange(0, 3))
        rows.append({"kind": FAIR, "day": fair, "times": 1, "people": dice.randrange(60, 420), "amount": ""})
    rows += [{"kind": FAIR, "day": date(2025, 10, day), "times": 1, "people": "", "amount": ""} for day in (11, 18, 25)]
    for _ in range(22):
        bus = date(2025, 2, 6) + timedelta(dice.randrange(0, 230))
        trips = dice.randrange(1, 4)
        rows.append({"kind": BUS, "day": bus, "times": trips, "people": trips * dice.randrange(18, 40), "amount": ""})
    for month in range(1, 10):
        for kind, least in ((LOAN, 900), (SUBSIDY, 300)):
            lent = dice.randrange(8, 30)
            rows.append({"kind": kind, "day": date(2025, month, 25), "times": lent, "people": lent,
                         "amount": least + dice.randrange(0, 60) * 10})  # fmt: skip
    for number, row in enumerate(sorted(rows, key=lambda row: (row["day"], row["kind"])), start=1):
        town = dice.choice(county.towns)
        yield {
            "service": f"F{number:03}", "kind": row["kind"], "name": f"{county.area_names[town]}{row['kind']}",
            "area": town, "day": row["day"].isoformat(), "times": str(row["times"]), "people": str(row["people"]),
            "amount": str(row["amount"]),
        }  # fmt: skip
