"""What is to be made of a county: which briefings, from which notebooks, and one hash of the data of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..base import hashing
from ..base.environment import OVERVIEW, PACKAGE
from ..base.errors import DataError, UsageError, choices
from ..county.request import BriefingRequest
from . import program

if TYPE_CHECKING:
    from .run_records import RunRecords

_PACKAGE = Path(__file__).parent

Do = Callable[..., Any]
"""Calls the function it is given with what follows, here or in another process, and returns what that returns."""


@dataclass(frozen=True)
class Plan:
    """The briefings of a county.

    Parameters
    ----------
    county, name
        Slug and name.
    period
        The code of the period asked for, or the county's own.
    slugs, chosen
        All its briefings in their order, and those to be made.
    digests
        One hash of the data of each briefing.
    inputs
        SHA-256 of the files of the data folder, by their path in it.
    """

    county: str
    name: str
    period: str
    slugs: tuple[str, ...]
    digests: Mapping[str, str]
    inputs: Mapping[str, str]
    chosen: tuple[str, ...] = ()


def plan_county(folder: Path, request: BriefingRequest, ledger: RunRecords, do: Do, parts: Path | None = None) -> Plan:
    """Return what is to be made of a data folder; the very same inputs are not worked out twice.

    Parameters
    ----------
    request
        Which briefings, of what.
    ledger
        Keeps plans.
    do
        Calls a function, which may take a second and more memory than this process should have.
    parts
        Where the slices go that are read to work it out, for those who make the briefings.

    Raises
    ------
    UsageError
        An unknown campaign, period or edition; no issue could be made at `previous`.
    DataError
        The data is faulty.
    """
    read = hashing.folder_hashes(folder) if folder.is_dir() else {}
    key = hashing.digest(program.program_hash(), folder.name, read, request.parameters())
    known = ledger.plan(key) if read else None
    if known is None:
        made: Plan
        made, lasting = do(_worked_out, folder, request, read, parts)
        if lasting and hashing.folder_hashes(folder) == read:  # else it was edited meanwhile
            ledger.keep_plan(key, asdict(made))
    else:
        made = Plan(**known | {"slugs": tuple(known["slugs"]), "chosen": ()})
    for slug in request.campaigns:
        if slug not in made.slugs:
            raise UsageError(made.name, "没有这个攻坚战", slug, choices(slug, made.slugs))
    return replace(made, chosen=tuple(dict.fromkeys(request.campaigns)) or made.slugs)


def slice_folder(place: Path, folder: Path) -> Path:
    """Where the slices of a data folder lie during a build, each a file by the slug of its briefing."""
    return place / "staging" / "slices" / folder.resolve().name


def write_slices(folder: Path, request: BriefingRequest, parts: Path, do: Do) -> None:
    """Read the slices of a data folder into `parts`, if they are not there; `do` calls the function that does it.

    Raises
    ------
    DataError
        The data is faulty.
    """
    if not parts.is_dir():
        do(_worked_out, folder, request, {}, parts)


def _worked_out(
    folder: Path, request: BriefingRequest, read: Mapping[str, str], parts: Path | None
) -> tuple[Plan, bool]:
    """The plan, and whether it holds as long as the folder's files are the same: a database may say otherwise."""
    from ..county.toml_files import read_county
    from ..loaders import folder as folders
    from ..loaders import slices
    from ..quantity import periods

    county = read_county(folder.resolve())
    code = periods.parse_option(request.period or county.period).code
    day, edition = request.known_at, request.edition
    # what has rows of its own may be larger than memory: it is read slice by slice
    digests: dict[str, str] = {}
    with folders.ObservationReader(county) as reader:
        whole = None if any(source.external for source in county.sources) else reader.observations()
        for slug in county.slugs:
            part = slices.slice_for(county, county.campaign(slug), period=code, whole=whole, reader=reader)
            if not digests:
                part.known(day, period=code, edition=edition)
                if request.previous:
                    part.previous(request.previous, known_at=day or part.latest, period=code, edition=edition)
            digests[slug] = slices.slice_digest(part)
            if parts is not None:
                slices.write_slice(part, slug, code, parts / slug)
    elsewhere = any(source.kind == "sql" or source.remote for source in county.sources)
    return Plan(county.slug, county.name, code, county.slugs, digests, read), not elsewhere


def require_folder(folder: Path) -> None:
    """Check that a data folder exists, before anything is started or written for it.

    Raises
    ------
    UsageError
        There is no such folder; the nearest that exists is named.
    """
    if not folder.is_dir():
        near = [*folder.parent.glob("*/county.toml"), *Path("data").glob("*/county.toml")]
        known = sorted({str(path.parent) for path in near})
        raise UsageError(str(folder), "没有这个数据文件夹", do=choices(str(folder), known) if known else "请核对路径。")


def require_county(folder: Path) -> None:
    """Check that a data folder exists and describes a county.

    Raises
    ------
    UsageError
        There is no such folder.
    DataError
        It holds no ``county.toml``.
    """
    require_folder(folder)
    if not (folder / "county.toml").is_file():
        do = "数据文件夹须有 county.toml 与 sources.toml，请核对路径。"
        raise DataError(str(folder / "county.toml"), "文件不存在", do=do)


def notebooks_for(data: Path, named: Path | None = None) -> Path:
    """Return the folder of the notebooks: `named`, else beside the data folder's parent, else the bundled ones.

    Bundled are those of the wheel, or of the checkout that an editable install runs from.

    Raises
    ------
    UsageError
        The folder named does not exist or holds no notebook, or there is none anywhere.
    """
    if named is not None:
        if not named.is_dir():
            raise UsageError("--notebooks", "文件夹不存在", str(named), "请核对路径。")
        if not any(named.glob("*.ipynb")):
            do = "里面须有 campaign.ipynb 和 overview.ipynb。"
            raise UsageError("--notebooks", "文件夹里没有笔记本", str(named), do)
        return named.resolve()
    beside = data.resolve().parent.parent / "notebooks"
    checkout = PACKAGE.parents[1]
    editable = [checkout / "notebooks"] if (checkout / "pyproject.toml").is_file() else []
    for folder in (beside, PACKAGE / "notebooks", *editable):
        if folder.is_dir():
            return folder
    raise UsageError("notebooks", "没有找到笔记本", do="请用 --notebooks 指定文件夹。")


def notebook_path(folder: Path, slug: str) -> Path:
    """Return the notebook of a briefing: its own, or the one that serves every campaign without one."""
    own = folder / f"{slug}.ipynb"
    return own if own.is_file() or slug == OVERVIEW else folder / "campaign.ipynb"


def require_notebooks(folder: Path, slugs: Sequence[str]) -> None:
    """Check that every briefing has a notebook, before any of them is started.

    Raises
    ------
    UsageError
        One has none.
    """
    for slug in slugs:
        if not (path := notebook_path(folder, slug)).is_file():
            do = "请补上这个笔记本，或另指一个文件夹。"
            raise UsageError(str(folder), f"没有“{slug}”的笔记本", path.name, do)
