"""figures.json: numbering, places and origins of the printed figures."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from support.blocks_to_print import code_cell, document_of
from support.county_folder import REPO
from xj_analysis.document import figures_json
from xj_analysis.document.blocks import Chart, Sentence
from xj_analysis.press.view import template_context
from xj_analysis.quantity.figures import Figure


def test_figures_are_numbered_alike_in_the_list_and_on_the_page() -> None:
    chart = Chart(title=("图",), spec={}, description="图", figures=(Figure(text="2个"), Figure(text="3个")))
    printed = document_of(
        code_cell(Sentence(parts=(Figure(text="1个"),))),
        code_cell(chart),
        code_cell(Sentence(parts=(Figure(text="4个"),))),
    )
    listed = {each["id"]: each["text"] for each in figures_json.figures_json(printed)["figures"]}
    assert listed == {"f1": "1个", "f2": "2个", "f3": "3个", "f4": "4个"}
    last = template_context(printed)["blocks"][-1]["run"][0]
    assert (last["figure"], last["text"]) == ("f4", "4个")


def test_the_schema_in_the_docs_is_that_of_the_code_and_holds(reports: Path) -> None:
    schema = json.loads((REPO / "docs" / "figures.schema.json").read_text(encoding="utf-8"))
    assert schema == figures_json.Register.model_json_schema()
    for path in reports.rglob("figures.json"):
        jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), schema)
