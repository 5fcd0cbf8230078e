"""The plan of a county's build: its briefings, their notebooks, and one hash of each briefing's data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..base import hashing
from ..base.byte_cache import ByteCache
from ..base.errors import DataError, UsageError, choices
from ..county.request import BriefingRequest
from . import program
from .county_notebooks import CountyNotebooks, words_of

if TYPE_CHECKING:
    from .run_records import RunRecords

FunctionCaller = Callable[..., Any]
"""Calls a function with arguments, in this or another process, and returns its result."""


@dataclass(frozen=True)
class Plan:
    """The briefings of a county.

    Parameters
    ----------
    county, name
        Slug and name.
    period
        The code of the requested period, or the county's default.
    slugs, chosen
        All its briefings in their order, and the requested ones.
    titles
        The title of each briefing.
    digests
        One hash of the data of each briefing.
    inputs
        SHA-256 of the files of the data folder, by their path in it.
    refused
        Why a campaign's briefing is not made: its results are all of other periods.
    unasked
        Briefings that are made only where they are asked for: in a week, of campaigns without a ledger, or with nothing
        of the week in it.
    notices
        What is told besides: ledgers that are not used.
    """

    county: str
    name: str
    period: str
    slugs: tuple[str, ...]
    titles: Mapping[str, str]
    digests: Mapping[str, str]
    inputs: Mapping[str, str]
    refused: Mapping[str, str] = field(default_factory=dict)
    unasked: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


def plan_county(
    folder: Path,
    request: BriefingRequest,
    records: RunRecords,
    call: FunctionCaller,
    slices: Path | None = None,
    notebooks: CountyNotebooks | None = None,
    cache: ByteCache | None = None,
) -> Plan:
    """Return the plan of a data folder; the plan of the same inputs is cached.

    Parameters
    ----------
    request
        The briefings to make.
    records
        The cache of plans.
    call
        Calls the function that reads the data: it may take a second, and much memory.
    slices
        The folder to write slices to, if the data is read.
    notebooks
        Indicators that they name are in the slices.
    cache
        What was read of workbooks (:func:`workbook_cache`).

    Raises
    ------
    UsageError
        An unknown campaign, period or edition; no data at `previous`.
    DataError
        The data is faulty.
    """
    inputs = hashing.folder_hashes(folder) if folder.is_dir() else {}
    named = notebooks.named_words() if notebooks else {}
    key = hashing.digest(program.program_hash(), folder.name, inputs, request.parameters(), named)
    cached = records.load_value(key) if inputs else None
    if cached is None:
        plan: Plan
        plan, cacheable = call(_read_and_plan, folder, request, inputs, slices, named, cache)
        if cacheable and hashing.folder_hashes(folder) == inputs:  # else it was edited meanwhile
            records.save_value(key, asdict(plan))
    else:
        plan = Plan(**cached | {name: tuple(cached[name]) for name in ("slugs", "unasked", "notices", "chosen")})
    for slug in request.campaigns:
        if slug not in plan.slugs:
            raise UsageError(plan.name, "没有这个攻坚战", slug, choices(slug, plan.slugs))
    usual = tuple(slug for slug in plan.slugs if slug not in plan.unasked)
    return replace(plan, chosen=tuple(dict.fromkeys(request.campaigns)) or usual)


def slice_folder(workspace: Path, folder: Path) -> Path:
    """Return the folder of a data folder's slices during a build: one file a briefing, named by its slug."""
    return workspace / "staging" / "slices" / folder.resolve().name


def workbook_cache(workspace: Path) -> ByteCache:
    """Return the cache of what was read of workbooks by earlier builds into a folder of reports."""
    return ByteCache(workspace / "workbooks", program.program_hash())


def write_slices(
    folder: Path,
    request: BriefingRequest,
    slices: Path,
    call: FunctionCaller,
    notebooks: CountyNotebooks | None = None,
    cache: ByteCache | None = None,
) -> None:
    """Write the slices of a data folder to the folder `slices`, if that is missing; `call` calls the function.

    Raises
    ------
    DataError
        The data is faulty.
    """
    if not slices.is_dir():
        named = notebooks.named_words() if notebooks else {}
        call(_read_and_plan, folder, request, {}, slices, named, cache)


def _read_and_plan(
    folder: Path,
    request: BriefingRequest,
    inputs: Mapping[str, str],
    slice_to: Path | None,
    named: Mapping[str, tuple[str, ...]],
    cache: ByteCache | None,
) -> tuple[Plan, bool]:
    """The plan, and whether the folder's files determine it: remote data and databases may change without them."""
    from ..loaders import folder as folders

    return folders.undisturbed(folder, lambda: _planned(folder, request, inputs, slice_to, named, cache))


def _planned(
    folder: Path,
    request: BriefingRequest,
    inputs: Mapping[str, str],
    slice_to: Path | None,
    named: Mapping[str, tuple[str, ...]],
    cache: ByteCache | None,
) -> tuple[Plan, bool]:
    from concurrent.futures import ThreadPoolExecutor

    from ..county.places import own_period
    from ..county.toml_files import read_county
    from ..loaders import folder as folders
    from ..loaders import instrument_ledgers, slices
    from ..loaders.issue_reading import day_of, reading_of
    from ..quantity import periods

    county = read_county(folder.resolve())
    asked = periods.parse_option(request.period or county.period)
    code, edition = asked.code, request.edition
    # an external source may be larger than memory: it is read slice by slice
    digests: dict[str, str] = {}
    refused: dict[str, str] = {}
    unasked: list[str] = []
    day = day_of(asked, request.known_at)
    with ThreadPoolExecutor(1) as aside, folders.ObservationReader(county) as reader:
        # workbooks are opened in processes of their own, meanwhile
        pending = aside.submit(instrument_ledgers.load_instruments, county, day, request.previous, cache)
        whole = None if any(source.external for source in county.sources) else reader.observations()
        instruments = pending.result()
        for slug in county.slugs:
            words = words_of(named, slug, weekly=asked.form == "week")
            briefing_slice = slices.slice_for(
                county, county.campaign(slug), period=code, named=words, whole=whole, reader=reader,
                ledgers=instruments,
            )  # fmt: skip
            part, campaign = briefing_slice.store, county.campaign(slug)
            reading = reading_of(part, asked, request.known_at)
            scope: dict[str, Any] = {"period": reading.period.code, "edition": edition}
            if not digests:
                with own_period(county, request):
                    part.known(reading.known_at, **scope)
                if request.previous:
                    part.previous(request.previous, known_at=reading.known_at, **scope)
            try:
                if reading.week:
                    slices.require_week(briefing_slice, campaign, reading.week, reading.known_at, edition=edition)
                else:
                    slices.require_results(part, campaign, reading.known_at, **scope)
            except UsageError as error:
                refused[slug] = str(error)
                told = briefing_slice.unusable or (briefing_slice.ledgers and edition == "public")
                unasked += [slug] if reading.week and not told and campaign is not county.overview else []
            digests[slug] = slices.slice_digest(briefing_slice)
            if slice_to is not None:
                slices.write_slice(briefing_slice, slug, code, slice_to / slug)
    remote = any(source.kind == "sql" or source.remote for source in county.sources)
    plan = Plan(
        county=county.slug, name=county.name, period=code, slugs=county.slugs, digests=digests, inputs=inputs,
        refused=refused, unasked=tuple(unasked),
        notices=tuple(f"台账{why}，没有用。" for why in instruments.unusable.values()),
        titles={slug: county.title(slug) for slug in county.slugs},
    )  # fmt: skip
    return plan, not remote


def require_folder(folder: Path) -> None:
    """Check that a data folder exists, before a process is started or a file written.

    Raises
    ------
    UsageError
        There is no such folder; the nearest that exists is named.
    """
    if not folder.is_dir():
        near = [*folder.parent.glob("*/county.toml"), *Path("data").glob("*/county.toml")]
        existing = sorted({str(path.parent) for path in near})
        do = choices(str(folder), existing) if existing else "请核对路径。"
        raise UsageError(str(folder), "没有这个数据文件夹", do=do)


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
        do = "数据文件夹须有 county.toml、areas.csv、indicators.csv、sources.toml，请核对路径。"
        raise DataError(str(folder / "county.toml"), "文件不存在", do=do)
