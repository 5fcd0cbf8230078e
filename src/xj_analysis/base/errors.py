"""Exception classes with Chinese messages (where, what, got, do) and the exit code of each."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from .text import folded, invisible_signs

_MIN_LIKENESS = 0.65
_MAX_CHOICES = 20
_NEAREST = 6  # of more choices than these
_MAX_LINES = 3  # under a cell of a notebook
_REASONS = {
    errno.ENOENT: "文件或文件夹不存在", errno.ENOTDIR: "路径中有一段不是文件夹", errno.EISDIR: "是文件夹，不是文件",
    errno.EEXIST: "已有同名的文件或文件夹", errno.ENOTEMPTY: "文件夹不是空的", errno.EACCES: "没有权限",
    errno.EPERM: "不允许这样做", errno.EROFS: "磁盘是只读的", errno.ENOSPC: "磁盘满了", errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件太大", errno.ENAMETOOLONG: "名字太长", errno.ELOOP: "链接绕成了圈",
    errno.EBUSY: "正被占用", errno.ETXTBSY: "正被占用", errno.EAGAIN: "正被占用", errno.EDEADLK: "正被占用",
    errno.EMFILE: "打开的文件太多", errno.ENFILE: "打开的文件太多", errno.ENOMEM: "内存不够",
    errno.EINVAL: "系统不接受这个名字或操作", errno.EILSEQ: "名字里有系统不认的字", errno.EBADF: "文件已经关上",
    errno.EIO: "磁盘读写出错", errno.ENXIO: "设备不在", errno.ENODEV: "设备不在", errno.ENOTSUP: "这个磁盘不支持这样做",
    errno.EPIPE: "接收的程序已经退出", errno.ESTALE: "网络盘上的文件已经变了", errno.ETIMEDOUT: "等得太久，没有回应",
    errno.ENOTCONN: "网络没有连上", errno.ECONNREFUSED: "网络连接被拒绝", errno.ECONNRESET: "网络连接断了",
    errno.EHOSTUNREACH: "网络不通", errno.ENETUNREACH: "网络不通", errno.EMLINK: "链接太多", errno.EINTR: "被打断了",
    errno.EXDEV: "不在同一个磁盘上",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the data, as one message.

    Parameters
    ----------
    where
        File and place, as a reader would look it up: ``observations.csv 第12行 value``.
    what
        The problem, in Chinese, without a closing stop.
    got
        The faulty text, quoted; empty where there is nothing to quote.
    do
        The remedy, a whole sentence.

    Examples
    --------
    >>> print(Fault("a.csv 第2行 unit", "单位不认识", "万圆", "请改为“万元”。"))
    a.csv 第2行 unit：单位不认识，得到“万圆”。请改为“万元”。
    """

    where: str
    what: str
    got: str = ""
    do: str = ""

    @property
    def message(self) -> str:
        """Problem, quotation and remedy, without the place."""
        got = f"，得到“{self.got}”" if self.got else ""
        return f"{self.what}{got}。{self.do}"

    def __str__(self) -> str:
        return f"{self.where}：{self.message}"


class XjError(Exception):
    """Base class of every error a person can mend; printed as one message, without a traceback."""

    exit_code = 1

    def __init__(self, where: str, what: str, got: str = "", do: str = "") -> None:
        self.fault = Fault(where, what, got, do)
        super().__init__(str(self.fault))

    def _render_traceback_(self) -> list[str]:
        """Return what IPython prints under a cell: the message, without a traceback of the library."""
        lines = str(self).splitlines()
        more = len(lines) - _MAX_LINES
        return lines if more <= 0 else [*lines[: _MAX_LINES - 1], f"还有{more + 1}处。"]

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[XjError], args: tuple[object, ...], state: dict[str, object]) -> XjError:
    """Return an unpickled error: one from another process, with its attributes."""
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class UsageError(XjError):
    """A command, parameter or name that does not exist."""

    exit_code = 2


class AttributeUsageError(UsageError, AttributeError):
    """An attribute that an object does not have: :func:`hasattr` is false, and a person sees the nearest."""


class DataError(XjError):
    """Data that cannot be read; carries every fault, not only the first.

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
    """A notebook raised, or its kernel died."""

    exit_code = 4


class OutputError(XjError):
    """A briefing could not be written, or the program itself failed."""

    exit_code = 4


class InterruptError(XjError):
    """The build was interrupted (Ctrl-C)."""

    exit_code = 130


class CheckError(XjError):
    """A check failed: a missing glyph, an untraced number, a false statement."""

    exit_code = 5


def reason(error: OSError) -> str:
    """Return in Chinese why the file system refused.

    Examples
    --------
    >>> import errno
    >>> reason(OSError(errno.ENOSPC, "No space left on device")), reason(OSError(9999, "?")), reason(OSError("x"))
    ('磁盘满了', '错误号 9999', 'x')
    """
    if error.errno is None:
        return str(error) or type(error).__name__
    return _REASONS.get(error.errno, f"错误号 {error.errno}")


@contextmanager
def writable(target: str = "reports") -> Iterator[None]:
    """Turn errors of the file system (disk full, no permission) into a message.

    Parameters
    ----------
    target
        What is written, named where the error names no file.

    Raises
    ------
    OutputError
        Instead of an OSError.
    """
    try:
        yield
    except OSError as error:
        where = str(error.filename or target)
        raise OutputError(where, "写不下", reason(error), "请检查磁盘空间与权限。") from None


def is_own(kind: str) -> bool:
    """Return whether the class of an error in an output of a notebook is one of these.

    Examples
    --------
    >>> is_own("DataError"), is_own("KeyError")
    (True, False)
    """
    return kind == XjError.__name__ or kind in [each.__name__ for each in XjError.__subclasses__()]


def failure(kind: str, message: str) -> str:
    """Return an error of a notebook in a line; the class of one of these says nothing to a person.

    Examples
    --------
    >>> failure("DataError", "图：没有数。"), failure("KeyError", "'x'"), failure("SystemExit", "")
    ('图：没有数。', "KeyError: 'x'", 'SystemExit')
    """
    line = next(iter(message.strip().splitlines()), "")
    return line if line and is_own(kind) else f"{kind}: {line}" if line else kind


def choices(name: str, available: Iterable[str]) -> str:
    r"""Return the remedy for a mistyped name: the nearest available one, and a list of them; of many, the nearest few.

    A name that looks like the nearest one is told apart from it by what the eye does not see.

    Examples
    --------
    >>> choices("cluster", ["clusters", "talent"])
    '是否想写“clusters”？可选：clusters、talent。'
    >>> choices("x", [])
    '没有可选的名称。'
    >>> choices("talent\u200b", ["talent"])
    '里面有看不见的字符（零宽空格 U+200B），请删去重打。可选：talent。'
    """
    names = list(available)
    if not names:
        return "没有可选的名称。"
    same = next((other for other in names if folded(other) == folded(name)), "")
    nearest = sorted(names, key=lambda other: -_likeness(folded(name), other))
    best = nearest[0]
    if signs := invisible_signs(name):
        hint = f"里面有看不见的字符（{signs}），请删去重打。"
    elif same:
        hint = "" if name in names else f"与“{same}”只差空格或全角半角。"
    else:
        hint = f"是否想写“{best}”？" if _likeness(folded(name), best) >= _MIN_LIKENESS else ""
    many = len(names) > _MAX_CHOICES
    more = f" 等{len(names)}个" if many else ""
    return f"{hint}可选：{'、'.join(nearest[:_NEAREST] if many else names)}{more}。"


def _likeness(name: str, other: str) -> float:
    """Similarity of two names; equal lengths and beginnings score higher: the end of a name is mistyped more often."""
    same = [one == two for one, two in zip(name, other, strict=False)]
    begins = (same.index(False) if False in same else len(same)) / max(len(name), len(other), 1)
    return difflib.SequenceMatcher(None, name, other).ratio() + 0.1 * (len(name) == len(other)) + 0.2 * begins
