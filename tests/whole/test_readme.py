"""The documentation stays true: its commands, links, snippets, tables and lists are held against the product."""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest

from support.built_county import BuiltCounty
from support.county_folder import REPO, DataFolder, tiny_county
from xj_analysis import loaders
from xj_analysis.base import errors
from xj_analysis.briefing import check
from xj_analysis.briefing.sections import source_list
from xj_analysis.cli.app import app
from xj_analysis.collect.hash_renewal import register_hashes
from xj_analysis.county.declared_tables import FILES, read_declared
from xj_analysis.county.light_rules import LightRule
from xj_analysis.county.model import Area, Headline, Indicator
from xj_analysis.county.sources import Source
from xj_analysis.county.toml_files import MOVED
from xj_analysis.document.document import Document
from xj_analysis.document.figures_json import PrintedFigure, figures_json
from xj_analysis.document.pieces import ObservationRow, SourceRow
from xj_analysis.loaders import corrections
from xj_analysis.loaders.observation_rules import COLUMNS, OPTIONAL
from xj_analysis.quantity import hedges, periods
from xj_analysis.store import observations, store

READMES = (REPO / "README.md", REPO / "README.zh-CN.md")
PAGES = (*READMES, REPO / "CHANGELOG.md", REPO / "reports" / "README.md", *sorted((REPO / "docs").glob("*.md")))
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPO).as_posix())

FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
TARGET = re.compile(r"^([a-z][\w-]*):", re.MULTILINE)
ROW = re.compile(r"^\| *(?P<first>[^|]+?) *\|", re.MULTILINE)
LANGUAGES = {"sh", "toml", "csv", "python", "pycon", "json", "text", "yaml", ""}
ALLOWED_BYTES = 150_000
HOSTS = (("py", "pi"), ("python", "hosted"), ("npm", "js"), ("debian", ".org"))  # apart, or this file would name them


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file it is (``+`` before the name: what is added to it), and its body."""

    language: str
    file: str
    body: str


def blocks(page: Path) -> list[Block]:
    found = FENCE.finditer(page.read_text(encoding="utf-8"))
    words = ((match["info"].split(), match["body"]) for match in found)
    return [Block(info[0] if info else "", info[1] if len(info) > 1 else "", body) for info, body in words]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def lines(page: Path) -> list[str]:
    """Lines of the shell blocks of a page."""
    return [line for block in blocks(page) if block.language == "sh" for line in block.body.splitlines() if line]


def commands(page: Path, program: str) -> list[list[str]]:
    """What follows `program` where a page gives it as a command, in a shell block or between backticks."""
    said = [*lines(page), *INLINE.findall(prose(page))]
    return [shlex.split(command)[1:] for command in said if re.match(rf"{program} [a-z]", command)]


def section(page: Path, heading: str) -> str:
    """The text under a heading, to the next heading of the level or above."""
    text = page.read_text(encoding="utf-8")
    level = heading.partition(" ")[0]
    _, found, rest = text.partition(f"{heading}\n")
    assert found, f"{page.name}: {heading}"
    return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def names(text: str) -> set[str]:
    """The names between backticks in the first cells of the tables of a text."""
    return {name for match in ROW.finditer(text) for name in INLINE.findall(match["first"])}


def test_there_are_pages() -> None:
    assert len(PAGES) >= 9
    assert all(page.read_text(encoding="utf-8").strip() for page in PAGES)


@EVERY_PAGE
def test_fences_are_closed_and_say_their_language(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count("```") == 2 * len(blocks(page))
    assert {block.language for block in blocks(page)} <= {
        "sh",
        "toml",
        "csv",
        "python",
        "json",
        "text",
        "yaml",
        "pycon",
        "",
    }


# --- commands -------------------------------------------------------------------------------------


@EVERY_PAGE
def test_every_make_command_is_a_target(page: Path) -> None:
    targets = set(TARGET.findall((REPO / "Makefile").read_text(encoding="utf-8")))
    assert {"briefings", "test"} <= targets
    assert {words[0] for words in commands(page, "make")} <= targets


@EVERY_PAGE
def test_every_xj_command_parses(page: Path) -> None:
    whole = [shlex.split(line)[1:] for line in lines(page) if line.startswith("xj ")]
    for name, *words in commands(page, "xj"):
        assert name in app.commands, f"xj {name}"
        command = app.commands[name]
        if [name, *words] in whole and "--help" not in words:
            assert command.make_context(f"xj {name}", words)
        else:  # named in a sentence, without its arguments: its options exist
            options = {option for parameter in command.params for option in parameter.opts}
            assert {word for word in words if word.startswith("-")} <= {*options, "--help"}, words


def test_a_command_that_does_not_exist_is_noticed() -> None:
    with pytest.raises(errors.UsageError, match="没有这个选项，得到“--nonsense”"):
        app.commands["build"].make_context("xj build", ["data/xiajiang", "--nonsense"])


def trim(folder: DataFolder, *, kept: set[str]) -> None:
    """Leave a county some of its campaigns."""
    chunks, whole = (
        re.split(r"^(?=\[)", (folder.path / "county.toml").read_text(encoding="utf-8"), flags=re.MULTILINE),
        True,
    )
    out = []
    for chunk in chunks:
        head = chunk.partition("\n")[0]
        if head.startswith("[[campaigns]]"):
            whole = tomllib.loads(chunk)["campaigns"][0]["slug"] in kept
        if whole or not head.startswith("[[campaigns"):
            out.append(chunk)
    folder.write("county.toml", "".join(out))
    for indicator in csv.DictReader((folder.path / "indicators.csv").read_text(encoding="utf-8-sig").splitlines()):
        own = [slug for slug in indicator["campaigns"].split() if slug in kept]
        if own != indicator["campaigns"].split():
            folder.declare("indicators.csv", indicator["slug"], campaigns=" ".join(own))


@pytest.mark.usefixtures("warm")
def test_the_commands_of_the_readmes_run_one_after_another_as_printed(tmp_path: Path) -> None:
    (words,) = (block.body.splitlines() for block in blocks(READMES[0]) if "xj diff" in block.body)
    data = tmp_path / "data"
    shutil.copytree(REPO / "data" / "xiajiang", data / "xiajiang")
    trim(DataFolder(data / "xiajiang"), kept={"clusters", "towns"})
    other = tiny_county(data)
    other.edit("county.toml", 'slug = "shili"\n', "")
    other.path.rename(data / "example")
    built_county = BuiltCounty(tmp_path, other)
    for name in ("campaign", "overview", "towns"):
        built_county.write(name, "# short")
    built_county.append("towns", 'briefing.say("折合每人次{spend}。", spend=briefing.figure("spend_per_visit"))')
    built_county.books.rename(tmp_path / "notebooks")
    (tmp_path / "news.txt").write_text("2024年上半年，全县接待游客约75万人次。\n", encoding="utf-8")
    draft = docx.Document()
    draft.add_paragraph("2024年以来，全县各项工作平稳推进。")
    draft.save(tmp_path / "draft.docx")
    script = 'xj() { "$PYTHON" -m xj_analysis "$@"; }\n' + "".join(f"{line}\necho rc $?\n" for line in words)
    run = subprocess.run(
        ["bash"], input=script, cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHON": sys.executable},
    )  # fmt: skip
    codes = dict(zip(words, re.findall(r"^rc (\d+)$", run.stdout, re.MULTILINE), strict=True))
    wanted = {line: "5" if "--strict" in line else "0" for line in words}
    assert codes == wanted, run.stdout + run.stderr
    assert sorted(path.name for path in (tmp_path / "reports" / "xiajiang" / "2024").iterdir()) == ["internal"]


def test_the_readmes_open_with_the_two_commands_and_a_picture() -> None:
    for page in READMES:
        assert blocks(page)[0].body.splitlines() == ["make briefings", "make test"]
        text = page.read_text(encoding="utf-8")
        assert text.index("make briefings") < text.index("![") < text.index("\n## ")


def test_the_readmes_say_the_same() -> None:
    english, chinese = READMES
    assert lines(english) == lines(chinese)
    assert {tuple(words) for words in commands(english, "xj")} == {tuple(words) for words in commands(chinese, "xj")}
    assert {tuple(words) for words in commands(english, "make")} == {tuple(w) for w in commands(chinese, "make")}
    assert names(prose(english)) == names(prose(chinese))
    links = [set(LINK.findall(prose(page))) - {"README.md", "README.zh-CN.md"} for page in READMES]
    assert links[0] == links[1]
    assert prose(english).count("\n## ") == prose(chinese).count("\n## ")


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_exit_codes_are_those_of_the_code(page: Path) -> None:
    ours = {kind.exit_code for kind in errors.XjError.__subclasses__()}
    said = {int(match["first"]) for match in ROW.finditer(prose(page)) if match["first"].isdigit()}
    assert said == ours | {0, 130}


# --- links, pictures, places ----------------------------------------------------------------------


@EVERY_PAGE
def test_relative_links_and_pictures_exist(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        if not target.startswith(("http://", "https://", "#")):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_pictures_are_small() -> None:
    pictures = sorted((REPO / "docs" / "images").iterdir())
    assert pictures
    assert all(picture.stat().st_size < ALLOWED_BYTES for picture in pictures)


@EVERY_PAGE
def test_files_of_the_repository_named_in_a_page_exist(page: Path) -> None:
    for name in INLINE.findall(prose(page)):
        inside = re.fullmatch(r"(data/xiajiang|notebooks|docs|src|tests)/[\w./-]+", name)
        if inside and name != "notebooks/clusters.ipynb":  # the example of a notebook one makes
            assert (REPO / name).exists(), name


def test_the_layout_names_folders_that_exist() -> None:
    for page in READMES:
        listing = [block.body for block in blocks(page) if not block.language][-1]
        for line in listing.splitlines():
            assert (REPO / line.split()[0]).is_dir(), line


# --- snippets -------------------------------------------------------------------------------------


@EVERY_PAGE
def test_snippets_are_well_formed(page: Path) -> None:
    for block in blocks(page):
        if block.language == "python":
            compile(block.body, page.name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        elif block.language == "toml":
            assert tomllib.loads(block.body)
        elif block.language == "json":
            assert json.loads(block.body)


def written(folder: Path, page: Path, *, but: str = "") -> Path:
    """Write the files a page gives, as a reader would."""
    for block in blocks(page):
        if block.file and block.file != but:
            path = folder / block.file.removeprefix("+")
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_bytes() if block.file.startswith("+") else b""
            path.write_bytes(before + block.body.encode())
    assert all(change.new for _, change in register_hashes(folder, print))
    return folder


def test_the_new_county_of_the_page_is_sound(tmp_path: Path) -> None:
    folder = written(tmp_path / "shili", REPO / "docs" / "new-county.md")
    assert check.check_folder(folder) == ([], [])
    loaded = loaders.load(folder)
    assert loaded.county.slugs == ("tourism", "overview")
    assert observations.with_text(loaded.known().current())["text"].tolist() == ["约75万人次"]


def test_the_data_added_by_the_page_is_sound(tmp_path: Path) -> None:
    folder = written(tmp_path / "shili", REPO / "docs" / "new-county.md")
    assert check.check_folder(written(folder, REPO / "docs" / "add-data.md", but="corrections.csv")) == ([], [])
    frame = observations.with_text(loaders.load(folder).known().current())
    assert dict(zip(frame["id"], frame["text"], strict=True)) == {
        "R1": "约75万人次", "S1": "62.5万人次", "S2": "3800万元",
    }  # fmt: skip


def test_the_correction_of_the_page_is_applied_and_told_as_it_says(tmp_path: Path) -> None:
    written(tmp_path / "shili", REPO / "docs" / "new-county.md")
    folder = written(tmp_path / "shili", REPO / "docs" / "add-data.md")
    faults, (item,) = check.check_folder(folder)
    page = prose(REPO / "docs" / "add-data.md")
    assert faults == [] and f"“{item.sentence}”" in page
    frame = observations.with_text(loaders.load(folder).known().current()).set_index("id")
    assert frame.at["S2+c2", "text"] == "3900万元"
    assert "“" + str(frame.at["S2+c2", "locator"]) + "”" in page


def test_the_sources_of_the_page_are_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "shili", REPO / "docs" / "new-county.md")
    folder = written(tmp_path / "shili", REPO / "docs" / "sources.md")
    with sqlite3.connect(tmp_path / "homes.sqlite") as database:
        database.executescript("CREATE TABLE homes (year INTEGER, built INTEGER); INSERT INTO homes VALUES (2024, 105)")
    database.close()
    exported = dict(
        re.findall(r"^export (\w+)=(sqlite):", "\n".join(lines(REPO / "docs" / "sources.md")), re.MULTILINE)
    )
    assert list(exported) == ["XJ_HOMES_URL"]
    assert [fault.what for fault in check.check_folder(folder)[0]] == ["环境变量没有设"]
    monkeypatch.setenv("XJ_HOMES_URL", f"sqlite:///{tmp_path / 'homes.sqlite'}")
    assert check.check_folder(folder) == ([], [])
    known = observations.with_text(loaders.load(folder).known().current())
    assert known["text"].tolist() == ["105个", "980人", "1200人", "约75万人次"]
    assert dict(zip(known["id"], known["locator"], strict=True)) == {
        "H2024": "id=H2024", "J1": "第1条", "J2": "第2条", "R1": "第2行（R1）",
    }  # fmt: skip


def test_the_kinds_of_sources_are_all_described() -> None:
    page = REPO / "docs" / "sources.md"
    kinds = set(Source.model_json_schema()["properties"]["kind"]["enum"])
    assert kinds | {"kind"} == names(page.read_text(encoding="utf-8"))
    for block in blocks(page):
        for given in tomllib.loads(block.body).get("sources", ()) if block.language == "toml" else ():
            assert Source.model_validate(given).external
    hashed = [
        column.replace("digits", "value").replace("reported_unit", "unit") for column in source_list.HASHED_COLUMNS
    ]
    assert INLINE.findall(section(page, "## 哈希"))[-len(hashed) :] == hashed


def test_the_numbers_the_page_promises_are_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xj_analysis import Briefing

    written(tmp_path / "shili", REPO / "docs" / "new-county.md")
    written(tmp_path / "shili", REPO / "docs" / "add-data.md", but="corrections.csv")
    monkeypatch.setenv("XJ_DATA", str(tmp_path))
    briefing = Briefing("tourism", county="shili")
    printed = Document(masthead=briefing.masthead(), blocks=(briefing.indicators(), briefing.changes()))
    figures = {figure["text"]: figure.get("formula", "") for figure in figures_json(printed)["figures"]}
    page = prose(REPO / "docs" / "add-data.md")
    for text, said in (("3800", "3800万元"), ("61", "人均旅游消费61元"), ("增长约20%", "增长约20%")):
        assert text in figures and said in page
    assert figures["61"] == "3800万元÷62.5万人次" and figures["61"] in page


@pytest.mark.parametrize(("page", "table"), [("new-county.md", "areas"), ("add-data.md", "indicators")])
def test_the_excerpts_of_tables_are_rows_as_they_are_read(
    tmp_path: Path, page: str, table: str, xiajiang: store.Store
) -> None:
    (excerpt,) = (block.body for block in blocks(REPO / "docs" / page) if block.language == "csv" and not block.file)
    (tmp_path / FILES[table]).write_text(excerpt, encoding="utf-8")
    read = read_declared(tmp_path, table)
    (row,) = read.rows
    assert not read.faults
    if table == "areas":
        assert Area.model_validate(row).aliases == ("河东管理区", "东河林场")
    else:
        assert Indicator.model_validate(row) == xiajiang.county.by_slug["primary_share"]


def test_the_lights_of_the_excerpt_are_a_rule_and_its_weights_sum_to_one() -> None:
    found = [
        tomllib.loads(block.body) for block in blocks(REPO / "docs" / "new-county.md") if "[[lights]]" in block.body
    ]
    (excerpt,) = found
    (rule,) = (LightRule.model_validate(light) for light in excerpt["lights"])
    assert [level.word for level in rule.levels] == ["绿灯", "黄灯", "红灯"]
    assert [set(Headline.model_validate(quantity).weights) for quantity in excerpt["quantities"]] == [
        {"visits", "income"}
    ]


# --- tables that list what the code has -----------------------------------------------------------


def test_the_columns_of_observations_are_all_described() -> None:
    assert names(section(REPO / "docs" / "add-data.md", "## observations.csv 的列")) == {*COLUMNS, *OPTIONAL}


@pytest.mark.parametrize(
    ("page", "heading", "record"),
    [("new-county.md", "## 地区", Area), ("add-data.md", "## indicators.csv 的列", Indicator)],
)
def test_the_columns_of_declarations_are_all_described(page: str, heading: str, record: type[Area | Indicator]) -> None:
    assert names(section(REPO / "docs" / page, heading)) == set(record.model_fields)


def test_what_moved_out_of_county_toml_is_all_told() -> None:
    page = REPO / "docs" / "new-county.md"
    told = {
        re.sub(r"\W", "", name): set(INLINE.findall(row))
        for row in section(page, "## 旧的数据文件夹").splitlines()
        for name in INLINE.findall(row.partition(" | ")[0])
    }
    assert all(target in told[name] for name, target in MOVED.items())


def test_the_columns_of_corrections_are_all_described() -> None:
    assert names(section(REPO / "docs" / "add-data.md", "## 更正一个数")) == set(corrections.COLUMNS)


def test_the_hedges_are_all_described() -> None:
    said = names(section(REPO / "docs" / "add-data.md", "## 约数"))
    assert said == {"hedge", *(str(hedge) for hedge in hedges.Hedge)}


def test_the_periods_described_mean_what_is_said() -> None:
    table = section(REPO / "docs" / "add-data.md", "## 期间")
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.MULTILINE)[1:]
    codes = {code.strip("`").replace("留空", ""): label for code, label in rows if not code.startswith("---")}
    assert len(codes) >= len({"year", "quarter", "month", "day", "range", "since", "longterm", "circa", "undated"})
    for code, label in codes.items():
        assert periods.parse(code).label == label.partition("，")[0], code


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("## A figure", set(PrintedFigure.model_fields)),
        ("## An observation", set(ObservationRow.model_fields)),
        ("## A source", set(SourceRow.model_fields)),
    ],
)
def test_figures_json_is_described_field_by_field(heading: str, fields: set[str]) -> None:
    assert names(section(REPO / "docs" / "figures-json.md", heading)) == fields


def test_the_example_of_figures_json_has_its_shape(xiajiang: store.Store) -> None:
    page = REPO / "docs" / "figures-json.md"
    example = json.loads(next(block.body for block in blocks(page) if block.language == "json"))
    assert set(example) == names(section(page, "## The file"))
    for figure in example["figures"]:
        assert PrintedFigure.model_validate({"place": "正文", **figure})
        assert set(figure["origins"]) <= set(xiajiang.frame["id"])
    said = observations.with_text(xiajiang.frame).set_index("id")
    for row in example["observations"]:
        assert ObservationRow.model_validate(row)
        assert [said.at[row["id"], name] for name in ("source", "locator", "label")] == [
            row["source"], row["locator"], row["label"],
        ]  # fmt: skip
    hashes = {source.id: source.sha256 for source in xiajiang.county.sources}
    for source in example["sources"]:
        assert SourceRow.model_validate(source).sha256 == hashes[source["id"]]


def test_architecture_names_every_room() -> None:
    rooms = {f"{path.parent.name}/" for path in (REPO / "src" / "xj_analysis").glob("*/__init__.py")}
    assert rooms <= set(INLINE.findall(section(REPO / "docs" / "architecture.md", "## Rooms")))


# --- what is tracked ------------------------------------------------------------------------------


def tracked() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPO, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("不是 git 仓库，无从知道哪些文件入库")
    yield from (REPO / name for name in listed.stdout.split("\0") if name and (REPO / name).is_file())


def test_no_tracked_file_names_a_registry_host() -> None:
    hosts = [f"{head}{tail}".encode() for head, tail in HOSTS]
    files = list(tracked())
    assert REPO / "README.md" in files
    for path in files:
        content = path.read_bytes()
        if b"\0" not in content:
            found = [host for host in hosts if re.search(rb"\b" + re.escape(host), content, re.IGNORECASE)]
            assert not found, f"{os.fspath(path.relative_to(REPO))}: {found}"
