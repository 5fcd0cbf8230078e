"""Decoding of UTF-8 and GB18030, and atomic replacement of files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.base.text_files import decode_text, replace_file


@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff")))
def test_utf8_is_read_as_written_with_or_without_a_byte_order_mark(text: str) -> None:
    assert decode_text(text.encode(), "a.csv") == (text, "utf-8")
    assert decode_text(text.encode("utf-8-sig"), "a.csv") == (text, "utf-8-sig")


@given(st.text("县长约近余", min_size=3))
def test_gb18030_is_read_where_it_is_no_utf8(text: str) -> None:
    assert decode_text(text.encode("gb18030"), "a.csv") == (text, "gb18030")


def test_bytes_of_neither_encoding_are_a_fault_of_the_file() -> None:
    with pytest.raises(DataError, match=r"^a\.csv：文字编码不认识。请存为 UTF-8 或 GB18030。$"):
        decode_text(b"\xff\xfe\xff", "a.csv")


def test_a_file_is_replaced_whole_and_no_draft_stays(tmp_path: Path) -> None:
    path, draft = tmp_path / "out" / "a.csv", tmp_path / "draft"
    replace_file(path, b"1")
    replace_file(path, b"22", draft=draft)
    assert path.read_bytes() == b"22" and list(draft.iterdir()) == [] and list(path.parent.iterdir()) == [path]


def test_a_failed_replacement_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    replace_file(path, b"old")

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="space"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
