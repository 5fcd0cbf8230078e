"""States of an item of a checklist (清单): done, under way, not begun, not applicable; and how people write them."""

from __future__ import annotations

__all__ = ["BLANK", "DONE", "NOT_APPLICABLE", "NOT_BEGUN", "STATES", "UNDERWAY", "state_of"]
__dir__ = __all__.copy

DONE, UNDERWAY, NOT_BEGUN = "✓", "在建", "未动"
NOT_APPLICABLE = "不涉及"
STATES = (DONE, UNDERWAY, NOT_BEGUN, NOT_APPLICABLE)
BLANK = ""
"""Of a cell that is not filled in (未填): it is not known what the state is."""
_DONE = ("√", "✔", "是", "已完成", "完成")
_SPELLED = {**{state: state for state in STATES}, **dict.fromkeys(_DONE, DONE)}


def state_of(words: str) -> str | None:
    """Return the state that the words of a cell mean; None for words that are no state: they are not guessed at.

    Examples
    --------
    >>> state_of("√"), state_of("已完成"), state_of("在建"), state_of("差不多")
    ('✓', '✓', '在建', None)
    """
    return _SPELLED.get(words.strip())
