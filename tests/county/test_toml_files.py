"""Reading of a folder's declarations: missing files, syntax, encoding, earlier shapes, all faults at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.county_faults import faults
from support.county_folder import DataFolder
from xj_analysis.base.errors import DataError
from xj_analysis.county.toml_files import read_county


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
    assert "不是合格的 TOML" in str(faults(county_folder)[0])
