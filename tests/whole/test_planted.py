"""Alarms planted in the ledgers of the invented county: counted anew from the workbooks, there is each and no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from support.planted_county import SEEDS, Alarm, Made, generate, made_county
from xj_analysis.loaders.instrument_ledgers import load_instruments
from xj_analysis.store.store import Store

DAY = pd.Timestamp(2025, 9, 30)
MONTHS = range(2, 10)
STEPS = ("filed", "land", "started", "framed", "finished", "running")
DISAGREES = "与月报不符"
LEDGERS = ("projects", "leads", "enterprises", "enterprise_days", "tasks")
"""Counted here; the others in tests of their own."""


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("seed") / "example", request.param)


def lit(value: float, red: float) -> str:
    return "红" if value > red else "黄"


def days_since(moments: pd.Series) -> pd.Series:
    days: pd.Series = (DAY - moments).dt.days
    return days


def alarms(ledger: str, keys: pd.Series, kind: str, since: pd.Series | pd.Timestamp, values: pd.Series,
           red: float = np.inf, field: str = "") -> Iterator[Alarm]:  # fmt: skip
    moments = since if isinstance(since, pd.Series) else pd.Series(since, index=keys.index)
    for key, moment, value in zip(keys, moments, values, strict=True):
        yield Alarm(ledger, key, kind, field, f"{moment:%Y-%m-%d}", round(float(value), 1), lit(value, red))


def of_projects(rows: pd.DataFrame) -> Iterator[Alarm]:
    for step in STEPS:
        planned = rows[f"{step}_planned"]
        days = days_since(planned).where(rows[f"{step}_actual"].isna())
        kind, least, red = ("应开未开", 30, 90) if step == "started" else ("节点逾期", 0, 30)
        # a milestone after one that is late is late with it where its own day has passed
        late = days > least
        yield from alarms("projects", rows["project"][late], kind, planned[late], days[late], red, step)
        assert not ((days > 0) & ~late).any()
        due = (days <= 0) & (days >= -14)
        yield from alarms("projects", rows["project"][due], "临期", planned[due], -days[due], field=step)
    behind = 75 - 100 * rows["year_done"] / rows["year_plan"]  # not a number where nothing is planned
    slow = behind > 10
    yield from alarms("projects", rows["project"][slow], "投资滞后", DAY, behind[slow], 30)
    share = 100 * rows["investment_done"] / rows["investment_total"]
    low = rows["finished_actual"].notna() & (share < 90)
    since = rows["finished_actual"][low]
    yield from alarms("projects", rows["project"][low], "竣工未完成投资", since, share[low])
    old = days_since(rows["updated"]) > 30
    since = rows["updated"][old]
    yield from alarms("projects", rows["project"][old], "久未更新", since, days_since(since))


def of_leads(rows: pd.DataFrame) -> Iterator[Alarm]:
    waiting = rows["started_on"].isna() & (days_since(rows["signed_on"]) > 180)
    since = rows["signed_on"][waiting]
    yield from alarms("leads", rows["lead"][waiting], "签约未开工", since, days_since(since))
    quiet = rows["running_on"].isna() & (days_since(rows["followed"]) > 60)
    since = rows["followed"][quiet]
    yield from alarms("leads", rows["lead"][quiet], "久未跟进", since, days_since(since))


def of_tasks(rows: pd.DataFrame) -> Iterator[Alarm]:
    days = days_since(rows["due"]).where(rows["done"].isna())
    late = days > 0
    yield from alarms("tasks", rows["task"][late], "超期未办结", rows["due"][late], days[late], 30)
    quiet = rows["done"].isna() & (days_since(rows["heard"]) > 30)
    since = rows["heard"][quiet]
    yield from alarms("tasks", rows["task"][quiet], "久未反馈", since, days_since(since))
    bare = (rows["state"] == "销号") & (rows["evidence"] == "")
    yield from alarms("tasks", rows["task"][bare], "销号无依据", rows["done"][bare], 0 * days_since(rows["done"][bare]))


def of_firms(rows: pd.DataFrame) -> Iterator[Alarm]:
    for kind, state, over in (("过线未申报", "拟培育", True), ("临界退规", "已进规", False)):
        own = rows[(rows["state"] == state) & ((rows["revenue_12m"] >= 2000) == over)]
        yield from alarms("enterprises", own["enterprise"], kind, DAY, own["revenue_12m"])


def of_days(rows: pd.DataFrame) -> Iterator[Alarm]:
    every = pd.date_range("2025-07-01", DAY)
    working = every[(every.day_of_week < 5) | (every == "2025-09-28")]  # that Sunday is worked for the holiday after it
    wide = {field: rows.pivot(index="day", columns="enterprise", values=field).reindex(working)
            for field in ("output", "power")}  # fmt: skip

    def change(field: str, before: int) -> pd.Series:
        frame, week = wide[field], DAY - pd.Timedelta(6, "D")
        earlier = frame[(frame.index < week) & (frame.index >= week - pd.Timedelta(before, "D"))]
        return 100 * (frame[frame.index >= week].mean() / earlier.mean() - 1)

    week = DAY - pd.Timedelta(6, "D")
    firms = wide["output"].columns.to_series()
    drop = -change("power", 7)
    yield from alarms("enterprise_days", firms[drop > 30], "用电骤降", week, drop[drop > 30])
    less, more = -change("power", 28), change("output", 28)
    apart = (less > 10) & (more > 10)
    yield from alarms("enterprise_days", firms[apart], "产值升用电降", week, less[apart])
    for firm in firms:
        output = wide["output"][firm]
        idle = int((output[::-1] == 0).cumprod().sum())
        if idle >= 3:
            yield Alarm("enterprise_days", firm, "连续零产值", "", f"{working[-idle]:%Y-%m-%d}", idle, "黄")
        missing = output.index[output.isna()]
        if len(missing):
            yield Alarm("enterprise_days", firm, "漏报", "", f"{missing[0]:%Y-%m-%d}", len(missing), "黄")


def reported(store: Store, indicator: str, month: int) -> pd.Series:
    """What the county and each town report as 累计 by a month."""
    frame = store.frame
    own = frame[(frame["indicator"] == indicator) & (frame["nature"] == "actual")]
    said: pd.Series = own[own["period"] == f"2025-01/2025-{month:02d}"].set_index("area")["value"]
    return said


def counted(made: Made, indicator: str, month: int) -> pd.Series:
    """The same of the rows of its ledger."""
    until = pd.Timestamp(2025, month, 1) + pd.offsets.MonthEnd()
    projects, leads = made.held["projects"], made.held["leads"]
    if indicator == "started_projects":
        rows = projects[projects["started_actual"].between("2025-01-01", until)].assign(value=1.0)
    elif indicator == "project_investment":
        rows = projects.assign(value=projects["year_done"])
    else:
        rows = leads[leads["signed_on"].between("2025-01-01", until)].assign(value=leads["amount"])
    towns = rows.groupby("area")["value"].sum()
    both: pd.Series = pd.concat([towns, pd.Series({made.store.county.code: towns.sum()})])
    return both


OF = {"started_projects": "projects", "project_investment": "projects", "signed_investment": "leads"}


def contradictions(made: Made) -> Iterator[Alarm]:
    for indicator, ledger in OF.items():
        said, rows = reported(made.store, indicator, 9), counted(made, indicator, 9)
        for area, value in said.items():
            if rows.get(area, 0.0) != value:
                yield Alarm(ledger, str(area), DISAGREES, indicator, f"{DAY:%Y-%m-%d}", rows.get(area, 0.0), "")


def test_what_is_planted_is_there_and_nothing_else(made: Made) -> None:
    held = made.held
    found = [*of_projects(held["projects"]), *of_leads(held["leads"]), *of_firms(held["enterprises"]),
             *of_days(held["enterprise_days"]), *of_tasks(held["tasks"]), *contradictions(made)]  # fmt: skip
    assert sorted(found) == sorted(alarm for alarm in made.planted if alarm.ledger in LEDGERS)
    assert len(set(found)) == len(found)


def test_every_ledger_with_something_planted_is_counted_by_a_test(made: Made) -> None:
    tests = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_planted*.py")]
    for ledger in {alarm.ledger for alarm in made.planted}:
        assert any(f'"{ledger}"' in test.partition("LEDGERS = (")[2].partition(")")[0] for test in tests), ledger


def test_every_kind_is_planted_and_projects_both_yellow_and_red(made: Made) -> None:
    kinds = {alarm.kind for alarm in made.planted if alarm.ledger in LEDGERS}
    assert len(kinds) == 18 and DISAGREES in kinds
    for kind in ("应开未开", "节点逾期", "投资滞后", "超期未办结"):
        assert {alarm.light for alarm in made.planted if alarm.kind == kind} == {"黄", "红"}, kind


@pytest.mark.parametrize("indicator", ["started_projects", "signed_investment"])
def test_ledgers_agree_with_the_reports_of_every_month_before(made: Made, indicator: str) -> None:
    planted = {alarm.key for alarm in made.planted if alarm.field == indicator}
    for month in MONTHS:
        said = reported(made.store, indicator, month)
        rows = counted(made, indicator, month).reindex(said.index, fill_value=0.0)
        assert set(said.index[rows != said]) <= planted, month
        assert len(said) > 10


def listed(value: Any) -> str:
    """A value as it is listed."""
    if pd.isna(value):
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else f"{value:.10g}"


def changed(was: pd.DataFrame, now: pd.DataFrame, key: str) -> Iterator[tuple[str, str, str, str]]:
    """What differs between two vintages: number, field, and both values, a row at a time; rows that only one has."""
    old, new = (dict(zip(rows[key], rows.to_dict("records"), strict=True)) for rows in (was, now))
    yield from ((str(number), "", "", "") for number in old.keys() ^ new.keys())
    for number in old.keys() & new.keys():
        for field in new[number].keys() - {"updated", "followed", "row"}:
            pair = [old[number][field], new[number][field]]
            if not isinstance(pair[1], str) and pair[0] != pair[1] and not all(pd.isna(each) for each in pair):
                yield str(number), str(field), listed(pair[0]), listed(pair[1])


def test_what_changed_since_the_ledgers_were_sent_before_is_listed(made: Made) -> None:
    before = load_instruments(made.county).before
    assert before.keys() == {"projects", "leads"}
    found = [(ledger, *change) for ledger, key in (("projects", "project"), ("leads", "lead"))
             for change in changed(before[ledger], made.held[ledger], key)]  # fmt: skip
    planted = made.changes
    assert sorted(found) == sorted((row["ledger"], row["key"], row["field"], row["was"], row["now"]) for row in planted)
    assert {row["kind"] for row in planted} >= {"推迟", "提前", "调增", "调减", "新增", "少了"}


def test_no_more_firms_have_entered_than_their_town_reports(made: Made) -> None:
    said = reported(made.store, "new_enterprises", 9)
    entered = made.held["enterprises"].dropna(subset="entered").groupby("area").size()
    assert len(entered) and (entered <= said.reindex(entered.index)).all()


def test_a_firm_is_at_the_stage_its_revenue_says(made: Made) -> None:
    rows = made.held["enterprises"]
    stages = {"入库": (800, 1200), "培育": (1200, 1800), "拟升规": (1750, 4000)}
    for stage, (least, most) in stages.items():
        assert rows["revenue_12m"][rows["stage"] == stage].between(least, most).all(), stage
    assert (rows["entered"].notna() == (rows["state"] == "已进规")).all()


def test_a_unit_is_responsible_for_what_is_its_own(made: Made) -> None:
    of_category = made.held["projects"].groupby("category")["unit"].agg(set)
    assert of_category["工业"] == {"gxj"} and of_category["交通"] <= {"jtj"}
    assert set(made.held["leads"]["unit"]) <= {"gxj", "swj", "wlj", "nyj"}


def test_a_task_is_opened_for_what_is_planted(made: Made) -> None:
    rows = made.held["tasks"]
    lit = {f"projects {alarm.key} {alarm.kind}" for alarm in made.planted
           if alarm.light == "红" and alarm.kind in ("应开未开", "节点逾期")}  # fmt: skip
    assert sorted(rows["matter"][rows["source"] == "亮灯"]) == sorted(lit)
    assert (rows["done"].notna() == rows["state"].isin(["办结", "销号"])).all()


def test_nothing_has_happened_after_the_end(made: Made) -> None:
    actual = [*(f"{step}_actual" for step in STEPS), "updated"]
    assert (made.held["projects"][actual].max() <= DAY).all()
    assert made.held["leads"]["followed"].max() <= DAY
    reached = made.held["leads"][["lead_on", "talks_on", "signed_on", "started_on", "running_on"]].max(axis=1)
    assert (made.held["leads"]["followed"] >= reached).all()


def test_the_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("once", "again"):
        folder = tmp_path / name / "example"
        folder.mkdir(parents=True)
        generate(folder, 11)
        made.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert made[0] == made[1] and Path("planted.csv") in made[0]


def test_the_day_is_that_of_the_last_report(made: Made) -> None:
    assert date(2025, 9, 30) == DAY.date() and len(reported(made.store, "started_projects", 9)) == 12
