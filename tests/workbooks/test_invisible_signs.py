"""Invisible characters, named."""

from __future__ import annotations

import pytest

from xj_analysis.workbooks.invisible_signs import invisible_signs, without_invisible


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u200e", "\u00ad", "\u0007", "\u2060", "\u202a"])
def test_what_no_screen_shows_is_named_and_can_be_left_out(sign: str) -> None:
    (name,) = invisible_signs(f"示例{sign}镇{sign}")
    assert name.endswith(f" U+{ord(sign):04X}") and not name.isascii()
    assert without_invisible(f"示例{sign}镇{sign}") == "示例镇"


@pytest.mark.parametrize("words", ["示例镇", " 9.5\t\n", "9　5", "＝９"])
def test_what_is_seen_or_white_is_kept(words: str) -> None:
    assert invisible_signs(words) == () and without_invisible(words) == words
