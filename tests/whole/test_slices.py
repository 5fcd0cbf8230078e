"""Slices: a briefing of its slice equals the briefing of all observations, and reads no more than it needs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.blocks_to_print import printable
from support.built_county import call_here
from support.county_folder import REPO, DataFolder, tiny_county
from support.external_sources import Move, frame_of, move, write
from xj_analysis import Briefing, loaders
from xj_analysis.base.errors import UsageError, XjError
from xj_analysis.build import planning
from xj_analysis.build.county_notebooks import notebooks_for
from xj_analysis.county.request import BriefingRequest
from xj_analysis.county.toml_files import read_county
from xj_analysis.document import blocks
from xj_analysis.document.document import Document
from xj_analysis.document.figures_json import figures_json

__all__ = ["move"]
XIAJIANG = read_county(REPO / "data" / "xiajiang")


def printed(briefing: Briefing) -> tuple[str, str]:
    """Every block a briefing can have, all that either press is given, and figures.json."""
    body: list[blocks.CellBlock] = [*briefing.findings(), briefing.about(), briefing.indicators(), *briefing.charts()]
    body += [briefing.changes(), *briefing.peers(), *briefing.since_previous(), briefing.background()]
    if briefing.campaign is briefing.county.overview:
        body += [briefing.quantities(), *briefing.quantity_cards(), briefing.campaigns(), briefing.lights()]
    body += [*briefing.verification(), briefing.definitions(), briefing.sources()]
    document = Document(masthead=briefing.masthead(), blocks=printable(body))
    assert briefing.check() == "核对通过"
    return document.model_dump_json(), json.dumps(figures_json(document))


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Briefing]:
    """A briefing made of everything its county holds, not of its slice."""

    def made(*names: str, **options: Any) -> Briefing:
        with monkeypatch.context() as patch:
            everything = loaders.load_observations
            patch.setattr(loaders, "load_observations", lambda county, **_: everything(county))
            return Briefing(*names, **options)

    return made


QUICK = ("towns", "waterway")


@pytest.mark.parametrize(
    "slug", [slug if slug in QUICK else pytest.param(slug, marks=pytest.mark.thorough) for slug in XIAJIANG.slugs]
)
def test_a_slice_gives_the_briefing_of_the_whole(
    whole: Callable[..., Briefing], monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    given: dict[str, Any] = {"previous": "2024-06-30", "edition": "public"}
    assert printed(Briefing(slug, county="xiajiang", **given)) == printed(whole(slug, county="xiajiang", **given))


@pytest.mark.parametrize(
    "kind", ["sql", *(pytest.param(kind, marks=pytest.mark.thorough) for kind in ("csv", "parquet"))]
)
@pytest.mark.parametrize("slug", ["tourism", "jobs", "overview"])
def test_so_does_a_slice_of_any_container(
    county_folder: DataFolder, move: Move, whole: Callable[..., Briefing], kind: str, slug: str
) -> None:
    county_folder.cell(8, "value", "70")  # what the parts contradict
    county_folder.cell(8, "doubt", "字迹不清")
    county_folder.add("N1", source="mirror", indicator="homes_town", value="13", unit="个", hedge="exact")
    county_folder.add("N2", period="2025", published="2024-07-02", hedge="exact")
    folder = move(kind)
    folder.write("corrections.csv", "id,expected,value,reason,by,published\nR2,4800,4900,笔误,某人,2024-08-01\n")
    options: tuple[dict[str, Any], ...] = ({"known_at": "2024-07-01"}, {"previous": "2024-07-01"}, {"period": "2025"})
    for given in options:
        if slug == "jobs" and "period" in given:  # it has results of another year alone
            with pytest.raises(UsageError, match="就业攻坚战没有这个期间的数据"):
                Briefing(slug, county="shili", **given)
            continue
        assert printed(Briefing(slug, county="shili", **given)) == printed(whole(slug, county="shili", **given))


@pytest.mark.parametrize("slug", ["tourism", "overview"])
def test_a_slice_handed_over_is_read_by_nobody_else(
    county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, slug: str
) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    expected = printed(Briefing(slug, county="shili"))
    planning.write_slices(county_folder.path, BriefingRequest(), tmp_path / "parts", call_here)
    monkeypatch.setenv("XJ_SLICE", str(tmp_path / "parts" / slug))
    (county_folder.path / "observations.csv").unlink()
    assert printed(Briefing(slug, county="shili")) == printed(Briefing(slug, county="shili", period="2024")) == expected


OTHERWISE: tuple[dict[str, Any], ...] = (
    {"campaign": "jobs"},
    {"campaign": "tourism", "period": "2023"},
    {"campaign": "tourism", "county": "andere"},
)


@pytest.mark.parametrize("given", OTHERWISE)
def test_a_slice_of_something_else_is_not_taken(
    county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, Any]
) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    planning.write_slices(county_folder.path, BriefingRequest(), tmp_path / "parts", call_here)
    monkeypatch.setenv("XJ_SLICE", str(tmp_path / "parts" / "tourism"))
    (county_folder.path / "observations.csv").unlink()
    with pytest.raises(XjError):  # it is looked for, and not there
        Briefing(**{"county": "shili", **given})


def test_a_figure_of_another_campaign_is_read_when_it_is_used(
    county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    briefing = Briefing("tourism", county="shili")
    assert "R5" not in {row.id for row in briefing.sources().observations}
    assert briefing.figure("homes").text == "103个"
    assert "R5" in {row.id for row in briefing.sources().observations}
    assert list(briefing["homes_town"].astype(str)) == ["11个"]
    with pytest.raises(UsageError, match="是否想写“homes”"):
        briefing.figure("home")


def test_what_a_notebook_names_is_in_its_slice_and_in_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    county_folder = tiny_county(tmp_path / "data")
    monkeypatch.setenv("XJ_DATA", str(tmp_path / "data"))
    folder = tmp_path / "notebooks"
    (folder / "shili").mkdir(parents=True)
    cell = {"cell_type": "code", "source": ['briefing["homes"]'], "metadata": {}, "outputs": []}
    book = json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 5, "metadata": {}})
    (folder / "shili" / "tourism.ipynb").write_text(book, encoding="utf-8")
    read_here = Briefing("tourism", county="shili")
    expected = read_here.figure("homes"), {row.id for row in read_here.sources().observations}
    books = notebooks_for(county_folder.path)
    planning.write_slices(county_folder.path, BriefingRequest(), tmp_path / "parts", call_here, books)
    (county_folder.path / "observations.csv").unlink()
    monkeypatch.setenv("XJ_SLICE", str(tmp_path / "parts" / "tourism"))
    handed_over = Briefing("tourism", county="shili")
    assert (handed_over.figure("homes"), {row.id for row in handed_over.sources().observations}) == expected
    monkeypatch.setenv("XJ_SLICE", str(tmp_path / "parts" / "jobs"))
    with pytest.raises(XjError):  # the slice of another notebook has none of it
        Briefing("jobs", county="shili").figure("visits")


def test_what_a_notebook_uses_below_its_verification_is_verified_by_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    county_folder = tiny_county(tmp_path / "data")
    county_folder.add("N3", source="mirror", indicator="homes_town", value="13", unit="个", hedge="exact")
    monkeypatch.setenv("XJ_DATA", str(tmp_path / "data"))
    (tmp_path / "notebooks" / "shili").mkdir(parents=True)
    cells = [
        {"cell_type": "code", "source": [source], "metadata": {}, "outputs": []}
        for source in ("briefing.verification()", 'briefing["homes_town"]')
    ]
    book = json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})
    (tmp_path / "notebooks" / "shili" / "tourism.ipynb").write_text(book, encoding="utf-8")

    def labels() -> list[str]:
        return [block.label for block in Briefing("tourism", county="shili").verification()
                if isinstance(block, blocks.Note)]  # fmt: skip

    assert "矛盾" not in labels()
    books = notebooks_for(county_folder.path)
    planning.write_slices(county_folder.path, BriefingRequest(), tmp_path / "parts", call_here, books)
    monkeypatch.setenv("XJ_SLICE", str(tmp_path / "parts" / "tourism"))
    assert "矛盾" in labels()


def test_the_hash_of_a_source_is_of_the_rows_known(county_folder: DataFolder, move: Move) -> None:
    folder = move("parquet")

    def hashed(slug: str, known_at: str) -> str:
        sources = Briefing(slug, county="shili", known_at=known_at).sources().sources
        return next(row.sha256 for row in sources if row.id == "ledger")

    before = {slug: hashed(slug, "2024-07-01") for slug in ("tourism", "jobs", "overview")}
    assert len(set(before.values())) == 3
    folder.rows.append(folder.rows[0] | {"id": "N1", "period": "2023", "published": "2024-08-01"})
    write(frame_of(folder), "parquet", folder.path)
    assert {slug: hashed(slug, "2024-07-01") for slug in before} == before
    assert hashed("tourism", "2024-08-01") != before["tourism"]
    assert hashed("jobs", "2024-08-01") == before["jobs"]
