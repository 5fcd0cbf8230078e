"""One period earlier: then is what an issue of that period prints, of the invented county and of changed ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.county_folder import REPO
from support.progress_tables import SEPTEMBER
from xj_analysis import Briefing
from xj_analysis.briefing import figure_frame
from xj_analysis.briefing.period_before import (
    NO_EARLIER,
    NOT_BEFORE,
    PeriodBefore,
    ProgressChange,
)
from xj_analysis.briefing.sections.town_ranking import TownRanking
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.county import selection
from xj_analysis.county.publication import Publication
from xj_analysis.document.blocks import KeyFigures, Sentence
from xj_analysis.document.pieces import plain_text
from xj_analysis.metrics.columns import row_selection
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store

SLUGS = ("signed_investment", "visits", "villages_improved", "urban_jobs")
QUARTERS = ("03", "06", "09")


def issue(store: Store, slugs: Sequence[str], period: str = SEPTEMBER) -> YearProgress:
    """The progress that an issue of a period prints, of what was known at the same day."""
    known = store.known(period=period)
    frame = figure_frame.figure_frame(Store(known.county, known.frame[known.frame["indicator"].isin(slugs)]))
    return YearProgress(store.county, frame[frame["doubt"] == ""], slugs, periods.parse(period))


def only(store: Store, rows: pd.Series) -> Store:
    """A county with some of the rows."""
    return Store(store.county, store.frame[rows].reset_index(drop=True))


def side(change: ProgressChange, *, now: bool) -> tuple[object, ...]:
    """What is printed of one side of a change."""
    pace, rank = (change.now, change.rank_now) if now else (change.then, change.rank_then)
    assert pace is not None
    shown = [pace.figure(name) for name in ("done", "target", "completed", "ahead")] + [pace.due, pace.gap]
    traced = [(f.text, f.origins, f.formula, f.period) for f in [*shown, *([rank] if rank else [])]]
    return pace.indicator, pace.area, pace.light, pace.escalation, traced


def equals_the_issue_before(store: Store, slugs: Sequence[str], changes: Iterable[ProgressChange]) -> int:
    """Assert that each side before is that of an issue of its period; return how many there are."""
    issues: dict[str, dict[tuple[str, str], ProgressChange]] = {}
    compared = [change for change in changes if change.then]
    for change in compared:
        assert change.then is not None and change.missing == ""
        period = change.then.done["period"]
        if period not in issues:
            made = PeriodBefore(issue(store, slugs, period)).changes
            issues[period] = {(each.now.indicator, each.now.area): each for each in made}
        county = issues[period].get((change.now.indicator, store.county.code))
        if county and county.now.done["period"] != period:  # it prints the month before, that of the county
            continue
        printed = issues[period][change.now.indicator, change.now.area]
        assert side(change, now=False) == side(printed, now=True)
    return len(compared)


def test_then_is_what_an_issue_of_the_month_before_prints(example: Store) -> None:
    slugs = selection.indicators_with_progress(example.county.overview, example.county)
    changes = PeriodBefore(issue(example, slugs)).changes
    assert equals_the_issue_before(example, slugs, changes) > len(slugs)
    late = {change.then.done["period"] for change in changes if change.then and change.now.indicator == "eco_income"}
    assert late == {"2025-01/2025-07"}  # its latest month is August


def test_a_county_without_targets_has_nothing_to_compare(xiajiang: Store) -> None:
    slugs = selection.indicators_with_progress(xiajiang.county.overview, xiajiang.county)
    assert PeriodBefore(issue(xiajiang, slugs, xiajiang.county.period)).changes == []


def moved(store: Store, target: str, then: str, now: str) -> tuple[list[str], str]:
    """The two printed rates, and the change in points, of an indicator with other digits of its source."""
    rows = store.frame["indicator"].eq("visits") & store.frame["area"].eq(store.county.code)
    frame = only(store, rows & store.frame["period"].isin(["2025", "2025-01/2025-08", SEPTEMBER])).frame
    for nature, period, text in (
        ("target", "2025", target),
        ("actual", "2025-01/2025-08", then),
        ("actual", SEPTEMBER, now),
    ):
        row = (frame["nature"] == nature) & (frame["period"] == period)
        half = 0.0 if nature == "target" else 0.5 * 10.0 ** -len(text.partition(".")[2])
        bounds = {"value": float(text), "low": float(text) - half, "high": float(text) + half}
        for column, value in {**bounds, "reported": text}.items():
            frame[column] = frame[column].where(~row, value)
    (change,) = PeriodBefore(issue(Store(store.county, frame), ["visits"])).changes
    assert change.then is not None
    difference = change.change()
    assert difference is not None and difference.period == SEPTEMBER
    return [pace.figure("completed").text for pace in (change.then, change.now)], difference.text


@pytest.mark.parametrize(
    ("target", "then", "now", "rates", "difference"),
    [
        ("24.0", "12.4", "14.2", ["51.7%", "59.2%"], "提高7.5个百分点"),
        ("24.0", "12.3", "14.2", ["约51%", "59.2%"], "提高约8个百分点"),
        ("12.00", "8", "9", ["约70%", "约80%"], "提高约10个百分点"),
        ("30.00", "20", "20", ["约67%", "约67%"], "持平"),
        ("3", "1.20", "2.00", ["40.0%", "66.7%"], "提高26.7个百分点"),
    ],
)
def test_a_change_has_the_decimals_of_both_rates(
    example: Store, target: str, then: str, now: str, rates: list[str], difference: str
) -> None:
    assert moved(example, target, then, now) == (rates, difference)


@settings(max_examples=15)
@given(st.data())
def test_then_is_what_an_issue_of_the_month_before_prints_whatever_is_missing(
    example: Store, data: st.DataObject
) -> None:
    frame = example.frame[example.frame["indicator"].isin(SLUGS) & example.frame["period"].str.startswith("2025")]
    months = frame[frame["nature"] == "actual"]
    lost = data.draw(
        st.sets(st.sampled_from(sorted(set(zip(months["indicator"], months["period"], strict=True)))), max_size=8)
    )
    rows = data.draw(st.sets(st.sampled_from(sorted(months["id"])), max_size=12))
    gone = [pair in lost for pair in zip(frame["indicator"], frame["period"], strict=True)]
    kept = Store(
        example.county,
        frame[~(pd.Series(gone, index=frame.index) & (frame["nature"] == "actual")) & ~frame["id"].isin(rows)],
    )
    changes = PeriodBefore(issue(kept, SLUGS)).changes
    equals_the_issue_before(kept, SLUGS, changes)
    assert all((change.then is None) == bool(change.missing) for change in changes)


def test_the_other_way_round_it_is_the_reverse(example: Store) -> None:
    september, august = issue(example, SLUGS), issue(example, SLUGS, "2025-01/2025-08")
    there, back = PeriodBefore(september, august).changes, PeriodBefore(august, september).changes
    forth = {(c.now.indicator, c.now.area): c for c in there if c.then}
    assert forth
    for change in (c for c in back if c.then):
        other = forth[change.now.indicator, change.now.area]
        assert (side(change, now=True), side(change, now=False)) == (side(other, now=False), side(other, now=True))
        assert change.lights == other.lights[::-1] and change.moved == other.moved
        assert bool(change.turned) == bool(other.turned)
        one, two = change.change(), other.change()
        assert one is not None and two is not None and one.value == -two.value  # type: ignore[operator]


def test_without_an_issue_named_it_is_the_month_before(example: Store) -> None:
    september, august = issue(example, SLUGS), issue(example, SLUGS, "2025-01/2025-08")
    there, named = (PeriodBefore(september, before).changes for before in (None, august))
    assert [side(c, now=False) for c in there if c.then] == [side(c, now=False) for c in named if c.then]


def test_what_turned_is_said_in_the_words_of_the_countys_lights(example: Store) -> None:
    slugs = selection.indicators_with_progress(example.county.overview, example.county)
    own = [c for c in PeriodBefore(issue(example, slugs)).changes if c.now.area == "999900"]
    turned = {c.now.indicator: (c.turned, *(light.light for light in c.lights if light)) for c in own if c.turned}
    assert turned
    for word, then, now in turned.values():
        assert then != now and word == f"转{now.removesuffix('灯')}"
    worst_first = [c.lights[1].light for c in sorted(own, key=lambda c: c.severity) if c.turned and c.lights[1]]
    order = ["红灯", "黄灯", "绿灯", "待核"]
    assert worst_first == sorted(worst_first, key=order.index)


def test_the_change_is_the_difference_of_what_is_printed(example: Store) -> None:
    for change in PeriodBefore(issue(example, SLUGS)).changes:
        if change.then is None:
            continue
        rise, more = change.change("completed"), change.change("done")
        assert rise is not None and more is not None
        then, now = change.then, change.now
        printed = now.figure("completed").value - then.figure("completed").value  # type: ignore[operator]
        assert rise.value == pytest.approx(printed, abs=Decimal("0.11"))
        if {now.done["hedge"], then.done["hedge"]} == {"exact"}:
            assert more.value == now.figure("done").value - then.figure("done").value  # type: ignore[operator]
        assert set(rise.origins) >= {*now.done["origins"], *then.done["origins"]}
        assert more.text.startswith(("增", "减", "持平", "约", "（")), more.text
        assert rise.text.startswith(("提高", "降低", "持平")) and not (rise.text + more.text).count("-")


def test_a_month_that_is_missing_is_named(example: Store) -> None:
    frame = example.frame
    without = only(example, ~((frame["indicator"] == "visits") & (frame["period"] == "2025-01/2025-08")))
    (change,) = (c for c in PeriodBefore(issue(without, ["visits"])).changes if c.now.area == "999900")
    assert (change.then, change.missing, change.turned) == (None, "缺2025年1—8月的数", "")
    assert (change.lights[0], change.change(), change.moved) == (None, None, False)


def test_of_an_indicator_by_quarters_it_is_the_quarter_before(example: Store) -> None:
    frame = example.frame
    other = frame["period"].str.fullmatch(r"\d{4}-01/\d{4}-\d\d") & ~frame["period"].str[-2:].isin(QUARTERS)
    quarterly = only(example, ~(other & (frame["nature"] == "actual")))
    changes = PeriodBefore(issue(quarterly, ["signed_investment"])).changes
    assert {c.then.done["period"] for c in changes if c.then} == {"2025-01/2025-06"}
    assert equals_the_issue_before(quarterly, ["signed_investment"], changes) == len(changes)


def test_of_the_first_period_of_a_year_there_is_none_before(example: Store) -> None:
    changes = PeriodBefore(issue(example, SLUGS, "2025-01/2025-02")).changes
    assert {(c.then, c.missing) for c in changes} == {(None, NO_EARLIER)}


def test_what_the_issue_before_did_not_print_is_said(example: Store) -> None:
    changes = PeriodBefore(issue(example, SLUGS), issue(example, SLUGS[:1], "2025-01/2025-08")).changes
    assert {c.missing for c in changes if c.now.indicator != SLUGS[0]} == {NOT_BEFORE}


@pytest.mark.parametrize("rule", [True, False])
def test_without_a_rule_of_lights_there_is_no_light_and_none_turned(example: Store, *, rule: bool) -> None:
    county = example.county if rule else example.county.model_copy(update={"lights": ()})
    changes = PeriodBefore(issue(Store(county, example.frame), SLUGS)).changes
    assert any(c.lights != (None, None) for c in changes) is rule
    assert any(c.turned for c in changes) is rule


def test_with_a_calendar_it_is_the_period_of_the_issue_before(example: Store) -> None:
    def then(**calendar: object) -> set[str]:
        issues = Publication.model_validate({"office": "某办", **calendar})
        store = Store(example.county.model_copy(update={"issues": issues}), example.frame)
        before = PeriodBefore(issue(store, ["visits"]))
        moved = {str(row["period"]) for row in row_selection.records(before.completed("visits"))}
        assert moved == {c.then.done["period"] for c in before.changes if c.then}
        return moved

    assert then(first="2025Q1", rhythm="quarter") == {"2025-01/2025-06"}
    assert then(first="2025-01", combined=("08/09",)) == {"2025-01/2025-07"}
    assert then(first="2025-01", skipped=("08",)) == {"2025-01/2025-07"}
    assert then(first="2025-01") == {"2025-01/2025-08"}
    assert then(first="2025-09") == set()


def test_a_briefing_has_one_period_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    b = Briefing("overview", county="example", previous="2025-08-31")
    fiscal = next(change for change in b._before.of_county if change.now.indicator == "fiscal_revenue")
    assert fiscal.then is not None and fiscal.then.done["period"] == "2025-01/2025-07"
    (*_, counted) = (plain_text(block.parts) for block in b.findings() if isinstance(block, Sentence))
    assert "2025年1—7月" in counted
    (cards,) = (block for block in b.key_figures("fiscal_revenue") if isinstance(block, KeyFigures))
    rise = fiscal.change()
    assert rise is not None and rise.text in [
        getattr(part, "text", "") for run in cards.cards[0].beside for part in run
    ]
    towns = TownRanking(b._before, "industry_investment")
    then = {c.now.area: c.rank_then for c in b._before.changes if c.now.indicator == "industry_investment"}
    assert {f"第{int(row['rank'])}位" for row in towns.ranks_before.to_dict("records")} == {
        f.text for f in then.values() if f
    }
