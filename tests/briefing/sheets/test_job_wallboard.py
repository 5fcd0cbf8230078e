"""就业之家大屏 and 周报: public, without employers, one page without any request, with text of the data inert."""

from __future__ import annotations

import re
from html import unescape

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.sheets.sheet_kinds import sheet_kind
from xj_analysis.document import document
from xj_analysis.document.blocks import Table, text_of
from xj_analysis.document.pieces import plain_text
from xj_analysis.press import html


@pytest.fixture
def briefing(monkeypatch: pytest.MonkeyPatch) -> Briefing:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    return Briefing("overview", county="example", edition="public")


def page(briefing: Briefing) -> str:
    kind = sheet_kind("wallboard")
    return html.render_sheet(document.from_notebook(kind.notebook(briefing)), kind.template)


def test_it_is_of_the_public_edition_whatever_is_asked_for() -> None:
    assert sheet_kind("wallboard").edition_of("internal") == "public"
    assert sheet_kind("jobs").edition_of("internal") == "internal"


def test_its_pages_are_posts_fairs_network_and_services(briefing: Briefing) -> None:
    blocks = sheet_kind("wallboard").blocks(briefing)
    titles = [plain_text(block.title).partition("（")[0] for block in blocks if isinstance(block, Table)]
    assert titles == ["招聘岗位", "近期招聘会和就业服务", "就业之家网点", "本年就业服务"]


def test_the_page_asks_nothing_of_a_network_and_reloads_itself(briefing: Briefing) -> None:
    made = page(briefing)
    assert not re.search(r"(src|href)=\"(?!#)|url\(|@import|https?:", made)
    assert "default-src 'none'" in unescape(made) and '<meta http-equiv="refresh"' in made
    assert made.count('class="page"') >= 4


def test_text_of_the_data_is_inert(briefing: Briefing) -> None:
    rows: pd.DataFrame = briefing.jobs.rows
    rows["title"] = "<script>alert('x')</script>"
    made = page(briefing)
    assert "&lt;script&gt;" in made and "<script>alert" not in made


def test_no_employer_is_named(briefing: Briefing) -> None:
    employers = set(briefing.jobs.rows["employer"])
    sheets = [page(briefing), *(text_of(block) for block in sheet_kind("jobs").blocks(briefing))]
    assert not any(employer in made for made in sheets for employer in employers)
