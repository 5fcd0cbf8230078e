"""The pages of a PDF as text, for whoever reads paper: the audit, and the reader of texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def page_texts(path: Path) -> Iterator[str]:
    """Yield the text of each page of a PDF, as its lines stand on the paper.

    Raises
    ------
    ValueError
        It is not a PDF, or is locked with a password.
    """
    import pypdfium2

    try:
        opened = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from None
    with opened:
        for number in range(len(opened)):
            yield opened[number].get_textpage().get_text_range().replace("\r\n", "\n")
