"""`xj read` and `xj proof`: on screen, as JSON, into a data folder and back as files; exit codes and messages."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from support.county_folder import REPO, DataFolder
from support.registered_texts import REPORT, registered
from xj_analysis import loaders
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.cli.app import app
from xj_analysis.texts import proof, proposals, workflow

DRAFT = "2024年1—9月，完成投资45.6亿元，占年度计划60亿元的78%。\n规上工业利润下降2倍，出口增长-3.2%。\n"


def filled(table: Path, **changes: dict[str, str]) -> None:
    """Fill in the table as a person would: by what stands in the text."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for words, cells in changes.items():
            if words in row["context"]:
                row.update(cells)
    proposals.write_table(table, rows)


def test_the_first_run_proposes_and_writes_nothing(county_folder: DataFolder) -> None:
    path = registered(county_folder)
    before = (county_folder.path / "observations.csv").read_bytes()
    taken = workflow.import_text(path, county_folder.path)
    assert (taken.proposed, taken.rows) == (True, 4)
    with taken.table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["confirm"] for row in rows] == [""] * 4
    assert rows[0] | {"indicator": "visits", "area": "999901", "period": "2024", "hedge": "about", "unit": "万人次",
                      "locator": "第1段第15—21字"} == rows[0]  # fmt: skip
    assert (rows[1]["indicator"], rows[2]["indicator"]) == ("income", "")
    assert (rows[3]["indicator"], rows[3]["area"]) == ("homes_town", "999902")
    assert (county_folder.path / "observations.csv").read_bytes() == before
    assert workflow.import_text(path, county_folder.path).written == 0, "nothing is confirmed, so nothing is written"


def test_only_confirmed_rows_are_written_and_only_once(county_folder: DataFolder) -> None:
    path = registered(county_folder)
    table = workflow.import_text(path, county_folder.path).table
    filled(table, 邻县={"confirm": "是", "period": "2024"}, 停车场={"confirm": "否"})
    taken = workflow.import_text(path, county_folder.path)
    assert (taken.confirmed, taken.written) == (1, 1)
    frame = loaders.load(county_folder.path).frame.set_index("id")
    assert frame.at["news-4", "digits"] == "11" and frame.at["news-4", "locator"] == "第2段第20—22字"
    assert frame.at["news-4", "source"] == "news" and frame.at["news-4", "area"] == "999902"
    assert "news-3" not in frame.index
    assert workflow.import_text(path, county_folder.path).written == 0, "what was written before is left alone"


def test_a_row_that_would_be_faulty_is_refused_and_nothing_is_written(county_folder: DataFolder) -> None:
    path = registered(county_folder)
    table = workflow.import_text(path, county_folder.path).table
    before = (county_folder.path / "observations.csv").read_bytes()
    filled(table, 停车场={"confirm": "是"}, 邻县={"confirm": "是"})
    with pytest.raises(DataError, match="指标不存在"):
        workflow.import_text(path, county_folder.path)
    filled(table, 停车场={"confirm": "也许"})
    with pytest.raises(DataError, match=r"不知是否确认.*也许"):
        workflow.import_text(path, county_folder.path)
    assert (county_folder.path / "observations.csv").read_bytes() == before


def test_a_file_that_is_no_registered_source_is_refused(county_folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    with pytest.raises(UsageError, match=r"还没有登记为来源.*sha256"):
        workflow.import_text(tmp_path / "a.txt", county_folder.path)


def test_a_column_the_file_has_not_is_a_fault_not_left_out(county_folder: DataFolder) -> None:
    path = registered(county_folder, "2024年，示例县旅游收入4800万元，居全省第3位。")
    for row in county_folder.rows:
        for name in ("rank", "rank_scope", "tier"):
            del row[name]
    county_folder.save()
    table = workflow.import_text(path, county_folder.path).table
    filled(table, 旅游收入={"confirm": "是"})
    with pytest.raises(DataError, match=r"缺少要写入的列.*rank"):
        workflow.import_text(path, county_folder.path)


# --- the commands -----------------------------------------------------------------------------------


def xj(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_read_says_each_number_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    code, said = xj("read", tmp_path / "a.txt")
    assert code == 0
    assert said.startswith("a.txt：4个数；时间以2024（文中最晚的年份）为准")
    assert "第1段第15—21字　75.5万人次　75.5　万人次　约　2024年　接待游客" in said


def test_read_as_json_is_whole(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    code, said = xj("read", tmp_path / "a.txt", tmp_path / "b.txt", "--json", "--anchor", "2024-12-31")
    first, second = json.loads(said)
    assert code == 0 and (first["file"], second["file"]) == ("a.txt", "b.txt")
    assert first["anchor"] == {"year": 2024, "day": "2024-12-31", "how": "given"}
    assert [(m["value"], m["unit"], m["hedge"]) for m in first["mentions"][:2]] == [
        ("75.5", "万人次", "about"), ("4800", "万元", "exact"),
    ]  # fmt: skip
    assert REPORT[first["mentions"][0]["start"] : first["mentions"][0]["end"]] == "75.5万人次"


def test_read_into_a_county_says_what_to_do_next(county_folder: DataFolder) -> None:
    path = registered(county_folder)
    code, said = xj("read", path, "--to", county_folder.path)
    assert code == 0 and "待确认的表" in said and "填“是”" in said
    code, said = xj("read", path, "--to", county_folder.path)
    assert code == 0 and "确认0行" in said


def test_json_and_writing_do_not_go_together(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    with pytest.raises(UsageError, match="不能与 --to 同用"):
        xj("read", tmp_path / "a.txt", "--json", "--to", tmp_path)


def test_what_a_text_says_is_never_markup(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("[red]完成[/red]投资3亿元", encoding="utf-8")
    assert "3亿元" in xj("read", tmp_path / "a.txt")[1]
    (tmp_path / "b.txt").write_text("[bold]出口增长-3.2%", encoding="utf-8")
    assert "-3.2%" in xj("proof", tmp_path / "b.txt")[1]


def test_proof_exits_five_when_it_finds_something_and_zero_when_not(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text(DRAFT, encoding="utf-8")
    code, said = xj("proof", tmp_path / "bad.txt")
    assert code == 5
    assert "第1段第32—34字　完成率不等于实际÷目标　78%" in said and "76%　确定" in said
    (tmp_path / "good.txt").write_text(REPORT, encoding="utf-8")
    assert xj("proof", tmp_path / "good.txt") == (0, "good.txt：没有发现问题\n")


def test_proof_as_json(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text(DRAFT, encoding="utf-8")
    code, said = xj("proof", tmp_path / "bad.txt", "--json")
    found = json.loads(said)
    assert code == 5
    assert [(alarm["rule"], alarm["text"], alarm["sure"]) for alarm in found["alarms"]] == [
        ("completion", "78%", "certain"), ("times", "2倍", "certain"), ("sign", "-3.2%", "certain"),
    ]  # fmt: skip


def test_proof_against_the_data_names_source_and_cell(county_folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2024年，全县旅游收入5200万元。", encoding="utf-8")
    assert xj("proof", tmp_path / "a.txt")[0] == 0
    code, said = xj("proof", tmp_path / "a.txt", "--against", county_folder.path)
    assert code == 5
    assert "与数据不一致　5200万元　写作5200万元，数据为4800万元（report 第2行）" in said


def test_the_draft_comes_back_with_comments_in_its_own_form(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("规上工业")
    paragraph.add_run("利润下降2").bold = True
    paragraph.add_run("倍，出口增长-3.2%。")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "完成年度计划60亿元的78%，完成13月任务"
    document.save(str(tmp_path / "a.docx"))
    code, said = xj("proof", tmp_path / "a.docx", "--out", tmp_path / "b.docx")
    assert code == 5 and "已写入" in said
    back = docx.Document(str(tmp_path / "b.docx"))
    assert [comment.text.split("，")[0] for comment in back.comments] == [
        "【下降用倍",
        "【增长（下降）带负号",
        "【日期不存在",
    ]
    assert all("date" not in "".join(comment._comment_elm.attrib) for comment in back.comments)
    runs = [(run.text, bool(run.bold)) for run in back.paragraphs[0].runs if run.text]
    assert runs[:4] == [("规上工业", False), ("利润下降", True), ("2", True), ("倍", False)], "cut, each in its form"
    assert runs[4:] == [("，出口增长", False), ("-3.2%", False), ("。", False)]
    assert "".join(text for text, _ in runs) == "规上工业利润下降2倍，出口增长-3.2%。"


def test_a_plain_text_comes_back_as_a_word_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DRAFT, encoding="utf-8")
    xj("proof", tmp_path / "a.txt", "--out", tmp_path / "a.docx")
    back = docx.Document(str(tmp_path / "a.docx"))
    assert [paragraph.text for paragraph in back.paragraphs] == DRAFT.split("\n")
    assert len(list(back.comments)) == 3


def test_the_draft_comes_back_as_a_page_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<script>x</script>出口增长-3.2%。\n\n第二段。", encoding="utf-8")
    xj("proof", tmp_path / "a.txt", "--out", tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page
    assert '<mark class="certain">-3.2%</mark>' in page and 'href="#note-1"' in page and 'id="note-1"' in page
    assert "http" not in page and "应为：下降3.2%" in page


@pytest.mark.parametrize(
    ("out", "what"), [("a.txt", "只能写成"), ("none/a.docx", "文件夹不存在"), ("draft.docx", "不能覆盖原稿")]
)
def test_a_file_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path, out: str, what: str) -> None:
    docx.Document().save(str(tmp_path / "draft.docx"))
    with pytest.raises(UsageError, match=what):
        workflow.proofread_file(tmp_path / "draft.docx", out=[tmp_path / out])


# --- the pages about them ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "command", "name"), [("read-texts", "read", "news.txt"), ("proof-a-draft", "proof", "draft.txt")]
)
def test_the_worked_example_of_a_page_says_what_the_program_says(
    tmp_path: Path, page: str, command: str, name: str
) -> None:
    written = (REPO / "docs" / f"{page}.md").read_text(encoding="utf-8")
    text, said = re.findall(
        r"^```\n((?:(?!```).*\n)*)```$", re.sub(r"^```\w+\n.*?^```$", "", written, flags=re.S | re.M), re.M
    )
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert xj(command, tmp_path / name)[1] == said


def test_the_rules_and_columns_are_all_described() -> None:
    rules = (REPO / "docs" / "proof-a-draft.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", rules, re.M) == list(proof.RULES)
    assert all(f"`{sure}` {label}" in rules for sure, label in proof.SURE.items())
    table = (REPO / "docs" / "read-texts.md").read_text(encoding="utf-8").partition("## 写进数据")[2]
    described = [name for first in re.findall(r"^\| (`.*?`) \|", table, re.M) for name in re.findall(r"`(\w+)`", first)]
    assert described == list(proposals.COLUMNS)
