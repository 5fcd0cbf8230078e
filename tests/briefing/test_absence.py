"""Sentences that there is none: none of them stands beside what it denies, in both counties and in invented ones."""

from __future__ import annotations

import ast
import inspect
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.briefing_pages import Page, page_of
from support.county_folder import REPO, DataFolder, tiny_county
from xj_analysis import Briefing, briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.absence import Absence
from xj_analysis.document.blocks import Table

TOWNS = ("999901101", "999901102", "999901103")
LIGHTS = """
[[lights]]
slug = "pace"
scheme = "红绿"
on = "{on}"
levels = [
    {{ word = "绿灯", shape = "●", colour = "#2e7d32", at_least = 0 }},
    {{ word = "红灯", shape = "■", colour = "#c62828" }},
]
"""


def _own(page: Page, *, background: bool = False) -> pd.DataFrame:
    """The printed observations of the campaign's own indicators, or of its background, in the county."""
    county, rows = page.briefing.county, page.rows
    slugs = [slug for slug in page.briefing._listed if county.by_slug[slug].background is background]
    return rows[rows["indicator"].isin(slugs) & rows["area"].str.startswith(county.code)]


def _sound(page: Page) -> pd.DataFrame:
    own = _own(page)
    return own[(own["area"] == page.briefing.county.code) & (own["doubt"] == "") & (own["status"] == "current")]


def _towns(page: Page) -> pd.DataFrame:
    rows = page.rows
    listed = rows["indicator"].isin(list(page.briefing._progress.slugs))
    return rows[listed & rows["area"].isin(page.briefing.county.towns)]


def _against_targets(page: Page) -> bool:
    """Whether a 累计 and the target of its year stand in one briefing."""
    rows = _progress_rows(page)
    rows = rows[(rows["doubt"] == "") & (rows["status"] == "current") & (rows["subject"] == "")]
    months = rows[(rows["nature"] == "actual") & rows["period"].str.fullmatch(r"\d{4}-01/\d{4}-\d\d")]
    targets = rows[rows["nature"] == "target"]
    done, due = (
        set(zip(each["indicator"], each["area"], each["period"].str[:4], strict=True)) for each in (months, targets)
    )
    return bool(done & due)


def _progress_rows(page: Page) -> pd.DataFrame:
    rows = page.rows
    listed = rows["indicator"].isin(list(page.briefing._progress.slugs))
    return rows[listed & rows["area"].str.startswith(page.briefing.county.code)]


def _alarmed(page: Page, *kinds: str) -> bool:
    """Whether a row of a ledger is late by one of some kinds."""
    return any(
        (board.alarms["kind"].isin(kinds) & board.alarms["value"].notna()).any() for board in page.briefing._boards
    )


def _titled(page: Page, words: str) -> bool:
    return any(words in title for title in page.tables)


def _compared(page: Page) -> bool:
    return any(label.endswith(("同比", "较上期变化")) for label in page.labels)


def _several_periods(page: Page) -> bool:
    own = _sound(page)
    return bool((own.groupby(["indicator", "subject"], observed=True)["period"].nunique() > 1).any())


def _others(page: Page) -> pd.DataFrame:
    rows = page.rows
    listed = rows["indicator"].isin(list(page.briefing._listed))
    return rows[listed & ~rows["area"].str.startswith(page.briefing.county.code)]


def _pointless(page: Page) -> bool:
    """Whether a campaign without a point has a figure on the page, of the county itself."""
    county, rows = page.briefing.county, page.rows
    tables = (block for block in page.blocks if isinstance(block, Table))
    table = next(
        each
        for each in tables
        if [column.name for column in each.columns][:: len(each.columns) - 1] == ["攻坚战", "要点"]
    )
    empty = [row[0].parts[0] for row in table.rows if row[-1].parts[0] in (Absence.POINT, Absence.POINT_IN_TOWNS)]
    slugs = [
        campaign.slug for campaign in county.campaigns if any(str(name).startswith(campaign.name) for name in empty)
    ]
    own = [i.slug for i in county.indicators if set(i.campaigns) & set(slugs) and not i.background]
    sound = rows[(rows["doubt"] == "") & (rows["status"] == "current") & (rows["area"] == county.code)]
    return bool(sound["indicator"].isin(own).any())


DENIED: dict[Absence, Callable[[Page], object]] = {
    Absence.FIGURES: lambda page: len(_own(page)) or len(_own(page, background=True)),
    Absence.FIGURES_BUT_BACKGROUND: lambda page: len(_own(page)) or not len(_own(page, background=True)),
    Absence.IN_PROGRESS: lambda page: not _titled(page, "目标进度"),
    Absence.IN_TOWNS: lambda page: not _titled(page, "各乡镇"),
    Absence.CONCLUSION: lambda page: len(_sound(page)),
    Absence.COUNTY_CONCLUSION: lambda page: len(_sound(page)),
    Absence.POINT: _pointless,
    Absence.POINT_IN_TOWNS: _pointless,
    Absence.BACKGROUND: lambda page: len(_own(page, background=True)),
    Absence.BACKGROUND_IN_PROGRESS: lambda page: not _titled(page, "目标进度"),
    Absence.PAIRS: lambda page: _compared(page) or _several_periods(page),
    Absence.PAIRS_UNLIKE: _compared,
    Absence.PAIRS_IN_PROGRESS: lambda page: not _titled(page, "目标进度"),
    Absence.PAIRS_IN_TOWNS: lambda page: _titled(page, "目标进度"),
    Absence.PEERS: lambda page: len(_others(page)),
    Absence.PEERS_UNSOUND: lambda page: _titled(page, "全市及其他"),
    Absence.PROGRESS: lambda page: (
        (_progress_rows(page)["nature"] == "target").any()
        or _progress_rows(page)["period"].str.fullmatch(r"\d{4}-01/\d{4}-\d\d").any()
    ),
    Absence.TARGETS: lambda page: (_progress_rows(page)["nature"] == "target").any(),
    Absence.RESULTS: lambda page: any(label.endswith("完成率") for label in page.labels) or _against_targets(page),
    Absence.ZERO_TARGETS: lambda page: any(label.endswith("完成率") for label in page.labels),
    Absence.RATE_TARGETS: lambda page: any(label.endswith("完成率") for label in page.labels),
    Absence.NO_QUOTIENTS: lambda page: any(label.endswith("完成率") for label in page.labels),
    Absence.COUNTY_PROGRESS: lambda page: _titled(page, "目标进度"),
    Absence.RULES: lambda page: page.lights,
    Absence.RULES_BY_PACE: lambda page: page.lights,
    Absence.TOWNS: lambda page: len(_towns(page)),
    Absence.TOWN_TARGETS: lambda page: not len(_towns(page)) and (_towns(page)["nature"] == "target").any(),
    Absence.TOWN_RESULTS: lambda page: _titled(page, "各乡镇"),
    Absence.ONE_TOWN: lambda page: _titled(page, "各乡镇"),
    Absence.YEAR_END: lambda page: _titled(page, "全年推算"),
    Absence.WEIGHTS: lambda page: _titled(page, "指数"),
    Absence.COMPLETED: lambda page: _titled(page, "指数"),
    Absence.WEIGHTED: lambda page: _titled(page, "指数"),
    Absence.LIGHTS_SAME: lambda page: not _titled(page, "较上期（") or any("灯转" in text for text in page.texts),
    Absence.CHANGES: lambda page: _titled(page, "上期"),
    Absence.CHANGES_IN_QUANTITIES: lambda page: _titled(page, "上期"),
    Absence.CHANGES_IN_COUNTY: lambda page: _titled(page, "上期"),
    Absence.PROBLEMS: lambda page: "待核" in page.lights or any(block.type == "note" for block in page.blocks),
    Absence.ALARMS: lambda page: all(len(board.alarms) for board in page.briefing._boards),
    Absence.OVERDUE: lambda page: _alarmed(page, "应开未开", "节点逾期"),
    Absence.LETTERS: lambda page: any(
        board.alarms["light"].isin(["红", "黄"]).any() for board in page.briefing._boards
    ),
    Absence.PROBLEMS_BUT_LIGHTS: lambda page: any(block.type == "note" for block in page.blocks),
}


def contradictions(page: Page) -> list[Absence]:
    """The sentences of a briefing that something on it contradicts."""
    return [absence for absence in Absence if absence.value in page.texts and DENIED[absence](page)]


def test_every_sentence_that_there_is_none_has_what_contradicts_it() -> None:
    assert set(DENIED) == set(Absence)


def _modules() -> Iterator[Path]:
    return (Path(inspect.getfile(briefing)).parent).rglob("*.py")


@pytest.mark.parametrize("module", sorted(_modules()), ids=lambda path: path.stem)
def test_no_other_module_has_such_a_sentence(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "say":
            said = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
            assert not [words for words in said if isinstance(words, str) and "没有" in words], ast.unparse(node)


def _slugs(county: str) -> list[tuple[str, str]]:
    text = (REPO / "data" / county / "county.toml").read_text(encoding="utf-8")
    return [
        (county, line.split('"')[1]) for block in text.split("[[campaigns]]")[1:] for line in block.split("\n")[1:2]
    ]


@pytest.mark.parametrize(
    ("county", "campaign"),
    [*_slugs("example"), *_slugs("xiajiang"), ("example", "overview"), ("xiajiang", "overview")],
)
def test_no_briefing_of_the_counties_contradicts_itself(
    county: str, campaign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    assert contradictions(page_of(Briefing(campaign, county=county))) == []


ROW = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(["visits", "income", "share", "outside", "beds"]),
        "area": st.sampled_from(["999901", "999901", "999901", *TOWNS, "999902"]),
        "subject": st.sampled_from(["", "", "", "某园"]),
        "when": st.sampled_from(
            [("target", "2024"), ("target", "2024"), ("actual", "2024-01/2024-06"), ("actual", "2024-01/2024-06"),
             ("actual", "2024-01/2024-05"), ("actual", "2023-01/2023-06"), ("actual", "2023"), ("actual", ""),
             ("planned", "2024-01/2024-06"), ("actual", "2024")]
        ),
        "value": st.one_of(st.just(0), st.integers(1, 99)),
        "hedge": st.sampled_from(["exact", "exact", "about", "over"]),
        "doubt": st.sampled_from(["", "", "", "", "来源自称有误"]),
    }
)  # fmt: skip


def _folder(parent: Path, *, rows: list[dict[str, object]], on: str, weights: str) -> DataFolder:
    """A county with towns, a background, a rate, and these rows; one of another indicator, so that there is some."""
    folder = tiny_county(parent)
    folder.edit("county.toml", "[[quantities]]", (LIGHTS.format(on=on) if on else "") + "[[quantities]]")
    folder.edit("county.toml", 'indicators = ["income"]', f'indicators = ["income"]\n{weights}')
    folder.edit("county.toml", 'nature = "invented"', 'nature = "public"')
    for n, town in enumerate(TOWNS):
        folder.declare("areas.csv", town, name=f"{'甲乙丙'[n]}镇", level="town")
    folder.declare("indicators.csv", "share", name="占比", unit="%", kind="rate", campaigns="tourism")
    folder.declare("indicators.csv", "beds", name="床位", unit="个", kind="stock", campaigns="tourism")
    folder.declare(
        "indicators.csv", "outside", name="外地客", unit="万人次", kind="flow", campaigns="tourism", background="true"
    )
    folder.declare("indicators.csv", "income", better="higher")
    units = {"visits": "万人次", "income": "万元", "share": "%", "outside": "万人次", "beds": "个"}
    folder.rows = [folder.rows[4] | {"period": "2024-01/2024-06"}]
    for n, given_row in enumerate(rows):
        nature, period = cast("tuple[str, str]", given_row["when"])
        cells = {key: str(cell) for key, cell in given_row.items() if key != "when"}
        folder.rows.append(
            folder.rows[0]
            | cells
            | {"id": f"G{n}", "nature": nature, "period": period, "unit": units[cells["indicator"]]}
        )
    folder.save()
    return folder


@settings(max_examples=60)
@given(
    rows=st.lists(ROW, max_size=9),
    on=st.sampled_from(["", "pace", "completion"]),
    weights=st.sampled_from(["", "weights = { income = 1.0 }"]),
    campaign=st.sampled_from(["tourism", "tourism", "overview"]),
)
def test_no_briefing_of_any_county_contradicts_itself(
    rows: list[dict[str, object]], on: str, weights: str, campaign: str
) -> None:
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        _folder(Path(place), rows=rows, on=on, weights=weights)
        patch.setenv("XJ_DATA", place)
        if campaign == "tourism" and _of_another_year(rows):
            with pytest.raises(UsageError, match=r"旅游攻坚战没有这个期间的数据，得到“2024”。.*最近有实绩的年份：2023"):
                Briefing(campaign, county="shili")
            return
        page = page_of(Briefing(campaign, county="shili"))
        assert contradictions(page) == []
        own = _own(page)
        of_the_year = own[(own["nature"] == "actual") & own["period"].str.startswith("2024")]
        denied = any("没有一项注明是2024年的" in text for text in page.texts)
        assert not (denied and len(of_the_year)), "the note on undated results"


def _of_another_year(rows: list[dict[str, object]]) -> bool:
    """Whether the campaign has results in the county, and all of them are of the year before."""
    whens = [cast("tuple[str, str]", row["when"]) for row in rows
             if row["indicator"] != "outside" and str(row["area"]).startswith("999901")]  # fmt: skip
    results = [period for nature, period in whens if nature == "actual"]
    return bool(results) and all(period.startswith("2023") for period in results)


JUNE, TARGET = ("actual", "2024-01/2024-06"), ("target", "2024")
MAY = ("actual", "2024-01/2024-05")


def _row(indicator: str, when: tuple[str, str], area: str = "999901", **cells: object) -> dict[str, object]:
    return {"indicator": indicator, "area": area, "when": when, "value": 30, "hedge": "exact", "doubt": ""} | cells


COUNTY, FIRST, SECOND, NEIGHBOUR = "999901", TOWNS[0], TOWNS[1], "999902"
WHOLE = [_row("visits", JUNE), _row("visits", TARGET, value=60)]
EACH = [_row(slug, JUNE) for slug in ("income", "share", "outside", "beds")]
IN_TOWNS = [_row("visits", when, town) for when in (JUNE, TARGET) for town in (FIRST, SECOND)]
CASES: list[tuple[str, list[dict[str, object]], set[Absence]]] = [
    ("tourism", [], {Absence.FIGURES, Absence.CONCLUSION, Absence.BACKGROUND, Absence.PAIRS, Absence.PEERS,
                     Absence.PROGRESS}),
    ("tourism", [_row("outside", JUNE)], {Absence.FIGURES_BUT_BACKGROUND}),
    ("tourism", WHOLE, {Absence.IN_PROGRESS, Absence.PAIRS_IN_PROGRESS, Absence.TOWNS}),
    ("tourism", IN_TOWNS, {Absence.IN_TOWNS, Absence.COUNTY_CONCLUSION, Absence.COUNTY_PROGRESS}),
    ("tourism", IN_TOWNS, {Absence.PAIRS_IN_TOWNS}),
    ("tourism", [_row("outside", JUNE), _row("outside", TARGET)], {Absence.BACKGROUND_IN_PROGRESS}),
    ("tourism", [_row("visits", JUNE), _row("visits", MAY)], {Absence.PAIRS_UNLIKE, Absence.TARGETS}),
    ("tourism", [_row("visits", JUNE, NEIGHBOUR, doubt="有误")], {Absence.PEERS_UNSOUND}),
    ("tourism", [_row("visits", TARGET)], {Absence.RESULTS}),
    ("tourism", [_row("visits", JUNE), _row("visits", TARGET, value="0")], {Absence.ZERO_TARGETS}),
    ("tourism", [*WHOLE, _row("income", JUNE, FIRST)], {Absence.TOWN_TARGETS}),
    ("tourism", [*WHOLE, _row("income", TARGET, FIRST)], {Absence.TOWN_RESULTS}),
    ("tourism", [*WHOLE, *IN_TOWNS[::2]], {Absence.ONE_TOWN}),
    ("tourism", [_row("beds", JUNE), _row("beds", TARGET)], {Absence.YEAR_END}),
    ("tourism", [*WHOLE, *EACH], {Absence.PROBLEMS}),
    ("tourism", [_row("visits", JUNE, hedge="about"), WHOLE[1], *EACH], {Absence.PROBLEMS_BUT_LIGHTS}),
    ("overview", [_row("visits", JUNE, FIRST)], {Absence.POINT_IN_TOWNS, Absence.COMPLETED}),
    ("overview", [_row("outside", JUNE)], {Absence.POINT}),
    ("overview", IN_TOWNS, {Absence.WEIGHTED}),
]  # fmt: skip


@pytest.mark.parametrize(("campaign", "rows", "said"), CASES)
def test_each_is_said_where_it_is_true(
    campaign: str, rows: list[dict[str, object]], said: set[Absence], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _folder(tmp_path, rows=rows, on="pace", weights="weights = { income = 1.0 }")
    monkeypatch.setenv("XJ_DATA", str(tmp_path))
    page = page_of(Briefing(campaign, county="shili"))
    assert said <= {absence for absence in Absence if absence.value in page.texts}
    assert contradictions(page) == []


@pytest.mark.parametrize(
    ("on", "said"), [("", Absence.RULES), ("completion", Absence.RULES_BY_PACE)], ids=["none", "completion"]
)
def test_rules_of_another_kind_are_not_denied(
    on: str, said: Absence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _folder(tmp_path, rows=WHOLE, on=on, weights="")
    monkeypatch.setenv("XJ_DATA", str(tmp_path))
    page = page_of(Briefing("overview", county="shili"))
    assert {said, Absence.WEIGHTS} <= {absence for absence in Absence if absence.value in page.texts}


@pytest.mark.parametrize(
    ("campaign", "area", "said"),
    [
        ("tourism", COUNTY, None),
        ("tourism", FIRST, Absence.CHANGES_IN_COUNTY),
        ("jobs", COUNTY, Absence.CHANGES),
        ("overview", COUNTY, Absence.CHANGES_IN_QUANTITIES),
    ],
)
def test_no_change_is_said_where_nothing_changed(
    campaign: str, area: str, said: Absence | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _folder(tmp_path, rows=[*WHOLE, *IN_TOWNS], on="pace", weights="")
    folder.rows.append(
        folder.rows[1] | {"id": "N1", "area": area, "value": "47", "published": "2024-07-20", "source": "report"}
    )
    folder.save()
    monkeypatch.setenv("XJ_DATA", str(tmp_path))
    page = page_of(Briefing(campaign, county="shili", previous="2024-07-01"))
    changes = {each for each in Absence if each.name.startswith("CHANGES") and each.value in page.texts}
    assert changes == ({said} if said else set())
