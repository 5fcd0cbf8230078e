"""Checks of what an analyst passes to `say`, `table` and the charts: each fault says where, what, got and do."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from pydantic import ValidationError

from ..base.errors import DataError, choices
from ..document import admission
from ..document.pieces import Light, Parts, Strong, plain_text, typed_text
from ..quantity import periods
from ..quantity.figure_dtype import FigureDtype
from ..quantity.figures import Figure
from ..quantity.mentions.printed_numerals import typed_numerals

_LONGEST = 40
_ASPECTS = ("period", "unit", "label", "rank", "tier")
_LACKING = {"period": "时间", "unit": "单位", "label": "名称", "rank": "公布的位次", "tier": "公布的方阵"}
_LOOKED_UP = "请给 briefing.figure(…) 得到的数，不直接写数字。"


def quoted(value: object) -> str:
    """Return a wrong value as a message shows it: its text, or its kind and the beginning of its representation.

    Examples
    --------
    >>> quoted("二"), quoted(5), quoted([1, 2])
    ('二', '5（int）', '[1, 2]（list）')
    """
    return value[:_LONGEST] if isinstance(value, str) else f"{repr(value)[:_LONGEST]}（{type(value).__name__}）"


def text(where: str, name: str, value: object) -> str:
    """Return a value that is text.

    Raises
    ------
    DataError
        It is not.
    """
    if not isinstance(value, str):
        raise DataError(where, f"{name}应是文字", quoted(value), "请加引号。")
    return value


def pieces(where: str, template: object) -> Iterator[tuple[str, str | None]]:
    """Yield the words of a template, each with the name of the slot after it: ``x`` or ``x.period``.

    Raises
    ------
    DataError
        It is no text, or its braces do not fit.
    """
    words = text(where, "模板", template)
    do = "名称写成 {x}；要印花括号，请写两遍。"
    try:
        parsed = list(string.Formatter().parse(words))
    except ValueError:
        raise DataError(where, "花括号不成对", words, do) from None
    for before, name, form, conversion in parsed:
        simple = name is None or (name.count(".") <= 1 and all(part.isidentifier() for part in name.split(".")))
        if name is not None and (form or conversion or not simple):
            raise DataError(where, "花括号里应只有名称", name or words, do)
        yield before, name


def aspect_of(where: str, content: object, aspect: str, slot: str) -> object:
    """Return the content of a slot, or what a template names of it.

    ``{x.period}`` is the period in words, ``{x.rank}`` and ``{x.tier}`` are the published rank (吉安市第1位) and tier.

    Raises
    ------
    DataError
        A figure has no such aspect, or the content is no figure, or a column of several.
    """
    content = _only(where, content, slot)
    if not aspect:
        return content
    if not isinstance(content, Figure) or aspect not in _ASPECTS:
        raise DataError(where, "这个数没有这一项", slot, choices(aspect, _ASPECTS))
    if not (named := getattr(content, aspect)):
        if content.reason:  # unknown as a whole: its sentence is left out
            return content
        raise DataError(where, f"这个数没有{_LACKING[aspect]}", slot, "请换一个数，或不写这一项。")
    return periods.parse(named).label if aspect == "period" else named


def _only(where: str, content: object, slot: str) -> object:
    """The figure of a column of one; anything but a column as it is."""
    if not isinstance(content, pd.Series) or not isinstance(content.dtype, FigureDtype):
        return content
    if len(content) != 1:
        do = "请取一个：列.iloc[-1]，或 列.loc[行名]。"
        raise DataError(where, "这里要一个数，给了一列", f"{slot}（{len(content)}个）", do)
    return content.iloc[0]


def named(kind: str, title: object) -> str:
    """Return how messages name a table or a chart by its title.

    Examples
    --------
    >>> named("图", ("改造前后", "对比")), named("图", 5)
    ('图“改造前后对比”', '图“5（int）”')
    """
    run = title if isinstance(title, tuple) else (title,)
    known = all(isinstance(each, str | Figure | Strong | Light) for each in run)
    return f"{kind}“{plain_text(run)[:_LONGEST] if known else quoted(title)}”"


def proper_names(where: str, value: object) -> tuple[str, ...]:
    """Return declared names; one text is no list of names.

    Raises
    ------
    DataError
        The value is not several texts.
    """
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise DataError(where, "专名应是列表", quoted(value), '请写 names=briefing.county.names，或 names=["…"]。')
    return tuple(text(where, "专名", name) for name in value)


def part(where: str, what: str, value: object) -> str | Figure | Strong | Light:
    """Return a part of a text: words, a figure with origins, or a light.

    Raises
    ------
    DataError
        It is something else (a bare number), or a figure without origins.
    """
    if not isinstance(value, str | Figure | Strong | Light):
        raise DataError(where, f"{what}不是可追溯的数", quoted(value), _LOOKED_UP)
    if isinstance(value, Figure) and (why := admission.without_origin(value)):
        raise DataError(where, f"{what}：{why}", value.text, _LOOKED_UP)
    return value


def parts(where: str, what: str, value: object) -> Parts:
    """Return a run of text: one part, or several.

    Raises
    ------
    DataError
        One of them is neither words nor a figure with origins nor a light.
    """
    run = value if isinstance(value, tuple | list) else (value,)
    return tuple(part(where, what, each) for each in run)


def untyped(where: str, run: Parts, names: Iterable[str], do: str = admission.FIGURES) -> Parts:
    """Return a run of text whose words state no number; dates may stand in them.

    Raises
    ------
    DataError
        They state one; it is named.
    """
    if typed := typed_numerals(typed_text(run), names):
        raise DataError.of([admission.typed_fault(where, typed[0], plain_text(run), do)])
    return run


def several(where: str, what: str, value: object) -> list[Any]:
    """Return the items of a list.

    Raises
    ------
    DataError
        It is no list.
    """
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise DataError(where, f"{what}应是列表", quoted(value), "请用方括号。")
    return list(value)


def key(value: object) -> tuple[Any, ...]:
    """Return the indicator of ``b[…]`` and the words after it.

    Raises
    ------
    DataError
        The indicator is no text.

    Examples
    --------
    >>> key("visits"), key(("visits", "town"))
    (('visits',), ('visits', 'town'))
    """
    parts = value if isinstance(value, tuple) else (value,)
    if not parts or not isinstance(parts[0], str):
        several_do = isinstance(value, list) and "几项并列请用 b.frame([…])。"
        raise DataError("b[…]", "要指标的代号", quoted(value), several_do or '请加引号，如 b["visits", "town"]。')
    return parts


def indicators(where: str, value: object) -> list[str]:
    """Return several indicators, which are a list; one in no list is told how to write it.

    Raises
    ------
    DataError
        They are no texts, or none.
    """
    found = list(value) if isinstance(value, Iterable) and not isinstance(value, str | Mapping) else []
    if not found or not all(isinstance(each, str) for each in found):
        do = f'请写方括号：["{value[:_LONGEST] if isinstance(value, str) else "visits"}"]。'
        raise DataError(where, "指标应是列表", quoted(value), do)
    return found


def as_long(where: str, what: str, value: object, length: int, other: str) -> list[Any]:
    """Return the items of a list that has as many as another.

    Raises
    ------
    DataError
        It has more or fewer, or is no list.
    """
    items = several(where, what, value)
    if len(items) != length:
        raise DataError(where, f"{what}有{len(items)}个，{other}有{length}个", do="请一一对应。")
    return items


def one_of(where: str, what: str, value: object, available: Sequence[str]) -> None:
    """Refuse a value that is none of those available.

    Raises
    ------
    DataError
        The nearest is named.
    """
    if value not in available:
        raise DataError(where, f"没有这种{what}", quoted(value), choices(str(value), available))


def invalid(where: str, error: ValidationError) -> DataError:
    """Return the first fault of a record as a message."""
    first = error.errors()[0]
    name = ".".join(map(str, first["loc"]))
    wrong = f"{name}应是文字" if first["type"] == "string_type" else f"{name}不合格"
    do = "请加引号。" if first["type"] == "string_type" else first["msg"].removeprefix("Value error, ")
    return DataError(where, wrong, quoted(first["input"]), do)
