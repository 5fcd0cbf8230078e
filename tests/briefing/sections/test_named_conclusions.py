"""Conclusions: what is behind is named worst first with amount and unit, and nothing else is said to be behind."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from support.progress_tables import SEPTEMBER, better_low, progress_of, reported
from xj_analysis.briefing.sections import named_conclusions
from xj_analysis.briefing.sections.named_conclusions import by_urgency, conclusion, shortfall
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.county import selection
from xj_analysis.county.model import County
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store


def said(progress: YearProgress) -> list[str]:
    return [plain_text(sentence.parts) for sentence in conclusion(progress)]


def test_what_is_behind_is_named_with_amount_light_and_unit(example: Store) -> None:
    slugs = ("signed_investment", "started_projects", "project_investment")
    worst, rest = said(progress_of(example, *slugs))
    done = reported(example, "signed_investment", example.county.code, SEPTEMBER, "actual")
    target = reported(example, "signed_investment", example.county.code, "2025", "target")
    plan = reported(example, "signed_investment", example.county.code, SEPTEMBER, "planned")
    start = f"2025年1—9月，签约项目总投资累计{float(done / 10000):.1f}亿元，"
    assert worst.startswith(f"{start}完成年度目标的{float(done / target * 100):.1f}%，慢于时序进度")
    assert f"差{float((plan - done) / 10000):.2f}亿元，■红灯；责任单位：商务局。" in worst
    assert rest.startswith("新开工重点项目完成年度目标的") and "快于时序进度" in rest and "慢于" not in rest


def test_the_worst_light_comes_first_and_one_that_stays_behind_says_for_how_long(example: Store) -> None:
    progress = progress_of(example, "trainees", "talents", "approvals", "school_places", "nursing_beds")
    sentences = said(progress)
    lights = [next((word for word in ("红", "黄") if f"{word}灯" in sentence), "绿") for sentence in sentences]
    assert lights == sorted(lights, key="红黄绿".index) and lights[0] == "红"
    (late,) = [sentence for sentence in sentences if "办结审批事项" in sentence]
    assert "慢于时序进度0.6个百分点" in late and "■红灯（连续5个月落后）；责任单位：行政审批局。" in late
    assert sum("2025年1—9月" in sentence for sentence in sentences) == 1, "the month is said once"


def test_an_amount_short_of_plan_is_that_of_the_published_numbers(example: Store) -> None:
    slugs = selection.indicators_with_progress(example.county.overview, example.county)
    progress = progress_of(example, *slugs)
    checked = 0
    for pace in progress.of(example.county.code):
        missing, gap = shortfall(pace), Fraction(pace.ahead["value"])
        if missing is None or missing.value is None:
            continue
        expected = -gap / 100 * Fraction(pace.target["value"])
        step = Fraction(10) ** int(missing.value.as_tuple().exponent)
        assert missing.value > 0 and abs(Fraction(missing.value) - expected) <= step / 2 + Fraction(1, 1000)
        assert set(pace.done["origins"]) <= set(missing.origins) and missing.formula
        checked += 1
    assert checked > 5


def test_what_is_the_better_the_lower_falls_short_of_nothing(example: Store) -> None:
    pace = progress_of(example, "approvals").of(example.county.code)[0]
    assert shortfall(pace) is not None
    declared = example.county.by_slug["approvals"]
    for changed in ({"better": "lower"}, {"kind": "stock"}):
        other = [declared.model_copy(update=changed) if i is declared else i for i in example.county.indicators]
        county = County.model_construct(**(dict(example.county) | {"indicators": tuple(other)}))
        assert shortfall(replace(pace, county=county)) is None


def test_one_of_an_earlier_month_says_which(example: Store) -> None:
    (every,) = said(progress_of(example, "eco_income", "afforestation"))
    assert every.startswith("2025年1—9月，造林面积完成年度目标的")
    assert "；生态产品经营收入（2025年1—8月）完成年度目标的" in every


def test_few_are_named_and_the_rest_is_counted(example: Store) -> None:
    slugs = selection.indicators_with_progress(example.county.overview, example.county)
    progress = progress_of(example, *slugs)
    sentences, paces = said(progress), progress.of(example.county.code)
    named, last = sentences[:-1], sentences[-1]
    urgent = by_urgency(paces, progress)
    assert len(named) == 4 and all(pace.done["label"] in s for pace, s in zip(urgent, named, strict=False))
    behind = [pace for pace in paces if pace.ahead["word"] == "慢于"]
    assert f"其余{len(behind) - 4}项慢于时序进度" in last and "快于时序进度" in last


def test_a_single_one_is_said_in_full_whether_behind_or_not(example: Store) -> None:
    (ahead,) = said(progress_of(example, "project_investment"))
    assert ahead.endswith("●绿灯。") and "累计" in ahead and "差" not in ahead and "责任单位" not in ahead


def test_without_lights_the_furthest_behind_comes_first(example: Store) -> None:
    progress = progress_of(example, "talents", "trainees", "approvals")
    dark = replace(progress, county=example.county.model_copy(update={"lights": ()}))
    paces = named_conclusions.by_urgency(dark.of(example.county.code), dark)
    gaps = [pace.ahead["value"] for pace in paces]
    assert gaps == sorted(gaps) and not any("灯" in sentence for sentence in said(dark))


@pytest.mark.parametrize("slug", ["signed_investment", "approvals"])
def test_every_number_said_has_an_origin(example: Store, slug: str) -> None:
    (sentence,) = conclusion(progress_of(example, slug))
    assert all(part.origins for part in sentence.parts if isinstance(part, Figure))


def test_a_sentence_begins_with_the_period_of_its_result(example: Store) -> None:
    (alone,) = conclusion(progress_of(example, "eco_income"))
    assert plain_text(alone.parts).startswith("2025年1—8月，生态产品经营收入累计")
    (both,) = conclusion(progress_of(example, "visits", "eco_income"))
    first, then = plain_text(both.parts).split("；")
    assert first.startswith("2025年1—8月，生态产品经营收入完成") and then.startswith("接待游客（2025年1—9月）完成")
    slow, eco = conclusion(progress_of(example, "approvals", "eco_income"))
    assert plain_text(slow.parts).startswith("2025年1—9月，办结审批事项累计")
    assert plain_text(eco.parts).startswith("2025年1—8月，生态产品经营收入累计")


def test_where_less_is_better_urgency_is_by_light_and_by_how_bad(example: Store) -> None:
    slugs = ("industry_investment", "parking_spaces", "farmland", "approvals", "tourism_income")
    for low in ((), slugs[:2], slugs):
        progress = better_low(progress_of(example, *slugs), *low)
        paces = by_urgency(progress.of(progress.county.code), progress)
        assert [progress.severity(pace) for pace in paces] == sorted(map(progress.severity, paces), reverse=True)
        for one, other in pairwise(paces):
            assert progress.severity(one) > progress.severity(other) or one.lead <= other.lead
        words = "".join(said(progress))
        for pace in paces:
            assert pace.standing.bad == (pace.lead < 0) or pace.figure("ahead").value == 0
            assert f"{pace.done['label']}累计" not in words or not pace.lower or "占年度控制数的" in words
