"""Imprint: its words, and that only a number of an issue or of copies passes as one."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from support.blocks_to_print import code_cell, document_of, masthead
from xj_analysis.document.blocks import Sentence, block_from_json, block_to_json
from xj_analysis.document.document import read_notebook
from xj_analysis.document.imprint import Imprint


@pytest.mark.parametrize("label", ["", "第9期", "2025年第9期", "2025年第9期（总第33期）"])
def test_a_number_is_printed_and_structure(label: str) -> None:
    assert Imprint(issue_label=label).numbered == ((label,) if label else ())


@pytest.mark.parametrize("words", ["签约97个", "第9期，签约97个", "第9期\n", "97", "第九期"])
def test_other_words_are_no_number(words: str) -> None:
    with pytest.raises(ValidationError):
        Imprint(issue_label=words)
    with pytest.raises(ValidationError):
        Imprint(copies_label=words)


def test_a_masthead_of_an_earlier_notebook_has_none() -> None:
    old = block_to_json(masthead())
    assert not old.keys() & Imprint.model_fields.keys()
    assert block_from_json(old) == masthead()


def test_a_sentence_may_say_the_number_of_its_issue_and_no_other() -> None:
    told = code_cell(Sentence(parts=("见2025年第9期。",)))
    numbered = code_cell(masthead(issue_label="2025年第9期", office="攻坚办"))
    assert read_notebook({"cells": [numbered, told]}).faults == []
    assert [fault.what for fault in document_of(told).faults] == ["文字里写了数字“9”"]
    other = code_cell(Sentence(parts=("见2025年第19期。",)))
    assert [fault.what for fault in read_notebook({"cells": [numbered, other]}).faults] == ["文字里写了数字“19”"]
