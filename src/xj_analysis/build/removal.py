"""An issue taken out of ``reports/``: its folder, its entry in the index, and its run records."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from ..base.errors import UsageError
from . import manifest
from .staging import StagingFolder, writable

_DEPTH = 3  # county, period, edition


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
        It is no issue, or none of that folder.
    """
    do = "请给出一期的文件夹，如 reports/xiajiang/2024/internal，并用 --out 指定简报的文件夹。"
    place = folder.resolve()
    if not place.is_relative_to(out.resolve()):
        raise UsageError(str(folder), f"不在简报的文件夹 {out} 里", do=do)
    parts = place.relative_to(out.resolve()).parts
    if len(parts) != _DEPTH or not (place / manifest.MANIFEST).is_file():
        raise UsageError(str(folder), "不是一期简报", do=do)
    return "/".join(parts)


def remove_issue(folder: Path, out: Path, noticed: Callable[[str], None] = lambda said: None) -> str:
    """Remove an issue, and return its name: the folder whole, then the index and the records.

    Parameters
    ----------
    folder
        The issue's folder.
    out
        The folder of all reports; a build that writes to it is waited for.
    noticed
        Is told which process is waited for.

    Raises
    ------
    UsageError
        It is no issue, or none of that folder.
    OutputError
        It cannot be removed.
    """
    issue_of(folder, out)  # refused before the lock makes a folder
    with StagingFolder(out, noticed) as shop, writable():
        issue = issue_of(folder, out)
        place, removed = out.resolve() / issue, shop.place / "staging" / "removed"
        removed.parent.mkdir(parents=True, exist_ok=True)
        place.rename(removed)
        shutil.rmtree(removed)
        shutil.rmtree(shop.place / "failed" / issue, ignore_errors=True)
        for above in list(place.parents)[: _DEPTH - 1]:
            if not any(above.iterdir()):
                above.rmdir()
        manifest.index(out.resolve(), shop.place / "staging")
        shop.ledger.forget(issue)
    return issue
