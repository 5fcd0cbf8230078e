"""Commentary: numbers that a person types are looked up, and a number that is not there is refused."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.briefing.commentary import comment_parts
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity.figures import Figure, reported_figure
from xj_analysis.quantity.hedges import Hedge

INCOME = reported_figure(Decimal(4800), "万元", label="旅游收入", period="2024", origins=("a",))
VISITS = reported_figure(Decimal(75), "万人次", Hedge.ABOUT, label="接待游客", period="2024", origins=("b",))
LAST = reported_figure(Decimal(4500), "万元", label="旅游收入", period="2023", origins=("c",))
TAX = reported_figure(Decimal(4500), "万元", label="税收", period="2024", origins=("d",))
FIGURES = (INCOME, VISITS, LAST, TAX)


def traced(words: str, **slots: Figure) -> list[tuple[str, tuple[str, ...]]]:
    parts = comment_parts(words, FIGURES, slots=slots)
    return [(part.text, part.origins) for part in parts if isinstance(part, Figure)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("收入4800万元。", [("4800万元", ("a",))]),
        ("收入四千八百万元。", [("四千八百万元", ("a",))]),
        ("收入0.48亿元，游客约75万人次。", [("0.48亿元", ("a",)), ("约75万人次", ("b",))]),
        ("收入约0.5亿元。", [("约0.5亿元", ("a",))]),
        ("旅游收入5000万元以内。", [("5000万元以内", ("a",))]),
        ("2023年旅游收入4500万元。", [("4500万元", ("c",))]),
        ("税收4500万元。", [("4500万元", ("d",))]),
    ],
)
def test_a_number_is_traced_as_it_is_written(words: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert traced(words) == expected
    assert plain_text(comment_parts(words, FIGURES)) == words


@pytest.mark.parametrize(
    ("words", "what", "do"),
    [
        ("收入4900万元。", "简报里没有这个数", "2024年旅游收入：4800万元"),
        ("游客75万人次。", "简报里没有这个数", "约75万人次"),
        ("共三家企业。", "简报里没有这个数", "{名称}"),
        ("惠及数百家企业。", "简报里没有这个数", "{名称}"),
        ("收入负4800万元。", "简报里没有这个数", "最近的是"),
        ("收入四千九百万元。", "简报里没有这个数", "4800万元"),
        ("达到4500万元。", "简报里没有这个数", "4500万元"),
    ],
)
def test_a_number_that_is_not_there_is_refused_with_the_nearest(words: str, what: str, do: str) -> None:
    with pytest.raises(DataError) as error:
        comment_parts(words, FIGURES)
    assert what in error.value.faults[0].what and do in error.value.faults[0].do


def test_a_bare_number_is_no_way_round() -> None:
    with pytest.raises(DataError, match="简报里没有这个数，得到“12”"):
        comment_parts("编号12的事。", FIGURES)


TOWN = reported_figure(Decimal("24.52"), "万人次", label="接待游客（示例镇）", period="2024", origins=("e",))
OTHER = reported_figure(Decimal("19.85"), "万人次", label="接待游客（样板镇）", period="2024", origins=("f",))
PLAN = reported_figure(
    Decimal(30), "万人次", label="接待游客（示例镇）", period="2024", nature="target", origins=("g",)
)


OTHERS = (
    "样板镇接待游客24.52万人次", "示例镇接待30万人次", "接待游客24.52万人次", "示例镇旅游收入24.52万人次",
    "去年示例镇接待游客24.52万人次", "2023年示例镇接待游客24.52万人次", "示例镇接待游客下降24.52万人次",
    "示例镇接待游客目标24.52万人次",
)  # fmt: skip


@pytest.mark.parametrize("words", OTHERS)
def test_a_number_of_another_area_year_nature_or_indicator_is_not_it(words: str) -> None:
    with pytest.raises(DataError):
        comment_parts(words, [*FIGURES, TOWN, OTHER, PLAN])


def test_a_number_is_of_the_area_and_nature_in_the_words() -> None:
    figures = [*FIGURES, TOWN, OTHER, PLAN]
    for words, origins in (("示例镇接待游客24.52万人次", "e"), ("示例镇接待游客目标30万人次", "g")):
        assert [part.origins for part in comment_parts(words, figures) if isinstance(part, Figure)] == [(origins,)]


NINE = reported_figure(Decimal("197.04"), "万人次", label="接待游客", period="2025-01/2025-09", origins=("ytd",))
MONTH = reported_figure(Decimal("22.29"), "万人次", label="接待游客", period="2025-09", origins=("month",))
SEPTEMBER = (NINE, MONTH, *FIGURES[2:], TOWN.model_copy(update={"period": "2025-01/2025-09"}))
FALLEN = reported_figure(Decimal("-3.1"), "%", label="工业投资增速", period="2025-01/2025-09", origins=("fall",))
RISEN = reported_figure(Decimal("5.2"), "%", label="旅游收入增速", period="2025-01/2025-09", origins=("rise",))


def origins_of(words: str, figures: Sequence[Figure]) -> list[tuple[str, ...]] | None:
    """The origins of a comment's numbers; None where it is refused."""
    try:
        parts = comment_parts(words, figures, county="示例县")
    except DataError:
        return None
    return [part.origins for part in parts if isinstance(part, Figure)]


def refusal(words: str, figures: Sequence[Figure]) -> str:
    with pytest.raises(DataError) as error:
        comment_parts(words, figures, county="示例县")
    return error.value.faults[0].do


VALUES = st.integers(1, 99_999).flatmap(lambda n: st.sampled_from([Decimal(n), n / Decimal(10), n / Decimal(100)]))
OVER = ["超{}", "逾{}", "超过{}", "{}余", "{}多", "突破{}"]
UNDER = ["近{}", "不足{}", "不到{}", "将近{}", "接近{}"]


@st.composite
def hedged(draw: st.DrawFn) -> tuple[Decimal, Decimal, str, bool]:
    """A true value, a number near or far from it, a hedge, and whether that is a bound below."""
    value = draw(VALUES)
    digits = draw(st.integers(0, 3))
    step = Decimal(1).scaleb(value.adjusted() - digits)
    number = (value // step + draw(st.integers(-2, 2))) * step * draw(st.sampled_from([1, 1, 1, 10]))
    over = draw(st.booleans())
    return value, number, draw(st.sampled_from(OVER if over else UNDER)), over


@given(hedged(), st.sampled_from(["万人次", "家", "万元"]))
def test_a_one_sided_hedge_is_true_of_a_number_close_by(case: tuple[Decimal, Decimal, str, bool], unit: str) -> None:
    value, number, hedge, over = case
    assume(number > 0 and (unit != "家" or value == value.to_integral_value()))
    figure = reported_figure(value, unit, label="接待游客", period="2025-01/2025-09", origins=("x",))
    plain = f"{number.normalize():f}"
    assume(len(plain.partition(".")[2]) <= len(figure.number.partition(".")[2]))
    step = Decimal(1).scaleb(int(number.normalize().as_tuple().exponent))
    if over:  # cut to the digits of the number, it is the number; 100余 is not said of 197
        true = value != number and value // step * step == number and value <= number * Decimal("1.5")
    else:  # rounded to the digits of the number, it is the number
        true = max(number - step / 2, number * Decimal("0.75")) <= value < number
    words = f"全县接待游客{hedge.format(plain)}{unit}。"
    assert (origins_of(words, [figure]) == [("x",)]) is true, words


@given(hedged(), st.booleans())
def test_a_hedged_number_is_of_the_months_in_the_words(case: tuple[Decimal, Decimal, str, bool], named: bool) -> None:
    value, number, hedge, _ = case
    words = f"{'2025年1—9月' if named else ''}全县接待游客{hedge.format(f'{number.normalize():f}')}万人次。"
    assume(number > 0)
    every = [reported_figure(value, "万人次", label="接待游客", period="2025-01/2025-09", origins=("x",)), MONTH]
    assert origins_of(words, every) in (None, [("x",)])
    month = words.replace("2025年1—9月", "").replace("全县", "2025年9月全县")
    assert origins_of(month, every) in (None, [("month",)])


FAR = "近900万 不足9000万 逾1万 几十万 数十万 超100万 100余万 百余万 上百万 成千上万 至少1万 最多1000万 不低于1万"


@pytest.mark.parametrize("amount", FAR.split())
@pytest.mark.parametrize("when", ["", "2025年1—9月"])
def test_a_hedge_is_not_true_of_every_number_on_its_side(amount: str, when: str) -> None:
    told = refusal(f"{when}全县接待游客{amount}人次。", SEPTEMBER)
    assert told == "最近的是2025年1—9月接待游客：197.04万人次。"


@pytest.mark.parametrize("amount", ["近200万", "不到200万", "超190万", "190多万", "一百九十余万", "约200万", "197万"])
def test_a_hedge_is_true_of_a_number_close_by_as_it_is_said(amount: str) -> None:
    assert origins_of(f"全县接待游客{amount}人次。", SEPTEMBER) == [("ytd",)]


@given(VALUES, st.integers(0, 4))
def test_a_number_is_never_written_with_more_digits_than_its_source(value: Decimal, more: int) -> None:
    figure = reported_figure(value, "万人次", label="接待游客", period="2025", origins=("x",))
    finer = f"{value:f}" + ("." if "." not in f"{value:f}" else "") * bool(more) + "0" * more
    assert origins_of(f"全县接待游客{finer}万人次。", [figure]) == (None if more else [("x",)])
    assert origins_of(f"全县接待游客{value * 10000:.0f}人次。", [figure]) is None
    assert "多写几位" in refusal(f"全县接待游客{value * 10000:.0f}人次。", [figure])


@pytest.mark.parametrize(
    "words",
    [
        "样板县接待游客197.04万人次", "外省游客197.04万人次", "接待外省游客197.04万人次", "景区接待游客197.04万人次",
        "国庆假期接待游客197.04万人次", "样板县发展迅速，接待游客197.04万人次", "接待游客197.04万人次不到",
        "示例镇表现突出，接待游客197.04万人次", "接待游客197.04万人次外省客人", "2025年9月接待游客197.04万人次",
    ],
)  # fmt: skip
def test_a_number_of_another_subject_is_not_the_countys(words: str) -> None:
    assert origins_of(words, SEPTEMBER) is None


@pytest.mark.parametrize(
    "words",
    [
        "示例县接待游客197.04万人次", "示例镇领先，全县接待游客197.04万人次", "各乡镇共接待游客197.04万人次",
        "城乡居民踊跃出游，接待游客197.04万人次", "2025年以来，我县累计接待游客197.04万人次",
        "市场回暖，游客达197.04万人次",
        "2025年1—9月，全县接待游客197.04万人次，增势良好", "接待了197.04万人次游客",
    ],
)  # fmt: skip
def test_a_number_of_the_county_is_found_in_plain_words(words: str) -> None:
    assert origins_of(words, SEPTEMBER) == [("ytd",)]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("2024年全县接待游客197.04万人次", "话里说的是2024年"),
        ("2025年1—9月接待游客22.29万人次", "话里说的是2025年1—9月"),
        ("全县接待游客目标197.04万人次", "它是实际数，话里说的是目标"),
        ("全县接待游客下降197.04万人次", "话里说的是下降，它不是增减的数"),
        ("旅游收入下降5.2%", "话里说的是下降，它是增长"),
        ("工业投资增长3.1%", "话里说的是增长，它是下降"),
        ("示例镇接待游客197.04万人次", "它是全县的，话里说的是示例镇"),
        ("样板县接待游客197.04万人次", "话里说的是“样板县”，不是全县"),
        ("达到197.04万人次", "话里没有它的名称"),
        ("接待游客1970400人次", "不能比它多写几位"),
        ("旅游收入4500万元", "它不是最近一期，话里没有说期间"),
    ],
)
def test_a_refusal_says_what_speaks_against_the_same_number(words: str, why: str) -> None:
    figures = [*SEPTEMBER, INCOME, FALLEN, RISEN]
    assert refusal(words, figures).endswith(f"，但{why}。")


YEAR = {"period": "2025"}
AIM = PLAN.model_copy(update={"label": "接待游客（目标）", "origins": ("aim",)} | YEAR)
STEP = AIM.model_copy(update={"label": "接待游客（计划）", "nature": "planned", "origins": ("step",)})
PARK = reported_figure(
    Decimal(1600), "亩", label="园区规划面积（计划）", period="2025", nature="planned", origins=("park",)
)
FIRMS = reported_figure(Decimal(132), "家", label="规模以上工业企业数", period="2025", origins=("firms",))
SHOPS = reported_figure(Decimal(7), "家", label="工业企业", period="2025", origins=("shops",))


@pytest.mark.parametrize(
    ("words", "origin"),
    [
        ("2025年接待游客目标30万人次", "aim"), ("2025年接待游客计划30万人次", "step"), ("园区规划面积1600亩", "park"),
        ("规模以上工业企业130余家", "firms"), ("工业投资比去年同期下降3.1%", "fall"),
    ],
)  # fmt: skip
def test_the_words_of_a_figures_own_nature_and_name_are_no_conflict(words: str, origin: str) -> None:
    assert origins_of(words, [AIM, STEP, PARK, FIRMS, SHOPS, FALLEN]) == [(origin,)]


def test_the_nearest_is_of_the_same_indicator_and_counted_in_one_unit() -> None:
    loans = reported_figure(Decimal("0.43"), "亿元", label="贷款", origins=("x",))
    assert refusal("2024年旅游收入3000万元", [loans, INCOME]) == "最近的是2024年旅游收入：4800万元。"


def test_a_fall_is_written_without_its_sign() -> None:
    figures = [*SEPTEMBER, FALLEN, RISEN]
    words = "工业投资下降3.1%，旅游收入增长5.2%，工业投资降幅超3%。"
    assert origins_of(words, figures) == [("fall",), ("rise",), ("fall",)]


CLAIMS = ["连续三年增长", "已连续五个月位居前列", "三年来收入翻番", "近三年增长较快", "连续3年增长"]


@pytest.mark.parametrize("claim", CLAIMS)
def test_how_long_something_held_needs_a_figure(claim: str) -> None:
    assert "{名称}" in refusal(f"全县接待游客{claim}。", SEPTEMBER)


def test_all_faults_of_a_paragraph_are_told_at_once() -> None:
    with pytest.raises(DataError) as error:
        comment_parts("收入4900万元，共三家，比{x}高。", FIGURES)
    assert [fault.got for fault in error.value.faults] == ["4900万元", "三家", "x"]


def test_a_computed_figure_has_a_slot() -> None:
    per_visit = INCOME / VISITS
    assert traced("每人次{x}。", x=per_visit) == [("约64元/人次", ("a", "b"))]


@given(st.decimals(0, 10**6, places=1), st.sampled_from(["万元", "亿元", "万人次", "家"]))
def test_a_typed_number_never_says_more_than_a_figure(number: Decimal, unit: str) -> None:
    try:
        parts = comment_parts(f"共{number}{unit}。", FIGURES)
    except DataError:
        return
    (figure,) = (part for part in parts if isinstance(part, Figure))
    (origin,) = (each for each in FIGURES if each.origins == figure.origins)
    assert figure.hedge is Hedge.EXACT and origin.hedge is Hedge.EXACT
    scale = {"万元": 1.0, "亿元": 10_000.0}[unit]
    assert figure.low * scale <= origin.low and origin.high <= figure.high * scale


@pytest.mark.parametrize(
    ("words", "slots", "what"),
    [
        (5, {}, "模板应是文字"),
        ("增长{x", {}, "花括号不成对"),
        ("增长{x}", {"x": 3}, "“x”"),
        ("增长", {"x": INCOME}, "没有用到"),
        ("{x.no}", {"x": INCOME}, "没有这一项"),
    ],
)
def test_a_mistake_is_one_message(words: Any, slots: dict[str, Any], what: str) -> None:
    with pytest.raises(DataError, match=what):
        comment_parts(words, FIGURES, slots=slots)
