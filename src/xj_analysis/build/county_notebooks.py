"""The notebooks of a county: its own, those that counties share, and the common one of campaigns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..base import notebook_cells
from ..base.environment import OVERVIEW, PACKAGE
from ..base.errors import NotebookError, UsageError

_FORMAT = 4
COMMON = "campaign"
"""Name of the notebook of all campaigns that have none of their own."""
WEEKLY, MONDAY = "weekly", "monday"
"""Names of the notebooks of weekly issues (周调度): of the campaigns, and of the overview (总调度)."""


@dataclass(frozen=True)
class CountyNotebooks:
    """The notebooks from which a county's briefings are chosen.

    Parameters
    ----------
    folders
        The folders they are in, the nearest to the county first.
    paths
        Each notebook by its name without suffix; of one name, that in the nearest folder.
    weekly
        Whether they are for a weekly issue.
    """

    folders: tuple[Path, ...]
    paths: Mapping[str, Path]
    weekly: bool = False

    def path(self, slug: str) -> Path:
        """Return the notebook of a briefing: the one named after it, else, of a campaign, the common one.

        A weekly issue has one for its campaigns, and one for its overview.
        """
        name = _weekly_name(slug) if self.weekly else slug if slug == OVERVIEW or slug in self.paths else COMMON
        return self.paths.get(name, self.folders[-1] / f"{name}.ipynb")

    def named_words(self) -> dict[str, tuple[str, ...]]:
        """Return the words that each notebook names, by the notebook's name; none of a broken one."""
        return {name: notebook_cells.quoted_words(_cells(path) or ()) for name, path in sorted(self.paths.items())}

    @property
    def own(self) -> tuple[Path, ...]:
        """The county's own notebooks, by path; of one name in two folders, both."""
        return tuple(sorted(path for folder in self.folders[:-1] for path in _files(folder)))

    def require(self, slugs: Sequence[str]) -> None:
        """Check that each briefing has a notebook, before the first is started.

        Raises
        ------
        UsageError
            A briefing has none.
        """
        for slug in slugs:
            if not (path := self.path(slug)).is_file():
                do = "请补上这个笔记本，或另指一个文件夹。"
                raise UsageError(str(path.parent), f"没有“{slug}”的笔记本", path.name, do)


def require_sound(path: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook.

    Raises
    ------
    NotebookError
        The file holds no notebook of format 4, or cannot be read.
    """
    cells = _cells(path)
    if cells is None:
        raise NotebookError(str(path), "不是合格的笔记本", do="请用 JupyterLab 打开另存，或换回上一版。")
    return cells


def _weekly_name(slug: str) -> str:
    return MONDAY if slug == OVERVIEW else WEEKLY


def words_of(named: Mapping[str, tuple[str, ...]], slug: str, *, weekly: bool = False) -> tuple[str, ...]:
    """Return the words of a briefing's notebook, from those of all (:meth:`CountyNotebooks.named_words`).

    Examples
    --------
    >>> named = {"campaign": ("visits",), "jobs": ("urban_jobs",)}
    >>> words_of(named, "jobs"), words_of(named, "tourism"), words_of(named, "overview")
    (('urban_jobs',), ('visits',), ())
    """
    if weekly:
        return named.get(_weekly_name(slug), ())
    return named.get(slug, () if slug == OVERVIEW else named.get(COMMON, ()))


def notebooks_for(data: Path, named: Path | None = None) -> CountyNotebooks:
    """Return the notebooks of a county.

    A folder of notebooks is the one `named`; else the one beside the data folder's parent, else the bundled one (in
    the wheel, or in the checkout of an editable install). A county's own are in a folder of its name there, or in
    ``notebooks/`` in the data folder, which goes first unless a folder is named.

    Parameters
    ----------
    data
        The data folder.
    named
        A folder of notebooks.

    Raises
    ------
    UsageError
        `named` does not exist or holds no notebook of the county; no folder is found.
    """
    data = data.resolve()
    if named is not None:
        if not named.is_dir():
            raise UsageError("--notebooks", "文件夹不存在", str(named), "请核对路径。")
        found = _found(named.resolve() / data.name, named.resolve())
        if not found.paths:
            do = "里面须有 campaign.ipynb 和 overview.ipynb，或 <县>/<攻坚战>.ipynb。"
            raise UsageError("--notebooks", "文件夹里没有笔记本", str(named), do)
        return found
    checkout = PACKAGE.parents[1]
    editable = [checkout / "notebooks"] if (checkout / "pyproject.toml").is_file() else []
    for shared in (data.parent.parent / "notebooks", PACKAGE / "notebooks", *editable):
        if shared.is_dir():
            return _found(data / "notebooks", shared / data.name, shared)
    raise UsageError("notebooks", "没有找到笔记本", do="请用 --notebooks 指定文件夹。")


def _found(*folders: Path) -> CountyNotebooks:
    existing = tuple(filter(Path.is_dir, folders))
    paths = {path.stem: path for place in reversed(existing) for path in _files(place)}
    return CountyNotebooks(existing, paths)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.ipynb") if path.is_file()]


def _cells(path: Path) -> list[dict[str, Any]] | None:
    """The cells of a notebook of format 4; None of a file that is none."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    sound = isinstance(content, dict) and content.get("nbformat") == _FORMAT
    cells = content.get("cells") if sound else None
    return cells if isinstance(cells, list) and all(map(_is_cell, cells)) else None


def _is_cell(cell: Any) -> bool:
    """Whether a value is a cell of which kind, source and tags can be read."""
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return False
    metadata, source = cell.get("metadata", {}), cell.get("source")
    texts = [source] if isinstance(source, str) else source
    tags = metadata.get("tags", []) if isinstance(metadata, dict) else None
    return all(isinstance(each, list) and all(isinstance(word, str) for word in each) for each in (texts, tags))
