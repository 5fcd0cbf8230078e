"""The commands of collection: what a person sees, and the exit code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from support.command_line import xj
from support.county_folder import REPO
from xj_analysis.base.errors import OutputError
from xj_analysis.cli.app import app
from xj_analysis.cli.data import _print_receipt
from xj_analysis.collect import return_slips
from xj_analysis.collect.receipts import Receipt

FOLDER = REPO / "data" / "example"
INBOX = FOLDER / "inbox" / "2025-10"


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.output


@pytest.fixture
def data(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("generator", "inbox", "faulty")
    return Path(shutil.copytree(FOLDER, tmp_path / "example", ignore=ignored))


def test_templates_are_written_and_counted(tmp_path: Path) -> None:
    code, said = run("template", FOLDER, "--to", tmp_path, "--unit", "wlj", "--unit", "town101")
    assert code == 0 and "写出 2 份模板" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "示例县文化广电旅游局-2025年1—10月.xlsx", "示例镇-2025年1—10月.xlsx",
    ]  # fmt: skip


def test_a_sound_file_is_taken_and_a_faulty_one_comes_back(data: Path) -> None:
    faulty = next(path for path in (FOLDER / "faulty").iterdir() if path.name.startswith("24-bounds"))
    sound = next(path for path in INBOX.iterdir() if "商务" in path.name or "招商" in path.name)
    code, said = run("intake", data, sound, faulty, "--on", "2025-11-09")
    assert code == 3
    assert f"{sound.name}（swj，2025年1—10月）：已收，入库12个数" in said
    assert "已退回，入库0个数，1处问题" in said and "大于上限（100%）" in said
    assert (data / "returned" / f"{faulty.stem}-退回.xlsx").is_file()
    code, said = run("status", data, "--period", "2025-01/2025-10", "--on", "2025-11-09")
    assert code == 0 and "已收1，部分收0，已退回1，未报29；逾期0" in said
    assert run("intake", data, sound, "--on", "2025-11-10") == (0, f"{sound.name}：已经收过，没有重复入库。\n")


def test_status_of_the_period_of_the_county() -> None:
    code, said = run("status", FOLDER, "--on", "2025-10-20")
    assert code == 0
    assert said.startswith("示例县2025年1—9月：已收29，部分收1，已退回0，未报1；逾期3")
    assert "某某乡　未报　—　2025-10-10　逾期" in said


def test_a_folder_that_cannot_be_written_is_one_message_with_its_path(data: Path) -> None:
    (data / "received").rename(data / "gone")
    (data / "received").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        app.main(["intake", str(data), str(next(INBOX.iterdir())), "--on", "2025-11-09"], "xj")
    assert str(data / "received") in str(caught.value) and "写不下" in str(caught.value)


def test_a_folder_is_taken_in_without_what_programs_left_there(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    shutil.copy(next(path for path in INBOX.iterdir() if "招商" in path.name), folder)
    for name in ("~$招商进展.xlsx", ".DS_Store", "Thumbs.db"):
        (folder / name).write_bytes(b"x")
    code, said = run("intake", data, folder, "--on", "2025-11-09")
    assert code == 0 and said.count("没有收。") == 3 and said.count("已收，入库12个数") == 1
    assert run("intake", data, *folder.iterdir(), "--on", "2025-11-09")[0] == 0
    assert not (data / "returned").exists()


def test_a_trial_shows_each_value_with_its_hedge_and_its_cell(data: Path) -> None:
    faulty = next(path for path in (FOLDER / "faulty").iterdir() if path.name.startswith("24-bounds"))
    tourism = next(path for path in INBOX.iterdir() if "旅游" in path.name)
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    code, said = run("intake", data, tourism, faulty, "--on", "2025-11-09", "--dry-run")
    assert code == 3
    assert f"{tourism.name}（wlj，2025年1—10月）：试读，没有写入；会收，会入库48个数" in said
    (line,) = (line for line in said.splitlines() if line.startswith("示例镇"))
    assert line == (
        "示例镇　接待游客27.41万人次 C5　接待游客（当月）2.89万人次 B5　"
        "旅游综合收入11620万元 E5　旅游综合收入（当月）1383万元 D5"
    )
    assert "会退回，会入库0个数，1处问题" in said and "大于上限（100%）" in said
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before
    assert "已退回0" in run("status", data, "--period", "2025-01/2025-10", "--on", "2025-11-09")[1]


def test_what_was_not_read_is_printed_below_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    receipt = Receipt("a.xlsx", "wlj", "2025-01/2025-10", "accepted", 3, left_out=tuple(f"第{n}行" for n in range(20)))
    _print_receipt(receipt)
    assert capsys.readouterr().out.splitlines() == [
        "a.xlsx（wlj，2025年1—10月）：已收，入库3个数",
        "  没有读：" + "；".join(f"第{n}行" for n in range(20)),
    ]


def test_what_is_in_when_the_room_ends_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    faulty = next(path for path in (FOLDER / "faulty").iterdir() if path.name.startswith("24-bounds"))
    sound = next(path for path in INBOX.iterdir() if "招商" in path.name)
    monkeypatch.setattr(return_slips, "replace_file", full)
    result = CliRunner().invoke(app, ["intake", str(data), str(sound), str(faulty), "--on", "2025-11-09"])
    assert isinstance(result.exception, OutputError) and result.exception.exit_code == 4
    assert "已收，入库12个数" in result.output


def test_check_lists_every_known_contradiction_and_passes() -> None:
    run = xj("check", "data/xiajiang")
    assert run.returncode == 0
    assert run.stdout.startswith("错误 0 条，")
    shares = ("13.18%，由分项计算为12.4%", "43.74%", "43.08%")
    for said in ("新增市级企业技术中心数：2个、3个", "A26", "A27", "2735.10亿元、2735.07亿元", *shares):
        assert said in run.stdout, said


def test_check_strict_fails_on_doubts() -> None:
    assert xj("check", "data/xiajiang", "--strict").returncode == 5


def test_check_of_faulty_data_exits_three_with_every_fault(tmp_path: Path) -> None:
    run = xj("check", str(tmp_path))
    assert run.returncode == 3
    assert "county.toml" in run.stdout and "Traceback" not in run.stdout + run.stderr
