"""What is to be made of a county: which briefings, from which notebooks, and one hash of the data of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import inputs
from .errors import UsageError, choices
from .names import OVERVIEW

if TYPE_CHECKING:
    from .runs import Ledger

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


def plan(
    folder: Path,
    campaigns: Sequence[str],
    asked: Mapping[str, str],
    ledger: Ledger,
    do: Do,
    parts: Path | None = None,
) -> Plan:
    """Return what is to be made of a data folder; the very same inputs are not worked out twice.

    Parameters
    ----------
    campaigns
        Slugs; all briefings where none is named.
    asked
        period, known_at, edition and previous, each empty where not asked for.
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
    read = inputs.folder(folder) if folder.is_dir() else {}
    key = inputs.digest(inputs.program(), folder.name, read, asked)
    known = ledger.plan(key) if read else None
    if known is None:
        made: Plan
        made, lasting = do(_worked_out, folder, asked, read, parts)
        if lasting and inputs.folder(folder) == read:  # else it was edited meanwhile
            ledger.keep_plan(key, asdict(made))
    else:
        made = Plan(**known | {"slugs": tuple(known["slugs"]), "chosen": ()})
    for slug in campaigns:
        if slug not in made.slugs:
            raise UsageError(made.name, "没有这个攻坚战", slug, choices(slug, made.slugs))
    return replace(made, chosen=tuple(dict.fromkeys(campaigns)) or made.slugs)


def parts_of(place: Path, folder: Path) -> Path:
    """Where the slices of a data folder lie during a build, each a file by the slug of its briefing."""
    return place / "staging" / "slices" / folder.resolve().name


def hand_over(folder: Path, asked: Mapping[str, str], parts: Path, do: Do) -> None:
    """Read the slices of a data folder into `parts`, if they are not there; `do` calls the function that does it.

    Raises
    ------
    DataError
        The data is faulty.
    """
    if not parts.is_dir():
        do(_worked_out, folder, asked, {}, parts)


def _worked_out(
    folder: Path, asked: Mapping[str, str], read: Mapping[str, str], parts: Path | None
) -> tuple[Plan, bool]:
    """The plan, and whether it holds as long as the folder's files are the same: a database may say otherwise."""
    from . import county as counties
    from . import periods
    from .loaders import folder as folders
    from .loaders import slices

    county = counties.read(folder.resolve())
    code = periods.asked(asked["period"] or county.period).code
    known_at, previous = (date.fromisoformat(asked[name]) if asked[name] else None for name in ("known_at", "previous"))
    # what has rows of its own may be larger than memory: it is read slice by slice
    digests: dict[str, str] = {}
    with folders.Reader(county) as reader:
        whole = None if any(source.external for source in county.sources) else reader.observations()
        for slug in county.slugs:
            part = slices.of(county, county.campaign(slug), period=code, whole=whole, reader=reader)
            if not digests:
                part.known(known_at, period=code, edition=asked["edition"])
                if previous:
                    part.previous(previous, known_at=known_at or part.latest, period=code, edition=asked["edition"])
            digests[slug] = slices.digest(part)
            if parts is not None:
                slices.hand_over(part, slug, code, parts / slug)
    elsewhere = any(source.kind == "sql" or source.remote for source in county.sources)
    return Plan(county.slug, county.name, code, county.slugs, digests, read), not elsewhere


def notebooks_for(data: Path, named: Path | None = None) -> Path:
    """Return the folder of the notebooks: `named`, else beside the data folder's parent, else the wheel's copy.

    Raises
    ------
    UsageError
        The folder named does not exist, or there is none anywhere.
    """
    if named is not None:
        if not named.is_dir():
            raise UsageError("--notebooks", "文件夹不存在", str(named), "请核对路径。")
        return named.resolve()
    beside = data.resolve().parent.parent / "notebooks"
    packaged = Path(__file__).parent / "notebooks"
    for folder in (beside, packaged):
        if folder.is_dir():
            return folder
    raise UsageError("notebooks", "没有找到笔记本", do="请用 --notebooks 指定文件夹。")


def notebook(folder: Path, slug: str) -> Path:
    """Return the notebook of a briefing: its own, or the one that serves every campaign without one."""
    own = folder / f"{slug}.ipynb"
    return own if own.is_file() or slug == OVERVIEW else folder / "campaign.ipynb"
