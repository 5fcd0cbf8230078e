"""Reasons to make a briefing again: the parts of its cache key and dependencies that changed, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from ..base.hashing import MODULE, OUTSIDE

FORCED = "--force"
NEVER = "还没有做成过"
UNRECORDED = "没有运行记录"
OUTPUT = "成品被改动"
MEANWHILE = "上次做的途中数据或笔记本被改过"
PROGRAM = "程序"

_MOST_FILES = 3  # changed files of the library that a reason names
_PARTS = {"data": "数据", "notebook": "笔记本"}

Program = Mapping[str, Mapping[str, str]]


def changed_parts(recorded: Mapping[str, str], current: Mapping[str, str]) -> list[str]:
    """Return the changed parts of a cache key, except the program: see :func:`changed_program`.

    Parameters
    ----------
    recorded, current
        The parts by name; an empty `recorded` stands for data or a notebook edited while the briefing was made.

    Examples
    --------
    >>> changed_parts({"data": "1", "--period": "2023"}, {"data": "2", "--period": "2024"})
    ['数据', '选项 --period']
    """
    if not recorded:
        return [MEANWHILE]
    changed = [name for name in current if name != "program" and recorded.get(name, current[name]) != current[name]]
    return [_PARTS.get(name, f"选项 {name}") for name in changed]


def changed_program(recorded: Program | None, current: Program) -> list[str]:
    """Return the changed parts of the program: its own files, Python, packages, fonts.

    Parameters
    ----------
    recorded, current
        From :func:`xj_analysis.build.program.program_parts`; None where it is no longer recorded.

    Examples
    --------
    >>> changed_program({"packages": {"a-1": "x", "b-1": "x"}}, {"packages": {"a-2": "x", "c-1": "x"}})
    ['库 a 由1换为2', '库 b 卸载了', '库 c 新装了']
    """
    if recorded is None:
        return [PROGRAM]
    changes = _library_changes(recorded.get("library", {}), current.get("library", {}))
    if recorded.get("python") != current.get("python"):
        changes.append("Python")
    changes += _package_changes(recorded.get("packages", {}), current.get("packages", {}))
    if recorded.get("fonts") != current.get("fonts"):
        changes.append("字体")
    return changes or [PROGRAM]


def _library_changes(recorded: Mapping[str, str], current: Mapping[str, str]) -> list[str]:
    changed = _changed_names(recorded, current)
    more = f"等{len(changed)}个文件" if len(changed) > _MOST_FILES else ""
    return [f"{PROGRAM} {'、'.join(changed[:_MOST_FILES])}{more}"] if changed else []


def _package_changes(recorded: Mapping[str, str], current: Mapping[str, str]) -> list[str]:
    """The changes of packages, given by ``name-version``."""
    old, new = ({label.rpartition("-")[0]: label for label in labels} for labels in (recorded, current))
    changes = []
    for name in sorted({label.rpartition("-")[0] for label in _changed_names(recorded, current)}):
        if name not in new:
            changes.append(f"库 {name} 卸载了")
        elif name not in old:
            changes.append(f"库 {name} 新装了")
        elif old[name] == new[name]:
            changes.append(f"库 {name} 重装了")
        else:
            before, after = (each[name].rpartition("-")[2] for each in (old, new))
            changes.append(f"库 {name} 由{before}换为{after}")
    return changes


def changed_reads(recorded: Mapping[str, str], current: Mapping[str, str]) -> list[str]:
    """Return the changed dependencies of a notebook besides its data.

    Parameters
    ----------
    recorded, current
        From :func:`xj_analysis.base.hashing.current_hashes`.

    Examples
    --------
    >>> changed_reads({"module:polars": "", "/a.csv": "1"}, {"module:polars": "installed", "/a.csv": ""})
    ['读过的 /a.csv 不见了', '库 polars 现已装上']
    >>> changed_reads({"outside:os.fork": "os.fork"}, {"outside:os.fork": ""})
    ['读取外部：os.fork']
    """
    return [_read_change(name, recorded[name], current[name]) for name in _changed_names(recorded, current)]


def _read_change(name: str, before: str, after: str) -> str:
    if name.startswith(OUTSIDE):
        return f"读取外部：{name.removeprefix(OUTSIDE)}"
    if name.startswith(MODULE):
        return f"库 {name.removeprefix(MODULE)} 现已装上"
    change = "变了" if before and after else "出现了" if after else "不见了"
    return f"读过的 {name} {change}"


def _changed_names(recorded: Mapping[str, str], current: Mapping[str, str]) -> list[str]:
    return [name for name in sorted({*recorded, *current}) if recorded.get(name) != current.get(name)]
