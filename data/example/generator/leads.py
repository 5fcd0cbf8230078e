"""Leads of 招商: what was signed this year is, by town and month, what the monthly reports say."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import planted
import series
from planted import Planted

from xj_analysis.county.model import County

END = date(2025, 9, 30)
"""Nothing later has happened."""
NUMBER = 180
STAGES = ("线索", "洽谈", "签约", "开工", "投产")
STAGE_FIELDS = ("lead_on", "talks_on", "signed_on", "started_on", "running_on")
SIGNED = 2
CHAINS = {"示例电子": "gxj", "示例食品": "gxj", "示例建材": "gxj", "示例物流": "swj", "示例医药": "gxj",
          "示例文旅": "wlj", "示例种养": "nyj"}  # fmt: skip
"""The unit responsible for the leads of each 产业链."""
EVENTS = ("示例推介会（春季）", "示例推介会（秋季）", "商会引荐", "以商招商", "上门拜访")
_TOLERATED = 170
"""Days after signing at which all have started but those planted."""

Lead = dict[str, Any]


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[list[dict[str, str]], list[Planted]]:
    """Return the rows of the ledger, and what is planted in them."""
    made = list(_signed(dice, county, numbers))
    made += _others(dice, county, NUMBER - len(made))
    dice.shuffle(made)
    for number, lead in enumerate(made, start=1):
        chain = dice.choice([*CHAINS])
        last = max(day for day in lead["days"] if day)
        lead |= {
            "lead": f"L{number:03}", "name": f"{chain}线索{number:03}（虚构）", "chain": chain, "unit": CHAINS[chain],
            "investor": f"示例投资{number:03}（虚构）", "event": dice.choice(EVENTS),
            "team": f"招商{dice.choice('一二三四')}组", "person": f"跟踪员{dice.choice('甲乙丙丁戊己')}",
            "followed": max(last, END - timedelta(dice.randrange(2, 50))),
        }  # fmt: skip
    found = list(_plant(dice, county, numbers, made))
    for lead in made:
        reached = _reached(lead)
        share = {2: (0, 0.15), 3: (0.15, 0.6), 4: (0.6, 1.0)}.get(reached, (0, 0))
        lead["paid"] = round(lead["amount"] * dice.uniform(*share))
    return [_row(lead, county) for lead in made], found


def _signed(dice: random.Random, county: County, numbers: series.Numbers) -> Iterator[Lead]:
    """A lead for what each town signed in each month, of just that amount; January is reported with February."""
    year, last = series.LAST
    for area in county.towns:
        before = 0
        for month in range(2, last + 1):
            now = int(numbers.reports["signed_investment", area, (year, month)])
            first = date(year, 1 if month == 2 else month, 3)
            if now > before:
                signed = first + timedelta(dice.randrange(0, 54 if month == 2 else 25))
                yield {"area": area, "amount": now - before, "days": _days(dice, signed)}
            before = now


def _days(dice: random.Random, signed: date) -> list[date | None]:
    """The days of all stages of a lead that was signed; after half a year at the latest it has started."""
    talks = signed - timedelta(dice.randrange(20, 120))
    started: date | None = signed + timedelta(dice.randrange(30, 150))
    if (END - signed).days < _TOLERATED and (dice.random() < 0.5 or started > END):  # type: ignore[operator]
        started = None
    running = started and started + timedelta(dice.randrange(90, 270))
    return [talks - timedelta(dice.randrange(15, 90)), talks, signed, started,
            running if running and running <= END else None]  # fmt: skip


def _others(dice: random.Random, county: County, number: int) -> Iterator[Lead]:
    """Leads that are not signed, and some that were in the years before, among them the largest."""
    for place in range(number):
        area, amount = dice.choice(county.towns), dice.randrange(3, 300) * 100
        if place % 5 < 3:
            lead = END - timedelta(dice.randrange(30, 260))
            talks = lead + timedelta(dice.randrange(15, 90)) if place % 5 else None
            days = [lead, talks if talks and talks <= END else None, None, None, None]
            yield {"area": area, "amount": amount, "days": days}
        else:
            signed = date(2023, 7, 1) + timedelta(dice.randrange(0, 540))
            amount *= dice.choice((1, 1, 2, 5))
            yield {"area": area, "amount": amount, "days": _days(dice, signed)}


def _reached(lead: Lead) -> int:
    return max(place for place, day in enumerate(lead["days"]) if day)


def _plant(dice: random.Random, county: County, numbers: series.Numbers, made: list[Lead]) -> Iterator[Planted]:
    free = [*made]

    def take(number: int, fits: Callable[[Lead], bool]) -> list[Lead]:
        taken = dice.sample([lead for lead in free if fits(lead)], number)
        for lead in taken:
            free.remove(lead)
        return taken

    def old(lead: Lead) -> bool:
        signed = lead["days"][SIGNED]
        return signed is not None and (END - signed).days > 185

    for lead in take(4, old):
        lead["days"][SIGNED + 1 :] = [None, None]
        signed = lead["days"][SIGNED]
        yield planted.planted("leads", lead["lead"], planted.SIGNED_NOT_STARTED, signed, (END - signed).days, "天")

    def quiet(lead: Lead) -> bool:
        return _reached(lead) <= SIGNED and (END - max(day for day in lead["days"] if day)).days > 70

    for lead in take(4, quiet):
        since = max(day for day in lead["days"] if day)
        lead["followed"] = since + timedelta(dice.randrange(0, (END - since).days - 65))
        days = (END - lead["followed"]).days
        yield planted.planted("leads", lead["lead"], planted.NO_FOLLOW_UP, lead["followed"], days, "天")
    for lead in take(1, lambda each: each["days"][SIGNED] is not None and each["days"][SIGNED].year == END.year):
        more = dice.randrange(9, 40) * 50
        lead["amount"] += more
        for area in (lead["area"], county.code):
            said = int(numbers.reports["signed_investment", area, series.LAST])
            yield planted.planted("leads", area, planted.DISAGREES, END, said + more, "万元", "signed_investment", said)


def _row(lead: Lead, county: County) -> dict[str, str]:
    names = {unit.slug: unit.name for unit in county.units}
    texts = {name: lead[name] for name in ("lead", "name", "area", "chain", "investor", "event", "team", "person")}
    days = {field: day.isoformat() if day else "" for field, day in zip(STAGE_FIELDS, lead["days"], strict=True)}
    return texts | days | {
        "unit": names[lead["unit"]], "amount": str(lead["amount"]), "stage": STAGES[_reached(lead)],
        "followed": lead["followed"].isoformat(), "paid": str(lead["paid"]),
    }  # fmt: skip
