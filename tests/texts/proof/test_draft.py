"""Drafts: sentences with quantities, the words around them, alarms."""

from __future__ import annotations

from xj_analysis.texts.proof.draft import Alarm, Draft
from xj_analysis.texts.reader.reading import read_text


def test_a_sentence_has_the_words_before_between_and_after_its_quantities() -> None:
    draft = Draft(read_text("无数字。投资3亿元，增长5%，全县第一。\n新建2所。"))
    first, second = draft.sentences
    value, rate = first.mentions
    assert (first.before(value), first.between(value, rate), first.after(rate)) == ("投资", "，增长", "，全县第一")
    assert first.before(rate) == first.after(value) == "，增长"
    assert [mention.text for mention in second.mentions] == ["2所"]
    assert draft.plain[second.start : second.end] == second.text


def test_an_alarm_stands_at_a_mention_or_from_the_first_to_the_last() -> None:
    first, second = read_text("投资3亿元，增长5%").mentions
    alarm = Alarm.at("sum", [first, second], "一", sure="likely")
    assert (alarm.start, alarm.end) == (first.start, second.end)
    assert (Alarm.at("sum", second, "一").start, alarm.sure) == (second.start, "likely")


def test_the_json_keys_of_an_alarm_are_those_documented() -> None:
    keys = ["rule", "start", "end", "said", "should", "sure", "source"]
    assert list(Alarm("sum", 0, 1, "一").as_dict()) == keys
