"""HTML press: self-contained, inert, under a policy of its own, without dead links."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from support.blocks_to_print import catalogue, code_cell, document_of, evil, masthead
from xj_analysis.document.blocks import Block, Chart, Heading, KeyFigures, Note, Sentence, Table
from xj_analysis.document.document import Document
from xj_analysis.document.figures_json import figures_json
from xj_analysis.document.front_blocks import KeyFigure
from xj_analysis.document.pieces import Bar, Cell, Column
from xj_analysis.press import html
from xj_analysis.quantity.figures import Figure


def test_text_of_the_data_is_inert() -> None:
    page = html.render_html(evil(), [])
    assert page.count("<script") == 2 and "<img" not in page, "the page's own script and the data of the origin cards"
    assert "{{7*7}}" in page and "49" not in page
    assert not re.search(r'="[^"]*"\s*onerror', page)


def test_every_kind_of_block_is_printed_and_each_number_under_its_registered_identifier() -> None:
    numbers = iter(range(100))

    def one() -> Figure:
        return Figure(text=f"{next(numbers)}个", label="数", origins=("a1",))

    cards = [
        KeyFigure(name=name, figure=one(), beside=(("完成", one()),), months=(one(), one()))
        for name in ("甲", "乙", "丙")
    ]
    cell = Cell(parts=(Bar(bar=0.5, stroke=0.7), one()))
    blocks: list[Block] = [
        Heading(level=1, text="一、结论"), KeyFigures(cards=tuple(cards)), Sentence(parts=("共", one())),
        Table(title=("表", one()), columns=(Column(name="值"),), rows=((cell,),)),
        Chart(title=("图", one()), spec={}, description="图", figures=(one(), one())),
        Heading(level=1, text="附件：来源"), Note(label="矛盾", parts=("甲", one())),
    ]  # fmt: skip
    printed = document_of(code_cell(*blocks), code_cell(catalogue()))
    page = html.render_html(printed, ["<svg ></svg>"])
    registered = {each["id"]: each["text"] for each in figures_json(printed)["figures"]}
    assert dict(re.findall(r'<a class="figure" id="(f\d+)"[^>]*>(.*?)</a>', page)) == registered
    assert len(registered) == next(numbers) and 'class="annex"' in page and 'class="pace"' in page


def test_a_column_without_a_heading_is_no_header_of_a_column() -> None:
    row = tuple(Cell(parts=(Figure(text="2个", label="数", origins=("a1",)),)) for _ in range(2))
    table = Table(title=("表",), columns=(Column(name=""), Column(name="值")), rows=(row, row))
    page = html.render_html(document_of(code_cell(table), code_cell(catalogue())), [])
    head = page.partition("<thead>")[2].partition("</thead>")[0]
    assert head.count("<th ") == 1 and head.count("<td ") == 1


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


def every_page(reports: Path) -> list[Path]:
    return [*pages(reports), *sorted(reports.glob("xiajiang/*/*/*/figures.html")), reports / "index.html"]


def test_pages_are_small_and_ask_for_nothing(reports: Path) -> None:
    assert len(pages(reports)) == 11
    for path in pages(reports):
        page = path.read_text(encoding="utf-8")
        assert len(page.encode()) < 400_000
        without_links = re.sub("<!--links-->.*?<!--/links-->", "", page)
        assert not re.search(r'(src|srcset|href)="(?!#)', without_links), "a resource or link outside the page"
        assert not re.search(r"@import|url\((?!#)|style=", page)


def inline(page: str, tag: str) -> list[str]:
    """The hashes of the inline scripts or styles that a browser would apply, as a policy names them."""
    texts = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    return [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]


def test_the_policy_admits_the_one_script_and_the_one_style_and_nothing_else(reports: Path) -> None:
    for path in every_page(reports):
        page = path.read_text(encoding="utf-8")
        (policy,) = re.findall('http-equiv="Content-Security-Policy" content="(.*?)"', page)
        scripts, (style,) = inline(page, "script"), inline(page, "style")
        assert len(scripts) == (path.name != "figures.html")
        admitted = [f"script-src 'sha256-{script}'" for script in scripts]
        assert policy.replace("&#39;", "'").split("; ") == [
            "default-src 'none'", *admitted, f"style-src 'sha256-{style}'", "base-uri 'none'", "form-action 'none'",
        ]  # fmt: skip


def test_every_link_leads_to_a_file_and_a_place_that_exist(reports: Path) -> None:
    texts = {path.resolve(): path.read_text(encoding="utf-8") for path in every_page(reports)}
    names = {path: set(re.findall(r' id="([^"]*)"', text)) for path, text in texts.items()}
    assert all(len(found) == len(re.findall(r' id="', texts[path])) for path, found in names.items()), "unique"
    links = [(path, link) for path, text in texts.items() for link in re.findall(r'href="([^"]*)"', text)]
    assert len(links) > 3000
    for path, link in links:
        file, _, place = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.is_file(), (path, link)
        assert not place or place in names[target], (path, link)


def test_every_number_of_a_page_stands_on_the_page_of_origins_too(reports: Path) -> None:
    number = re.compile(r'<a class="figure" id="(f\d+)"[^>]*>(.*?)</a>')
    for path in pages(reports):
        origins = path.with_name("figures.html").read_text(encoding="utf-8")
        listed = re.findall(r'<li id="(f\d+)"><a class="figure"[^>]*>(.*?)</a>', origins)
        printed = number.findall(path.read_text(encoding="utf-8"))
        assert sorted(printed) == sorted(listed) and len(origins.encode()) < 400_000
