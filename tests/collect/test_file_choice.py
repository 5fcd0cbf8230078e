"""Which files are taken in: of folders those in them, and none that a program or the system left there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import UsageError
from xj_analysis.base.text import printable
from xj_analysis.collect.file_choice import choose_files, file_name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = ["b.xlsx", "a.csv", "~$b.xlsx", ".~lock.b.xlsx#", ".DS_Store", "Thumbs.db", "Desktop.ini", ".hidden.xlsx"]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "c.xlsx").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("starred", [True, False])
def test_what_a_folder_holds_is_taken_but_no_lock_and_no_hidden_file(folder: Path, starred: bool) -> None:
    below = [path for path in sorted(folder.iterdir()) if path.name != "deeper"]
    chosen, left_out = choose_files(below if starred else [folder])
    assert [path.name for path in chosen] == ["a.csv", "b.xlsx"]
    said = {line.partition("：")[0] for line in left_out}
    assert said >= {"~$b.xlsx", ".~lock.b.xlsx#", ".DS_Store", "Thumbs.db", "Desktop.ini", ".hidden.xlsx"}
    assert said - {"deeper"} == {path.name for path in below} - {"a.csv", "b.xlsx"}
    assert all(line.endswith("没有收。") for line in left_out)


def test_all_missing_paths_are_named_at_once(folder: Path) -> None:
    missing = [folder / "none.xlsx", folder / ("长" * 100), folder / "broken"]
    (folder / "broken").symlink_to(folder / "nowhere")
    with pytest.raises(UsageError) as caught:
        choose_files([missing[0], folder / "b.xlsx", *missing[1:]])
    assert all(str(path) in str(caught.value) for path in missing) and "b.xlsx" not in str(caught.value)
    assert caught.value.exit_code == 2


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_a_name_is_text_in_whatever_encoding_it_was_packed(name: str) -> None:
    assert file_name(Path("/", name)) == printable(name) or name in (".", "..")
    packed = os.fsdecode(f"{name}表格.xlsx".encode("gb18030"))
    assert file_name(Path(packed)).encode()  # no half characters


def test_a_name_packed_in_gb18030_is_what_its_sender_saw() -> None:
    assert file_name(Path(os.fsdecode("旅游接待情况10月.xls".encode("gb18030")))) == "旅游接待情况10月.xls"
