"""Commands build and runs: interruption, records, messages and exit codes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner

from support.built_county import SLUGS, XJ, BuiltCounty
from support.command_line import xj
from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.build.run_records import RunRecords
from xj_analysis.cli.app import app


def test_a_mistyped_date_is_one_message_in_chinese() -> None:
    run = xj("build", "data/xiajiang", "--known-at", "2024")
    assert run.returncode == 2
    assert run.stderr == "--known-at：日期写法不对，得到“2024”。请写成 2024-06-30。\n"


def test_ctrl_c_ends_the_build_at_once_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        XJ,
        "build",
        str(REPO / "data" / "xiajiang"),
    ]
    started = subprocess.Popen(
        [*command, "--out", str(tmp_path / "reports"), "--jobs", "2"], stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert started.stderr is not None
    assert started.stderr.readline().startswith("笔记本：")
    assert started.stderr.readline().startswith("[1/11] ")  # ten are still to come
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=20)
    assert started.returncode == 130
    assert "已中断" in said and "Traceback" not in said
    done = [path.parent for path in tmp_path.rglob("figures.json")]
    files = {"briefing.html", "briefing.pdf", "briefing.ipynb", "figures.json"}
    assert len(done) < 11 and all({path.name for path in folder.iterdir()} == files for folder in done)
    left = {path for path in tmp_path.rglob("*") if path.is_file() and path.parent not in done}
    assert {path.relative_to(tmp_path).as_posix() for path in left} == {".xj/reports/lock", ".xj/reports/runs.sqlite"}


def test_the_records_of_builds_are_shown_with_their_reasons_in_local_time(
    built_county: BuiltCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        page = CliRunner().invoke(app, ["runs", "--out", str(built_county.out)])
        record = CliRunner().invoke(app, ["runs", "--out", str(built_county.out), "--json"])
    finally:
        monkeypatch.undo()
        time.tzset()
    (run,) = json.loads(record.output)
    assert {row["slug"]: row["why"] for row in run["briefings"]} == {slug: ["还没有做成过"] for slug in SLUGS}
    local = datetime.fromisoformat(run["started"]).astimezone(timezone(timedelta(hours=8)))
    assert f"第1次　{local:%Y-%m-%d %H:%M:%S} 开始" in page.output and "+0" not in page.output
    assert "缘由　还没有做成过：tourism、jobs、overview" in page.output


def test_where_nothing_was_built_that_is_said(tmp_path: Path) -> None:
    never = CliRunner().invoke(app, ["runs", "--out", str(tmp_path / "reports")])
    assert isinstance(never.exception, UsageError) and "还没有运行记录" in str(never.exception)
    RunRecords(tmp_path / ".xj" / "reports").close()  # as a build that was refused leaves it
    assert CliRunner().invoke(app, ["runs", "--out", str(tmp_path / "reports")]).output == "还没有运行记录。\n"
    empty = CliRunner().invoke(app, ["runs", "--out", str(tmp_path / "reports"), "--json"])
    assert json.loads(empty.output) == []


def test_a_parameter_is_named_as_it_was_typed_and_in_a_notebook_as_it_is_there(built_county: BuiltCounty) -> None:
    with pytest.raises(UsageError, match=r"^--period：期间写法不认识，得到“2O24”"):
        app.main(["build", str(built_county.data.path), "--out", str(built_county.out), "--period", "2O24"], "xj")
    with pytest.raises(UsageError, match=r"^--known-at：那一天还没有任何数据"):
        app.main(
            ["build", str(built_county.data.path), "--out", str(built_county.out), "--known-at", "1999-01-01"], "xj"
        )
    with pytest.raises(UsageError, match=r"^period：期间写法不认识，得到“2O24”"):
        Briefing(county="xiajiang", period="2O24")


def test_a_campaign_without_data_of_the_period_is_not_made_and_the_others_are(
    built_county: BuiltCounty, tmp_path: Path
) -> None:
    words = ["build", str(built_county.data.path), "--out", str(tmp_path / "r"), "--notebooks", str(built_county.books)]
    run = CliRunner().invoke(app, [*words, "--period", "2023", "--format", "html"])
    why = "period：就业攻坚战没有这个期间的数据，得到“2023”。实绩到2024年12月31日为止，最近有实绩的年份：2024。"
    assert run.exit_code == 2 and why in run.output
    lines = {line.split("　")[-1]: line.split("　")[1] for line in run.output.splitlines() if line.startswith("示例县")}
    assert lines == {"tourism": "完成", "jobs": "没有做", "overview": "完成"}
    folder = tmp_path / "r" / "shili" / "2023" / "internal"
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {"tourism", "overview"}
    alone = CliRunner().invoke(app, [*words, "--period", "2023", "--format", "html", "--campaign", "jobs"])
    assert alone.exit_code == 2 and "没有做　jobs" in alone.output and why in alone.output


def test_where_nothing_failed_there_is_nothing_to_do_again(built_county: BuiltCounty) -> None:
    for option, said in (
        ("--failed", "上一次没有失败的，没有要重做的。"),
        ("--resume", "上一次都做完了，没有要重做的。"),
    ):
        run = CliRunner().invoke(app, ["build", str(built_county.data.path), "--out", str(built_county.out), option])
        assert (run.exit_code, run.output) == (0, f"{said}\n")


@pytest.mark.parametrize("written", ["html, pdf", "html，pdf", "html,pdf,"])
def test_formats_may_be_written_with_spaces_and_a_chinese_comma(built_county: BuiltCounty, written: str) -> None:
    words = [
        "build",
        str(built_county.data.path),
        "--out",
        str(built_county.out),
        "--notebooks",
        str(built_county.books),
    ]
    run = CliRunner().invoke(app, [*words, "--format", written])
    assert run.exit_code == 0 and all((built_county.issue / slug / "briefing.pdf").is_file() for slug in SLUGS)


@pytest.mark.parametrize("written", ["", " ", "，"])
def test_no_format_at_all_is_refused(built_county: BuiltCounty, written: str) -> None:
    with pytest.raises(UsageError, match=r"^--format：没有写格式"):
        app.main(["build", str(built_county.data.path), "--out", str(built_county.out), "--format", written], "xj")


def lines_of_a_build(county: BuiltCounty, slug: str) -> list[str]:
    """The output of a build of one briefing, which must not fail."""
    words = ["build", str(county.data.path), "--out", str(county.out), "--notebooks", str(county.books)]
    run = CliRunner().invoke(app, [*words, "--format", "html", "--campaign", slug])
    assert run.exit_code == 0, run.output
    return run.output.splitlines()


def test_the_closing_table_tells_what_was_not_printed_with_cell_and_reason(built_county: BuiltCounty) -> None:
    built_county.write("jobs")
    built_county.append("jobs", "print('看一眼')", "'37家'", "briefing.check();")
    title, first, second = lines_of_a_build(built_county, "jobs")[-3:]
    assert title == "没有印出的："
    assert first == "jobs　第4格“print('看一眼')”　print 的文字“看一眼”　要印请用 say(…)。"
    assert second.startswith("jobs　第5格“'37家'”　字符串“'37家'”　要印请用 say(…)；")
    assert lines_of_a_build(built_county, "jobs")[-3:] == [title, first, second], "unchanged, and told again"


def test_a_finding_and_a_chart_without_their_numbers_are_told(built_county: BuiltCounty) -> None:
    built_county.write("tourism")
    said = 'briefing.finding("接待游客{visits}。", visits=briefing.figure("visits", "2023"))'
    drawn = 'from xj_analysis import charts\ncharts.bars(briefing["income"].head(1), "各年收入")'
    built_county.append("tourism", said, drawn)
    title, finding, chart = lines_of_a_build(built_county, "tourism")[-3:]
    assert title == "没有印出的："
    assert finding.endswith("　句子“接待游客{visits}。”　visits 2023年接待游客：无数据。")
    assert chart.startswith("tourism　第5格“from xj_analysis import …”　图“各年收入”　")
    assert chart.endswith("只有1个数，一张图至少要两个。")


def test_where_all_was_printed_nothing_is_told(built_county: BuiltCounty) -> None:
    built_county.write("jobs")
    assert not any("没有印出" in line for line in lines_of_a_build(built_county, "jobs"))
