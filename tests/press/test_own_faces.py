"""Faces of the package: drawings are the same as with the whole face, and each has its own name and its licence."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xj_analysis.press import chart_size, fonts, own_faces, svg

_LABELS = (
    ["峡江县", "赣州市", "新干县河西片区", "“两山”转化", "《规划》、（一）"],
    ["AV To WA fi 261.6", "1,234.5%～－3‰", "2024年1—9月", "≥5 × 3 ÷ 2 → ▲●■①", "café ÄÖÜ µ"],
    ["䅟县", "龘峃垟", "峡䅟江AV", "𬭸", "㐂1.0"],
)
"""Of common characters, of other signs, and of some that the face does not have."""

_WITH_THE_WHOLE_FACE = """
import json, sys, vl_convert
vl_convert.register_font_directory(sys.argv[1])
print(json.dumps([vl_convert.vegalite_to_svg(spec) for spec in json.loads(sys.argv[2])]))
"""


def spec(labels: list[str]) -> dict[str, Any]:
    import altair as alt

    rows = [{"名称": label, "数量": place} for place, label in enumerate(labels, start=1)]
    chart = alt.Chart(alt.Data(values=rows), title=labels[0], width=100).mark_bar(clip=True)
    drawn: dict[str, Any] = chart.encode(x="数量:Q", y="名称:N", color="名称:N").configure(font=fonts.SANS).to_dict()
    return drawn


def test_what_is_drawn_is_the_same_as_with_the_whole_face() -> None:
    specs = [spec(labels) for labels in _LABELS]
    words = [sys.executable, "-c", _WITH_THE_WHOLE_FACE, str(fonts.font_folder()), json.dumps(specs)]
    whole = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    assert svg.drawings(specs) == svg.number_identifiers(whole)
    assert len({chart_size.drawing_size(drawing)[0] for drawing in whole}) == len(specs), "labels are measured"


@pytest.fixture(scope="module")
def faces() -> Iterator[tuple[Any, Any]]:
    from fontTools.ttLib import TTFont

    ours, theirs = fonts.labels_folder() / fonts.LABELS_FILE, fonts.font_files()[fonts.SANS]
    with TTFont(ours, lazy=True) as common, TTFont(theirs, lazy=True) as whole:
        yield common, whole


def test_every_character_is_there_and_as_wide_as_in_the_whole_face(faces: tuple[Any, Any]) -> None:
    common, whole = (face.getBestCmap() for face in faces)
    assert set(common) == set(map(ord, own_faces.characters())) & set(whole) == set(map(ord, fonts.label_characters()))
    widths = [face["hmtx"].metrics for face in faces]
    assert [c for c in common if widths[0][common[c]] != widths[1][whole[c]]] == []


def test_every_face_has_its_characters() -> None:
    from fontTools.ttLib import TTFont

    assert len(fonts.label_characters()) > 7_000
    for path in (fonts.font_files()[face] for face in (fonts.SERIF, fonts.SANS)):
        with TTFont(path, lazy=True) as face:
            assert fonts.label_characters() - set(map(chr, face.getBestCmap())) == set()


def test_it_has_a_name_of_its_own_and_the_licence_of_the_whole_face(faces: tuple[Any, Any]) -> None:
    ours, theirs = ({record.nameID: str(record) for record in face["name"].names} for face in faces)
    assert ours[1] == fonts.LABELS != theirs[1] == fonts.SANS
    assert ours[13] == theirs[13] and ours[0] == theirs[0]
    assert "SIL OPEN FONT LICENSE" in (fonts.labels_folder() / "OFL.txt").read_text(encoding="utf-8")


def test_a_chart_of_common_characters_is_drawn_with_it_and_others_with_the_whole_face(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    class Converter:
        @staticmethod
        def vegalite_to_svg(spec: dict[str, Any], vl_version: str) -> str:
            asked.append(spec["config"]["font"])
            return f'<svg><text font-family="{spec["config"]["font"]}"></text></svg>'

    monkeypatch.setattr(svg, "_converter", Converter)
    drawn = svg.drawings(spec(labels) for labels in _LABELS)
    assert asked == [fonts.LABELS, fonts.LABELS, fonts.SANS]
    assert set(drawn) == {f'<svg><text font-family="{fonts.SANS}"></text></svg>'}


@pytest.mark.thorough
def test_the_file_is_what_is_made_of_the_fonts_of_today(tmp_path: Path) -> None:
    own_faces.make_labels(tmp_path)
    for name in (fonts.LABELS_FILE, fonts.LABELS_LIST):
        made, kept = tmp_path / name, fonts.labels_folder() / name
        assert made.read_bytes() == kept.read_bytes(), f"run: python -m {own_faces.__name__}"


def test_the_kai_face_has_the_common_characters_and_no_reserved_name() -> None:
    from fontTools.ttLib import TTFont

    with TTFont(fonts.kai_file(), lazy=True) as face:
        names = {record.nameID: record.toUnicode() for record in face["name"].names}
        every = [record.toUnicode() for record in face["name"].names if record.nameID in (1, 3, 4, 6, 16)]
        assert set(map(chr, face.getBestCmap())) >= set("（一）与时序进度比，峡江县2024年1—9月“三量”")
        assert len(set(own_faces.characters()) - set(map(chr, face.getBestCmap()))) < 1_000
    assert set(every) == {fonts.KAI, "XJKai"} and "LXGW" in names[0], "the copyright stays"
    licence = (fonts.kai_file().parent / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence and names[0].splitlines()[0].strip() in licence and '"LXGW"' in licence
