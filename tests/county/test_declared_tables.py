"""Tables of declarations: damage by spreadsheets is read or refused by row and column, never silently wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_faults import faults
from support.county_folder import AREAS, INDICATORS, DataFolder
from xj_analysis.county.declared_tables import FILES, default_level, read_declared
from xj_analysis.county.model import Area, Indicator
from xj_analysis.county.toml_files import read_county

HARMLESS: dict[str, Callable[[str], bytes]] = {
    "no mark": str.encode,
    "a mark": lambda text: text.encode("utf-8-sig"),
    "GBK": lambda text: text.encode("gbk"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "semicolons": lambda text: text.replace(",", ";").encode("gbk"),
    "tabs": lambda text: text.replace(",", "\t").encode("utf-16"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "line ends of an old Mac": lambda text: text.replace("\n", "\r").encode(),
    "empty columns and rows behind": lambda text: (text.replace("\n", ",,,\n") + ",,,,\n\n,,\n").encode(),
    "empty cells behind left out": lambda text: "\n".join(line.rstrip(",") for line in text.splitlines()).encode(),
    "blank rows between": lambda text: text.replace("\n", "\n\n").encode(),
    "everything quoted": lambda text: '"{}"'.format(text.strip().replace(",", '","').replace("\n", '"\n"')).encode(),
    "cells as formulas of texts": lambda text: text.replace("999901", '="999901"').encode(),
    "spaces around": lambda text: text.replace(",", " ,\u3000").encode(),
    "a line that names the separator": lambda text: ("sep=,\n" + text).encode(),
    "a full-width comma in a list": lambda text: text.replace("income visits", "income，visits").encode(),
    "a line break in a list": lambda text: text.replace("income visits", '"income\nvisits"').encode(),
    "a comma in a list": lambda text: text.replace("income visits", '"income, visits"').encode(),
}


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_what_a_spreadsheet_does_to_a_file_changes_no_declaration(
    county_folder: DataFolder, change: Callable[[str], bytes]
) -> None:
    before = read_county(county_folder.path)
    for name, text in (("areas.csv", AREAS), ("indicators.csv", INDICATORS)):
        (county_folder.path / name).write_bytes(change(text))
    assert read_county(county_folder.path) == before


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("旅游收入", "旅游,收入", "第3行 [income]：这一行的格数与表头不同，得到“10格，表头9格”。"),
        ("旅游收入", '"旅游\n收入"', "第3行 name [income]：格里有换行，得到“旅游 收入”。"),
        ("旅游收入", "#NAME?", "第3行 name [income]：原来的字在表格软件里坏了，得到“#NAME?”。"),
        *(
            ("旅游收入", lost, f"第3行 name [income]：原来的字在表格软件里坏了，得到“{lost}”。")
            for lost in ("????", "?", "？？", "旅游??", "???(万元)", "旅游？？？")
        ),
        ("旅游收入", "旅\ufffd收入", "第3行 name [income]：原来的字在表格软件里坏了，得到“旅\ufffd收入”。"),
        ("旅游收入", '"旅游收入', "：不是合格的 CSV，得到“第9行”。"),
        ("旅游收入", "旅游\u200b收入", "第3行 name [income]：里面有看不见的字符，得到“零宽空格 U+200B”。"),
        ("\nincome,", "\nincome，", "第3行 [income，旅游收入]：这一行的格数与表头不同，得到“8格，表头9格”。"),
        (",unit,", ",units,", "第1行 第3列：列名不认识，得到“units”。是否想写“unit”？"),
        (",kind,", ",unit,", "第1行 第4列：列名重复，得到“unit”。"),
        (",op,of", ",op,of,备注", "第1行 第10列：列名不认识，得到“备注”。可选："),
        (INDICATORS, "", "：文件是空的。"),
        (INDICATORS, "\n,,\n", "：文件是空的。"),
        (INDICATORS, "指标表\n" + INDICATORS, "第1行：列名不认识，得到“指标表”。可选：slug、name、unit"),
        (INDICATORS, "PK\x03\x04\0\0", "：文件里有空字节，不是文本。"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_row_and_column(
    county_folder: DataFolder, old: str, new: str, fault: str
) -> None:
    county_folder.edit("indicators.csv", old, new)
    listed = [str(each) for each in faults(county_folder)]
    assert any(each.startswith("shili/indicators.csv") and fault in each for each in listed), listed


def test_an_invisible_sign_is_told_once(county_folder: DataFolder) -> None:
    county_folder.edit("indicators.csv", "\nincome,", "\n\u200bincome,")
    (fault,) = faults(county_folder)
    assert (fault.what, fault.got) == ("里面有看不见的字符", "零宽空格 U+200B")


def test_a_forgotten_heading_is_one_fault(county_folder: DataFolder) -> None:
    heading, *rows = INDICATORS.splitlines()
    county_folder.write("indicators.csv", "\n".join([heading, *(f"{row},注" for row in rows)]))
    (fault,) = faults(county_folder)
    assert str(fault) == "shili/indicators.csv 第1行 第10列：这一列没有列名。请写上列名，或清空这一列。"


@pytest.mark.parametrize("beside", ["areas.xlsx", "Areas.CSV"])
def test_a_table_in_another_form_is_named_where_the_file_is_missing(county_folder: DataFolder, beside: str) -> None:
    (county_folder.path / "areas.csv").rename(county_folder.path / beside)
    (fault,) = faults(county_folder)
    assert fault.what == "文件不存在" and beside in fault.do and "文件名写 areas.csv" in fault.do


def test_an_area_declared_twice_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.append("areas.csv", AREAS.splitlines()[1] + "\n")
    (fault,) = faults(county_folder)
    assert (fault.where, fault.what) == ("shili/areas.csv 第4行 code [999901]", "地区代码重复")


def test_a_missing_column_is_one_fault(county_folder: DataFolder) -> None:
    rows = [row[:2] + row[3:] for row in csv.reader(io.StringIO(INDICATORS))]
    county_folder.write("indicators.csv", "\n".join(map(",".join, rows)))
    (fault,) = faults(county_folder)
    assert str(fault) == "shili/indicators.csv 第1行：缺少列，得到“unit”。请补上这一列。"


def test_a_row_is_counted_as_a_spreadsheet_counts(county_folder: DataFolder) -> None:
    county_folder.write(
        "indicators.csv", INDICATORS.replace("income visits", '"income\n visits"').replace("homes,就", "homes,,就")
    )
    (fault,) = faults(county_folder)
    assert fault.where == "shili/indicators.csv 第8行 [homes]"


def test_the_order_of_rows_is_that_of_the_indicators(county_folder: DataFolder) -> None:
    heading, *rows = INDICATORS.splitlines()
    county_folder.write("indicators.csv", "\n".join([heading, *reversed(rows)]))
    assert [each.slug for each in read_county(county_folder.path).indicators] == [
        row.split(",")[0] for row in reversed(rows)
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [("", False), ("是", True), ("否", False), ("true", True), ("FALSE", False), ("1", True), ("0", False)],
)
def test_yes_and_no_are_written_as_people_write_them(county_folder: DataFolder, words: str, value: bool) -> None:
    county_folder.declare("indicators.csv", "income", background=words)
    assert read_county(county_folder.path).by_slug["income"].background is value


def test_every_field_of_a_record_is_a_column(county_folder: DataFolder) -> None:
    full = {
        "slug": "full", "name": "全", "unit": "%", "kind": "rate", "better": "higher", "price_basis": "nominal",
        "decimals": "1", "definition": "甲，乙。", "campaigns": "jobs、tourism", "background": "是", "internal": "是",
        "profit": "是", "falls": "是", "breaks": "2018；2020", "growth": "visits", "checks": "income", "op": "ratio",
        "of": "income;visits",
    }  # fmt: skip
    assert list(full) == list(Indicator.model_fields)
    county_folder.declare("indicators.csv", "full", **full)
    read = read_county(county_folder.path).by_slug["full"].model_dump()
    assert read == full | {
        "decimals": 1, "campaigns": ("jobs", "tourism"), "background": True, "internal": True, "profit": True,
        "falls": True, "breaks": (2018, 2020), "of": ("income", "visits"),
    }  # fmt: skip
    assert list(Area.model_fields) == ["code", "name", "aliases", "level"]


def test_the_level_of_an_area_may_be_left_out_where_its_code_tells_it(county_folder: DataFolder) -> None:
    county_folder.write(
        "areas.csv",
        "code,name,level\n999900,市,\n999901,示例县,\n999902,邻县,\n999901101,镇,\n999901401,园区,park\n999800,外市,city",
    )
    levels = [area.level for area in read_county(county_folder.path).areas]
    assert levels == ["city", "county", "county", "town", "park", "city"]


def test_a_county_whose_code_ends_like_a_citys_is_a_county() -> None:
    assert default_level("999900", "999900") == "county"


CELLS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="#=\ufeff"), min_size=1)


@given(
    names=st.lists(CELLS, min_size=1, max_size=5),
    delimiter=st.sampled_from([",", "\t", ";"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_name_that_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], delimiter: str, encoding: str
) -> None:
    folder: Path = tmp_path_factory.mktemp("county")
    with (folder / FILES["areas"]).open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["code", "name", "level"])
        writer.writerows([f"{999901 + n}", name, "county"] for n, name in enumerate(names))
    read = read_declared(folder, "areas")
    assert [row["name"] for row in read.rows] == names
    assert list(read.lines) == list(range(2, len(names) + 2)) and not read.faults
