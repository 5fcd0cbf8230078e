"""The page 数字出处 read back: what is registered is printed there, and no other number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from xj_analysis.document import document
from xj_analysis.review.register_audit import untraced_on_register


@pytest.fixture
def printed(reports: Path) -> tuple[str, dict[str, Any], Any]:
    folder = reports / "xiajiang" / "2024" / "internal" / "towns"
    book = json.loads((folder / "briefing.ipynb").read_text(encoding="utf-8"))
    registered = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    return (folder / "figures.html").read_text(encoding="utf-8"), registered, document.read_notebook(book).structure


def test_a_page_as_registered_has_nothing_untraced(printed: tuple[str, dict[str, Any], Any]) -> None:
    assert list(untraced_on_register(*printed)) == []


@pytest.mark.parametrize(
    ("old", "new", "numeral"),
    [
        (">约64元</a>", ">约46元</a>", "约64元"),  # another number at the head of an entry
        ("算式：4800万元÷约75万人次", "算式：4800万元÷约57万人次", "57"),  # in its formula
        ("<h1>数字出处</h1>", "<h1>数字出处88个</h1>", "88"),  # outside of every entry
    ],
)
def test_a_number_that_is_not_registered_is_found(
    printed: tuple[str, dict[str, Any], Any], old: str, new: str, numeral: str
) -> None:
    page, *registers = printed
    assert old in page
    found = [each for each, _, _ in untraced_on_register(page.replace(old, new), *registers)]
    assert any(numeral in each for each in found)


def test_an_entry_that_is_gone_and_a_value_that_differs_are_found(printed: tuple[str, dict[str, Any], Any]) -> None:
    page, registered, structure = printed
    cut = page.replace('<li id="f1">', "<li>")
    assert ("f1", "数字出处页没有照登记的印") in [
        (place, why) for _, place, why in untraced_on_register(cut, registered, structure)
    ]
    row = next(n for n, each in enumerate(registered["observations"], start=1) if each["text"] == "4800万元")
    head, mark, entry = page.partition(f'<li id="o{row}">')
    changed = head + mark + entry.replace("4800万元", "4801万元", 1)
    assert f"o{row}" in [place for _, place, _ in untraced_on_register(changed, registered, structure)]


def test_a_short_number_is_not_taken_out_of_a_source_mark(printed: tuple[str, dict[str, Any], Any]) -> None:
    _, _, structure = printed
    registered = {"figures": [{"id": "f1", "text": "2", "label": "位次"}], "observations": [], "sources": []}
    page = '<ul><li id="f1"><a class="figure">2</a>　位次<br><a href="#s24">[24]</a></li></ul>'
    assert list(untraced_on_register(page, registered, structure)) == []
