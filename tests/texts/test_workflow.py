"""Commands `xj read` and `xj proof`: output, JSON, import, marked copies, exit codes, worked examples of the docs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from support.county_folder import REPO, DataFolder
from support.registered_texts import REPORT, registered
from xj_analysis.base.errors import UsageError
from xj_analysis.cli.app import app
from xj_analysis.texts import proof, proposals

DRAFT = "2024年1—9月，完成投资45.6亿元，占年度计划60亿元的78%。\n规上工业利润下降2倍，出口增长-3.2%。\n"


def xj(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_read_says_each_number_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    code, output = xj("read", tmp_path / "a.txt")
    assert code == 0
    assert output.startswith("a.txt：4个数；时间以2024（文中最晚的年份）为准")
    assert "第1段第15—21字　75.5万人次　75.5　万人次　约　2024年　接待游客" in output


def test_read_as_json_is_whole(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    code, output = xj("read", tmp_path / "a.txt", tmp_path / "b.txt", "--json", "--anchor", "2024-12-31")
    first, second = json.loads(output)
    assert code == 0 and (first["file"], second["file"]) == ("a.txt", "b.txt")
    assert first["anchor"] == {"year": 2024, "day": "2024-12-31", "how": "given"}
    assert [(m["value"], m["unit"], m["hedge"]) for m in first["mentions"][:2]] == [
        ("75.5", "万人次", "about"), ("4800", "万元", "exact"),
    ]  # fmt: skip
    assert REPORT[first["mentions"][0]["start"] : first["mentions"][0]["end"]] == "75.5万人次"


def test_read_into_a_county_says_what_to_do_next(county_folder: DataFolder) -> None:
    path = registered(county_folder)
    code, output = xj("read", path, "--to", county_folder.path)
    assert code == 0 and "待确认的表" in output and "填“是”" in output
    code, output = xj("read", path, "--to", county_folder.path)
    assert code == 0 and "确认0行" in output


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
    code, output = xj("proof", tmp_path / "bad.txt")
    assert code == 5
    assert "第1段第32—34字　完成率不等于实际÷目标　78%" in output and "76%　确定" in output
    (tmp_path / "good.txt").write_text(REPORT, encoding="utf-8")
    assert xj("proof", tmp_path / "good.txt") == (0, "good.txt：没有发现问题\n")


def test_proof_as_json(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text(DRAFT, encoding="utf-8")
    code, output = xj("proof", tmp_path / "bad.txt", "--json")
    proof_result = json.loads(output)
    assert code == 5
    assert [(alarm["rule"], alarm["text"], alarm["sure"]) for alarm in proof_result["alarms"]] == [
        ("completion", "78%", "certain"), ("times", "2倍", "certain"), ("sign", "-3.2%", "certain"),
    ]  # fmt: skip


def test_proof_against_the_data_names_source_and_cell(county_folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2024年，全县旅游收入5200万元。", encoding="utf-8")
    assert xj("proof", tmp_path / "a.txt")[0] == 0
    code, output = xj("proof", tmp_path / "a.txt", "--against", county_folder.path)
    assert code == 5
    assert "与数据不一致　5200万元　写作5200万元，数据为4800万元（report 第2行）" in output


def test_the_draft_comes_back_with_comments_in_its_own_form(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("规上工业")
    paragraph.add_run("利润下降2").bold = True
    paragraph.add_run("倍，出口增长-3.2%。")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "完成年度计划60亿元的78%，完成13月任务"
    document.save(str(tmp_path / "a.docx"))
    code, output = xj("proof", tmp_path / "a.docx", "--out", tmp_path / "b.docx")
    assert code == 5 and "已写入" in output
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


# --- the pages about them ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "command", "name"), [("read-texts", "read", "news.txt"), ("proof-a-draft", "proof", "draft.txt")]
)
def test_the_worked_example_of_a_page_says_what_the_program_says(
    tmp_path: Path, page: str, command: str, name: str
) -> None:
    written = (REPO / "docs" / f"{page}.md").read_text(encoding="utf-8")
    text, output = re.findall(
        r"^```\n((?:(?!```).*\n)*)```$", re.sub(r"^```\w+\n.*?^```$", "", written, flags=re.S | re.M), re.M
    )
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert xj(command, tmp_path / name)[1] == output


def test_the_rules_and_columns_are_all_described() -> None:
    rules = (REPO / "docs" / "proof-a-draft.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", rules, re.M) == list(proof.RULES)
    assert all(f"`{sure}` {label}" in rules for sure, label in proof.SURE.items())
    table = (REPO / "docs" / "read-texts.md").read_text(encoding="utf-8").partition("## 写进数据")[2]
    described = [name for first in re.findall(r"^\| (`.*?`) \|", table, re.M) for name in re.findall(r"`(\w+)`", first)]
    assert described == list(proposals.COLUMNS)
