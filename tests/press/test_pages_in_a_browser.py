"""Pages in a real browser: accessible in light and dark, on a phone and on paper; cards, copies, sorting, filters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from support.blocks_to_print import masthead
from xj_analysis.base.pdf_text import page_texts
from xj_analysis.document.blocks import KeyFigures, Table
from xj_analysis.document.document import Document
from xj_analysis.document.front_blocks import KeyFigure
from xj_analysis.document.pieces import Bar, Cell, Column, Light
from xj_analysis.press import html
from xj_analysis.press.heading_words import heading_pieces
from xj_analysis.quantity.figures import Figure

DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TOWNS = "xiajiang/2024/internal/towns"
_NONE = slice(0)
OVERVIEW = "xiajiang/2024/internal/overview"


def every_page(reports: Path) -> list[Path]:
    return [*sorted(reports.glob("xiajiang/*/*/*/*.html")), reports / "index.html"]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield opened
        opened.close()


@pytest.fixture
def view(browser: Any, reports: Path) -> Iterator[Any]:
    """Open a page of the reports in a context of its own; a script's error or a refusal by the policy fails."""
    contexts, faults = [], []

    def opened(path: str, **options: Any) -> Any:
        contexts.append(browser.new_context(**DESK | options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.goto(f"{(reports / path.partition('#')[0]).as_uri()}{''.join(path.partition('#')[1:])}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="module")
def spend(reports: Path) -> str:
    """The id of the towns' spending a visit, 4800万元÷约75万人次, where it is printed first."""
    register = json.loads((reports / TOWNS / "figures.json").read_text(encoding="utf-8"))
    return next(str(row["id"]) for row in register["figures"] if row.get("formula") == "4800万元÷约75万人次")


@pytest.mark.parametrize(
    ("device", "scheme", "share"),
    [
        (PHONE, "dark", slice(0, None, 2)),
        (DESK, "light", slice(1, None, 2)),
        (PHONE, "light", _NONE),
        (DESK, "dark", _NONE),
    ],
)
def test_axe_finds_no_violation_and_nothing_is_asked_for(
    browser: Any, reports: Path, device: dict[str, Any], scheme: str, share: slice
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    always = [path for path in every_page(reports) if path.parent in (reports, reports / TOWNS)]
    checked = list(dict.fromkeys([*always, *every_page(reports)[share]]))

    context = browser.new_context(**device, color_scheme=scheme)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    for path in checked:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= device["viewport"]["width"], path
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        if path.name == "briefing.html":
            page.locator("main a.figure").first.click()
            assert page.locator("#card").is_visible()
        results = Axe().run(page)
        assert results.violations_count == 0, f"{path}: {results.generate_report()}"
    assert asked == [path.as_uri() for path in checked]
    context.close()


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
    colours = page.evaluate("[...document.querySelectorAll('.light span')].map(e => getComputedStyle(e).color)")
    assert colours == ["rgb(46, 125, 50)", "rgb(26, 26, 26)"]
    page.close()


def test_a_wide_table_keeps_caption_and_names_in_sight_on_a_phone(browser: Any) -> None:
    names = ("位次", "乡镇", "年度目标", "累计完成", "完成率", "时序进度", "快慢", "灯")
    rows = (tuple(Cell(parts=(f"{name}的值",)) for name in names),) * 2
    columns = tuple(Column(name=name, align="right" if name == "位次" else "left") for name in names)
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.set_content(
        html.render_html(
            Document(masthead=masthead(), blocks=(Table(title=("进度",), columns=columns, rows=rows),)), []
        )
    )
    assert page.evaluate("getComputedStyle(document.querySelector('figcaption'), '::after').content") != "none"
    region, place = page.locator(".scroll"), "document.querySelector('{}').getBoundingClientRect().left"
    caption, name = (page.evaluate(place.format(each)) for each in ("figcaption", "tbody th"))
    region.evaluate("e => { e.scrollLeft = e.scrollWidth; }")
    assert page.evaluate(place.format("figcaption")) == caption
    assert 0 <= page.evaluate(place.format("tbody th")) <= name, "the town, not its rank, stays"
    assert region.locator("tbody th").first.text_content() == "乡镇的值"
    assert page.evaluate(place.format("tbody td")) < 0, "the others scroll"
    context.close()


def test_on_a_phone_headings_break_between_words_and_a_bar_stands_below_its_number(browser: Any) -> None:
    names = ("乡镇", "新增规上工业企业", "旅游综合收入", "完成整治村庄", "新改建城市道路")
    figure = Figure(text="70.2%", number="70.2", value=Decimal("70.2"), unit="%")
    cells = (Cell(parts=(figure, Bar(bar=0.7, stroke=0.8))),) * 4
    columns = tuple(Column(name=name, align="right" if place else "left") for place, name in enumerate(names))
    table = Table(title=("进度",), columns=columns, rows=((Cell(parts=("范例镇",)), *cells),) * 2)
    page = browser.new_page(viewport=PHONE["viewport"])
    page.set_content(html.render_html(Document(masthead=masthead(), blocks=(table,)), []))
    lines = page.evaluate(
        """[...document.querySelectorAll('thead .sort')].map(button => {
            const range = document.createRange(), lines = {};
            for (const text of [...button.childNodes].filter(node => node.nodeType === 3))
                for (let n = 0; n < text.length; n++) {
                    range.setStart(text, n); range.setEnd(text, n + 1);
                    const top = Math.round(range.getBoundingClientRect().top);
                    lines[top] = (lines[top] || '') + text.data[n];
                }
            return Object.keys(lines).sort((a, b) => a - b).map(top => lines[top]);
        })"""
    )
    assert ["".join(each) for each in lines] == list(names)
    for name, broken in zip(names, lines, strict=True):
        words = heading_pieces(name)
        ends = {len("".join(words[:n])) for n in range(len(words) + 1)}
        assert {len("".join(broken[:n])) for n in range(len(broken) + 1)} <= ends, broken
    assert any(len(each) > 1 for each in lines), "some do not fit in a line"
    number, bar = (page.locator(f"tbody td {each}").first.bounding_box() for each in ("a", "svg.pace"))
    assert bar["y"] >= number["y"] + number["height"] - 4
    region = page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('.scroll'))")
    assert region <= 0, "so a table of five columns fits"
    page.close()


@pytest.mark.parametrize(("width", "columns"), [(390, 1), (414, 1), (600, 2), (1280, 3)])
def test_key_figures_are_stacked_on_a_phone_and_beside_each_other_elsewhere(
    browser: Any, width: int, columns: int
) -> None:
    cards = tuple(KeyFigure(name=name, figure=Figure(text="197.04万人次")) for name in ("甲", "乙", "丙"))
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(html.render_html(Document(masthead=masthead(), blocks=(KeyFigures(cards=cards),)), []))
    boxes = [card.bounding_box() for card in page.locator(".key-figures > li").all()]
    assert len({round(box["x"]) for box in boxes}) == columns
    assert len({round(box["width"]) for box in boxes}) == 1 and len({round(box["height"]) for box in boxes}) == 1
    page.close()


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what it was asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("guarded", [True, False])
def test_what_is_put_into_a_page_does_not_run(
    browser: Any, reports: Path, tmp_path: Path, elsewhere: tuple[str, list[str]], guarded: bool
) -> None:
    """Neither script, style nor handler without a hash, nor anything from elsewhere; all do without the policy."""
    address, asked = elsewhere
    text = (reports / OVERVIEW / "briefing.html").read_text(encoding="utf-8")
    foreign = (
        "<script>window.ran = 1</script><style>h1 { color: rgb(1, 2, 3) }</style>"
        '<p id="put" style="color: rgb(1, 2, 3)" onclick="window.ran = 2">甲</p>'
        f'<img src="{address}/x.png"><script src="{address}/x.js"></script><iframe src="{address}/x"></iframe>'
    )
    changed = tmp_path / "changed.html"
    text = text.replace("<main>", f"<main>{foreign}")
    changed.write_text(text if guarded else text.replace("Content-Security-Policy", "X-None"), encoding="utf-8")
    page = browser.new_page()
    page.goto(changed.as_uri())
    page.click("#put")
    assert (page.evaluate("window.ran") is None) is guarded
    page.evaluate(f"fetch('{address}/fetched').catch(() => 0)")
    colours = page.evaluate("['h1', '#put'].map(each => getComputedStyle(document.querySelector(each)).color)")
    page.close()
    assert ("rgb(1, 2, 3)" in colours) is not guarded
    assert bool(asked) is not guarded and ("/fetched" in asked) is not guarded


def test_on_paper_a_source_is_one_entry_without_its_hash_and_links_are_plain(view: Any) -> None:
    page = view(f"{OVERVIEW}/briefing.html")
    page.emulate_media(media="print")
    assert page.locator(".sources .hash").count() and not page.locator(".sources .hash").first.is_visible()
    assert page.locator(".sources .address").first.is_visible()
    link = page.evaluate("getComputedStyle(document.querySelector('tbody th a')).textDecorationLine")
    assert link == "none"


def test_on_paper_the_headings_of_a_table_stand_on_each_of_its_pages(browser: Any, tmp_path: Path) -> None:
    rows = tuple((Cell(parts=(f"第{n}镇",)), Cell(parts=(str(n),))) for n in range(1, 90))
    table = Table(title=("表",), columns=(Column(name="乡镇"), Column(name="位次", align="right")), rows=rows)
    page = browser.new_page()
    page.set_content(html.render_html(Document(masthead=masthead(), blocks=(table,)), []))
    assert page.locator("thead .sort").count() == 2
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.close()
    texts = ["".join(text.split()) for text in page_texts(tmp_path / "page.pdf")]
    assert len(texts) > 2 and all("乡镇位次第" in text for text in texts)


def test_on_paper_headers_repeat_and_nothing_scrolls_or_asks_to_be_clicked(view: Any) -> None:
    page = view(f"{OVERVIEW}/briefing.html", color_scheme="dark")
    page.locator("main a.figure").first.click()
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"
    for gone in ("#card", ".siblings", ".contents", ".cited", "details"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.evaluate("getComputedStyle(document.querySelector('.sort'), '::after').display") == "none"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


# --- the origin card --------------------------------------------------------------------------------


def test_the_card_opens_by_key_at_the_number_and_gives_the_focus_back(view: Any, spend: str) -> None:
    page = view(f"{TOWNS}/briefing.html")
    assert page.text_content(f"#{spend}") == "约64元" and not page.locator("#card").is_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == spend:
            break
    page.keyboard.press("Enter")
    card = page.locator("#card")
    words = card.inner_text()
    assert "约64元" in words and "4800万元÷约75万人次" in words and "第11行（A10）" in words
    assert page.evaluate("location.hash") == ""
    assert page.evaluate("document.activeElement.id") == "card", "a reader of the screen is told"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "[1]"
    page.keyboard.press("Escape")
    assert not card.is_visible() and page.evaluate("document.activeElement.id") == spend


@pytest.mark.parametrize("device", [PHONE, DESK])
def test_every_card_stands_beside_its_number_within_the_screen(view: Any, device: dict[str, Any]) -> None:
    page = view(f"{OVERVIEW}/briefing.html", **device)
    for number in page.locator("main > p a.figure, td a.figure").all()[::20]:
        number.click()
        own, card = number.bounding_box(), page.locator("#card").bounding_box()
        assert card["x"] >= -1 and card["x"] + card["width"] <= device["viewport"]["width"]
        assert card["y"] - own["y"] - own["height"] < 30 and own["y"] - card["y"] - card["height"] < 30
        assert card["y"] >= own["y"] + own["height"] / 2 or card["y"] + card["height"] <= own["y"] + 1, "not over it"


def test_a_tap_opens_the_card_and_stays_on_the_place(view: Any, spend: str) -> None:
    page = view(f"{TOWNS}/briefing.html", **PHONE)
    page.locator(f"#{spend}").scroll_into_view_if_needed()
    before = page.evaluate("[location.hash, window.pageYOffset]")
    page.locator(f"#{spend}").tap()
    assert page.locator("#card").is_visible()
    assert page.evaluate("[location.hash, window.pageYOffset]") == before
    page.locator("h1").tap(force=True)
    assert not page.locator("#card").is_visible(), "a tap elsewhere closes it"


def test_the_mouse_shows_the_card_and_may_enter_it(view: Any, spend: str) -> None:
    page = view(f"{TOWNS}/briefing.html")
    page.hover(f"#{spend}")
    page.locator("#card").wait_for(state="visible")
    page.hover("#card .tools")
    page.wait_for_timeout(500)
    assert page.locator("#card").is_visible()
    page.mouse.move(5, 5)
    page.locator("#card").wait_for(state="hidden")


def test_number_and_origin_are_copied_by_one_click(view: Any, spend: str) -> None:
    page = view(f"{TOWNS}/briefing.html", permissions=["clipboard-read", "clipboard-write"])
    page.click(f"#{spend}")
    page.click("text=复制数字和出处")
    page.locator("text=已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("约64元（") and "算式：4800万元÷约75万人次；出处：" in copied
    assert "第12行（A11）：4800万元" in copied and copied.endswith("）")


def test_without_a_clipboard_the_copy_is_made_by_selection(view: Any, spend: str) -> None:
    page = view(f"{TOWNS}/briefing.html", permissions=["clipboard-read"])
    page.evaluate("document.addEventListener('copy', () => { window.copied = document.activeElement.value; })")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.click(f"#{spend}")
    page.click("text=复制数字和出处")
    page.locator("text=已复制").wait_for()
    assert page.evaluate("window.copied").startswith("约64元（")


def test_copied_text_has_no_source_marks(view: Any) -> None:
    page = view(f"{TOWNS}/briefing.html", permissions=["clipboard-read", "clipboard-write"])
    assert page.locator("main > p:has(a.mark)").count()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('main > p:has(a.mark)'))")
    page.keyboard.press("Control+C")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied and "[" not in copied


def test_a_source_has_a_way_back_to_the_place_one_came_from(view: Any, spend: str) -> None:
    page = view(f"{TOWNS}/briefing.html")
    page.click(f"#{spend}")
    page.click("#card li a >> nth=0")
    assert page.evaluate("document.querySelector(':target').id") == "s1"
    assert not page.locator("#card").is_visible()
    page.click("text=↩ 回到原处")
    assert page.evaluate("document.querySelector(':target').id") == spend


def test_a_link_to_one_number_shows_its_card(view: Any, spend: str) -> None:
    page = view(f"{TOWNS}/briefing.html#{spend}")
    assert page.locator("#card").is_visible() and page.locator("#card strong").text_content() == "约64元"
    drawn = page.locator("details a.figure").first.get_attribute("id")
    page = view(f"{TOWNS}/briefing.html#{drawn}")
    assert page.locator(f"#{drawn}").is_visible(), "one of a chart is unfolded"


def test_the_page_is_readable_without_script(view: Any, spend: str) -> None:
    page = view(f"{TOWNS}/briefing.html", java_script_enabled=False)
    page.click(f"#{spend}")
    assert page.url.endswith("#s1")
    page.click("#s1 .cited a >> nth=0")
    assert re.search("#f[0-9]+$", page.url)
    page.click("a[href='figures.html']")
    assert page.text_content("h1") == "数字出处"
    page.goto(f"{page.url}#{spend}")
    page.click(f"#{spend} > a.figure")
    assert page.url.endswith(f"briefing.html#{spend}")
    page.click("text=简报目录")
    assert page.locator("tbody tr").count() == 11 and not page.locator("#filters").is_visible()


# --- tables and pages -------------------------------------------------------------------------------


def test_a_table_is_sorted_both_ways_and_back(browser: Any) -> None:
    words = ["丙", "甲", "乙", "丁"]
    values = ["9", "10", "—", "8"]
    rows = tuple((Cell(parts=(word,)), Cell(parts=(value,))) for word, value in zip(words, values, strict=True))
    table = Table(title=("表",), columns=(Column(name="名称"), Column(name="位次", align="right")), rows=rows)
    page = browser.new_page()
    page.set_content(html.render_html(Document(masthead=masthead(), blocks=(table,)), []))

    def states() -> list[str]:
        return [head.get_attribute("aria-sort") for head in page.locator("thead th").all()]

    ranks = page.locator("thead .sort", has_text="位次")
    assert states() == ["none", "none"]
    for state, order in [("ascending", "丁丙甲乙"), ("descending", "甲丙丁乙"), ("none", "丙甲乙丁")]:
        ranks.press("Enter")
        assert (states(), "".join(page.locator("tbody th").all_text_contents())) == (["none", state], order)
    ranks.press(" ")
    page.locator("thead .sort", has_text="名称").click()
    assert states() == ["ascending", "none"]
    assert "".join(page.locator("tbody th").all_text_contents()) == "丙丁甲乙", "by sound"
    page.close()


def test_the_rows_of_campaigns_lead_to_their_briefings(view: Any) -> None:
    page = view(f"{OVERVIEW}/briefing.html")
    links = page.locator("tbody th a")
    assert links.count() == 10
    links.first.click()
    assert page.url.endswith("/briefing.html") and OVERVIEW not in page.url
    page.click("text=本期各份")
    page.click("text=全县概览")
    assert OVERVIEW in page.url


def test_the_index_tells_lights_and_what_turned_within_the_screen(browser: Any, tmp_path: Path) -> None:
    red = {"shape": "■", "text": "红灯", "colour": "#c62828", "count": 7}
    turned = [{"light": red, "count": 2, "names": "新增公办学位、办结审批事项"}]
    row = {"campaign": "就业", "title": "示例县就业攻坚战", "flags": [], "page": "a.html", "links": [("PDF", "a.pdf")]}
    group = {
        "title": "示例县", "banner": "示例", "known_at_label": "", "issue_label": "", "year": "2025年",
        "before": "2025年1—8月", "lit": True, "turned": True, "sheets": [],
        "briefings": [row | {"lights": [red], "turned": turned}, row | {"lights": [red], "turned": []},
                      row | {"lights": [], "turned": None}],
    }  # fmt: skip
    page = browser.new_page(viewport=PHONE["viewport"])
    page.set_content(html.render_index([group]))
    cells = [line.locator("td").all_inner_texts()[:2] for line in page.locator("tbody tr").all()]
    assert cells == [["■红灯7", "转■红灯2：新增公办学位、办结审批事项"], ["■红灯7", "灯没有变化"], ["—", "—"]]
    assert page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('.scroll'))") <= 0
    page.close()


def test_the_index_is_filtered_by_campaign_and_year(view: Any) -> None:
    page = view("index.html")
    rows = page.locator("tbody tr")
    assert page.text_content("#found") == "共11份"
    page.select_option("select[name=campaign]", "全县概览")
    assert [row.is_visible() for row in rows.all()].count(True) == 1 and page.text_content("#found") == "共1份"
    assert page.locator("select[name=year] option").all_text_contents() == ["全部", "2024年"]
    page.select_option("select[name=campaign]", "")
    assert all(row.is_visible() for row in rows.all())
