"""Faces of this package: open fonts reduced to the characters of GB 2312, each under a name of its own.

XJ Labels is Noto Sans SC and measures the labels of charts: the converter opens its font some two hundred times a
chart, which takes half as long again with 31,000 characters as with 7,600. Glyphs and drawings are the same. XJ Kai is
LXGW WenKai, whose licence reserves its name, and prints the second level of headings; no package has a 楷体. To make
the files again, run ``python -m xj_analysis.press.own_faces`` after a change of fonts, and with the path of
``LXGWWenKai-Regular.ttf`` (Debian has it in fonts-lxgw-wenkai) for XJ Kai.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from . import fonts

__all__ = ["characters", "make_kai", "make_labels"]

_ROWS = range(0xA1, 0xF8)
_CELLS = range(0xA1, 0xFF)
_LATIN = range(0x20, 0x250)
_MARKS = range(0x2010, 0x2600)  # dashes, quotes, ‰, arrows, mathematical signs, figures in circles, shapes
_FULL_WIDTH = range(0xFF01, 0xFFE7)
_NAMES = (1, 3, 4, 16)  # name records that identify a face, in any language
_POSTSCRIPT = 6  # the record that does so without a space


def characters() -> frozenset[str]:
    """Return the characters of the faces, as far as their fonts have them.

    Examples
    --------
    >>> characters() >= set("赣州市峡江县2024年：261.6亿元、约5%，≥3‰"), "䅟" in characters()
    (True, False)
    """
    return frozenset(map(chr, [*_LATIN, *_MARKS, *_FULL_WIDTH])) | frozenset(_gb2312())


def _gb2312() -> Iterator[str]:
    for row in _ROWS:
        for cell in _CELLS:
            yield from bytes([row, cell]).decode("gb2312", errors="ignore")


def make_labels(folder: Path) -> None:
    """Write XJ Labels into a folder, and beside it the list of its characters, which is quicker to read."""
    listed = _make(fonts.font_files()[fonts.SANS], fonts.LABELS, folder / fonts.LABELS_FILE)
    (folder / fonts.LABELS_LIST).write_bytes(listed.encode())


def make_kai(source: Path, folder: Path) -> None:
    """Write XJ Kai into a folder, from the file of LXGW WenKai Regular."""
    _make(source, fonts.KAI, folder / fonts.KAI_FILE)


def _make(source: Path, face: str, target: Path) -> str:
    """Write a font reduced and renamed; return its characters."""
    from fontTools import subset

    kept = subset.Options(
        layout_features=["*"], name_IDs=["*"], name_languages=["*"], notdef_outline=True, recalc_timestamp=False
    )
    with subset.load_font(str(source), kept) as font:
        subsetter = subset.Subsetter(kept)
        subsetter.populate(unicodes=map(ord, characters()))
        subsetter.subset(font)
        for name in font["name"].names:
            if name.nameID in _NAMES:
                name.string = face
            elif name.nameID == _POSTSCRIPT:
                name.string = face.replace(" ", "")
        subset.save_font(font, str(target), kept)
        return "".join(map(chr, sorted(font.getBestCmap())))


if __name__ == "__main__":
    make_labels(fonts.labels_folder())
    if sys.argv[1:]:
        make_kai(Path(sys.argv[1]), fonts.kai_file().parent)
