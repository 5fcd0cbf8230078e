"""Hostile text in every field, from what is received to what is printed: it is shown as it is, and does nothing."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from support.county_folder import REPO, DataFolder, tiny_county
from support.registered_texts import registered
from xj_analysis import loaders
from xj_analysis.build import pipeline
from xj_analysis.collect import intake, receipts, sending
from xj_analysis.collect.receipts import Receipt
from xj_analysis.texts import proposals, workflow
from xj_analysis.workbooks.saving import put_text, to_bytes

FOLDER = REPO / "data" / "example"
DAY = date(2025, 11, 9)

EVIL = (
    "<script>alert()</script>", '"><img src=x onerror=alert()>', "' autofocus onfocus=alert() '", "]]><!--", "&amp;lt;",
    "#panic()", '#read("/etc/passwd")', "$x$", "\\", "*粗*", "_斜_", "`码`", "{{ self }}", "{% raw %}", "@SUM(A:A)",
    "-甲", "+乙", "=cmd|' /C calc'!A",
)  # fmt: skip
"""No digits: county.toml refuses them in sentences."""
WHOLE = "".join(EVIL)
SHEET = "=<script>{{x}}$x$\"'&@SUM\u202e😀"
"""The name of a sheet, the one thing of a workbook that is printed beside its values."""
PRINTED = "'" + SHEET.replace("\u202e", "\ufffd") + "!"

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "h1", "h2", "h3", "p", "span", "a",
    "strong", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details",
    "summary", "section", "ul", "ol", "li", "br", "svg", "g", "path", "rect", "line", "text", "tspan",
    "defs", "clippath", "desc", "nav", "script", "form", "select", "option", "label", "output", "circle", "wbr",
}  # fmt: skip
OWN = ("page", "index")
"""The scripts of our templates."""


@dataclass
class Page(HTMLParser):
    """What a browser makes of a page: its elements, their attributes, and its text."""

    elements: set[str] = field(default_factory=set)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    scripts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, path: Path) -> Page:
        page = cls()
        page.feed(path.read_text(encoding="utf-8"))
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.scripts += [""] * (tag == "script")
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts[-1] += data
        else:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.scripts[-1].startswith("{"):  # the data of the origin cards
            self.text += "".join(words(json.loads(self.scripts.pop())))

    def inert(self) -> bool:
        """Whether there is nothing in it but what our templates have."""
        names = {name for name, _ in self.attributes}
        links = [value for name, value in self.attributes if name in ("href", "src", "xlink:href")]
        strange = self.elements - ELEMENTS | {name for name in names if name.startswith(("on", "auto", "src"))}
        own = {(REPO / f"src/xj_analysis/press/templates/{name}.js").read_text("utf-8").strip() for name in OWN}
        return (
            not strange and set(self.scripts) <= own and all(re.fullmatch(r"[a-z0-9/@._#-]+", link) for link in links)
        )


def words(data: object) -> list[str]:
    """All strings of what JSON holds."""
    if isinstance(data, dict | list):
        return [word for each in (data.values() if isinstance(data, dict) else data) for word in words(each)]
    return [data] if isinstance(data, str) else []


def bare(words: str) -> str:
    """Words without spaces and line ends, which a page sets as it likes."""
    return re.sub(r"[\s\u200b]", "", words)


def paper(path: Path, pdftotext: str) -> str:
    """The words of a PDF without its line ends and spaces."""
    run = subprocess.run([pdftotext, "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    return bare(run.stdout)


def formulas(content: bytes | Path) -> set[str]:
    """The formulas of a workbook, each without the places it is about."""
    book = load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return {re.sub(r"[A-Z]+[0-9]+", "", str(cell.value)) for cell in cells if cell.data_type == "f"}


def computing(path: Path) -> list[str]:
    """The cells of a CSV that a spreadsheet would compute."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    number = re.compile(r"-?[0-9]+(\.[0-9]+)?")
    return [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n＝＋－＠") and not number.fullmatch(cell)]


# --- a workbook from outside ------------------------------------------------------------------------


def inbox(word: str) -> Path:
    (found,) = (path for path in (FOLDER / "inbox" / "2025-10").iterdir() if word in path.name)
    return found


def spoilt(word: str, to: Path, *, faulty: bool) -> Path:
    """A workbook of the inbox with hostile words wherever words are taken; where it is faulty, in its numbers too."""
    book = load_workbook(inbox(word))
    for sheet in list(book.worksheets):
        rows, columns = sheet.max_row, sheet.max_column
        for number, words in enumerate((*EVIL, "甲\u202e乙", "😀", "－甲", "=1+2", "+1", "@x"), start=1):
            put_text(sheet.cell(number, columns + 2), words)
            put_text(sheet.cell(rows + 4 + number, 1), words)
        sheet.cell(1, columns + 3).comment = Comment(WHOLE, WHOLE)
        sheet.oddHeader.center.text = WHOLE
        if faulty:
            for number, words in enumerate(EVIL, start=5):
                put_text(sheet.cell(number, 1 + number % columns), words)
        sheet.title = SHEET if len(book.worksheets) == 1 else sheet.title
    book.properties.title = book.properties.creator = WHOLE
    path = to / f"=cmd|'<img src=x onerror=alert()>{inbox(word).name}"
    path.write_bytes(to_bytes(book))
    return path


@dataclass
class Received:
    """The invented county after hostile reports: its data, what became of them, its briefing of the towns."""

    data: Path
    receipts: list[Receipt]
    briefing: Path


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Received:
    place = tmp_path_factory.mktemp("hostile")
    ignored = shutil.ignore_patterns("generator", "ledgers", "faulty", "inbox")
    data = Path(shutil.copytree(FOLDER, place / "example", ignore=ignored))
    sent, bad = place / "sent", place / "bad"
    sent.mkdir()
    bad.mkdir()
    files = [spoilt("旅游接待", sent, faulty=False), spoilt("旅游接待", bad, faulty=True)]
    files.append(spoilt("财政局", bad, faulty=True))
    table = bad / "@SUM(A)招商进展.csv"
    table.write_text(inbox("招商进展").read_text(encoding="gb18030").replace("示例镇", "=cmd|' /C calc'!A"))
    taken = intake.take_in(data, [*files, table], on=DAY)
    asked: dict[str, Any] = {"campaigns": ["towns"], "period": "2025-01/2025-10", "notebooks": REPO / "notebooks"}
    report = pipeline.build(data, out=place / "reports", jobs=1, **asked)
    assert [made.error for made in report.results] == [""]
    (page,) = (place / "reports").rglob("briefing.html")
    return Received(data, taken, page.parent)


def test_what_is_sound_is_taken_though_all_words_around_it_are_hostile(received: Received) -> None:
    outcomes = [receipt.outcome for receipt in received.receipts]
    assert outcomes == ["accepted", "returned", "returned", "returned"]
    frame = loaders.load(received.data).frame
    rows = frame[frame["published"] == DAY.isoformat()]
    assert len(rows) == received.receipts[0].values == 48
    assert rows["locator"].str.startswith(PRINTED).all()


def test_the_page_shows_the_name_of_a_hostile_sheet_and_does_nothing_it_says(received: Received) -> None:
    page = Page.of(received.briefing / "briefing.html")
    assert page.inert()
    assert PRINTED in page.text, "among the data of the origin cards"
    assert "接待游客" in page.text


def test_the_paper_carries_the_name_of_a_hostile_sheet_as_data(received: Received) -> None:
    with pikepdf.open(received.briefing / "briefing.pdf") as opened:
        attached = json.loads(opened.attachments["figures.json"].get_file().read_bytes())
    locators = {row["locator"] for row in attached["observations"]}
    assert any(locator.startswith(PRINTED) for locator in locators)


def test_no_table_that_intake_writes_computes(received: Received) -> None:
    tables = sorted((received.data / "received").glob("*.csv"))
    assert [path.name for path in tables] == ["log.csv", "observations.csv"]
    assert [cell for path in tables for cell in computing(path)] == []
    names = [row["name"] for row in receipts.read_log(received.data)[-4:]]
    assert all(name.startswith(("'=cmd|'", "'@SUM(A)")) for name in names)


def test_what_is_returned_says_all_that_was_sent_and_computes_nothing_of_it(received: Received) -> None:
    ours = {"=SUM(:)", '=IF(="","",-N())'}
    for receipt in received.receipts[1:]:
        assert receipt.returned is not None
        own = formulas(inbox("财政局")) if "财政局" in receipt.name else set()
        assert formulas(receipt.returned) <= ours | own
        slip = load_workbook(receipt.returned)["退回单"]
        said = {str(cell) for row in slip.values for cell in row if cell}
        assert receipt.name in said
        assert {fault.got for fault in receipt.faults if fault.got} <= said


def test_the_next_templates_compute_nothing_but_their_own_sums(received: Received, tmp_path: Path) -> None:
    written = sending.write_templates(received.data, tmp_path, units=["wlj", "czj"], period="2025-01/2025-11")
    assert {formula[:4] for path in written for formula in formulas(path)} == {"=SUM", "=IF("}


# --- every text field of a data folder --------------------------------------------------------------


@dataclass
class Fields:
    """Hostile words for one field after another, each told from the others by the field's name."""

    used: dict[str, str] = field(default_factory=dict)

    def new(self, name: str) -> str:
        """All hostile words, for a field."""
        place = f"{name}{chr(0x4E00 + len(self.used))}"  # a sign of its own that is no digit
        self.used[place] = f"〔{place}〕{WHOLE}〔止〕"
        return self.used[place]

    def toml(self, name: str) -> str:
        """The same as a string of TOML."""
        return json.dumps(self.new(name), ensure_ascii=False)


@dataclass
class Printed:
    """A county all of whose words are hostile, as it is printed."""

    fields: Fields
    pages: list[Page]
    papers: list[str]


def hostile(parent: Path, fields: Fields) -> Path:
    """The tiny county with hostile words wherever its files take words."""
    folder = tiny_county(parent)
    lines = []
    for line in (folder.path / "county.toml").read_text(encoding="utf-8").splitlines():
        key = line.partition(" = ")[0]
        worded = key in ("name", "city", "about") and "slug" not in line
        lines.append(f"{key} = {fields.toml(key)}" if worded else line)
    folder.write("county.toml", "\n".join(lines))
    for slug in (
        "visits",
        "income",
        "homes_town",
        "homes_village",
        "reported_share",
        "spend",
        "homes",
        "village_share",
    ):
        folder.declare("indicators.csv", slug, name=fields.new("name"), definition=fields.new("definition"))
    for code in ("999901", "999902"):
        folder.declare("areas.csv", code, name=fields.new("name"))
    for word in ("示例县通报", "示例县镜像页", "示例县统计局"):
        folder.edit("sources.toml", f'"{word}"', fields.toml("source"))
    folder.edit("sources.toml", 'strength = "original"', f'strength = "original"\naddress = {fields.toml("address")}')
    for row in folder.rows:
        row["locator"], row["note"] = fields.new("locator"), fields.new("note")
    folder.rows[2] |= {"doubt": fields.new("doubt"), "tier": fields.new("tier"), "rank_scope": fields.new("rank_scope")}
    folder.add("R9", value="76", hedge="exact", source="mirror", locator=fields.new("locator"))
    folder.add("R10", subject=fields.new("subject"), indicator="homes_town", unit="个", hedge="exact")
    with (folder.path / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "expected", "value", "reason", "by", "published"])
        writer.writerow(["R2", "4800", "4900", fields.new("reason"), fields.new("by"), "2024-08-01"])
    return folder.path


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, pdftotext: str) -> Printed:
    place, fields = tmp_path_factory.mktemp("words"), Fields()
    report = pipeline.build(hostile(place, fields), out=place / "reports", notebooks=REPO / "notebooks", jobs=1)
    assert [each.error for each in report.results] == ["", "", ""]
    folders = sorted(path.parent for path in (place / "reports").rglob("briefing.pdf"))
    made = [folder / name for folder in folders for name in ("briefing.html", "figures.html")]
    pages = [*made, place / "reports" / "index.html"]
    papers = [paper(folder / "briefing.pdf", pdftotext) for folder in folders]
    return Printed(fields, [Page.of(path) for path in pages], papers)


def test_no_word_of_a_county_becomes_an_element_an_attribute_or_a_link(printed: Printed) -> None:
    assert len(printed.pages) == 7
    assert all(page.inert() for page in printed.pages)


def test_every_word_of_a_county_is_shown_as_it_was_written(printed: Printed) -> None:
    for page in printed.pages:
        shown = bare(page.text + "".join(value for _, value in page.attributes))
        for place, words in printed.fields.used.items():
            assert shown.count(f"〔{place}〕") == shown.count(bare(words)), place
    everything = "".join(bare(page.text) + "".join(bare(v) for _, v in page.attributes) for page in printed.pages)
    unseen = {place[:-1] for place in printed.fields.used} - set(re.findall(r"〔(\w+)\w〕", everything))
    assert unseen == {"note"}, "a note to an observation is for those who keep the data"


def test_on_paper_every_word_stands_from_its_first_sign_to_its_last(printed: Printed) -> None:
    for words in printed.papers:
        assert words.count("〔") == 2 * words.count("〔止〕") > 0
        assert all(bare(evil) in words for evil in EVIL)
        assert "root:" not in words


def test_no_table_made_of_a_text_computes(county_folder: DataFolder) -> None:
    path = registered(county_folder, "+旅游收入4800万元。\n@SUM村庄30个。\n=cmd产值12万元。\n利润-3万元。\n")
    table = workflow.import_text(path, county_folder.path).table
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    measured = {row["measured"] for row in rows}
    assert measured == {"'+旅游收入", "'@SUM村庄", "'=cmd产值", "利润"}
    assert "-3" in {row["value"] for row in rows}, "a number stays one"
    assert computing(table) == []
    income = next(row for row in rows if row["indicator"] == "income")
    income |= {"confirm": "是", "period": "2022", "subject": "+甲"}
    proposals.write_table(table, rows)
    assert workflow.import_text(path, county_folder.path).written == 1
    assert computing(county_folder.path / "observations.csv") == []
    assert "'+甲" in set(loaders.load(county_folder.path).frame["subject"])
