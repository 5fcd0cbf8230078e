"""Sheets by name: the nearest is told, internal ones have no public edition, each has a template."""

from __future__ import annotations

from importlib.resources import files

import pytest

from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.sheets.sheet_kinds import SHEETS, sheet_kind


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_has_a_template_of_the_press(name: str) -> None:
    assert (files("xj_analysis.press") / "templates" / sheet_kind(name).template).is_file()


def test_an_unknown_sheet_names_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"没有这种表，得到“project”.*projects"):
        sheet_kind("project")


@pytest.mark.parametrize("name", SHEETS)
def test_an_internal_sheet_is_refused_for_the_public(name: str) -> None:
    kind = sheet_kind(name)
    kind.require_edition("internal")
    if not kind.public:
        with pytest.raises(UsageError, match="不出公开版"):
            kind.require_edition("public")
