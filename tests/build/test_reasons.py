"""Reasons to rebuild: the changed parts of a cache key, of the program and of dependencies, in Chinese."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.build import reasons

NAMES = st.sampled_from(["data", "notebook", "--period", "--format"])
KEYS = st.fixed_dictionaries(dict.fromkeys(["data", "notebook", "--period", "--format"], st.sampled_from("12")))
READS = st.dictionaries(st.sampled_from(["module:polars", "/a.csv", "/b.csv"]), st.sampled_from(["", "1", "2"]))


@given(recorded=KEYS, current=KEYS)
def test_as_many_reasons_as_parts_differ(recorded: dict[str, str], current: dict[str, str]) -> None:
    changes = reasons.changed_parts(recorded | {"program": "1"}, current | {"program": "2"})
    assert len(changes) == sum(recorded[name] != current[name] for name in current)
    assert reasons.changed_parts(current, current) == []


@given(recorded=READS, current=READS)
def test_what_was_read_is_a_reason_where_it_differs(recorded: dict[str, str], current: dict[str, str]) -> None:
    current = {name: current.get(name, "") for name in recorded}  # what is compared is what was read recorded
    changes = reasons.changed_reads(recorded, current)
    differing = [name for name in recorded if recorded[name] != current[name]]
    assert len(changes) == len(differing)
    assert all(any(name.removeprefix("module:") in change for change in changes) for name in differing)


def test_what_was_edited_meanwhile_has_no_parts_to_compare() -> None:
    assert reasons.changed_parts({}, {"data": "1"}) == [reasons.MEANWHILE]


def test_files_that_came_and_went_are_told_apart() -> None:
    recorded, current = {"/a": "", "/b": "1", "/c": "1"}, {"/a": "1", "/b": "", "/c": "2"}
    assert reasons.changed_reads(recorded, current) == ["读过的 /a 出现了", "读过的 /b 不见了", "读过的 /c 变了"]


def test_the_program_is_taken_apart() -> None:
    recorded = {
        "library": {"a.py": "1", "b.py": "1"},
        "packages": {"x-1": "1", "y-1": "1"},
        "python": {"version": "3.11"},
    }
    current = {
        "library": {"a.py": "2", "b.py": "1"},
        "packages": {"x-1": "2", "y-2": "1"},
        "python": {"version": "3.12"},
    }
    assert reasons.changed_program(recorded, current) == ["程序 a.py", "Python", "库 x 重装了", "库 y 由1换为2"]


def test_many_files_are_counted() -> None:
    current = {"library": {f"{number}.py": "1" for number in range(5)}}
    assert reasons.changed_program({}, current) == ["程序 0.py、1.py、2.py等5个文件"]
