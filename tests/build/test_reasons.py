"""What is said of a change: the part that differs, and nothing of what is the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.build import reasons

NAMES = st.sampled_from(["data", "notebook", "--period", "--format"])
KEYS = st.fixed_dictionaries(dict.fromkeys(["data", "notebook", "--period", "--format"], st.sampled_from("12")))
READS = st.dictionaries(st.sampled_from(["module:polars", "/a.csv", "/b.csv"]), st.sampled_from(["", "1", "2"]))


@given(then=KEYS, now=KEYS)
def test_as_many_reasons_as_parts_differ(then: dict[str, str], now: dict[str, str]) -> None:
    found = reasons.changed_parts(then | {"program": "1"}, now | {"program": "2"})
    assert len(found) == sum(then[name] != now[name] for name in now)
    assert reasons.changed_parts(now, now) == []


@given(then=READS, now=READS)
def test_what_was_read_is_a_reason_where_it_differs(then: dict[str, str], now: dict[str, str]) -> None:
    now = {name: now.get(name, "") for name in then}  # what is compared is what was read then
    found = reasons.changed_reads(then, now)
    differing = [name for name in then if then[name] != now[name]]
    assert len(found) == len(differing)
    assert all(any(name.removeprefix("module:") in said for said in found) for name in differing)


def test_what_was_edited_meanwhile_has_no_parts_to_compare() -> None:
    assert reasons.changed_parts({}, {"data": "1"}) == [reasons.MEANWHILE]


def test_files_that_came_and_went_are_told_apart() -> None:
    then, now = {"/a": "", "/b": "1", "/c": "1"}, {"/a": "1", "/b": "", "/c": "2"}
    assert reasons.changed_reads(then, now) == ["读过的 /a 出现了", "读过的 /b 不见了", "读过的 /c 变了"]


def test_the_program_is_taken_apart() -> None:
    then = {"library": {"a.py": "1", "b.py": "1"}, "packages": {"x-1": "1", "y-1": "1"}, "python": {"version": "3.11"}}
    now = {"library": {"a.py": "2", "b.py": "1"}, "packages": {"x-1": "2", "y-2": "1"}, "python": {"version": "3.12"}}
    assert reasons.changed_program(then, now) == ["程序 a.py", "Python", "库 x 重装了", "库 y 由1换为2"]


def test_many_files_are_counted() -> None:
    now = {"library": {f"{number}.py": "1" for number in range(5)}}
    assert reasons.changed_program({}, now) == ["程序 0.py、1.py、2.py等5个文件"]
