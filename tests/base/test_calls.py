"""Calls with wrong arguments: one message in Chinese; errors inside of a function stay what they are."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from xj_analysis.base.calls import told, told_methods
from xj_analysis.base.errors import UsageError


@told("甲.算")
def computed(one: int, two: int = 0, *, sign: str = "+") -> Any:
    """Return a sum."""
    return one + two if sign == "+" else one - two


@told("甲.说")
def said(words: str, /, *more: str, **slots: str) -> str:
    return words.format(*more, **slots)


class Base:
    def inherited(self, name: str) -> str:
        return name

    def __len__(self) -> int:
        return 0


@told_methods("某物")
class Thing(Base):
    """Has methods."""

    def __init__(self, *, size: int = 0) -> None:
        self.size = size

    @property
    def width(self) -> int:
        """Half of it."""
        return self.size // 2

    def grown(self, by: int) -> Thing:
        """Return a larger one."""
        return Thing(size=self.size + by)


anything: Any = computed
thing: Any = Thing

MISTAKES = [
    (lambda: anything(1, sgin="-"), "甲.算：没有这个参数，得到“sgin”。是否想写“sign”？可选：one、two、sign。"),
    (anything, "甲.算：缺少参数one。请写 甲.算(one, …)。"),
    (lambda: anything(1, 2, 3), "甲.算：不写名称的参数至多2个，得到“int”。请写明是哪一项：sign=…。"),
    (lambda: anything(1, one=1), "甲.算：参数写了两遍，得到“one”。请去掉一个。"),
    (said, "甲.说：缺少参数words。请写 甲.说(words, …)。"),
    (lambda: thing(szie=1), "Thing：没有这个参数，得到“szie”。是否想写“size”？可选：size。"),
    (lambda: thing("大"), "Thing：不写名称的参数至多0个，得到“大”。请写明是哪一项：size=…。"),
    (lambda: thing().grown(), "某物.grown：缺少参数by。请写 某物.grown(by, …)。"),
    (lambda: thing().inherited(nmae=1), "某物.inherited：没有这个参数，得到“nmae”。是否想写“name”？可选：name。"),
    (lambda: thing().inherited("一", "二"), "某物.inherited：不写名称的参数至多1个，得到“二”。请去掉多写的。"),
]


@pytest.mark.parametrize(("call", "message"), MISTAKES)
def test_a_wrong_call_is_one_message(call: Any, message: str) -> None:
    with pytest.raises(UsageError) as error:
        call()
    assert str(error.value) == message and error.value._render_traceback_() == [message]
    assert error.value.__suppress_context__


def test_calls_that_fit_are_as_they_were() -> None:
    assert (computed(1, 2), computed(3, sign="-"), said("{0}{x}", "一", x="二")) == (3, 3, "一二")
    grown = Thing(size=4).grown(2)
    assert (grown.size, grown.width, grown.inherited("一"), len(grown)) == (6, 3, "一", 0)
    assert list(inspect.signature(computed).parameters) == ["one", "two", "sign"]
    assert inspect.getdoc(Thing.grown) == "Return a larger one." and Thing.inherited is not Base.inherited


def test_an_error_inside_stays_what_it_is() -> None:
    with pytest.raises(TypeError, match="can only concatenate"):
        anything("一", 2)
