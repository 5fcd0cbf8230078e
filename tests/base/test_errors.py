"""Error messages (where, what, got, do), exit codes, and pickling between processes."""

from __future__ import annotations

import errno
import os
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import REPO
from xj_analysis.base import errors
from xj_analysis.base.errors import (
    CheckError,
    DataError,
    Fault,
    NotebookError,
    OutputError,
    UsageError,
    XjError,
    choices,
)

WORDING = [
    (
        ("a.csv 第2行 unit", "单位不认识", "万圆", "请改为“万元”。"),
        "a.csv 第2行 unit：单位不认识，得到“万圆”。请改为“万元”。",
    ),
    (("a.csv", "文件不存在", "", "请核对路径。"), "a.csv：文件不存在。请核对路径。"),
    (("a.csv", "空文件", "", ""), "a.csv：空文件。"),
    (("a.csv 第3行", "值不是数字", "约3", ""), "a.csv 第3行：值不是数字，得到“约3”。"),
]


@pytest.mark.parametrize(("parts", "message"), WORDING)
def test_a_fault_says_where_what_got_do(parts: tuple[str, str, str, str], message: str) -> None:
    assert str(Fault(*parts)) == message


@pytest.mark.parametrize(("parts", "message"), WORDING)
def test_an_error_prints_the_same_words_as_its_fault(parts: tuple[str, str, str, str], message: str) -> None:
    assert str(XjError(*parts)) == message


@pytest.mark.parametrize(
    ("name", "available", "remedy"),
    [
        ("cluster", ["clusters", "talent"], "是否想写“clusters”？可选：clusters、talent。"),
        ("talnt", ["clusters", "talent"], "是否想写“talent”？可选：clusters、talent。"),
        ("zzzz", ["clusters", "talent"], "可选：clusters、talent。"),
        ("", ["clusters"], "可选：clusters。"),
        ("any", [], "没有可选的名称。"),
        ("万圆", ["万元", "公顷"], "是否想写“万元”？可选：万元、公顷。"),
    ],
)
def test_the_remedy_names_the_nearest_and_all(name: str, available: list[str], remedy: str) -> None:
    assert choices(name, available) == remedy


@given(st.lists(st.text(alphabet="abcdefg", min_size=3), min_size=1, unique=True), st.data())
def test_a_name_is_never_proposed_where_it_stands(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    assert choices(name, names).startswith("可选：")
    for same in (f" {name}", "".join(chr(ord(letter) + 0xFEE0) for letter in name), f"{name}\u3000"):
        assert choices(same, names).startswith(f"与“{name}”只差空格或全角半角。可选：")
    for sign in "\u200b\ufeff\u202e":
        remedy = choices(name + sign, names)
        assert remedy.startswith("里面有看不见的字符（") and f" U+{ord(sign):04X}），请删去重打。" in remedy
        assert sign not in remedy


def test_of_many_choices_the_nearest_few_are_named() -> None:
    names = [*(f"indicator_{n}" for n in range(40)), "visits", "visitors"]
    remedy = choices("visit", names)
    assert remedy.startswith("是否想写“visits”？可选：visits、visitors、")
    assert remedy.count("、") == 5 and remedy.endswith(" 等42个。")


def test_choices_reads_a_one_pass_iterable() -> None:
    assert choices("tallent", (name for name in ("talent",))) == "是否想写“talent”？可选：talent。"


@pytest.mark.parametrize(
    ("kind", "code"), [(XjError, 1), (UsageError, 2), (DataError, 3), (NotebookError, 4), (CheckError, 5)]
)
def test_each_kind_has_its_exit_code(kind: type[XjError], code: int) -> None:
    assert kind("a", "b").exit_code == code


def test_every_error_of_the_library_is_caught_as_one() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert len(kinds) == 8
    assert all(issubclass(kind, XjError) for kind in kinds)


def test_a_data_error_carries_and_prints_all_its_faults_in_order() -> None:
    faults = [Fault("a.csv", "空文件"), Fault("b.csv", "列名不认识", "c")]
    error = DataError.of(faults)
    assert error.faults == tuple(faults)
    assert error.fault == faults[0]
    assert str(error) == "a.csv：空文件。\nb.csv：列名不认识，得到“c”。"


@pytest.mark.parametrize(("parts", "message"), WORDING)
def test_the_message_of_a_fault_leaves_out_the_place(parts: tuple[str, str, str, str], message: str) -> None:
    assert f"{parts[0]}：{Fault(*parts).message}" == message


@pytest.mark.parametrize(
    "error",
    [
        UsageError("--period", "不是期间", "二月", "请改。"),
        DataError.of([Fault("a.csv", "空文件"), Fault("b.csv", "空文件", "", "请填。")]),
    ],
)
def test_an_error_is_the_same_in_another_process(error: XjError) -> None:
    same = pickle.loads(pickle.dumps(error))
    assert (type(same), str(same), same.fault) == (type(error), str(error), error.fault)
    assert getattr(same, "faults", None) == getattr(error, "faults", None)


def test_an_error_of_the_system_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught, errors.writable():
        (tmp_path / "none" / "x.html").write_text("", encoding="utf-8")
    where = tmp_path / "none" / "x.html"
    assert str(caught.value) == f"{where}：写不下，得到“文件或文件夹不存在”。请检查磁盘空间与权限。"
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(("count", "lines"), [(1, 1), (3, 3), (4, 3), (20, 3)])
def test_ipython_shows_the_message_in_three_lines_at_most(count: int, lines: int) -> None:
    error = DataError.of([Fault(f"第{n}行", "空") for n in range(count)])
    shown = error._render_traceback_()
    assert len(shown) == lines and shown[0] == "第0行：空。"
    if count > lines:
        assert shown[-1] == f"还有{count - lines + 1}处。"


@given(st.sampled_from(sorted(errno.errorcode)))
def test_a_reason_of_the_system_is_never_english(number: int) -> None:
    reason = errors.reason(OSError(number, os.strerror(number), "x"))
    assert reason == f"错误号 {number}" or not any(sign.isascii() for sign in reason)


def test_the_reasons_a_user_meets_are_told_apart() -> None:
    met = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EACCES, errno.ENOSPC, errno.EFBIG, errno.ENAMETOOLONG,
           errno.EROFS, errno.EBUSY)  # fmt: skip
    reasons = {errors.reason(OSError(number, "x")) for number in met}
    assert len(reasons) == len(met) and not any("错误号" in reason for reason in reasons)


def test_no_module_prints_the_words_of_the_system() -> None:
    sources = (REPO / "src" / "xj_analysis").rglob("*.py")
    assert [path.name for path in sources if re.search(r"(?<!os)\.strerror\b", path.read_text(encoding="utf-8"))] == []
