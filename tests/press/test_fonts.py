"""Fonts: every printed character has a glyph."""

from __future__ import annotations

from typing import Any

import pytest

from support.blocks_to_print import masthead
from xj_analysis.base.errors import CheckError
from xj_analysis.document.blocks import Sentence
from xj_analysis.document.document import Document
from xj_analysis.press import fonts, pdf


def document(*blocks: Any, **changed: Any) -> Document:
    return Document(masthead=masthead(**changed), blocks=blocks)


def test_a_missing_glyph_fails_and_is_named() -> None:
    with pytest.raises(CheckError, match=r"😀（U\+1F600）"):
        pdf.render_pdf(document(Sentence(parts=("喜报😀",))), [])


def test_a_character_without_a_glyph_in_one_face_is_missing() -> None:
    assert fonts.missing_glyphs("峡江县2024年\n约5%\u200b") == set()
    assert fonts.missing_glyphs("甲😀\U0001f601") == {"😀", "\U0001f601"}
    fonts.require_glyphs("甲", "图")


def test_each_face_has_a_file_and_its_hash() -> None:
    hashes = fonts.font_hashes()
    assert (
        hashes.keys()
        == fonts.font_files().keys()
        == {fonts.SERIF, fonts.SANS, fonts.KAI}
        >= set(fonts.SUBSTITUTIONS.values())
    )
    assert {fonts.font_files()[face].parent for face in (fonts.SERIF, fonts.SANS)} == {fonts.font_folder()}
    assert all(len(digest) == 64 for digest in hashes.values())
