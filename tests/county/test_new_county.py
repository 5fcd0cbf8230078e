"""The county that `xj new` writes: sound, invented on every page, whole or not there, and never over another."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import OutputError, UsageError
from xj_analysis.base.hashing import files_below, folder_hashes
from xj_analysis.briefing.check import check_folder
from xj_analysis.collect.hash_renewal import register_hashes
from xj_analysis.county import new_county
from xj_analysis.county.new_county import write_county
from xj_analysis.county.schema import is_slug
from xj_analysis.county.toml_files import read_county


def new(folder: Path, **changed: str) -> str:
    slug = write_county(folder, **{"name": "吉水县", "code": "360822"} | changed)
    assert [hashed.source for _, hashed in register_hashes(folder, print)] == ["report"]
    return slug


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_a_new_county_has_three_campaigns_six_indicators_and_twelve_invented_numbers(tmp_path: Path) -> None:
    assert new(tmp_path / "jishui", city="吉安市") == "jishui"
    county = read_county(tmp_path / "jishui")
    assert (county.slug, county.name, county.code, county.city) == ("jishui", "吉水县", "360822", "吉安市")
    assert county.nature == "invented"
    assert (len(county.campaigns), len(county.indicators)) == (3, 6)
    assert len(rows(tmp_path / "jishui" / "observations.csv")) == 12
    assert check_folder(tmp_path / "jishui") == ([], [])


def test_the_publication_that_it_shows_as_a_comment_is_sound(tmp_path: Path) -> None:
    new(tmp_path / "jishui")
    file = tmp_path / "jishui" / "county.toml"
    text = file.read_text(encoding="utf-8")
    head, _, rest = text.partition("# [issues]")
    shown, blank, others = rest.partition("\n\n")
    file.write_text(head + "[issues]" + shown.replace("\n# ", "\n") + blank + others, encoding="utf-8")
    publication = read_county(tmp_path / "jishui").issues
    assert publication and publication.office == "吉水县攻坚战指挥部办公室" and publication.copies == 50


def test_every_number_of_a_new_county_stands_in_its_transcript(tmp_path: Path) -> None:
    new(tmp_path / "jishui")
    words = (tmp_path / "jishui" / "transcripts" / "report.txt").read_text(encoding="utf-8")
    numbers = [row["value"] + row["unit"] for row in rows(tmp_path / "jishui" / "observations.csv")]
    assert [number for number in numbers if number not in words] == []


def test_nothing_of_the_template_is_left_in_the_names(tmp_path: Path) -> None:
    new(tmp_path / "jishui", city="吉安市")
    for path in files_below(tmp_path / "jishui"):
        words = path.read_text(encoding="utf-8")
        assert not [name for name in ("某县", "某市", "360999") if name in words], path


@pytest.mark.parametrize("name", ["三江侗族自治县", "某县", "临高县（试点）", "双江拉祜族佤族布朗族傣族自治县", "万年"])
def test_names_of_counties_are_taken_as_they_are(tmp_path: Path, name: str) -> None:
    new(tmp_path / "county", name=name)
    assert read_county(tmp_path / "county").name == name
    assert check_folder(tmp_path / "county") == ([], [])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "--name：名称里只能有文字"),
        ({"name": "a/b"}, "--name：名称里只能有文字，得到“a/b”"),
        ({"name": '某县"\nslug = "x'}, "--name：名称里只能有文字"),
        ({"name": "某 县"}, "--name：名称里只能有文字"),
        ({"city": "吉安,市"}, "--city：名称里只能有文字"),
        ({"code": ""}, "--code：不是行政区划代码"),
        ({"code": "36082"}, "--code：不是行政区划代码"),
        ({"code": "36082２"}, "--code：不是行政区划代码"),
        ({"code": "060822"}, "--code：不是行政区划代码"),
        ({"code": "360822\n"}, "--code：不是行政区划代码"),
        ({"slug": "../x"}, "--slug：代号不合格"),
        ({"slug": "Jishui"}, "--slug：代号不合格"),
        ({"slug": "other"}, "--slug：与文件夹名不同"),
    ],
)
def test_what_is_no_name_code_or_slug_is_refused_and_nothing_is_written(
    tmp_path: Path, changed: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        new(tmp_path / "jishui", **changed)
    assert message in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=12))
def test_a_slug_is_one_by_the_rule_of_the_register(words: str) -> None:
    letters = set("abcdefghijklmnopqrstuvwxyz")
    assert is_slug(words) == (words[:1] in letters and set(words) <= {*letters, *"_0123456789"})


def test_nothing_is_written_over(tmp_path: Path) -> None:
    folder, file = tmp_path / "mine", tmp_path / "file"
    folder.mkdir()
    (folder / "note.txt").write_text("mine", encoding="utf-8")
    file.write_text("mine", encoding="utf-8")
    before = folder_hashes(tmp_path)
    with pytest.raises(UsageError, match="文件夹不是空的"):
        new(folder)
    with pytest.raises(UsageError, match="已有这个文件"):
        new(file)
    assert folder_hashes(tmp_path) == before


def test_an_empty_folder_is_filled_and_missing_ones_are_made(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    assert new(tmp_path / "here") == "here"
    assert new(tmp_path / "some" / "where") == "where"


@pytest.mark.parametrize("there", [True, False])
def test_a_county_that_cannot_be_written_whole_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    opened = Path.open

    def full(path: Path, *args: Any, **named: Any) -> Any:
        if path.name == "sources.toml":
            raise OSError(28, "No space left on device", str(path))
        return opened(path, *args, **named)

    if there:
        (tmp_path / "jishui").mkdir()
    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OutputError, match="写不下"):
        new(tmp_path / "jishui")
    assert [path.name for path in tmp_path.rglob("*")] == (["jishui"] if there else [])


def test_a_folder_whose_name_is_no_slug_says_it_in_one_line(tmp_path: Path) -> None:
    assert new(tmp_path / "吉水") == "county360822"
    assert new(tmp_path / "Jishui County", slug="jishui") == "jishui"
    assert read_county(tmp_path / "吉水").slug == "county360822"
    assert check_folder(tmp_path / "吉水") == ([], [])
    lines = (tmp_path / "吉水" / "county.toml").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if "county360822" in line]) == 1


def test_a_county_in_a_copied_folder_has_the_name_of_the_folder(tmp_path: Path) -> None:
    new(tmp_path / "jishui")
    (tmp_path / "jishui").rename(tmp_path / "copied")
    assert read_county(tmp_path / "copied").slug == "copied"
    assert check_folder(tmp_path / "copied") == ([], [])


def test_the_template_is_in_the_package_and_holds_no_hash() -> None:
    names = {path.relative_to(new_county.TEMPLATE).as_posix() for path in files_below(new_county.TEMPLATE)}
    assert {"county.toml", "indicators.csv", "areas.csv", "observations.csv", "sources.toml"} < names
    assert "\nsha256 =" not in (new_county.TEMPLATE / "sources.toml").read_text(encoding="utf-8")
