"""Trace of a printed number to the line of its transcript."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from support.county_folder import REPO
from xj_analysis.base.errors import UsageError
from xj_analysis.build import pipeline
from xj_analysis.review import trace


def test_a_number_is_traced_to_file_line_and_hash(reports: Path) -> None:
    found = trace.trace([reports / "xiajiang/2024/internal/clusters"], "261.6")
    assert {each.label for each in found} >= {"签约亿元以上项目总投资"}
    origin = found[0].origins[0]
    assert (origin.file, origin.locator) == ("transcripts/article.csv", "第19行（A18）")
    transcript = REPO / "data" / "xiajiang" / origin.file
    assert hashlib.sha256(transcript.read_bytes()).hexdigest() == origin.sha256
    assert "261.6" in transcript.read_text(encoding="utf-8").splitlines()[18]
    assert "推定" in origin.published


def test_a_derived_number_has_its_formula_and_both_origins(reports: Path) -> None:
    found = trace.trace([reports / "xiajiang/2024/internal/towns"], "约64元")
    assert {each.formula for each in found} == {"4800万元÷约75万人次"}
    assert [origin.text for origin in found[0].origins] == [
        "“五一”假期旅游综合收入 4800万元",
        "“五一”假期接待游客 约75万人次",
    ]


def test_a_number_that_is_not_printed_is_refused(reports: Path) -> None:
    with pytest.raises(UsageError, match="没有印出这个数"):
        trace.trace([reports / "xiajiang/2024/internal/clusters"], "61.6")


def by_identifier(folder: Path) -> dict[str, dict[str, Any]]:
    """The figures of a briefing by their number in it."""
    register = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    return {figure["id"]: figure for figure in register["figures"]}


PRINTED = ["briefing.html", "briefing.pdf", "figures.json"]


@pytest.mark.thorough
def test_a_changed_cell_changes_exactly_what_comes_from_it(reports: Path, tmp_path: Path) -> None:
    changed_row, was, now = "A18", "261.6", "263.1"
    data = tmp_path / "data" / "xiajiang"
    shutil.copytree(REPO / "data" / "xiajiang", data)
    with (data / "observations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (row,) = (row for row in rows if row["id"] == changed_row)
    assert row["value"] == was
    row["value"] = now
    with (data / "observations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows(rows)
    rebuilt = pipeline.build(data, out=tmp_path / "reports", notebooks=REPO / "notebooks")
    assert rebuilt.exit_code == 0
    touched = set()
    for made in rebuilt.made:
        old, new = reports / "xiajiang/2024/internal" / made.slug, rebuilt.folder / made.slug
        before, after = by_identifier(old), by_identifier(new)
        assert before.keys() == after.keys()
        changed = {each for each in before if before[each] != after[each]}
        # what says only that a growth rate is not computed prints the same, whatever the value
        said = {each: figure for each, figure in before.items() if changed_row in figure.get("origins", ())}
        depending = {each for each, figure in said.items() if any(sign.isdigit() for sign in figure["text"])}
        assert changed == depending
        if changed:
            touched.add(made.slug)
        else:
            same = [name for name in PRINTED if (old / name).read_bytes() == (new / name).read_bytes()]
            assert same == PRINTED
    assert touched == {"clusters", "projects", "overview"}
