"""Reading of a folder's declarations: missing files, syntax, encoding, earlier shapes, all faults at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.county_faults import faults
from support.county_folder import DataFolder
from xj_analysis.base.errors import DataError
from xj_analysis.briefing import check
from xj_analysis.county.toml_files import MOVED, read_county


def test_a_sound_folder_is_read(county_folder: DataFolder) -> None:
    county = read_county(county_folder.path)
    assert (county.slug, county.name, county.nature, county.rounding) == ("shili", "示例县", "invented", "half_even")
    assert county.slugs == ("tourism", "jobs", "overview")
    assert county.peers == ("999901", "999902")
    assert county.area_names["999902"] == "邻县"
    assert county.by_slug["spend"].of == ("income", "visits")
    assert [source.id for source in county.sources] == ["report", "mirror"]


def test_faults_of_all_files_are_found_at_once(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'nature = "invented"', 'nature = "made"')
    county_folder.declare("indicators.csv", "income", kind="flows")
    county_folder.edit("sources.toml", 'strength = "mirror"', 'strength = "weak"')
    places = [re.sub(r"第\d+行 ", "", fault.where) for fault in faults(county_folder)]
    assert places == [
        "shili/county.toml [nature]",
        "shili/indicators.csv kind [income]",
        "shili/sources.toml [sources.1.strength]",
    ]


def test_a_source_that_was_received_twice_is_named_where_it_stands(county_folder: DataFolder) -> None:
    first = (county_folder.path / "sources.toml").read_text(encoding="utf-8").split("\n\n")[0]
    (county_folder.path / "received").mkdir()
    source = first.replace('"report"', '"r1"') + "\n\n"
    county_folder.write("received/sources.toml", source * 2)
    line = 1 + source.count("\n") + source[: source.index("id =")].count("\n")
    (fault,) = faults(county_folder)
    assert (fault.where, fault.what) == (f"shili/received/sources.toml 第{line}行", "来源代号重复")


@pytest.mark.parametrize("name", ["county.toml", "sources.toml", "indicators.csv", "areas.csv"])
def test_a_missing_file_is_named(county_folder: DataFolder, name: str) -> None:
    (county_folder.path / name).unlink()
    assert f"{name}：文件不存在。" in str(faults(county_folder)[0])


def test_missing_files_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_county(tmp_path)
    for name in ("county.toml", "sources.toml", "indicators.csv", "areas.csv"):
        assert f"{name}：文件不存在" in str(caught.value)


@pytest.mark.parametrize("name", ["county.toml", "sources.toml"])
def test_a_file_that_is_no_toml_says_where(county_folder: DataFolder, name: str) -> None:
    county_folder.append(name, "\n[broken\n")
    line = (county_folder.path / name).read_text(encoding="utf-8").count("\n")
    assert re.search(
        rf"{name} 第{line}行第\d+列：不是合格的 TOML，得到“.*line {line}.*”。", str(faults(county_folder)[0])
    )


def test_a_file_in_another_encoding_is_refused(county_folder: DataFolder) -> None:
    path = county_folder.path / "county.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert str(faults(county_folder)[0]) == f"{path}：文字编码不是 UTF-8。请用文本编辑器另存为 UTF-8。"


@pytest.mark.parametrize("change", [b"\xef\xbb\xbf", b""], ids=["a mark", "line ends of Windows"])
def test_what_notepad_does_to_a_file_changes_no_declaration(county_folder: DataFolder, change: bytes) -> None:
    before = read_county(county_folder.path)
    for name in ("county.toml", "sources.toml"):
        path = county_folder.path / name
        path.write_bytes(change + path.read_bytes().replace(b"\n", b"\n" if change else b"\r\n"))
    assert read_county(county_folder.path) == before
    county_folder.edit("county.toml", 'nature = "invented"', 'nature = "made"')
    (fault,) = faults(county_folder)
    assert fault.where.startswith("shili/county.toml 第")


def test_the_slug_of_a_county_is_by_default_the_name_of_its_folder(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'slug = "shili"\n', "")
    county_folder.path.rename(county_folder.path.parent / "copied")
    assert read_county(county_folder.path.parent / "copied").slug == "copied"


def test_a_slug_that_is_not_the_name_of_the_folder_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.path.rename(county_folder.path.parent / "copied")
    with pytest.raises(
        DataError, match=r"county.toml 第2行：县代号与文件夹名不同，得到“shili”。请删去 slug，或改为“copied”"
    ):
        read_county(county_folder.path.parent / "copied")


def test_a_folder_in_which_one_stands_is_read(county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(county_folder.path)
    assert read_county(Path()).slug == "shili"


EARLIER = {
    "areas": "\n[[areas]]\ncode = 1\n",
    "indicators": "\n[[indicators]]\n",
    "units": "\n[[units]]\n",
    "sheets": "\n[[sheets]]\n",
    "limits": "\n[[limits]]\n",
    "ledgers": "\n[[ledgers]]\n",
    "legend": "\n[legend]\n",
    "findings": '\n[[campaigns]]\nslug = "x"\n[[campaigns.findings]]\n',
    "views": '\n[[campaigns]]\nslug = "x"\n[[campaigns.views]]\n',
    "caveats": '\n[[campaigns]]\nslug = "x"\ncaveats = []\n',
}


def test_each_name_that_moved_is_refused_in_its_old_place(county_folder: DataFolder) -> None:
    assert set(EARLIER) == set(MOVED)
    sound = (county_folder.path / "county.toml").read_text(encoding="utf-8")
    for name, text in EARLIER.items():
        county_folder.write("county.toml", sound + text)
        (fault,) = faults(county_folder)
        assert (fault.got, f"{name} 搬到 {MOVED[name]}" in fault.do) == (name, True)


def test_a_folder_of_an_earlier_shape_is_refused_with_one_message(county_folder: DataFolder) -> None:
    county_folder.append("county.toml", EARLIER["indicators"] + EARLIER["areas"] + EARLIER["units"])
    county_folder.edit("county.toml", "[county]\n", '[county]\nlegend = { "" = "none" }\n')
    for name in ("areas.csv", "indicators.csv"):
        (county_folder.path / name).unlink()
    (fault,) = faults(county_folder)
    assert fault.what == "数据文件夹是旧的样子，有几项已不写在这个文件里"
    moves = "areas 搬到 areas.csv；indicators 搬到 indicators.csv；units、legend 搬到 collection.toml"
    assert fault.do == f"请照 docs/new-county.md 搬：{moves}。"
    assert check.check_folder(county_folder.path) == ([fault], [])


@pytest.mark.parametrize(
    ("file", "text", "do"),
    [
        ("collection.toml", "[[lights]]\n", "第2行：不写在这里，得到“lights”。请写在 county.toml。"),
        ("collection.toml", "[[unit]]\n", "第2行：不写在这里，得到“unit”。是否想写“units”？"),
        ("collection.toml", "areas = []\n", "第2行：不写在这里，得到“areas”。请写在 areas.csv。"),
        ("county.toml", "[[sources]]\n", "不写在这里，得到“sources”。请写在 sources.toml。"),
        ("county.toml", "[county.overview]\n", "不写在这里，得到“overview”。请写在 county.toml。"),
        ("county.toml", "[name]\n", "不写在这里，得到“name”。请写在 county.toml 的 [county] 之下。"),
        ("sources.toml", "[county.more]\n", "不写在这里，得到“county”。请写在 county.toml。"),
    ],
)
def test_what_stands_in_the_wrong_file_is_no_declaration(
    county_folder: DataFolder, file: str, text: str, do: str
) -> None:
    if file == "collection.toml":
        county_folder.write(file, "\n")
    county_folder.append(file, text)
    (fault,) = faults(county_folder)
    assert str(fault).startswith(f"shili/{file} 第") and do in str(fault)


def test_what_departments_send_is_declared_in_a_file_of_its_own(county_folder: DataFolder) -> None:
    assert read_county(county_folder.path).units == ()
    county_folder.write("collection.toml", 'legend = { "无" = "none" }\n[[limits]]\nindicator = "visits"\nmost = 9\n')
    county = read_county(county_folder.path)
    assert county.legend == {"无": "none"} and county.limits[0].most == 9
