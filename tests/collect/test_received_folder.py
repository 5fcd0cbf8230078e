"""The folder of what was received: changed at once or not at all, by one intake at a time."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.filed_reports import inbox
from xj_analysis import loaders
from xj_analysis.base import folder_swap
from xj_analysis.base.errors import OutputError
from xj_analysis.base.text_files import replace_file
from xj_analysis.collect import receipts
from xj_analysis.collect.received_folder import ReceivedFolder
from xj_analysis.county.toml_files import read_county


def received(data: Path) -> dict[str, bytes]:
    folder = data / "received"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("at_once", [True, False])
def test_all_changes_are_seen_at_once(data: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool) -> None:
    if not at_once:
        monkeypatch.setattr(folder_swap, "_exchange", lambda one, other: False)
    before = received(data)
    with ReceivedFolder(data, print) as folder:
        for number in range(3):
            with folder.entry() as draft:
                replace_file(draft / "received" / f"{number}" / "a.csv", b"1")
                replace_file(draft / "received" / "log.csv", str(number).encode())
                assert received(data) == before
            before |= {f"{number}/a.csv": b"1", "log.csv": str(number).encode()}
            assert received(data) == before
    assert sorted(path.name for path in (data / ".xj" / "received").iterdir()) == ["lock"]


def test_the_first_file_of_a_county_makes_the_folder(tmp_path: Path) -> None:
    with ReceivedFolder(tmp_path, print) as folder:
        assert not (tmp_path / "received").exists()
        with folder.entry() as draft:
            replace_file(draft / "received" / "log.csv", b"1")
    assert received(tmp_path) == {"log.csv": b"1"}


def test_an_error_changes_nothing_and_the_next_try_is_clean(data: Path) -> None:
    before = received(data)
    with ReceivedFolder(data, print) as folder:
        with (
            pytest.raises(OutputError, match="received：写不下，得到“磁盘满了”"),
            folder.entry() as draft,
        ):
            replace_file(draft / "received" / "log.csv", b"half")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        assert received(data) == before
        with folder.entry() as draft:
            assert received(draft) == before


def test_a_link_stays_a_link(data: Path) -> None:
    """Received files may lie on another disk, in a folder of another name."""
    elsewhere = data.parent / "elsewhere" / "of example"
    elsewhere.parent.mkdir()
    (data / "received").rename(elsewhere)
    (data / "received").symlink_to(elsewhere)
    with ReceivedFolder(data, print) as folder, folder.entry() as draft:
        replace_file(draft / "received" / "log.csv", b"1")
    assert (data / "received").is_symlink() and (elsewhere / "log.csv").read_bytes() == b"1"
    assert (elsewhere.parent / ".xj").is_dir() and not (data / ".xj").exists()


def enter(data: Path) -> None:
    with ReceivedFolder(data, print):
        pass


@pytest.mark.parametrize("reader", [loaders.load, read_county, enter])
def test_what_a_killed_one_left_aside_is_put_back_by_whoever_comes(
    data: Path, reader: Callable[[Path], object]
) -> None:
    before, aside = received(data), data / ".xj" / "received" / "draft" / "received.old"
    aside.parent.mkdir(parents=True)
    (data / "received").rename(aside)
    reader(data)
    assert received(data) == before and not aside.exists()


INTAKE = [sys.executable, "-c", "from xj_analysis.cli.app import main; main()", "intake"]


def test_two_at_once_are_both_wholly_in(data: Path) -> None:
    """Both are told to wait, then one waits for the other."""
    before = len(receipts.read_log(data))
    groups = [["旅游", "财政"], ["招商", "审批"]]
    commands = [[*INTAKE, str(data), *(str(inbox(word)) for word in group), "--on", "2025-11-09"] for group in groups]
    with ReceivedFolder(data, print):
        plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=plain) for command in commands]
        for run in runs:
            assert run.stdout is not None
            assert run.stdout.readline() == f"进程 {os.getpid()} 正在写 {data / 'received'}，等它做完……\n"
    for run in runs:
        said, _ = run.communicate(timeout=60)
        assert run.returncode == 0 and said.count("：已收，入库") == 2
    log = receipts.read_log(data)[before:]
    frame = loaders.load(data).frame
    counted = frame[frame["published"] == "2025-11-09"].groupby("source").size()
    assert sorted(counted) == sorted(int(row["values"]) for row in log) and len(log) == 4
    assert all((data / row["file"]).is_file() for row in log)
