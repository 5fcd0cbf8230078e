"""The eleven briefings of the real county: what they must say, and what they must not."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.document import section

SLUGS = (
    "clusters", "projects", "waterway", "urban", "towns", "agriculture", "two_mountains", "reform", "talent",
    "livelihood", "overview",
)  # fmt: skip


class _Words(HTMLParser):
    """The text of a page as a reader sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def text(reports: Path, slug: str) -> str:
    page = _Words()
    page.feed((reports / "xiajiang" / "2024" / "internal" / slug / "briefing.html").read_text(encoding="utf-8"))
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"\[[\d,-]+\]", "", "".join(page.words)))


def figures(reports: Path, slug: str) -> list[dict[str, Any]]:
    path = reports / "xiajiang" / "2024" / "internal" / slug / "figures.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return list(content["figures"])


def figure(reports: Path, slug: str, printed: str) -> dict[str, Any]:
    found = [each for each in figures(reports, slug) if each["text"] == printed]
    assert found, f"{printed} is not printed in {slug}"
    return found[0]


SAID = {
    "clusters": [
        "2023年新增规上工业企业27家，列吉安市第1位；2024年一季度又新增15家，列吉安市第2位",
        "签约亿元以上项目24个，总投资261.6亿元，平均每个10.9亿元",
        "6条重点产业链超额完成",
        "用工减少约50%、生产效率提高50%以上",
        "新增市级企业技术中心数：2个、3个，同一项目的数值互相矛盾，未作取舍，也未相加",
        "前后报道的签约数窗口不同",
    ],
    "projects": ["占地693.16亩，占规划面积1091.44亩的63.5%", "25个、115.2亿元", "名称待核"],
    "waterway": ["没有给出任何数量", "赣江流经县境38公里", "设计值"],
    "urban": ["改造老旧小区3个、城中村5个", "生活垃圾分类居江西省第一方阵", "梯队不能当作名次"],
    "towns": ["接待游客约75万人次，旅游综合收入4800万元，折合每人次约64元", "名称待核"],
    "agriculture": ["授权的企业28家，数量列吉安市第1位", "标准化、规模化、品牌化"],
    "two_mountains": ["规划面积1万亩，属规划数", "森林覆盖率65.9%"],
    "reform": ["营商环境评价列江西省第30位，位次越小越好", "定在7个工作日以内", "累计为企业减负8.25亿元"],
    "talent": [
        "引进人才1153名，其中省级以上产业科技人才14名、其他高层次人才104名、青年人才1035名",
        "创新团队4个；团队按个计，不与人数相加",
        "安排人才发展资金2000万元，属计划安排",
        "高校30余所",
    ],
    "livelihood": [
        "就业之家网络共105个，其中县级1个、工业园区1个、乡镇11个、村（社区）92个",
        "新增就业2500余人，城镇失业人员再就业1380余人",
        "帮助就业800余名",
        "筹集资金近5亿元",
    ],
    "overview": [
        "2024年常住人口146153人",
        "2024年地区生产总值114.67亿元，按可比价格增长5.7%",
        "总人口",
        "吉安市2023年地区生产总值：2735.10亿元、2735.07亿元",
        "来源印作13.18%，由分项计算为12.4%",
        "横截面不完整，因此不排位",
        "招大引强·项目大会战（名称待核）",
    ],
}


@pytest.mark.parametrize(("slug", "said"), [(slug, said) for slug, lines in SAID.items() for said in lines])
def test_a_briefing_says(reports: Path, slug: str, said: str) -> None:
    assert said in text(reports, slug)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_says_what_it_is(reports: Path, slug: str) -> None:
    words = text(reports, slug)
    assert words.count("公开数据整理，非官方文件") == 2
    assert words.index("一、") < words.index("二、") < words.index("、待核实") < words.index("转录件 SHA-256")
    assert "原页未存档" in words


@pytest.mark.parametrize("slug", SLUGS)
def test_there_is_a_chart_and_none_of_one_number(reports: Path, slug: str) -> None:
    path = reports / "xiajiang" / "2024" / "internal" / slug / "briefing.ipynb"
    outputs = [o for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] for o in cell.get("outputs", [])]
    charts = [block for output in outputs for block in section.blocks_of_output(output) if block["type"] == "chart"]
    assert charts
    assert all(len(chart["figures"]) >= 2 for chart in charts)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_figure_knows_where_it_comes_from(reports: Path, slug: str) -> None:
    path = reports / "xiajiang" / "2024" / "internal" / slug / "figures.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    observations = {row["id"]: row for row in content["observations"]}
    sources = {row["id"]: row for row in content["sources"]}
    for each in content["figures"]:
        assert each.get("origins") or each.get("formula"), each
        for origin in each.get("origins", []):
            assert re.fullmatch(r"[0-9a-f]{64}", sources[observations[origin]["source"]]["sha256"])


def test_no_growth_is_printed_between_unlike_windows(reports: Path) -> None:
    for slug in ("clusters", "projects"):
        rows = [each for each in figures(reports, slug) if each.get("label") == "签约亿元以上项目数较上期变化"]
        assert [row["text"] for row in rows] == ["（窗口不同）"]
        assert {"A17"} < set(rows[0]["origins"])


def test_a_derived_figure_names_its_inputs_and_its_formula(reports: Path) -> None:
    each = figure(reports, "towns", "约64元")
    assert (each["origins"], each["formula"], each["hedge"]) == (["A11", "A10"], "4800万元÷约75万人次", "about")
    assert figure(reports, "talent", "1153名")["formula"] == "14名＋104名＋1035名"


def test_teams_are_not_counted_as_persons(reports: Path) -> None:
    assert "A38" not in figure(reports, "talent", "1153名")["origins"]


def test_comparable_growth_is_quoted_not_recomputed(reports: Path) -> None:
    assert figure(reports, "overview", "5.7%")["origins"] == ["P128g"]
    gdp = [each for each in figures(reports, "overview") if each.get("label") == "地区生产总值较上期变化"]
    assert [each["text"] for each in gdp] == ["（可比口径）"]


def test_no_growth_crosses_the_census_revision(reports: Path) -> None:
    found = [each for each in figures(reports, "overview") if each.get("label") == "人均地区生产总值较上期变化"]
    assert [each["text"] for each in found] == ["（口径变动）"]


def test_a_year_named_is_its_twelve_months_before_its_target(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    b = Briefing("projects", county="example")
    whole, target = b.figure("new_enterprises", "2024"), b["new_enterprises", "target"]["2024"]
    assert whole == b.figure("new_enterprises", "2024-01/2024-12") and "目标" not in whole.label
    assert whole.origins != target.origins
    assert "目标" in b.figure("new_enterprises", "2025").label
