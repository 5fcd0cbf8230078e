"""Text files as Chinese offices send them: decoding of UTF-8 or GB18030, and atomic replacement of a file."""

from __future__ import annotations

from pathlib import Path

from .errors import DataError

ENCODINGS = ("utf-8-sig", "gb18030")
"""Encodings tried in this order; GB18030 includes GBK and GB 2312."""


def decode_text(content: bytes, where: str) -> tuple[str, str]:
    r"""Return the text of a file and its encoding, without a byte order mark.

    Parameters
    ----------
    content
        The bytes of the file.
    where
        The file, as the message names it.

    Raises
    ------
    DataError
        The bytes are neither UTF-8 nor GB18030.

    Examples
    --------
    >>> decode_text("县".encode("gbk"), "a.csv"), decode_text(b"\xef\xbb\xbf1", "a.csv")
    (('县', 'gb18030'), ('1', 'utf-8-sig'))
    """
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, encoding if encoding != "utf-8-sig" or content.startswith(b"\xef\xbb\xbf") else "utf-8"
    raise DataError(where, "文字编码不认识", do="请存为 UTF-8 或 GB18030。")


def replace_file(path: Path, content: bytes, *, draft: Path | None = None) -> None:
    """Write a file atomically: whole beside its place, then renamed over the old one.

    Parameters
    ----------
    path
        The file; its folder is made.
    content
        All of it.
    draft
        The folder of the temporary file, on the same file system; by default that of `path`.
    """
    folder = draft or path.parent
    for parent in (folder, path.parent):
        parent.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{path.name}.new"
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
