"""Context of a briefing: the county it takes when none is named, and its representation."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from support.county_folder import REPO, DataFolder, tiny_county
from support.progress_tables import cells
from xj_analysis import Briefing, Period
from xj_analysis.base.errors import UsageError, XjError
from xj_analysis.briefing import context
from xj_analysis.document.blocks import Table


def test_the_only_county_need_not_be_named(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    briefing = Briefing("tourism", known_at="2024-07-15")
    assert repr(briefing) == "<简报　示例县　旅游攻坚战　2024年　截至2024年7月15日　内部版>"


@pytest.mark.parametrize(("parameters", "same"), [
    ({"period": 2024, "known_at": 20240715}, {"period": "2024", "known_at": "2024-07-15"}),
    ({"period": Period("2024", "year"), "known_at": date(2024, 7, 15)}, {"period": "2024", "known_at": "2024-07-15"}),
    ({"known_at": datetime(2024, 7, 15), "previous": None}, {"known_at": "2024-07-15"}),
    ({"county": None, "period": None, "known_at": None, "edition": None, "campaign": None}, {}),
])  # fmt: skip
def test_parameters_mean_what_papermill_makes_of_them(
    county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, parameters: dict[str, Any], same: dict[str, Any]
) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    assert repr(Briefing(**parameters)) == repr(Briefing(**same))


@pytest.mark.parametrize("name", ["campaign", "county", "period", "known_at", "edition", "previous"])
@pytest.mark.parametrize("value", [True, 2024.0, ["2024"], {"a": 1}])
def test_what_is_no_text_is_refused_with_the_parameters_name(
    county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    with pytest.raises(UsageError, match=f"^{name}：参数应是文字，得到“{re.escape(repr(value))}”。请写成带引号的文字"):
        Briefing(**{name: value})  # type: ignore[arg-type]


def test_one_of_several_counties_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    with pytest.raises(UsageError, match="county：数据文件夹里不止一个县，要写明是哪个。可选：example、xiajiang。"):
        Briefing("clusters")


def test_a_notebook_in_a_county_works_on_that_county(
    county_folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "counties"
    for name in ("one", "two"):
        shutil.copytree(county_folder.path, place / name)
        county = place / name / "county.toml"
        county.write_text(county.read_text(encoding="utf-8").replace('slug = "shili"\n', ""), encoding="utf-8")
    (place / "two" / "notebooks").mkdir()
    (tmp_path / "data").mkdir()  # further away than the county itself
    monkeypatch.delenv("XJ_DATA", raising=False)
    monkeypatch.chdir(place / "two" / "notebooks")
    assert context.data_root() == place
    assert context.only_county(place) == "two"
    assert Briefing("tourism").county.slug == "two"


def test_a_data_root_without_a_county_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有县的数据文件夹"):
        context.only_county(tmp_path)


MISTAKES: list[tuple[Callable[[Any], object], str]] = [
    (lambda b: type(b)(edtion="public"), "Briefing：没有这个参数，得到“edtion”。是否想写“edition”？"),
    (lambda b: type(b)("tourism", "shili"), "Briefing：不写名称的参数至多1个，得到“shili”。请写明是哪一项：county="),
    (lambda b: b.table(5), "表：要 DataFrame 或 Series，得到“5（int）”。"),
    (lambda b: b.table(b["visits"], titel="甲"), "briefing.table：没有这个参数，得到“titel”。是否想写“title”？"),
    (lambda b: b[5], "b[…]：要指标的代号，得到“5（int）”。请加引号"),
    (lambda b: b[None], "b[…]：要指标的代号，得到“None（NoneType）”。"),
    (lambda b: b[()], "b[…]：要指标的代号"),
    (lambda b: b[1:2], "b[…]：要指标的代号"),
    (lambda b: b[["visits", "income"]], "几项并列请用 b.frame([…])。"),
    (lambda b: b["visits", 5], "没有这种取法，得到“5”。"),
    (lambda b: b["vists"], "没有这个指标，得到“vists”。是否想写“visits”？"),
    (lambda b: b.frame("visits", "town"), '得到“visits”。请写方括号：["visits"]。'),
    (lambda b: b.frame(5), "briefing.frame：指标应是列表，得到“5（int）”。"),
    (lambda b: b.frame([]), "briefing.frame：指标应是列表，得到“[]（list）”。"),
    (lambda b: b.frame(["visits"], "twon"), "没有这种取法，得到“twon”。是否想写“town”？"),
    (lambda b: b.figure("visits", perod="2024"), "没有这个参数，得到“perod”。是否想写“period”？"),
    (lambda b: b.comment(), "briefing.comment：缺少参数words。"),
    (lambda b: b.charts(5), "briefing.charts：不写名称的参数至多0个，得到“int”。"),
]


@pytest.mark.parametrize(("mistake", "message"), MISTAKES)
def test_a_mistake_of_the_analyst_is_a_message(
    county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, mistake: Callable[[Any], object], message: str
) -> None:
    monkeypatch.setenv("XJ_DATA", str(county_folder.path.parent))
    briefing = Briefing("tourism")
    with pytest.raises(XjError) as error:
        mistake(briefing)
    assert message in str(error.value) and error.value.fault.do.endswith("。")
    assert len(error.value._render_traceback_()) <= 3


def test_a_target_that_nothing_is_compared_with_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny_county(tmp_path)
    folder.declare("indicators.csv", "people", name="户籍人口", unit="人", kind="stock", campaigns="tourism")
    visits = {"indicator": "visits", "unit": "万人次"}
    rows = [folder.rows[0] | {"id": f"P{n}", "indicator": "people", "area": "999901", "unit": "人", "doubt": ""}
            | given for n, given in enumerate((
                {"period": "2024-06", "nature": "actual", "value": "150000"},
                {"period": "2024", "nature": "target", "value": "160000"},
                visits | {"period": "2024-01/2024-06", "nature": "actual", "value": "30"},
                visits | {"period": "2024", "nature": "target", "value": "60"},
            ))]  # fmt: skip
    folder.rows = rows
    folder.save()
    monkeypatch.setenv("XJ_DATA", str(tmp_path))
    table = Briefing("tourism").indicators()
    assert isinstance(table, Table)
    assert [row[0] for row in cells(table)] == ["户籍人口", "户籍人口（目标）"]
