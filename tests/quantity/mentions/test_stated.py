"""What words state: every way of typing a quantity is read, and names, idioms and lists are not."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support.spellings import BARE, QUANTITIES, WORDS, written
from xj_analysis.quantity.mentions.printed_numerals import find_numerals, typed_numerals
from xj_analysis.quantity.mentions.quantities import find_quantities
from xj_analysis.quantity.mentions.stated import quantities_of_figure, stated_quantities

DIGITS = "零一二三四五六七八九"
FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
INVISIBLE = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f"]


SPELT = st.integers(2, 10**8 - 1).flatmap(
    lambda number: st.sampled_from(
        [
            str(number),
            f"{number:,}",
            str(number).translate(FULL_WIDTH),
            written(number),
            written(number).translate(FINANCIAL) if number >= 10 else written(number),
            written(number).replace("二十", "廿", 1) if written(number).startswith("二十") else written(number),
        ]
    ).map(lambda spelling: (number, spelling))
)


@pytest.mark.parametrize("words", QUANTITIES)
@pytest.mark.parametrize("sentence", ["{}", "　{}　", "全县{}。", "如：{}；其他略"])
def test_what_states_a_quantity_is_refused_as_typed(words: str, sentence: str) -> None:
    assert typed_numerals(sentence.format(words))


@pytest.mark.parametrize("words", BARE)
@pytest.mark.parametrize("sentence", ["{}", " {} ", "户数：{}", "预计达到{}。"])
def test_a_bare_numeral_is_refused_alone_and_where_it_counts(words: str, sentence: str) -> None:
    assert typed_numerals(sentence.format(words))


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("sentence", ["{}", "推进{}。", "（{}）", "要{}，抓好落实"])
def test_what_only_looks_like_a_quantity_is_none(words: str, sentence: str) -> None:
    assert typed_numerals(sentence.format(words)) == []


@given(SPELT, st.sampled_from(["家", "户", "人", "亩", "个百分点", "吨", "公里", "万元"]))
def test_every_spelling_of_a_number_is_read_with_its_value(spelt: tuple[int, str], unit: str) -> None:
    number, words = spelt
    assume(number < 10**4 or unit != "万元")  # no one says 二万零一万元
    found = stated_quantities(f"全县有{words}{unit}，其余略。")
    assert [amount(each.value, each.unit) for each in found] == [number * (10**4 if unit == "万元" else 1)]
    assert typed_numerals(f"全县有{words}{unit}，其余略。")


def amount(value: Decimal, unit: str) -> Decimal:
    scale = {"万": 10**4, "亿": 10**8}.get(unit[0], 1)
    return value * scale


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["约", "近", "超", "", "不足", "达"]))
def test_shares_in_tenths_and_percent_are_read_with_their_value(tens: int, ones: int, hedge: str) -> None:
    for words, share in [
        (f"{DIGITS[tens]}成", tens * 10),
        (f"{DIGITS[tens]}成{DIGITS[ones]}", tens * 10 + ones),
        (f"{DIGITS[tens]}成半", tens * 10 + 5),
        (f"百分之{written(tens * 10 + ones)}", tens * 10 + ones),
        (f"百分之{DIGITS[tens]}点{DIGITS[ones]}", Decimal(f"{tens}.{ones}")),
        (f"{DIGITS[tens]}点{DIGITS[ones]}个百分点", Decimal(f"{tens}.{ones}")),
    ]:
        assert [each.value for each in stated_quantities(f"企业{hedge}{words}。")] == [share]


@given(st.sampled_from(BARE + QUANTITIES), st.sampled_from(INVISIBLE), st.data())
def test_signs_that_nobody_sees_hide_nothing(words: str, sign: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(words)))
    assert typed_numerals(words[:place] + sign + words[place:])


@given(st.sampled_from(BARE + QUANTITIES))
def test_a_line_that_breaks_inside_hides_nothing(words: str) -> None:
    for place in range(1, len(words)):
        if not (words[place].isascii() or words[place - 1].isascii()):
            assert typed_numerals(f"{words[:place]}\n{words[place:]}"), place


@given(st.text(alphabet="一二三十百半成分之家万元是方面第个约占，。几数翻番倍", max_size=24))
def test_all_that_is_proposed_for_the_store_is_stated(words: str) -> None:
    stated = {place for each in stated_quantities(words) for place in range(each.start, each.end)}
    for each in find_quantities(words):
        assert stated & set(range(each.start, each.end))


@given(st.text(alphabet="一二三十百半成分之家万元是方面第个约占，。几数翻番倍1½①\u200b ", max_size=24))
def test_mentions_are_apart_in_order_and_within_the_text(words: str) -> None:
    stated = [(each.start, each.end) for each in stated_quantities(words)]
    for found in (stated, [(each.start, each.end) for each in find_numerals(words)]):
        assert all(0 <= start < end <= len(words) for start, end in found)
        assert all(first[1] <= second[0] for first, second in pairwise(found))


@pytest.mark.parametrize(
    ("text", "least", "greatest"),
    [("数百家", "200", "999"), ("十几个", "11", "19"), ("三五户", "3", "5"), ("成千上万人", "1000", "Infinity")],
)
def test_a_vague_amount_says_the_least_and_the_greatest(text: str, least: str, greatest: str) -> None:
    (found,) = stated_quantities(text)
    assert found.interval == (Decimal(least), Decimal(greatest))


@given(st.integers(2, 9), st.sampled_from("个项条场件"))
def test_a_figure_needs_no_context_to_be_a_number(number: int, unit: str) -> None:
    (found,) = quantities_of_figure(f"{DIGITS[number]}{unit}")
    assert (found.start, found.end) == (0, 2) and found.value == number


@given(st.sampled_from([each for each in QUANTITIES if stated_quantities(each)]))
def test_the_numerals_of_a_figure_are_those_of_its_sentence(words: str) -> None:
    for each in stated_quantities(words):
        text = words[each.start : each.end]
        assert "".join(text[q.start : q.end] for q in quantities_of_figure(text)) or find_numerals(text)


@pytest.mark.parametrize(
    ("words", "value"),
    [("负三", -3), ("增速负百分之二", -2), ("负3%", -3), ("正负2%", 2), ("下降负三个百分点", -3)],
)
def test_a_minus_in_words_is_read(words: str, value: int) -> None:
    assert [each.value for each in stated_quantities(words)] == [value]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("翻番", "100"), ("翻两番", "300"), ("翻了三倍", "300"), ("减半", "50"), ("过半", "50"), ("两成半", "25"),
        ("廿三家", "23"), ("壹佰贰拾家", "120"), ("百分之八点五", "8.5"), ("一点五亿元", "1.5"), ("三万五", "35000"),
        ("一千余万元", "1000"), ("三块五", "3.5"), ("一吨半", "1.5"), ("打九五折", "95"), ("一五〇家", "150"),
        ("两死一伤", "3"), ("零增长", "0"), ("数百家", "200"), ("½", "50"), ("五五开", "50"), ("比例为一比四", "0.25"),
    ],
)  # fmt: skip
def test_a_quantity_in_words_has_its_value(words: str, value: str) -> None:
    (found,) = stated_quantities(words)
    assert found.value == Decimal(value)
