"""Fonts of the presses, and the check that every character has a glyph."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ..base.errors import CheckError

SERIF = "Noto Serif SC"
SANS = "Noto Sans SC"
LABELS, LABELS_FILE, LABELS_LIST = "XJ Labels", "XJLabels.otf", "XJLabels.txt"
"""Face that measures the labels of charts, a subset made by :mod:`.own_faces`; its file and its list of characters."""

KAI, KAI_FILE = "XJ Kai", "XJKai.ttf"
"""Face of the second level of headings, made there too, and its file. What it lacks is printed in the serif face."""

# the faces GB/T 9704 requires and their free substitutes, listed in the manifest
SUBSTITUTIONS = {"仿宋_GB2312": SERIF, "楷体_GB2312": KAI, "方正小标宋": SERIF, "宋体": SERIF, "黑体": SANS}

_INVISIBLE = re.compile(r"[\s\u200b]")


@cache
def font_files() -> dict[str, Path]:
    """Return the font files by face: of the package that contains them, and of this one."""
    import pylopdf_fonts_zh_cn as fonts

    return {SERIF: Path(fonts.serif_path()), SANS: Path(fonts.sans_path()), KAI: kai_file()}


@cache
def font_folder() -> Path:
    """Return the folder of the font files that have every character."""
    return font_files()[SANS].parent


def kai_file() -> Path:
    """Return the file of the face for the second level of headings."""
    return Path(__file__).parent / "kai" / KAI_FILE


@cache
def font_hashes() -> dict[str, str]:
    """Return the SHA-256 of the file of each face."""
    return {face: hashlib.sha256(path.read_bytes()).hexdigest() for face, path in font_files().items()}


def labels_folder() -> Path:
    """Return the folder of the face for labels."""
    return Path(__file__).parent / "labels"


@cache
def label_characters() -> frozenset[str]:
    """Return the characters of the face for labels; every face has them, and few texts have others."""
    return frozenset((labels_folder() / LABELS_LIST).read_bytes().decode())


@cache
def _characters(file: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        # any names will do: reading the names of glyphs takes longer than all else here
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        return frozenset(map(chr, font.getBestCmap()))


def missing_glyphs(text: str, faces: Iterable[str] = (SERIF, SANS)) -> set[str]:
    """Return the characters of `text` without a glyph in one of `faces`.

    Examples
    --------
    >>> missing_glyphs("峡江县 2024年"), missing_glyphs("甲\U0001f600")
    (set(), {'😀'})
    """
    rare = set(_INVISIBLE.sub("", text)) - label_characters()
    return {character for character in rare if any(character not in _characters(font_files()[face]) for face in faces)}


def require_glyphs(text: str, where: str, faces: Iterable[str] = (SERIF, SANS)) -> None:
    """Raise if a character of `text` has no glyph, so that no briefing is printed with boxes.

    Raises
    ------
    CheckError
        A glyph is missing; the message has the characters and their code points.
    """
    if missing := sorted(missing_glyphs(text, faces)):
        listed = "、".join(f"{character}（U+{ord(character):04X}）" for character in missing)
        raise CheckError(where, "字体里没有这些字，印出来会是方框", listed, "请改用别的写法，或换用有这些字的字体。")
