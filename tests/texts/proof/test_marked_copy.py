"""Marked copies: notes, highlights, Word comments."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest

from xj_analysis.base.errors import UsageError
from xj_analysis.texts import proof, workflow
from xj_analysis.texts.proof import marked_copy
from xj_analysis.texts.proof.draft import Alarm


def test_a_note_says_rule_fault_remedy_and_how_sure() -> None:
    (alarm,) = proof.proofread("出口增长-3.2%。")
    assert (
        marked_copy.alarm_note(alarm)
        == "【增长（下降）带负号，确定】“增长-3.2%”：升降已由文字表明，数字不再带负号。应为：下降3.2%。"
    )


def test_highlights_may_lie_upon_each_other() -> None:
    text = "甲乙丙丁"
    page = marked_copy.page("a.txt", text, [Alarm("sum", 0, 3, "一"), Alarm("share", 1, 4, "二", sure="likely")])
    marked = re.findall(r'<mark class="(\w+)">(.*?)</mark>', page)
    assert marked == [("certain", "甲"), ("certain", "乙丙"), ("likely", "丁")]
    assert page.count('id="note-') == 2 and page.count('id="at-') == 2


@pytest.mark.parametrize(
    ("out", "what"), [("a.txt", "只能写成"), ("none/a.docx", "文件夹不存在"), ("draft.docx", "不能覆盖原稿")]
)
def test_a_file_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path, out: str, what: str) -> None:
    docx.Document().save(str(tmp_path / "draft.docx"))
    with pytest.raises(UsageError, match=what):
        workflow.proofread_file(tmp_path / "draft.docx", out=[tmp_path / out])


def test_runs_are_split_only_where_an_alarm_stands(tmp_path: Path) -> None:
    text = "第一段。\n出口增长-3.2%。"
    marked_copy.save(tmp_path / "a.txt", text, proof.proofread(text), tmp_path / "b.docx")
    first, second = docx.Document(str(tmp_path / "b.docx")).paragraphs
    assert [run.text for run in first.runs if run.text] == ["第一段。"]
    assert [run.text for run in second.runs if run.text] == ["出口增长", "-3.2%", "。"]
