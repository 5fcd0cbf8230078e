"""Positions of keys and values in a TOML text: the value cut out at its span is the value."""

from __future__ import annotations

import tomllib
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import REPO
from xj_analysis.county.toml_spans import Path, spans_of

REAL = [REPO / "data" / county / name for county in ("xiajiang", "example") for name in ("county.toml", "sources.toml")]


def at(tables: Any, path: Path) -> Any:
    return reduce(lambda value, step: value[step], path, tables)


def holds(text: str) -> int:
    """Compare every span with the value that tomllib reads, and count them."""
    tables = tomllib.loads(text)
    spans = [span for span in spans_of(text) if span.start != span.value]
    for span in spans:
        assert tomllib.loads(f"x = {text[span.value : span.end]}")["x"] == at(tables, span.path), span
    return len(spans)


@pytest.mark.parametrize("path", REAL, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_spans_of_a_real_file_hold_its_values(path: Any) -> None:
    assert holds(path.read_text(encoding="utf-8")) > 50


@pytest.mark.parametrize(
    "text",
    [
        "a = 2024-06-05 10:00:00Z # x\nb.c = [ 1, [2,], {d = 'e', \"f g\".h = {}} ,]\n[t.\"u.v\"]\nw = '''\n'x''''\n",
        'a = "\\u0041"\n[[b]]\n[[b.c]]\nd = """x\\""""\n[[b.c]]\nd = -inf\n[b.e]\nf = 1_000.5e3\n[[b]]\nx = true',
        "",
        "# 只有注释",
    ],
)  # fmt: skip
def test_the_spans_of_every_kind_of_value(text: str) -> None:
    assert holds(text) == text.count(" = ") - text.count("''' =")


@given(st.text("[]{}='\",.#ab1 \n\\", max_size=30))
def test_a_text_that_is_no_toml_is_refused_or_has_the_spans_of_its_beginning(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        try:
            spans_of(text)
        except ValueError:
            return
    else:
        holds(text)
