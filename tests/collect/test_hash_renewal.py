"""`xj check --fix` on data folders: hashes of transcripts and of received reports."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

from click.testing import CliRunner

from support.county_folder import REPO, DataFolder, tiny_county
from xj_analysis.briefing import check
from xj_analysis.cli.app import app
from xj_analysis.collect.hash_renewal import register_hashes

HASH_LINE = re.compile(r'^sha256 = ".*"\n', re.MULTILINE)


def sources(folder: DataFolder) -> str:
    return (folder.path / "sources.toml").read_text(encoding="utf-8")


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_a_missing_hash_is_a_fault_that_names_its_remedy_and_the_remedy_works(tmp_path: Path) -> None:
    folder = tiny_county(tmp_path)
    digest = hashlib.sha256((folder.path / "transcripts" / "report.csv").read_bytes()).hexdigest()
    folder.write("sources.toml", HASH_LINE.sub("", sources(folder)))
    fault, _ = check.check_folder(folder.path)[0]
    assert (fault.where, fault.what) == ("shili/sources.toml 第1行 [report]", "转录文件的 SHA-256 没有登记")
    assert fault.do == f"请运行 xj check --fix {folder.path}，会自动填上。"
    code, said = run("check", "--fix", folder.path)
    assert code == 0
    assert f"sources.toml [report]　补上 SHA-256：{digest}" in said and "[mirror]　补上" in said
    written = sources(folder)
    assert written.count(digest) == 2
    code, said = run("check", "--fix", folder.path)
    assert code == 0 and "SHA-256" not in said and sources(folder) == written


def test_a_changed_transcript_is_told_with_both_hashes(tmp_path: Path) -> None:
    folder = tiny_county(tmp_path)
    old = hashlib.sha256((folder.path / "transcripts" / "report.csv").read_bytes()).hexdigest()
    (folder.path / "transcripts" / "report.csv").write_bytes(b"edited")
    new = hashlib.sha256(b"edited").hexdigest()
    code, said = run("check", folder.path, "--fix")
    assert code == 0 and f"[report]　更新 SHA-256：{old} → {new}（转录件改过，请核对）" in said
    assert sources(folder).count(new) == 2 and old not in sources(folder)


def test_other_faults_stay_and_are_told(tmp_path: Path) -> None:
    folder = tiny_county(tmp_path)
    folder.write("sources.toml", HASH_LINE.sub("", sources(folder)).replace("transcripts/report.csv", "none.csv", 1))
    outside = 'transcript = "../outside.csv"\n'
    (tmp_path / "outside.csv").write_bytes(b"1")
    folder.write("sources.toml", sources(folder) + f'[[sources]]\nid = "out"\ntitle = "外"\npublisher = "某局"\n'
                 f'published = 2024-01-01\nstrength = "original"\n{outside}')  # fmt: skip
    code, said = run("check", "--fix", folder.path)
    assert code == 3
    assert "[mirror]　补上" in said and "转录文件不存在" in said and "转录文件在数据文件夹之外" in said
    assert len(HASH_LINE.findall(sources(folder))) == 1


def test_a_register_that_is_no_toml_is_told_by_the_check_and_not_touched(tmp_path: Path) -> None:
    folder = tiny_county(tmp_path)
    folder.write("sources.toml", "[[sources]\n")
    code, said = run("check", "--fix", folder.path)
    assert code == 3 and "不是合格的 TOML" in said and sources(folder) == "[[sources]\n"


def test_a_byte_order_mark_and_windows_line_ends_stay(tmp_path: Path) -> None:
    folder = tiny_county(tmp_path)
    bare = HASH_LINE.sub("", sources(folder))
    path = folder.path / "sources.toml"
    path.write_bytes(b"\xef\xbb\xbf" + bare.replace("\n", "\r\n").encode())
    assert run("check", "--fix", folder.path)[0] == 0
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf[[sources]]\r\n") and content.count(b"\n") == content.count(b"\r\n")
    assert HASH_LINE.sub("", content.decode("utf-8-sig").replace("\r\n", "\n")) == bare


def test_a_received_report_is_registered_too(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("generator", "inbox", "faulty")
    data = Path(shutil.copytree(REPO / "data" / "example", tmp_path / "example", ignore=ignored))
    register = data / "received" / "sources.toml"
    whole = register.read_bytes()
    register.write_bytes(re.sub(rb'\nsha256 = "[0-9a-f]+"', b"", whole, count=1))
    ((file, change),) = register_hashes(data, print)
    assert file == "received/sources.toml" and change.old == "" and change.new.encode() in whole
    assert sorted(register.read_bytes().splitlines()) == sorted(whole.splitlines())
    assert list(register_hashes(data, print)) == []
