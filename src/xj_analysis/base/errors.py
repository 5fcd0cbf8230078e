"""Errors that say where, what, got and do, and the exit code each kind ends a command with."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["fault", "doubt"]

_ALIKE = 0.5
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong (``fault``) or in need of a person's eye (``doubt``) in the data.

    Parameters
    ----------
    where
        File and place, as a reader would look it up: ``observations.csv 第12行 value``.
    what
        What is wrong, in Chinese, without a closing stop.
    got
        What was found there; empty where there is nothing to quote.
    do
        What to do about it, a whole sentence.

    Examples
    --------
    >>> print(Fault("a.csv 第2行 unit", "单位不认识", "万圆", "请改为“万元”。"))
    a.csv 第2行 unit：单位不认识，得到“万圆”。请改为“万元”。
    """

    where: str
    what: str
    got: str = ""
    do: str = ""
    severity: Severity = "fault"

    @property
    def said(self) -> str:
        """What is wrong, what was found and what to do, without the place."""
        got = f"，得到“{self.got}”" if self.got else ""
        return f"{self.what}{got}。{self.do}"

    def __str__(self) -> str:
        return f"{self.where}：{self.said}"


class XjError(Exception):
    """Base of every failure a person can mend; printed as one message, without a traceback."""

    exit_code = 1

    def __init__(self, where: str, what: str, got: str = "", do: str = "") -> None:
        self.fault = Fault(where, what, got, do)
        super().__init__(str(self.fault))

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[XjError], args: tuple[object, ...], state: dict[str, object]) -> XjError:
    """An error as it was in the process it comes from."""
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class UsageError(XjError):
    """A command, parameter or name that does not exist."""

    exit_code = 2


class DataError(XjError):
    """Data that cannot be read; carries every fault found, not only the first.

    Examples
    --------
    >>> error = DataError.of([Fault("a.csv", "空文件"), Fault("b.csv", "空文件")])
    >>> len(error.faults), error.exit_code
    (2, 3)
    """

    exit_code = 3
    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, faults: Sequence[Fault]) -> DataError:
        """Return one error for all of `faults`."""
        first = faults[0]
        error = cls(first.where, first.what, first.got, first.do)
        error.faults = tuple(faults)
        error.args = ("\n".join(str(fault) for fault in faults),)
        return error


class NotebookError(XjError):
    """A notebook that raised, or whose kernel died."""

    exit_code = 4


class OutputError(XjError):
    """A briefing that could not be written, or that the program itself failed at."""

    exit_code = 4


class InterruptError(XjError):
    """Somebody pressed Ctrl-C."""

    exit_code = 130


class CheckError(XjError):
    """A check that found something: a missing glyph, an untraced number, a false statement."""

    exit_code = 5


def choices(name: str, known: Iterable[str]) -> str:
    """Return the remedy for a mistyped name: the nearest one, and all there are.

    Examples
    --------
    >>> choices("cluster", ["clusters", "talent"])
    '是否想写“clusters”？可选：clusters、talent。'
    >>> choices("x", [])
    '没有可选的名称。'
    """
    names = list(known)
    if not names:
        return "没有可选的名称。"
    best = max(names, key=lambda known: _likeness(name, known))
    hint = f"是否想写“{best}”？" if _likeness(name, best) >= _ALIKE else ""
    more = " 等" if len(names) > _SHOWN else ""
    return f"{hint}可选：{'、'.join(names[:_SHOWN])}{more}。"


def _likeness(written: str, known: str) -> float:
    """How alike two names are; a letter mistaken is likelier than one left out."""
    return difflib.SequenceMatcher(None, written, known).ratio() + 0.15 * (len(written) == len(known))
