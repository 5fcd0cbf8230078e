"""Why a briefing is made again: which parts of what it was made from differ from what they are now, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..base.hashing import MODULE, OUTSIDE

FORCED = "--force"
NEVER = "还没有做成过"
UNRECORDED = "没有运行记录"
OUTPUT = "成品被改动"
MEANWHILE = "上次做的途中数据或笔记本被改过"
PROGRAM = "程序"

_NAMED = 3  # files of the library that a reason names, at most
_PARTS = {"data": "数据", "notebook": "笔记本"}

Program = Mapping[str, Mapping[str, str]]


def changed_parts(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return which parts of a cache key differ, but for the program, which :func:`changed_program` takes apart.

    Parameters
    ----------
    then, now
        The parts by name; empty `then` stands for data or a notebook edited while the briefing was made.

    Examples
    --------
    >>> changed_parts({"data": "1", "--period": "2023"}, {"data": "2", "--period": "2024"})
    ['数据', '选项 --period']
    """
    if not then:
        return [MEANWHILE]
    changed = [name for name in now if name != "program" and then.get(name, now[name]) != now[name]]
    return [_PARTS.get(name, f"选项 {name}") for name in changed]


def changed_program(then: Program | None, now: Program) -> list[str]:
    """Return what of the program differs: its own files, Python, packages, fonts.

    Parameters
    ----------
    then, now
        As :func:`xj_analysis.build.program.program_parts` gives them; None where the records no longer hold it.

    Examples
    --------
    >>> changed_program({"packages": {"a-1": "x", "b-1": "x"}}, {"packages": {"a-2": "x", "c-1": "x"}})
    ['库 a 由1换为2', '库 b 卸载了', '库 c 新装了']
    """
    if then is None:
        return [PROGRAM]
    found = _library(then.get("library", {}), now.get("library", {}))
    if then.get("python") != now.get("python"):
        found.append("Python")
    found += _packages(then.get("packages", {}), now.get("packages", {}))
    if then.get("fonts") != now.get("fonts"):
        found.append("字体")
    return found or [PROGRAM]


def _library(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    changed = _changed(then, now)
    more = f"等{len(changed)}个文件" if len(changed) > _NAMED else ""
    return [f"{PROGRAM} {'、'.join(changed[:_NAMED])}{more}"] if changed else []


def _packages(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What became of packages, which are named ``name-version``."""
    (old, new), found = (({name.rpartition("-")[0]: name for name in each} for each in (then, now)), [])
    for name in sorted({label.rpartition("-")[0] for label in _changed(then, now)}):
        if name not in new:
            found.append(f"库 {name} 卸载了")
        elif name not in old:
            found.append(f"库 {name} 新装了")
        elif old[name] == new[name]:
            found.append(f"库 {name} 重装了")
        else:
            was, is_now = (each[name].rpartition("-")[2] for each in (old, new))
            found.append(f"库 {name} 由{was}换为{is_now}")
    return found


def changed_reads(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return what of the things a notebook depended on besides its data is not what it was.

    Parameters
    ----------
    then, now
        As :func:`xj_analysis.base.hashing.current_hashes` gives them.

    Examples
    --------
    >>> changed_reads({"module:polars": "", "outside:os.fork": "os.fork"}, {"module:polars": "here", "outside:os.fork": ""})
    ['库 polars 现已装上', '读取外部：os.fork']
    """
    return [_read(name, then[name], now[name]) for name in _changed(then, now)]


def _read(name: str, was: str, is_now: str) -> str:
    if name.startswith(OUTSIDE):
        return f"读取外部：{name.removeprefix(OUTSIDE)}"
    if name.startswith(MODULE):
        return f"库 {name.removeprefix(MODULE)} 现已装上"
    became = "变了" if was and is_now else "出现了" if is_now else "不见了"
    return f"读过的 {name} {became}"


def _changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
