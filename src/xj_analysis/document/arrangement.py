"""Arrangement of a document's blocks: headings without content go, the others are numbered on, absences are one line.

What a section lacks is not printed where it stands: a sentence of style ``absence`` is taken out, and all of them stand
in one line at the end of the body, before the annex (附件), or else before the sources. Such a sentence that says where
else its figures are (见“…”) is for the person at the notebook alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..quantity.numerals import chinese_numeral
from .blocks import Block, Heading, Sentence, Sources
from .pieces import plain_text

__all__ = ["ANNEX", "arranged", "is_annex"]

ANNEX = "附件"
Placed = tuple[Block, str]
_ELSEWHERE = "见“"
_NUMBERED = (re.compile(r"^[一二三四五六七八九十]+、"), re.compile(r"^（[一二三四五六七八九十]+）"))
_FORMS = ("{}、", "（{}）")


def is_annex(block: Block) -> bool:
    """Return whether a block is the heading that begins the annex.

    Examples
    --------
    >>> is_annex(Heading(level=1, text="附件：来源与口径")), is_annex(Heading(level=1, text="一、结论"))
    (True, False)
    """
    return isinstance(block, Heading) and block.level == 1 and block.text.startswith(ANNEX)


def arranged(placed: Sequence[Placed]) -> list[Placed]:
    """Return the blocks as printed.

    Parameters
    ----------
    placed
        Blocks in the order of the notebook, each with its cell.

    Examples
    --------
    >>> none = Sentence(parts=("没有可作背景的公开数据。",), style="absence")
    >>> blocks = [Heading(level=1, text="一、背景"), none, Heading(level=1, text="二、结论"), Sentence(parts=("甲。",))]
    >>> [plain_text(block.parts) if isinstance(block, Sentence) else block.text
    ...  for block, _ in arranged([(block, "") for block in blocks])]
    ['一、结论', '甲。', '没有可作背景的公开数据。']
    """
    absences = [each for each in placed if _is_absence(each[0])]
    printed = list(_numbered(_with_content([each for each in placed if not _is_absence(each[0])])))
    said = dict.fromkeys(plain_text(block.parts).rstrip("。") for block, _ in absences if isinstance(block, Sentence))
    named = [words for words in said if _ELSEWHERE not in words]
    if not named:
        return printed
    line = Sentence(parts=(f"{'；'.join(named)}。",), style="absence")
    return [*printed[: (end := _end_of_body(printed))], (line, absences[0][1]), *printed[end:]]


def _is_absence(block: Block) -> bool:
    return isinstance(block, Sentence) and block.style == "absence"


def _with_content(placed: Iterable[Placed]) -> list[Placed]:
    """The blocks without headings that nothing stands below."""
    kept: list[Placed] = []
    for each in reversed(list(placed)):
        level = each[0].level if isinstance(each[0], Heading) else None
        below = kept[-1][0] if kept else Heading(level=0, text="")
        if level is None or not isinstance(below, Heading) or below.level > level:
            kept.append(each)
    return kept[::-1]


def _numbered(placed: Iterable[Placed]) -> Iterable[Placed]:
    """The blocks with the numbers of headings (一、 and （一）) in sequence again."""
    counts = [0, 0]
    for block, place in placed:
        if not isinstance(block, Heading) or block.level > len(counts):
            yield block, place
            continue
        level = block.level - 1
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        if not (typed := _NUMBERED[level].match(block.text)):
            yield block, place
            continue
        counts[level] += 1
        number = _FORMS[level].format(chinese_numeral(counts[level]))
        yield block.model_copy(update={"text": number + block.text[typed.end() :]}), place


def _end_of_body(placed: Sequence[Placed]) -> int:
    """The place before the annex; without one before the sources and the headings above them."""
    if annex := [n for n, (block, _) in enumerate(placed) if is_annex(block)]:
        return annex[0]
    end = next((n for n, (block, _) in enumerate(placed) if isinstance(block, Sources)), len(placed))
    while end and end < len(placed) and isinstance(placed[end - 1][0], Heading):
        end -= 1
    return end
