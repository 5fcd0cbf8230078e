"""Certificates of brands (两品一标、区域公用品牌): those licensed each month are what the monthly reports say."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import planted
import series
from planted import Planted
from workbook import Columns, Look, Row, Rows, book

from xj_analysis.county.model import County

END = date(2025, 9, 30)
"""Nothing later was granted."""
LICENCE, GREEN, ORGANIC, ORIGIN = "区域公用品牌授权", "绿色食品", "有机农产品", "地理标志"
CODES = {LICENCE: "SQ", GREEN: "LS", ORGANIC: "YJ", ORIGIN: "DB"}
"""Kinds, with what their numbers begin with."""
PRODUCTS = ("示例大米", "示例茶油", "示例脐橙", "示例蜂蜜", "示例米粉", "示例白莲")
HOLDERS = 24
CERTIFICATES: Columns = (
    ("序号", "", "serial"), ("证号", "number", "text"), ("产品", "name", "text"), ("类别", "kind", "text"),
    ("主体", "holder", "text"), ("乡镇", "area", "text"), ("责任单位", "unit", "text"),
    ("发证日期", "granted", "date"), ("有效期至", "expires", "dots"),
)  # fmt: skip

Certificate = dict[str, Any]


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    names = {unit.slug: unit.name for unit in county.units}
    holders = [(f"示例合作社{number:02}（虚构）", dice.choice(county.towns)) for number in range(1, HOLDERS + 1)]
    made = [*_licences(dice, county, numbers), *_others(dice)]
    for place, each in enumerate(made, start=1):
        holder, area = dice.choice(holders)
        each |= {"name": f"{dice.choice(PRODUCTS)}{place:03}（虚构）", "holder": holder, "area": area,
                 "unit": names["scj" if each["kind"] == LICENCE else "nyj"]}  # fmt: skip
    made += [_renewed(dice, each) for each in made if each["kind"] == ORGANIC and dice.random() < 0.5]
    made.sort(key=lambda each: (each["granted"], each["name"]))
    for place, each in enumerate(made, start=1):
        each["number"] = f"{CODES[each['kind']]}{each['granted'].year}{place:03}"
    found = list(_plant(dice, county, numbers, made))
    made.sort(key=lambda each: (each["granted"], each["number"]))
    days = ("granted", "expires")
    return {"certificates": [each | {name: each[name].isoformat() for name in days} for each in made]}, found


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    look = Look("示例县品牌证书台账（虚构）", footnote="注：续展的另列一行；区域公用品牌授权以授权书日期为发证日期。")
    return {"品牌证书台账.xlsx": book([("证书", rows["certificates"], CERTIFICATES, look)])}


def _licences(dice: random.Random, county: County, numbers: series.Numbers) -> Iterator[Certificate]:
    """As many products as were newly licensed in each month of three years; January is reported with February."""
    for year in (2023, 2024, 2025):
        before = 0
        for month in range(2, 13):
            if (year, month) > series.LAST:
                break
            now = int(numbers.reports["brand_products", county.code, (year, month)])
            first = date(year, 1 if month == 2 else month, 3)
            for _ in range(now - before):
                granted = first + timedelta(dice.randrange(0, 54 if month == 2 else 25))
                yield _certificate(LICENCE, granted, 3 if year == 2023 else dice.choice((2, 3)))
            before = now


def _others(dice: random.Random) -> Iterator[Certificate]:
    """Certificates of products that are in force beyond the next months."""
    for kind, number, first, last, years in (
        (GREEN, 30, date(2023, 1, 16), date(2025, 9, 20), 3), (ORGANIC, 12, date(2025, 1, 16), date(2025, 9, 20), 1),
        (ORIGIN, 3, date(2019, 3, 1), date(2023, 9, 1), 10),
    ):  # fmt: skip
        for _ in range(number):
            yield _certificate(kind, first + timedelta(dice.randrange((last - first).days)), years)


def _certificate(kind: str, granted: date, years: int) -> Certificate:
    return {"kind": kind, "granted": granted, "expires": _after(granted, years)}


def _after(granted: date, years: int) -> date:
    """The last day of some years from a day on."""
    return date(granted.year + years, granted.month, min(granted.day, 28)) - timedelta(1)


def _renewed(dice: random.Random, now: Certificate) -> Certificate:
    """The certificate of the same product before this one, which was renewed in time."""
    granted = now["granted"] - timedelta(365 - dice.randrange(3, 20))
    return now | {"granted": granted, "expires": _after(granted, 1)}


def _plant(dice: random.Random, county: County, numbers: series.Numbers, made: list[Certificate]) -> Iterator[Planted]:
    """Certificates about to expire and expired, not renewed; a product in the ledger that no report has."""
    names = [each["name"] for each in made]
    free = [each for each in made if names.count(each["name"]) == 1]

    def take(number: int, fits: Callable[[Certificate], bool]) -> list[Certificate]:
        taken = dice.sample([each for each in free if fits(each)], number)
        for each in taken:
            free.remove(each)
        return taken

    for least, most, kind in ((3, 85, planted.EXPIRING), (-120, -5, planted.EXPIRED)):

        def runs_out(each: Certificate, least: int = least, most: int = most) -> bool:
            days = (_after(each["granted"], 2) - END).days
            return bool(each["kind"] == LICENCE and least <= days < most)

        licence = take(1, runs_out)[0]
        licence["expires"] = _after(licence["granted"], 2)
        others = [*take(2, lambda each: each["kind"] == GREEN), *take(1, lambda each: each["kind"] == ORGANIC)]
        for each in others:  # no report says what was granted of these
            ends = END + timedelta(dice.randrange(least, most))
            granted = ends + timedelta(1)
            granted = date(granted.year - (3 if each["kind"] == GREEN else 1), granted.month, min(granted.day, 28))
            number = f"{CODES[each['kind']]}{granted.year}{each['number'][-3:]}"
            each |= {"granted": granted, "expires": ends, "number": number}
        for each in (licence, *others):
            days = abs((each["expires"] - END).days)
            yield planted.planted("certificates", each["number"], kind, each["expires"], days, "天")
    said = int(numbers.reports["brand_products", county.code, series.LAST])
    copied = take(1, lambda each: each["kind"] == LICENCE and each["granted"].year == END.year)[0]
    more = f"{CODES[LICENCE]}{END.year}{len(made) + 1:03}"
    made.append(copied | {"number": more, "name": f"{PRODUCTS[0]}{len(made) + 1:03}（虚构）"}
                | _certificate(LICENCE, END - timedelta(dice.randrange(4, 9)), 2))  # fmt: skip
    yield planted.planted("certificates", county.code, planted.DISAGREES, END, said + 1, "个", "brand_products", said)
