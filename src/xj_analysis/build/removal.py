"""Removal of an issue from ``reports/``: its folder, its entry in the index, its run records."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from ..base.errors import UsageError, writable
from . import index_page, manifest
from .staging import StagingFolder

_DEPTH = 3  # county, period, edition
_FILE_DEPTH = 2  # briefing, file
_SHOWN = 3


def issue_of(folder: Path, out: Path) -> str:
    """Return the name of an issue, ``xiajiang/2024/internal``.

    Parameters
    ----------
    folder
        The issue's folder.
    out
        The folder of all reports.

    Raises
    ------
    UsageError
        The folder is not an issue, or not below `out`.
    """
    do = "请给出一期的文件夹，如 reports/xiajiang/2024/internal，并用 --out 指定简报的文件夹。"
    path = folder.resolve()
    if not path.is_relative_to(out.resolve()):
        raise UsageError(str(folder), f"不在简报的文件夹 {out} 里", do=do)
    parts = path.relative_to(out.resolve()).parts
    if len(parts) != _DEPTH or not (path / manifest.MANIFEST).is_file():
        raise UsageError(str(folder), "不是一期简报", do=do)
    return "/".join(parts)


def _require_no_other_files(path: Path, folder: Path) -> None:
    """Refuse to remove an issue whose folder holds files that no build wrote: a person put them there."""
    sheets = [
        file
        for entry in manifest.read_manifest(path / manifest.MANIFEST).get("sheets", {}).values()
        for file in entry["files"]
    ]
    written = {manifest.MANIFEST, *(f"*/{name}" for name in manifest.FILES)}
    files = [file.relative_to(path) for file in sorted(path.rglob("*")) if not file.is_dir() or file.is_symlink()]
    others = [
        str(file)
        for file in files
        if str(file) not in sheets and (len(file.parts) > _FILE_DEPTH or not any(file.match(one) for one in written))
    ]
    if others:
        shown = "、".join(others[:_SHOWN]) + ("…" if len(others) > _SHOWN else "")
        raise UsageError(str(folder), "里面有不是简报的文件，没有删去", shown, "请先把它们移走。")


def remove_issue(folder: Path, out: Path, on_notice: Callable[[str], None] = lambda notice: None) -> str:
    """Remove an issue and return its name: first its folder, in one rename, then index entry and records.

    Parameters
    ----------
    folder
        The issue's folder.
    out
        The folder of all reports; the removal waits for a build that writes to it.
    on_notice
        Called with a message while it waits.

    Raises
    ------
    UsageError
        The folder is not an issue, not below `out`, or holds files that no build wrote.
    OutputError
        It cannot be removed.
    """
    issue_of(folder, out)  # before the lock creates a folder
    with StagingFolder(out, on_notice) as staging, writable():
        issue = issue_of(folder, out)
        _require_no_other_files(out.resolve() / issue, folder)
        path, removed = out.resolve() / issue, staging.path / "staging" / "removed"
        removed.parent.mkdir(parents=True, exist_ok=True)
        path.rename(removed)
        shutil.rmtree(removed)
        shutil.rmtree(staging.path / "failed" / issue, ignore_errors=True)
        for parent in list(path.parents)[: _DEPTH - 1]:
            if not any(parent.iterdir()):
                parent.rmdir()
        index_page.write_index(out.resolve(), staging.path / "staging")
        staging.records.forget(issue)
    return issue
