"""What one cell says, of whatever kind it should be: why there is nothing to be taken from it, or the day it names."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from .grid import GridCell

_FIRST_DAY = datetime(1899, 12, 30)
_CLOCK = r"(?:[T ]?([0-9]{1,2})[:时]([0-9]{2})(?:分|:[0-9]{2}(?:\.0+)?)?)?"
_DAY = re.compile(rf"([0-9]{{4}})[-./年]([0-9]{{1,2}})[-./月]([0-9]{{1,2}})日?{_CLOCK}")
_LONGEST = 40


def unusable_reason(cell: GridCell) -> tuple[str, str] | None:
    """Return why nothing can be taken from a cell, whatever it should hold, and what to do; None where it can.

    Examples
    --------
    >>> unusable_reason(GridCell("#DIV/0!", "error"))
    ('公式出错', '请改正公式，或直接填数。')
    """
    match cell.kind:
        case "error":
            return "公式出错", "请改正公式，或直接填数。"
        case "uncomputed":
            return "公式没有算出的值", "请用表格软件打开、重算并保存后再报，或直接填数。"
    return None


def as_datetime(cell: GridCell) -> datetime | None:
    """Return the day, and the time where it names one, of a date cell or of one written out; None where it is neither.

    Examples
    --------
    >>> [as_datetime(GridCell(words)) for words in ("2025年3月2日", "２０２５.3.2", "2025-02-30", "2025年3月")]
    [datetime.datetime(2025, 3, 2, 0, 0), datetime.datetime(2025, 3, 2, 0, 0), None, None]
    >>> as_datetime(GridCell("45718.5", "date", 45718.5)), as_datetime(GridCell("45718", "number", 45718.0))
    (datetime.datetime(2025, 3, 2, 12, 0), None)
    """
    if cell.kind == "date" and cell.number is not None:
        try:
            return _FIRST_DAY + timedelta(seconds=round(cell.number * 86_400))
        except OverflowError:
            return None
    words = " ".join(unicodedata.normalize("NFKC", cell.text).split())
    match = _DAY.fullmatch(words) if cell.kind in ("text", "date") and len(words) <= _LONGEST else None
    if match is None:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute)
    except ValueError:  # no such day
        return None
