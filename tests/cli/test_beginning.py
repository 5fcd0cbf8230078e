"""`xj new`, and what `xj` and `xj build` say where there is no county."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from support.command_line import page, xj
from support.notebooks import executed
from xj_analysis.cli.app import app

NEW = ("new", "jishui", "--name", "吉水县", "--code", "360822")


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*words], prog_name="xj")
    return result.exit_code, result.output if not result.exception else f"{result.output}{result.exception}"


def test_a_new_county_builds_at_once_and_says_on_every_page_that_it_is_invented(tmp_path: Path) -> None:
    said = xj(*NEW, cwd=tmp_path)
    assert (said.returncode, said.stderr) == (0, "")
    commands = [shlex.split(line.split("  ")[1]) for line in said.stdout.splitlines()[1:]]
    assert [command[:2] for command in commands] == [["xj", "build"], ["xj", "check"], ["xj", "build"]]
    for command in commands[:2]:
        done = xj(*command[1:], cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    folder = tmp_path / "reports" / "jishui" / "2024" / "internal"
    briefings = {path.parent.name: path for path in folder.glob("*/briefing.pdf")}
    assert set(briefings) == {"tourism", "industry", "jobs", "overview"}
    for slug, path in briefings.items():
        pages = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(path)]
        assert all("虚构示例，数据均为编造" in words for words in pages), slug
    tourism = "".join(
        json.loads((folder / "tourism" / "briefing.ipynb").read_text(encoding="utf-8"))["cells"][0]["source"]
    )
    assert "自己的笔记本" in tourism, "the campaign's own notebook is in the data folder"
    words = re.sub(r"<[^>]+>", "", (folder / "jobs" / "briefing.html").read_text(encoding="utf-8"))
    assert "来源没有给出本攻坚战的任何数字" not in words and "城镇新增就业累计1260人，完成年度目标的105.0%" in words
    assert "见“目标进度”" not in words, "where its figures stand is for the person at the notebook"
    html = (folder / "overview" / "briefing.html").read_text(encoding="utf-8")
    assert "来源没有年度目标" not in html and "没有声明灯的规则" in html and "十大" not in html


def test_the_notebook_runs_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As JupyterLab and plain papermill run it: in its own folder, beside other counties."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XJ_DATA", raising=False)
    assert run(*NEW)[0] == 0
    assert run("new", "other", "--name", "某县", "--code", "360999")[0] == 0
    cells = executed(tmp_path / "jishui" / "notebooks" / "tourism.ipynb", tmp_path)
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output["output_type"] in ("error", "stream")]
    assert "吉水县" in json.dumps(outputs, ensure_ascii=False)


def test_where_there_is_no_county_the_program_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    begin = "新建一个：xj new 我的县 --name 某县 --code 360999"
    for words in ((), ("--help",), ("build",), ("build", "--watch"), ("check",), ("status",)):
        code, said = run(*words)
        assert "这里没有县的数据" in said and begin in said, words
        assert code == 0 or words != ("--help",)


def test_what_it_says_to_begin_with_is_a_command_that_works(tmp_path: Path) -> None:
    said = xj("build", cwd=tmp_path)
    assert said.returncode == 2
    command = said.stderr.rpartition("xj ")[2].rstrip("。\n")
    assert xj(*command.split(), cwd=tmp_path).returncode == 0
    assert "xj build 我的县" in xj("build", cwd=tmp_path).stderr
    assert "这里没有县的数据" not in xj("--help", cwd=tmp_path).stdout


def test_a_build_without_a_folder_lists_those_that_are_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*NEW)[0] == 0
    assert run("new", "data/other", "--name", "某县", "--code", "360999")[0] == 0
    for command in ("build", "check"):
        code, said = run(command)
        assert code != 0 and f"请写 xj {command} jishui" in said and "data/other" in said


@pytest.mark.parametrize("folder", ["a b", "我的县", "it's"])
def test_the_next_commands_can_be_copied_as_they_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = run("new", folder, *NEW[2:])
    assert code == 0
    typed = shlex.split(said.splitlines()[2].split("改过数据")[0])
    assert typed == ["xj", "check", "--fix", folder]
    assert run(*typed[1:])[0] == 0


def test_help_names_files_that_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run(*NEW)
    numbered = re.findall(r"^ *[1-9]\. (\S+) ", page("new"), re.MULTILINE)
    assert len(numbered) == 6
    assert all((tmp_path / "jishui" / name).exists() for name in numbered), numbered


def test_a_county_is_not_written_over(tmp_path: Path) -> None:
    assert xj(*NEW, cwd=tmp_path).returncode == 0
    again = xj(*NEW, cwd=tmp_path)
    assert (again.returncode, again.stderr) == (2, "jishui：文件夹不是空的，没有写入。请换一个名字，或先清空它。\n")


def test_a_copied_county_gets_a_slug_of_its_own_in_one_place(tmp_path: Path) -> None:
    """Where the folder's name is no slug: the copy has that of the first, and their reports would have one place."""
    assert xj("new", "我的县", *NEW[2:], cwd=tmp_path).returncode == 0
    shutil.copytree(tmp_path / "我的县", tmp_path / "你的县")
    build = ("build", "我的县", "你的县", "--campaign", "jobs", "--format", "html")
    refused = xj(*build, cwd=tmp_path)
    assert refused.returncode == 2 and "county360822：两个县的代号相同" in refused.stderr
    assert not (tmp_path / "reports" / "county360822").exists()
    county = tmp_path / "你的县" / "county.toml"
    text = county.read_text(encoding="utf-8")
    assert text.count("county360822") == 1
    county.write_text(text.replace("county360822", "yours"), encoding="utf-8")
    done = xj(*build, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(tmp_path / "reports").parts[0] for path in tmp_path.glob("reports/*/2024/internal/jobs")}
    assert made == {"county360822", "yours"}
