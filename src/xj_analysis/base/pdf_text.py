"""Text extraction from PDF, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def page_texts(path: Path) -> Iterator[str]:
    """Yield the text of each page of a PDF, lines as printed.

    Raises
    ------
    ValueError
        The file is no PDF, or is locked with a password.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from None
    with document:
        for number in range(len(document)):
            yield document[number].get_textpage().get_text_range().replace("\r\n", "\n")
