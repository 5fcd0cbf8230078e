"""Comments beside the cells of workbooks (批注), those that this library wrote left out."""

from __future__ import annotations

from collections.abc import Mapping

from .grid import Place, parse_address

OWN_AUTHOR = "退回"
"""The author of the comments in a workbook that is sent back; they are no words of the sender."""
KEPT = "原批注："
"""In such a comment, what stands before the comment that the sender had written there."""
_OF_THREAD = "tc="


def words_of(author: str, text: str) -> str:
    r"""Return the words of a comment on one line, without the author's name before them; '' for one of our own.

    Examples
    --------
    >>> own = "请改。\n原批注：待核"
    >>> words_of("王某", "王某:\n此数为估计，\n待核"), words_of("退回", "请改。"), words_of("退回", own)
    ('此数为估计， 待核', '', '待核')
    """
    if author == OWN_AUTHOR:
        text = text.partition(KEPT)[2]
    words = " ".join(text.split())
    for mark in (":", "：") if author else ():
        words = words.removeprefix(f"{' '.join(author.split())}{mark}").strip()
    return words


class XlsxComments:
    """Comments and threads of comments of a sheet of an .xlsx file, gathered while their parts are parsed."""

    def __init__(self) -> None:
        self._authors: list[str] = []
        self._found: dict[Place, list[str]] = {}
        self._at: Place | None = None
        self._author = ""
        self._words: list[str] = []
        self._phonetic = False

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if tag in ("comment", "threadedComment"):
            self._at, self._words = parse_address(attrs["ref"]), []
            number = int(attrs.get("authorId", "0")) if tag == "comment" else -1
            self._author = self._authors[number] if 0 <= number < len(self._authors) else ""
        self._phonetic = self._phonetic or tag == "rPh"

    def end(self, tag: str, words: str) -> None:
        """Take the end of an element, with its text."""
        if tag == "author":
            self._authors.append(words)
        elif tag == "rPh":
            self._phonetic = False
        elif tag in ("t", "text") and not self._phonetic:  # the text of a comment in runs, that of a thread as it is
            self._words.append(words)
        elif tag in ("comment", "threadedComment") and self._at:
            said = words_of(self._author, "".join(self._words))
            if said and not self._author.startswith(_OF_THREAD):  # a thread's words for programs that know no threads
                self._found.setdefault(self._at, []).append(said)
            self._at = None

    def by_cell(self) -> dict[Place, str]:
        """Return the words beside each cell."""
        return {at: "；".join(words) for at, words in sorted(self._found.items())}
