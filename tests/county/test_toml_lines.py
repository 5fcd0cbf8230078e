"""Line numbers of keys in a TOML text."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import REPO
from xj_analysis.county import toml_lines
from xj_analysis.county.toml_spans import Path

NAMES = st.sampled_from(["a", "b", "c-d", "e_1"])
VALUES = st.sampled_from(
    ["1", '"x # y"', "'[['", "[1, 2]", "[\n  1, # ]\n  2,\n]", '"""\n[a]\nb = 1\n"""', "'''\n[[x]]\n'''", '"\\"]"',
     "{ q = 1, r = [2] }", "2024-06-05"]
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[Path, int]]:
    """A TOML text of arrays of tables, and the lines its keys were written on."""
    text, expected = "", {}

    def write(path: Path, line: str) -> None:
        nonlocal text
        expected[path] = text.count("\n") + 1
        text += f"{line}\n{draw(st.sampled_from(['', chr(10), '# [x]' + chr(10)]))}"

    def keys(path: Path) -> None:
        for name in draw(st.lists(NAMES, max_size=3, unique=True)):
            write((*path, name), f"{name} = {draw(VALUES)}")

    keys(())
    for number in range(draw(st.integers(0, 3))):
        write(("list", number), "[[list]]")
        keys(("list", number))
        for inner in range(draw(st.integers(0, 2))):
            write(("list", number, "in", inner), "[[list.in]]  # more")
            keys(("list", number, "in", inner))
        if draw(st.booleans()):
            write(("list", number, "one"), "[ list.one ]")
            keys(("list", number, "one"))
    return text, expected


@given(documents())
def test_each_key_has_the_line_it_was_written_on(written: tuple[str, dict[Path, int]]) -> None:
    text, expected = written
    assert tomllib.loads(text) is not None
    assert toml_lines.lines_of(text) == expected


def paths(value: Any, path: Path = ()) -> list[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [inner_path for key, each in inner for inner_path in ((*path, key), *paths(each, (*path, key)))]


@pytest.mark.parametrize("name", ["xiajiang/county.toml", "example/collection.toml", "xiajiang/sources.toml"])
def test_every_key_of_a_real_file_stands_on_the_line_found(name: str) -> None:
    text = (REPO / "data" / name).read_text(encoding="utf-8")
    lines, rows = toml_lines.lines_of(text), text.splitlines()
    assert len(lines) > 50
    for path in paths(tomllib.loads(text)):
        line = toml_lines.line_of(lines, path)
        assert line or isinstance(path[-1], str), path
        if path in lines and isinstance(path[-1], str):
            assert path[-1] in rows[line - 1], path
