"""Font subset that measures the labels of charts: Noto Sans SC reduced to the characters of GB 2312.

The converter opens its font some two hundred times a chart, which takes half as long again with 31,000 characters as
with 7,600. Glyphs and drawings are the same. To make the file again after a change of fonts, run
``python -m xj_analysis.press.label_font``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import fonts

_ROWS = range(0xA1, 0xF8)
_CELLS = range(0xA1, 0xFF)
_LATIN = range(0x20, 0x250)
_MARKS = range(0x2010, 0x2600)  # dashes, quotes, ‰, arrows, mathematical signs, figures in circles, shapes
_FULL_WIDTH = range(0xFF01, 0xFFE7)
_NAMES = (1, 3, 4, 6, 16)  # name records that identify a face


def characters() -> frozenset[str]:
    """Return the characters of the face, as far as Noto Sans SC has them.

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


def make_label_font(folder: Path) -> None:
    """Write the face into a folder, and beside it the list of its characters, which is quicker to read."""
    from fontTools import subset

    options = subset.Options(
        layout_features=["*"], name_IDs=["*"], name_languages=["*"], notdef_outline=True, recalc_timestamp=False
    )
    with subset.load_font(str(fonts.font_files()[fonts.SANS]), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=map(ord, characters()))
        subsetter.subset(font)
        for name in font["name"].names:
            if name.nameID in _NAMES:
                name.string = fonts.LABELS
        subset.save_font(font, str(folder / fonts.LABELS_FILE), options)
        listed = "".join(map(chr, sorted(font.getBestCmap())))
    (folder / fonts.LABELS_LIST).write_bytes(listed.encode())


if __name__ == "__main__":
    make_label_font(fonts.labels_folder())
