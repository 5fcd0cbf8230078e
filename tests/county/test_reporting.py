"""Reporting units, shapes of sheets and value ranges: read from collection.toml, refused if they do not fit."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from support.county_folder import DataFolder
from xj_analysis.base.errors import DataError
from xj_analysis.county.reporting import ReportingUnit, SheetColumn, SheetShape

UNIT = '\n[[units]]\nslug = "wlj"\nname = "文旅局"\nreports = ["visits"]\n'


def test_a_unit_and_its_sheet_are_read(county_folder: DataFolder) -> None:
    county_folder.write("collection.toml", UNIT + (
        '\n[[sheets]]\nslug = "m"\nunit = "wlj"\nfile = "*.xlsx"\nkey = "乡镇"\n[sheets.columns]\n'
        '"游客/累计" = { of = "visits" }\n\n[[limits]]\nindicator = "visits"\nleast = 0\n'
    ))  # fmt: skip
    county = county_folder.load().county
    assert county.units[0].due == 10
    assert county.sheets[0].columns["游客/累计"] == SheetColumn(of="visits")
    assert county.limits[0].least == 0 and county.limits[0].most is None


@pytest.mark.parametrize(
    ("added", "what"),
    [
        (UNIT.replace('"visits"', '"visit"'), "指标不存在，得到“visit”"),
        (UNIT + UNIT, "填报单位代号重复"),
        (UNIT + 'area = "999909"\n', "地区不存在"),
        ('\n[[sheets]]\nslug = "m"\nunit = "wlj"\nfile = "*"\nkey = "k"\ncolumns = {}\n', "填报单位不存在"),
        ('\n[[limits]]\nindicator = "visit"\n', "limits 里的指标不存在"),
        (UNIT + 'by_town = ["income"]\n', "by_town 里的指标不在 reports 里"),
        (UNIT + "due = 40\n", "数太大"),
    ],
)
def test_what_does_not_fit_is_named(added: str, what: str, county_folder: DataFolder) -> None:
    county_folder.write("collection.toml", added)
    with pytest.raises(DataError, match=what):
        county_folder.load()


def test_a_town_reports_about_itself_alone() -> None:
    with pytest.raises(ValidationError, match="乡镇只填本乡镇的数"):
        ReportingUnit(slug="t", name="镇", area="999900101", reports=("a",), by_town=("a",))


@pytest.mark.parametrize(("rows", "value"), [("areas", "累计"), ("indicators", "")])
def test_only_a_sheet_with_a_row_an_indicator_names_its_column(rows: str, value: str) -> None:
    with pytest.raises(ValidationError, match="value"):
        SheetShape.model_validate(
            {"slug": "s", "unit": "u", "file": "*", "key": "k", "columns": {}, "rows": rows, "value": value}
        )
