"""Text extraction from PDF, page by page."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from xj_analysis.base.pdf_text import page_texts


def test_each_page_has_its_text_with_lines_as_printed(tmp_path: Path) -> None:
    source, pdf = tmp_path / "a.typ", tmp_path / "a.pdf"
    source.write_text("one \\\ntwo\n#pagebreak()\nthree\n", encoding="utf-8")
    typst.compile(source, output=pdf)
    assert [page.split() for page in page_texts(pdf)] == [["one", "two"], ["three"]]
    assert next(page_texts(pdf)).splitlines()[:2] == ["one", "two"]


@pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.7 cut"])
def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"\S"):
        list(page_texts(path))
