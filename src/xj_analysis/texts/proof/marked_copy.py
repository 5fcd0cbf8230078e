"""Marked copy of a draft with its alarms: a Word file with comments, or an HTML page with highlights."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...base.errors import UsageError
from ...press import html
from ..reader.files import word_paragraphs
from . import RULES, SURE
from .draft import Alarm

KINDS = (".docx", ".html")
_AUTHOR = "xj proof"
_DATE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}date"


def require_writable(draft: Path, out: Sequence[Path]) -> None:
    """Check that marked copies of the draft can be written to `out`, before any work is done.

    Raises
    ------
    UsageError
        The file type is not supported, the folder does not exist, or the draft would be overwritten.
    """
    for path in out:
        if path.suffix.lower() not in KINDS:
            raise UsageError("--out", "只能写成 .docx 或 .html", path.name, "请改文件名。")
        if not path.parent.is_dir():
            raise UsageError("--out", "文件夹不存在", str(path.parent), "请先建好文件夹。")
        if path.resolve() == draft.resolve():
            raise UsageError("--out", "不能覆盖原稿", str(path), "请另起一个文件名。")


def save(draft: Path, text: str, alarms: Sequence[Alarm], out: Path) -> None:
    """Write a marked copy of the draft to `out`.

    Parameters
    ----------
    draft
        File of the draft; a Word file keeps its formatting.
    text
        Text of the draft; a line is a paragraph.
    alarms
        Alarms of the draft.
    out
        ``.docx`` or ``.html``.
    """
    if out.suffix.lower() == ".html":
        out.write_text(page(draft.name, text, alarms), encoding="utf-8")
    else:
        _word(draft, text, alarms, out)


def alarm_note(alarm: Alarm) -> str:
    """Return an alarm as a sentence: rule, certainty, problem, correction.

    Examples
    --------
    >>> alarm_note(Alarm("sign", 0, 3, "“增长-3%”", "下降3%"))
    '【增长（下降）带负号，确定】“增长-3%”。应为：下降3%。'
    """
    should = f"应为：{alarm.should}。" if alarm.should else ""
    return f"【{RULES[alarm.rule]}，{SURE[alarm.sure]}】{alarm.problem}。{should}"


def page(title: str, text: str, alarms: Sequence[Alarm]) -> str:
    """Return the draft as an HTML page with highlights and notes beside them."""
    lines = [_segments(line, numbered) for line, numbered in _lines(text, alarms) if line.strip()]
    notes = [
        {"number": n, "words": alarm_note(alarm), "sure": alarm.sure, "place": text[alarm.start : alarm.end]}
        for n, alarm in enumerate(alarms, 1)
    ]
    return html.render_marked_copy(title=title, lines=lines, notes=notes)


def _lines(text: str, alarms: Sequence[Alarm]) -> Iterator[tuple[str, list[tuple[int, Alarm]]]]:
    """Yield each line with the alarms that start in it: their number, and the alarm with its slice within the line."""
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        yield (
            line,
            [
                (number, replace(alarm, start=alarm.start - begin, end=min(alarm.end, end) - begin))
                for number, alarm in enumerate(alarms, 1)
                if begin <= alarm.start < end
            ],
        )
        begin = end + 1


def _segments(line: str, numbered: Sequence[tuple[int, Alarm]]) -> list[dict[str, Any]]:
    """Return a line cut where highlights begin and end; each segment has the numbers of its notes."""
    cuts = sorted({0, len(line), *(edge for _, alarm in numbered for edge in (alarm.start, alarm.end))})
    segments = []
    for left, right in itertools.pairwise(cuts):
        covering = [(number, alarm) for number, alarm in numbered if alarm.start <= left and right <= alarm.end]
        segments.append({
            "text": line[left:right],
            "notes": [number for number, _ in covering],
            "ends": [number for number, alarm in covering if alarm.end == right],
            "sure": covering[0][1].sure if covering else "",
        })  # fmt: skip
    return segments


def _word(draft: Path, text: str, alarms: Sequence[Alarm], out: Path) -> None:
    import docx

    if draft.suffix.lower() == ".docx":
        document = docx.Document(str(draft))
    else:
        document = docx.Document()
        for line in text.split("\n"):
            document.add_paragraph(line)
    for paragraph, (_, numbered) in zip(word_paragraphs(document), _lines(text, alarms), strict=True):
        for _, alarm in numbered:
            runs = _runs_between(paragraph, alarm.start, alarm.end) or paragraph.runs
            comment = document.add_comment(runs, text=alarm_note(alarm), author=_AUTHOR, initials="xj")
            comment._comment_elm.attrib.pop(_DATE, None)  # the file is deterministic
    document.save(str(out))


def _runs_between(paragraph: Any, start: int, end: int) -> list[Any]:
    """Return the runs with the characters from `start` to `end`, split at both edges where they have only text."""
    for edge in (start, end):
        _split_run(paragraph, edge)
    runs, place = [], 0
    for run in _all_runs(paragraph):
        if run.text and start <= place < end:
            runs.append(run)
        place += len(run.text)
    return runs


def _all_runs(paragraph: Any) -> list[Any]:
    """Return the runs of a paragraph and of its links, which together are its text."""
    from docx.text.run import Run

    return [run for part in paragraph.iter_inner_content() for run in ([part] if isinstance(part, Run) else part.runs)]


def _split_run(paragraph: Any, place: int) -> None:
    """Split the run around a character in two of the same formatting, if it holds nothing but text."""
    from docx.text.run import Run

    begin = 0
    for run in _all_runs(paragraph):
        inside = place - begin
        begin += len(run.text)
        if 0 < inside < len(run.text):
            if any(child.tag.rpartition("}")[2] not in ("rPr", "t") for child in run._r):
                return
            text = run.text
            rest = copy.deepcopy(run._r)
            run._r.addnext(rest)
            run.text, Run(rest, run._parent).text = text[:inside], text[inside:]
            return
