"""Bytes of old files that tests make: BIFF streams (.xls) of one sheet, and OLE containers with named streams."""

from __future__ import annotations

import struct
from collections.abc import Sequence

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def record(kind: int, content: bytes = b"") -> bytes:
    """Return a record of a BIFF stream."""
    return struct.pack("<HH", kind, len(content)) + content


def biff(
    numbers: Sequence[tuple[float, bytes]], *, before: bytes = b"", since_1904: bool = False, cells: bytes = b""
) -> bytes:
    """Return an .xls without its container: column A holds the numbers, each with a format code in UTF-16.

    `before` are records before its fonts, `cells` those of other cells.
    """
    codes = {code: 164 + n for n, code in enumerate(dict.fromkeys(code for _, code in numbers))}
    body = record(0x22, struct.pack("<H", since_1904)) + before
    body += record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial")
    body += b"".join(
        record(0x41E, struct.pack("<HHB", number, len(code) // 2, 1) + code) for code, number in codes.items()
    )
    body += b"".join(
        record(0xE0, struct.pack("<HHH", 0, number, 0 if n else 1) + bytes(14))
        for n, number in enumerate([0, *codes.values()])
    )
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    name = b"\x01\x01" + "表".encode("utf-16-le")
    offset = len(start) + len(body) + 4 + 6 + len(name) + 4  # behind the record of the sheet and the end of the book
    body += record(0x85, struct.pack("<IBB", offset, 0, 0) + name)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    for row, (number, code) in enumerate(numbers):
        sheet += record(0x203, struct.pack("<HHHd", row, 0, codes[code] - 163, number))
    return start + body + record(0x0A) + sheet + cells + record(0x0A)


def ole(*names: str) -> bytes:
    """Return an OLE file with empty streams of the given names."""
    header = bytearray(512)
    header[:8] = OLE_MARK
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, *[n + 2 for n in range(7)], 0xFFFFFFFE, *[0xFFFFFFFF] * 119)
    entries = [("Root Entry", 5, -1, 1 if names else -1)]
    entries += [(name, 2, n + 2 if n + 1 < len(names) else -1, -1) for n, name in enumerate(names)]
    directory = b""
    for name, kind, right, child in entries:
        entry = bytearray(128)
        encoded = name.encode("utf-16-le")
        entry[: len(encoded)] = encoded
        struct.pack_into("<HBBiii", entry, 64, len(encoded) + 2, kind, 1, -1, right, child)
        struct.pack_into("<iI", entry, 116, -2, 0)
        directory += entry
    return bytes(header) + fat + directory.ljust(512 * 8, b"\0")
