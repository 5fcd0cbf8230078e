"""Number formats of spreadsheets: a stored number as the text its sender sees, at the full stored precision."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from . import date_formats
from .date_formats import Token
from .grid import GridCell, Kind

GENERAL = "General"

_ACCOUNT = '_ * {0}_ ;_ * -{0}_ ;_ * "-"_ ;_ @_ '
_NUMBERS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;[Red]¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00", 41: _ACCOUNT.format("#,##0"), 42: _ACCOUNT.format("¥#,##0"),
    43: _ACCOUNT.format("#,##0.00"), 44: _ACCOUNT.format("¥#,##0.00"), 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_TOKEN = re.compile(
    r"""(?P<text>"[^"]*"?|[\\!].) | (?P<space>_.) | (?P<fill>\*.) | (?P<bracket>\[[^\]]*\])
    | (?P<general>General|G/通用格式) | (?P<half>AM/PM|A/P|上午/下午) | (?P<power>E[+-](?=[0\#?]))
    | (?P<date>y+|m+|d+|h+|s+|e+|a{3,4}) | (?P<digit>[0\#?]) | (?P<mark>[.,%@;]) | (?P<plain>.)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*([+-]?[0-9]*\.?[0-9]+(?:E[+-]?[0-9]+)?)\]", re.IGNORECASE)
_COMPARED = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip
_DASHES = "-－−–—"
_FALLS = re.compile(rf"[{_DASHES}△▽▼↓负减降跌]")
_BRACKETED = re.compile(r"[(（](.*)[)）]")
_YUAN = re.compile("[¥￥]")
_TEXT = "mark", "@"
_TEXTS = 3
_FREE = {_TEXT, ("plain", "/")}
_WIDE = Context(prec=400)


@dataclass(frozen=True)
class _FormatSection:
    """One section of a format code.

    Parameters
    ----------
    before, after
        Literal text before the first and after the last digit.
    digits
        Placeholders, decimal points and the literal text among them; empty where the section shows no number.
    places
        Decimals it shows at most; `least` at least, and `whole` digits before the point at least.
    power
        Power of ten that scales what is shown: 2 for each percent sign, -3 for each scaling comma.
    exact
        True where all stored digits can stand in the place of the shown ones.
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None
    before: str = ""
    after: str = ""
    digits: tuple[Token, ...] = ()
    places: int = 0
    least: int = 0
    whole: int = 0
    power: int = 0
    exact: bool = True

    @property
    def dated(self) -> bool:
        return not self.digits and any(kind in ("date", "half", "elapsed") for kind, _ in self.tokens)


def format_code(number: int, declared: Mapping[int, str]) -> str:
    """Return the format code of a number, as a file declares it or as it is built into Chinese Excel."""
    return declared.get(number) or date_formats.BUILT_IN.get(number) or _NUMBERS.get(number, GENERAL)


def number_cell(number: float, code: str, *, formula: bool = False, shift: int = 0) -> GridCell:
    """Return the cell of a number; `shift` is added to dates.

    Examples
    --------
    >>> number_cell(0.702, "0.00%"), number_cell(45444, "yyyy.m").text
    (GridCell(text='70.20%', kind='number', number=0.702, formula=False, code='0.00%'), '2024.6')
    """
    text, kind = shown(number, code)
    if kind == "date" and shift:
        number += shift
        text, kind = shown(number, code)
    return GridCell(text, kind, number, formula, code)


def text_cell(words: str, code: str, *, formula: bool = False) -> GridCell | None:
    """Return the cell of a text, with what its format adds to it; None where it is blank.

    Examples
    --------
    >>> text_cell("示例", '@"镇"'), text_cell("示例镇", ";;;").kind
    (GridCell(text='示例镇', kind='text', number=None, formula=False, code='General'), 'concealed')
    """
    if not words.strip():
        return None
    section = _text_section(code)
    if section is not None and not section.digits:
        return GridCell(section.before, "concealed", formula=formula)
    return GridCell(f"{section.before}{words}{section.after}" if section else words, formula=formula)


def shown(number: float, code: str) -> tuple[str, Kind]:
    r"""Return what a cell shows of a number, and the kind of that cell.

    All stored digits are kept, to fifteen significant ones; noughts are added up to the decimals of the format;
    separators of thousands and the sign of the yuan are left out. Where the digits stand apart (``0!.0``), they are
    rounded as shown.

    Parameters
    ----------
    number
        The stored number.
    code
        The format code.

    Returns
    -------
    The kind is ``number``, ``date``, ``concealed`` where no digit of the number is shown, or ``unsigned`` where a
    negative number is shown like a positive one.

    Examples
    --------
    >>> [shown(25.34, code)[0] for code in ("0.0", "0.000", "0.0%", '0.0"%"', r"0.0\%", '"约"0.0"万元"')]
    ['25.34', '25.340', '2534.0%', '25.34%', '25.34%', '约25.34万元']
    >>> shown(12345, '#,##0.0,"千"')[0], shown(12345, '0!.0,"万"')[0], shown(-27.8, "0.0_);(0.0)")
    ('12.345千', '1.2万', ('-27.8', 'number'))
    >>> shown(5, ";;;"), shown(-5, "0.0;[Red]0.0")
    (('', 'concealed'), ('5.0', 'unsigned'))
    """
    section, signed = _chosen(_sections(code), number)
    if section is None:
        return "", "concealed"
    if section.dated:
        text = date_formats.render(number, section.tokens)
        return ("", "concealed") if text is None else (text, "date")
    size = abs(Decimal(f"{number:.15g}")).scaleb(section.power, _WIDE)
    if not section.digits or _blank(section, size):
        mark = section.before.strip()
        return ("0", "number") if number == 0 and mark and not mark.strip(_DASHES) else (mark, "concealed")
    before = _YUAN.sub("", section.before)
    text = f"{before}{_full(section, size) if section.exact else _rounded(section, size)}{section.after}".strip()
    if number >= 0:
        return text, "number"
    if signed:
        return f"-{text}", "number"
    if bracketed := _BRACKETED.fullmatch(text):
        return f"-{bracketed[1].strip()}", "number"
    if text.startswith("△"):
        return f"-{text[1:].strip()}", "number"
    return text, "number" if _FALLS.search(before) or _BRACKETED.search(text) else "unsigned"


@cache
def _sections(code: str) -> tuple[_FormatSection, ...]:
    parts = _split(code)
    if len(parts) > 1 and _TEXT in parts[-1]:
        parts.pop()  # the section of texts
    return tuple(_section(part) for part in parts[:_TEXTS])


@cache
def _text_section(code: str) -> _FormatSection | None:
    """The section for texts; None where a format shows them as they are."""
    parts = _split(code)
    return _section(parts[-1]) if len(parts) > _TEXTS or _TEXT in parts[-1] else None


def _split(code: str) -> list[list[Token]]:
    """The tokens of each section."""
    parts: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code.replace("\N{REPLACEMENT CHARACTER}", "") or GENERAL):
        kind, words = str(match.lastgroup), match[0]
        if words == ";":
            parts.append([])
        else:
            parts[-1].append((kind, words))
    return parts


def _section(tokens: list[Token]) -> _FormatSection:
    condition: tuple[str, float] | None = None
    parts: list[Token] = []
    for kind, words in tokens:
        if kind == "bracket":
            if compared := _CONDITION.fullmatch(words):
                condition = compared[1], float(compared[2])
            elif words.upper() in ("[$-F800]", "[$-F400]"):
                return _FormatSection(date_formats.SYSTEM[words.upper()], condition)
            elif re.fullmatch(r"\[(h+|m+|s+)\]", words, re.IGNORECASE):
                parts.append(("elapsed", words[1:-1].lower()))
            elif words.startswith("[$"):
                parts.append(("text", words[2:-1].partition("-")[0]))
        elif kind == "text":
            parts.append(("text", words[1:] if words[0] != '"' else words.strip('"')))
        elif kind == "fill":
            parts.append(("text", 3 * words[1].strip()))  # repeated to fill the cell
        else:
            parts.append((kind, " ") if kind == "space" else (kind, words))
    numeric = [n for n, (kind, words) in enumerate(parts) if kind in ("digit", "general") or (kind, words) == _TEXT]
    dated = any(kind in ("date", "half", "elapsed") for kind, _ in parts)
    seconds = any(kind in ("date", "elapsed") and words[0] in "sS" for kind, words in parts)
    if not numeric or (dated and (seconds or parts[numeric[0]][0] != "digit")):
        before = "".join(words for kind, words in parts if kind in ("text", "plain", "space", "mark"))
        return _FormatSection(tuple(parts), condition, before)
    return _numeric(parts, numeric[0], numeric[-1], condition)


def _numeric(parts: list[Token], first: int, last: int, condition: tuple[str, float] | None) -> _FormatSection:
    """A section with digits: between `first` and `last`, with the points and commas beside them."""
    if first and parts[first - 1] == ("mark", "."):
        first -= 1
    while last + 1 < len(parts) and parts[last + 1] in (("mark", "."), ("mark", ",")):
        last += 1
    region = parts[first : last + 1]
    free = any(kind in ("general", "power") or (kind, words) in _FREE for kind, words in region)
    point = region.index(("mark", ".")) if ("mark", ".") in region else len(region)
    ends = [n for n, (kind, _) in enumerate(region) if kind == "digit"]
    whole = [n for n in ends if n < point]
    scaling = sum(
        token == ("mark", ",") and not (whole and n < whole[-1]) and not any(point < n < end for end in ends)
        for n, token in enumerate(region)
    )
    decimals = [region[n][1] for n in ends if n > point]
    digits = tuple(token for token in region if token != ("mark", ","))
    apart = any(token[0] != "digit" and token != ("mark", ".") for token in digits)
    before, after = ("".join(words for _, words in side) for side in (parts[:first], parts[last + 1 :]))
    touching = (before[-1:] + after[:1]).strip("0123456789.,") != before[-1:] + after[:1]
    return _FormatSection(
        tuple(parts), condition, before, after, (("general", ""),) if free else digits,
        places=len(decimals), least=0 if free else max((n + 1 for n, d in enumerate(decimals) if d == "0"), default=0),
        whole=0 if free else sum(region[n][1] == "0" for n in whole),
        power=2 * sum(token == ("mark", "%") for token in parts) - (0 if free else 3 * scaling),
        exact=free or not (apart or touching),
    )  # fmt: skip


def _chosen(sections: tuple[_FormatSection, ...], number: float) -> tuple[_FormatSection | None, bool]:
    """The section for a number, and whether Excel puts a minus before a negative one; None where it shows ####."""
    many = len(sections) == _TEXTS  # positive, negative and nought
    first, second = sections[0].condition, sections[1].condition if sections[1:] else None
    if len(sections) == 1:
        tests = [first]
    else:
        first = first or (">" if many else ">=", 0.0)
        tests = [first, second or (("<", 0.0) if many else None), None][: len(sections)]
    highest = math.inf
    for section, test in zip(sections, tests, strict=True):
        if test is None or _COMPARED[test[0]](number, test[1]):
            if test is not None and test[0] in ("<", "<=", "="):
                highest = test[1]
            return section, highest > 0
        if test[0] in (">", ">="):
            highest = min(highest, test[1])
    return None, False


def _blank(section: _FormatSection, size: Decimal) -> bool:
    """Whether a format of # and ? alone shows nothing of a number that it rounds to nought."""
    optional = all(words != "0" for kind, words in section.digits if kind == "digit")
    return optional and section.digits[0][0] != "general" and size < Decimal(5).scaleb(-section.places - 1)


def _full(section: _FormatSection, size: Decimal) -> str:
    whole, _, decimals = f"{size:f}".partition(".")
    decimals = decimals.rstrip("0").ljust(section.least, "0")
    return whole.lstrip("0").zfill(max(section.whole, 1)) + (f".{decimals}" if decimals else "")


def _rounded(section: _FormatSection, size: Decimal) -> str:
    """The digits rounded, each in its placeholder."""
    last = Decimal(1).scaleb(-section.places)
    whole, _, decimals = f"{size.quantize(last, rounding=ROUND_HALF_UP, context=_WIDE):f}".partition(".")
    slots = sum(kind == "digit" for kind, _ in section.digits) - section.places
    whole = whole.lstrip("0").rjust(slots)
    left = [whole[: len(whole) - slots + 1], *whole[len(whole) - slots + 1 :]] if slots else [whole.strip()]
    queue = [*left, *decimals]
    out = [] if slots else [queue.pop(0)]
    for kind, words in section.digits:
        if kind != "digit":
            out.append(words)
            continue
        digit = queue.pop(0).strip()
        out.append(digit or ("0" if words == "0" else ""))
    return "".join(out)
