"""docs/api.md is what the docstrings say now, and has every public name."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from docs import generate_api

import xj_analysis
from xj_analysis import Briefing


def test_the_page_is_current() -> None:
    assert generate_api.PAGE.read_text(encoding="utf-8") == generate_api.page(), "run `make api`"


def test_every_public_name_has_a_heading_and_says_what_it_is() -> None:
    names = list(xj_analysis.__all__)
    for name in xj_analysis.__all__:
        value = getattr(xj_analysis, name)
        names += [f"{name}.{each}" for each in value.__all__] if isinstance(value, ModuleType) else []
    names += [f"Briefing.{name}" for name in dir(Briefing) if not name.startswith("_")]
    described = dict(re.findall(r"^#+ (\S+)\n\n(?:`.*`\n\n)?(.*)", generate_api.page(), re.MULTILINE))
    assert [name for name in names if not described.get(name, "").endswith((".", ":", ","))] == []


def test_links_of_the_contents_lead_to_headings() -> None:
    page = generate_api.page()
    headings = {heading.lower() for heading in re.findall(r"^#+ (.*)", page, re.MULTILINE)}
    assert set(re.findall(r"\]\(#(.*?)\)", page)) <= headings
    assert ":func:" not in page and ":class:" not in page and "``" not in page.replace("```", "")


def sample(part: float, *names: str, whole: str = "all") -> float:
    """Return the `part`, as :func:`xj_analysis.metrics.share` does with ``whole``.

    Parameters
    ----------
    part, whole
        Of one
        unit.
    names
        As written.

    Returns
    -------
    A number.

    Examples
    --------
    >>> sample(1.0)
    1.0
    """
    return part


def test_a_docstring_becomes_paragraphs_lists_and_examples() -> None:
    assert list(generate_api._described("sample", sample)) == [
        "## sample",
        "`sample(part, *names, whole='all')`",
        "Return the `part`, as `share` does with `whole`.\n\n",
        "**Parameters**",
        "- `part, whole`: Of one unit.\n- `names`: As written.",
        "**Returns**",
        "A number.",
        "**Examples**",
        "```pycon\n>>> sample(1.0)\n1.0\n```",
    ]


def test_a_changed_docstring_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Briefing.ask, "__doc__", "Ask.")
    assert "Ask." in generate_api.page() != generate_api.PAGE.read_text(encoding="utf-8")
    assert Path(generate_api.PAGE).name == "api.md"
