"""HTML press: self-contained, inert, accessible, readable on a phone and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.blocks_to_print import evil, masthead
from xj_analysis.document.blocks import Table
from xj_analysis.document.document import Document
from xj_analysis.document.pieces import Cell, Column, Light
from xj_analysis.press import html


def test_text_of_the_data_is_inert() -> None:
    page = html.render_html(evil(), [])
    assert "<script" not in page and "<img" not in page
    assert "{{7*7}}" in page and "49" not in page
    assert not re.search(r'="[^"]*"\s*onerror', page)


def test_an_invented_county_is_marked() -> None:
    page = html.render_html(Document(masthead=masthead(), blocks=()), [])
    assert 'class="masthead invented"' in page and page.count("虚构示例") >= 2


def test_a_publication_is_told_at_the_head_and_at_the_end() -> None:
    told: dict[str, Any] = {"secrecy": "内部资料", "office": "攻坚办", "report_to": ("县委", "县政府"), "name": "专报"}
    head = masthead(issue_label="2024年第7期", copies_label="共印50份", **told)
    page = html.render_html(Document(masthead=head, blocks=()), [])
    first, last = page.partition("<h1>")[0], page.partition("</h1>")[2]
    assert all(f">{words}<" in first for words in ("内部资料", "专报", "2024年第7期", "攻坚办"))
    assert "报：县委，县政府" in last and "编印：攻坚办" in last and "共印50份" in last
    assert "送：" not in last and "发：" not in last


def test_a_document_of_no_publication_has_no_last_lines() -> None:
    page = html.render_html(Document(masthead=masthead(), blocks=()), [])
    assert "编印" not in page and 'class="imprint"' not in page and 'class="issue"' not in page


def pages(reports: Path) -> list[Path]:
    return sorted(reports.glob("xiajiang/*/*/*/briefing.html"))


def test_pages_are_small_and_ask_for_nothing(reports: Path) -> None:
    assert len(pages(reports)) == 11
    for path in pages(reports):
        page = path.read_text(encoding="utf-8")
        assert len(page.encode()) < 400_000
        assert not re.search(r'(src|srcset|href)="(?!#)', page), "a resource or link outside the page"
        assert not re.search(r"@import|url\((?!#)", page)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [390, 1000])
def test_pages_fit_the_screen_and_make_no_request(browser: Any, reports: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in [*pages(reports), reports / "index.html"]:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert asked == [path.as_uri() for path in [*pages(reports), reports / "index.html"]]
    page.close()


def test_the_word_of_a_light_stays_beside_its_shape_on_a_phone(browser: Any) -> None:
    lights = [Light(light="绿灯", shape="●", colour="#2e7d32"), Light(light="待核", shape="○")]
    names = ("范例镇", "累计完成", "与时序进度之差", "灯", "较上期")
    rows = tuple(tuple(Cell(parts=(light if name == "灯" else name * 2,)) for name in names) for light in lights)
    table = Table(title=("各乡镇",), columns=tuple(Column(name=name) for name in names), rows=rows)
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.set_content(html.render_html(Document(masthead=masthead(), blocks=(table,)), []))
    height = "e.offsetHeight / parseFloat(getComputedStyle(e).fontSize)"
    assert page.locator(".light").all_text_contents() == ["●绿灯", "○待核"]
    assert all(ems < 2 for ems in page.evaluate(f"[...document.querySelectorAll('.light')].map(e => {height})"))
    page.close()


def test_axe_finds_no_violation(browser: Any, reports: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page()
    for path in [*pages(reports), reports / "index.html"]:
        page.goto(path.as_uri())
        results = Axe().run(page)
        assert results.violations_count == 0, f"{path.parent.name}: {results.generate_report()}"
    page.close()


def test_on_paper_headers_repeat_and_nothing_scrolls(browser: Any, reports: Path) -> None:
    page = browser.new_page()
    page.goto((reports / "xiajiang/2024/internal/overview/briefing.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"
    page.close()


def test_a_number_shows_its_origin_on_focus_and_on_hover(browser: Any, reports: Path) -> None:
    page = browser.new_page()
    page.goto((reports / "xiajiang/2024/internal/towns/briefing.html").as_uri())
    shown = "getComputedStyle(document.querySelector('#f6'), '::after').content"
    assert page.text_content("#f6") == "约64元"
    assert page.evaluate(shown) in ("none", "normal")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "f6":
            break
    assert "4800万元÷约75万人次" in page.evaluate(shown) and "第11行（A10）" in page.evaluate(shown)
    page.evaluate("document.activeElement.blur()")
    page.hover("#f6")
    assert "出处[1]" in page.evaluate(shown)
    page.click("#f6")
    assert page.evaluate("document.querySelector(':target').id") == "s1"
    page.close()
