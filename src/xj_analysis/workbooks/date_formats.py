"""Dates and times as spreadsheets show them: the codes of number formats from years to seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

Token = tuple[str, str]
"""Kind and text of one part of a number format."""

_MONTH, _DAY, _LONG = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_CLOCK, _CLOCK_SECONDS = '上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"'
BUILT_IN = {
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: _MONTH, 28: _DAY, 29: _DAY, 30: "m-d-yy", 31: _LONG, 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: _CLOCK, 35: _CLOCK_SECONDS, 36: _MONTH, 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    50: _MONTH, 51: _DAY, 52: _MONTH, 53: _DAY, 54: _DAY, 55: _CLOCK, 56: _CLOCK_SECONDS, 57: _MONTH, 58: _DAY,
}  # fmt: skip
"""Codes by their numbers, as Chinese Excel shows them."""
SYSTEM: dict[str, tuple[Token, ...]] = {
    "[$-F800]": (("date", "yyyy"), ("text", "年"), ("date", "m"), ("text", "月"), ("date", "d"), ("text", "日")),
    "[$-F400]": (("date", "h"), ("text", ":"), ("date", "mm"), ("text", ":"), ("date", "ss")),
}
"""The long date and the time of the system, as Chinese Windows shows them."""

_FIRST_DAY = datetime(1899, 12, 30)
_DAYS = 2_958_466
_NO_LEAP_DAY = 61
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_NOON = 12


def render(serial: float, tokens: Sequence[Token]) -> str | None:
    """Return a date or time as shown; None for what no spreadsheet shows (a negative one).

    Parameters
    ----------
    serial
        Days since 30 December 1899.
    tokens
        Parts of the format, of kinds ``date``, ``half`` (AM/PM), ``elapsed``, ``digit``, and others, which are text.

    Examples
    --------
    >>> render(45718.75, [("date", "yyyy"), ("text", "年"), ("date", "m"), ("text", "月")])
    '2025年3月'
    >>> render(1.5, [("elapsed", "h"), ("plain", ":"), ("date", "mm")])
    '36:00'
    """
    fraction = sum(kind == "digit" for kind, _ in tokens)
    seconds = round(serial * 86_400, fraction)
    if serial < 0 or seconds >= _DAYS * 86_400:
        return None
    days = int(seconds // 86_400)
    moment = _FIRST_DAY + timedelta(seconds=seconds, days=days < _NO_LEAP_DAY - 1)
    halves = any(kind == "half" for kind, _ in tokens)
    coded = [(n, words[0].lower()) for n, (kind, words) in enumerate(tokens) if kind in ("date", "elapsed")]
    out: list[str] = []
    for n, (kind, words) in enumerate(tokens):
        match kind:
            case "date":
                previous = next((letter for m, letter in reversed(coded) if m < n), "")
                following = next((letter for m, letter in coded if m > n), "")
                minutes = words[0] in "mM" and (previous == "h" or following == "s")
                out.append(_part("n" * len(words) if minutes else words.lower(), moment, days, halves=halves))
            case "elapsed":
                out.append(f"{int(seconds // _SECONDS[words[0]]):0{len(words)}d}")
            case "half":
                first, _, second = words.partition("/")
                out.append(second if moment.hour >= _NOON else first)
            case "digit":
                done = sum(kind == "digit" for kind, _ in tokens[:n])
                out.append(f"{seconds % 1:.{fraction}f}".partition(".")[2][done])
            case _:
                out.append(words)
    return "".join(out).strip()


def serial_of(written: str) -> float:
    """Return the days since 30 December 1899 of a date in ISO 8601.

    Raises
    ------
    ValueError
        It is none.

    Examples
    --------
    >>> serial_of("2025-03-02T12:00:00.000")
    45718.5
    """
    return (datetime.fromisoformat(written).replace(tzinfo=None) - _FIRST_DAY) / timedelta(days=1)


def _part(code: str, moment: datetime, days: int, *, halves: bool) -> str:
    day = moment.day if days else 0  # the day before the first of January 1900 is shown as its noughth
    year, month = (moment.year, moment.month) if days else (1900, 1)
    hour = (moment.hour % _NOON or _NOON) if halves else moment.hour
    week = "一二三四五六日"[moment.weekday()]
    match code[0], len(code):
        case "y", 1 | 2:
            return f"{year % 100:02d}"
        case "y" | "e", _:
            return f"{year}"
        case "m", 3:
            return f"{moment:%b}"
        case "m", 4:
            return f"{moment:%B}"
        case "m", 5:
            return f"{moment:%b}"[0]
        case "d", 3:
            return f"{moment:%a}"
        case "d", 4:
            return f"{moment:%A}"
        case "a", length:
            return week if length < 4 else f"星期{week}"  # noqa: PLR2004
    value = {"m": month, "d": day, "h": hour, "n": moment.minute, "s": moment.second}[code[0]]
    return f"{value:0{min(len(code), 2)}d}"
