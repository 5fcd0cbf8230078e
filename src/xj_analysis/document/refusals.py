"""Refusals: outputs of a notebook cell that say why what it shows is not printed."""

from __future__ import annotations

from typing import Any

from ..base.errors import Fault, XjError

REFUSED = "application/vnd.xj.refused+json"


def refusal_to_json(error: XjError) -> list[dict[str, str]]:
    """Return the faults of an error as the output of a cell.

    Examples
    --------
    >>> refusal_to_json(XjError("列“x”", "是没有出处的数", "5", "请改正。"))
    [{'where': '列“x”', 'what': '是没有出处的数', 'got': '5', 'do': '请改正。'}]
    """
    faults = getattr(error, "faults", ()) or (error.fault,)
    return [{"where": fault.where, "what": fault.what, "got": fault.got, "do": fault.do} for fault in faults]


def refused_faults(data: Any, place: str) -> list[Fault]:
    """Return the faults of such an output, each with the cell before its own place.

    Examples
    --------
    >>> str(refused_faults([{"where": "列“x”", "what": "是没有出处的数", "got": "5", "do": "请改正。"}], "第3格")[0])
    '第3格 列“x”：是没有出处的数，得到“5”。请改正。'
    """
    return [Fault(f"{place} {each['where']}", each["what"], each.get("got", ""), each.get("do", "")) for each in data]
