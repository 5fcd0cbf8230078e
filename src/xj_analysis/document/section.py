"""Sections: several blocks as one output of a notebook cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .blocks import MIMETYPE, CellBlock, text_of

_NOTHING = "（这一项没有要印的内容）"


class Section(list[CellBlock]):
    """A list of blocks displayed as one notebook output: each output costs time in two processes.

    Examples
    --------
    >>> from xj_analysis.briefing import prose
    >>> print(Section([prose.say("甲。"), prose.say("乙。")])._repr_mimebundle_()["text/plain"])
    甲。
    乙。
    """

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundles = [block._repr_mimebundle_(include, exclude) for block in self]
        return {
            "text/plain": "\n".join(bundle["text/plain"] for bundle in bundles) or _NOTHING,
            "text/html": "".join(bundle["text/html"] for bundle in bundles) or _NOTHING,
            MIMETYPE: [bundle[MIMETYPE] for bundle in bundles],
        }

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print the plain text: IPython prefers its printer for lists to the text of the bundle."""
        printer.text("\n".join(map(text_of, self)) or _NOTHING)


def blocks_of_output(output: Mapping[str, Any]) -> list[Any]:
    """Return the JSON blocks of a notebook output: several of a section, one of a single block.

    Examples
    --------
    >>> blocks_of_output({"output_type": "display_data", "data": {MIMETYPE: {"type": "heading", "level": 1, "text":
    ... "一、"}}})
    [{'type': 'heading', 'level': 1, 'text': '一、'}]
    >>> blocks_of_output({"output_type": "stream", "text": "x"})
    []
    """
    data = output.get("data", {}).get(MIMETYPE, [])
    return data if isinstance(data, list) else [data]
