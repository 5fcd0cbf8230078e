"""The draft given back with what was found in it: as a Word file with comments, or as a page with highlights."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...base.errors import UsageError
from ...press import html
from ..reader.files import word_paragraphs
from . import RULES, SURE
from .draft import Alarm

KINDS = (".docx", ".html")
_AUTHOR = "xj proof"


def require_writable(draft: Path, out: Sequence[Path]) -> None:
    """Check, before any work is done, that the draft can be given back as the files of `out`.

    Raises
    ------
    UsageError
        Another kind of file is asked for, its folder is not there, or the draft itself would be overwritten.
    """
    for path in out:
        if path.suffix.lower() not in KINDS:
            raise UsageError("--out", "只能写成 .docx 或 .html", path.name, "请改文件名。")
        if not path.parent.is_dir():
            raise UsageError("--out", "文件夹不存在", str(path.parent), "请先建好文件夹。")
        if path.resolve() == draft.resolve():
            raise UsageError("--out", "不能覆盖原稿", str(path), "请另起一个文件名。")


def save(draft: Path, text: str, alarms: Sequence[Alarm], out: Path) -> None:
    """Write the draft with its alarms to `out`.

    Parameters
    ----------
    draft
        The file the text was read from; a Word file keeps its form.
    text
        The text as it was read, a line a paragraph.
    alarms
        What was found in it.
    out
        ``.docx`` or ``.html``.

    """
    if out.suffix.lower() == ".html":
        out.write_text(page(draft.name, text, alarms), encoding="utf-8")
    else:
        _word(draft, text, alarms, out)


def alarm_note(alarm: Alarm) -> str:
    """Return an alarm as a sentence: the rule, what is wrong, what it should be, how sure it is.

    Examples
    --------
    >>> alarm_note(Alarm("sign", 0, 3, "“增长-3%”", "下降3%"))
    '【增长（下降）带负号，确定】“增长-3%”。应为：下降3%。'
    """
    should = f"应为：{alarm.should}。" if alarm.should else ""
    return f"【{RULES[alarm.rule]}，{SURE[alarm.sure]}】{alarm.said}。{should}"


def page(title: str, text: str, alarms: Sequence[Alarm]) -> str:
    """Return the draft as a page of its own, each place highlighted, its note on the side."""
    numbered = list(enumerate(alarms, 1))
    lines: list[list[dict[str, Any]]] = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        if line.strip():
            inside = [(number, alarm) for number, alarm in numbered if begin <= alarm.start < end]
            lines.append(_pieces(line, begin, inside))
        begin = end + 1
    notes = [
        {"number": n, "words": alarm_note(alarm), "sure": alarm.sure, "place": text[alarm.start : alarm.end]}
        for n, alarm in numbered
    ]
    return html.render_marked_copy(title=title, lines=lines, notes=notes)


def _pieces(line: str, begin: int, inside: Sequence[tuple[int, Alarm]]) -> list[dict[str, Any]]:
    """A line cut where highlights begin and end; each piece with the numbers of its notes."""
    edges = {0, len(line)}
    for _, alarm in inside:
        edges |= {alarm.start - begin, min(alarm.end - begin, len(line))}
    cuts = sorted(edges)
    made = []
    for left, right in itertools.pairwise(cuts):
        over = [
            (number, alarm) for number, alarm in inside if alarm.start - begin <= left and right <= alarm.end - begin
        ]
        made.append(
            {
                "text": line[left:right],
                "notes": [number for number, _ in over],
                "ends": [number for number, alarm in over if min(alarm.end - begin, len(line)) == right],
                "sure": over[0][1].sure if over else "",
            }
        )
    return made


def _word(draft: Path, text: str, alarms: Sequence[Alarm], out: Path) -> None:
    import docx

    if draft.suffix.lower() == ".docx":
        document = docx.Document(str(draft))
    else:
        document = docx.Document()
        for line in text.split("\n"):
            document.add_paragraph(line)
    begin = 0
    for paragraph, line in zip(word_paragraphs(document), text.split("\n"), strict=True):
        end = begin + len(line)
        for alarm in alarms:
            if begin <= alarm.start < end:
                runs = _runs(paragraph, alarm.start - begin, min(alarm.end, end) - begin)
                comment = document.add_comment(
                    runs or paragraph.runs, text=alarm_note(alarm), author=_AUTHOR, initials="xj"
                )
                comment._comment_elm.attrib.pop(_DATE, None)  # no clock in what is written
        begin = end + 1
    document.save(str(out))


_DATE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}date"


def _runs(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold just the characters from `start` to `end`; they are cut where need be."""
    for edge in (start, end):
        _cut(paragraph, edge)
    found, place = [], 0
    for run in _all_runs(paragraph):
        if run.text and start <= place < end:
            found.append(run)
        place += len(run.text)
    return found


def _all_runs(paragraph: Any) -> list[Any]:
    """The runs of a paragraph, those of its links too: together they are its text."""
    from docx.text.run import Run

    return [run for part in paragraph.iter_inner_content() for run in ([part] if isinstance(part, Run) else part.runs)]


def _cut(paragraph: Any, place: int) -> None:
    """Cut the run around a character in two of the same form, if it holds nothing but text."""
    from docx.text.run import Run

    begin = 0
    for run in _all_runs(paragraph):
        inside = place - begin
        begin += len(run.text)
        if 0 < inside < len(run.text):
            if any(child.tag.rpartition("}")[2] not in ("rPr", "t") for child in run._r):
                return
            whole = run.text
            rest = copy.deepcopy(run._r)
            run._r.addnext(rest)
            run.text, Run(rest, run._parent).text = whole[:inside], whole[inside:]
            return
