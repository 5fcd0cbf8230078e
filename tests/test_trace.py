"""Tracing a printed number back to the line it stands in."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

from xj_analysis import document, trace
from xj_analysis.errors import UsageError

REPO = Path(__file__).parents[1]


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
    assert [origin.said for origin in found[0].origins] == [
        "“五一”假期旅游综合收入 4800万元",
        "“五一”假期接待游客 约75万人次",
    ]


def test_a_number_that_is_not_printed_is_refused(reports: Path) -> None:
    with pytest.raises(UsageError, match="没有印出这个数"):
        trace.trace([reports / "xiajiang/2024/internal/clusters"], "61.6")


def test_the_schema_in_the_docs_is_that_of_the_code_and_holds(reports: Path) -> None:
    schema = json.loads((REPO / "docs" / "figures.schema.json").read_text(encoding="utf-8"))
    assert schema == document.Register.model_json_schema()
    for path in reports.rglob("figures.json"):
        jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), schema)
