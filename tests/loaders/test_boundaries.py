"""Boundaries: rings of a GeoJSON file, and a message that says where and what for one that is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from xj_analysis.base.errors import DataError
from xj_analysis.loaders.boundaries import FILE, boundaries_of

RING = [[130.0, 20.0], [130.2, 20.0], [130.2, 20.1], [130.0, 20.0]]


def written(folder: Path, data: Any) -> Path:
    (folder / FILE).write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return folder


def feature(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert boundaries_of(tmp_path) == []


@pytest.mark.parametrize(
    ("kind", "coordinates", "rings"),
    [("Polygon", [RING], 1), ("MultiPolygon", [[RING, RING], [RING]], 3), ("LineString", RING, 1),
     ("MultiLineString", [RING, RING], 2)],
)  # fmt: skip
def test_rings_of_every_kind_are_read(tmp_path: Path, kind: str, coordinates: Any, rings: int) -> None:
    own = feature(kind, coordinates)
    for data in (own, own["geometry"], {"type": "FeatureCollection", "features": [own, feature("Polygon", [])]}):
        found = boundaries_of(written(tmp_path, data))
        assert [ring.tolist() for ring in found] == [RING] * rings


def test_heights_are_left_out_and_a_feature_without_geometry_too(tmp_path: Path) -> None:
    high = [[*place, 85.0] for place in RING]
    data = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": None}, feature("LineString", high)],
    }
    assert [ring.tolist() for ring in boundaries_of(written(tmp_path, data))] == [RING]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("{", "不是 JSON"),
        ("[" * 100_000, "不是 JSON"),
        ("[]", "不是面或线"),
        ({"type": "Topology"}, "不是面或线，得到“Topology”"),
        ({"type": "FeatureCollection", "features": {}}, "features：不是列表"),
        ({"type": "FeatureCollection", "features": [feature("LineString", RING), 3]}, "第2个 feature：不是 feature"),
        (feature("Point", [130.0, 20.0]), "不是面或线，得到“Point”"),
        (feature("Polygon", RING[0]), "坐标的层次不对"),
        (feature("LineString", None), "坐标的层次不对"),
        (feature("LineString", [["a", "b"], ["c", "d"]]), "坐标不是数"),
        (feature("LineString", [[130.0, 20.0]]), "线不到两个点"),
        (feature("LineString", [[130.0, 20.0], [500.0, 20.0]]), "经纬度超出范围，得到“[500.0, 20.0]”"),
        ('{"type": "LineString", "coordinates": [[1, 2], [NaN, 2]]}', "经纬度超出范围"),
    ],
)
def test_what_is_no_boundary_is_said(tmp_path: Path, data: Any, said: str) -> None:
    with pytest.raises(DataError) as raised:
        boundaries_of(written(tmp_path, data))
    assert FILE in str(raised.value) and said in str(raised.value) and "GeoJSON" in str(raised.value)


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xj_analysis.loaders.boundaries._LARGEST", 1_000_000)
    with pytest.raises(DataError, match="文件大于1MB"):
        boundaries_of(written(tmp_path, " " * 1_000_001))
