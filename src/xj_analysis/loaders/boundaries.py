"""Boundaries of a county: ``boundaries.geojson`` of its data folder, as rings of places in degrees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.errors import DataError, Fault

__all__ = ["FILE", "boundaries_of"]
__dir__ = __all__.copy

FILE = "boundaries.geojson"
_LARGEST = 20_000_000
_DEPTH = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
"""Lists around a ring of places, by the type of a geometry."""
_DO = "请换成 GeoJSON（WGS84 经纬度）的面或线，或把文件移走；没有它，地图上只是不画界线。"

Ring = npt.NDArray[np.float64]


def boundaries_of(folder: Path) -> list[Ring]:
    """Return the boundaries of a county, rings of longitude and latitude; none without the file.

    Parameters
    ----------
    folder
        Its data folder.

    Raises
    ------
    DataError
        The file is too large, is no GeoJSON, or holds what is no line on the earth.
    """
    try:
        with (folder / FILE).open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return []
    except OSError:
        raise _error(FILE, "读不了") from None
    if len(content) > _LARGEST:
        raise _error(FILE, f"文件大于{_LARGEST // 1_000_000}MB")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise _error(FILE, "不是 JSON", content[:30].decode("utf-8", "replace")) from None
    return [ring for where, geometry in _geometries(data) for ring in _rings(where, geometry)]


def _geometries(data: Any) -> Iterator[tuple[str, Any]]:
    """The geometries of a file, each with its place."""
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection":
        features = data.get("features")
        if not isinstance(features, list):
            raise _error(f"{FILE} features", "不是列表", _said(features))
        for number, feature in enumerate(features, start=1):
            where = f"{FILE} 第{number}个 feature"
            if not isinstance(feature, dict):
                raise _error(where, "不是 feature", _said(feature))
            if feature.get("geometry") is not None:
                yield where, feature["geometry"]
    else:
        yield FILE, data.get("geometry") if kind == "Feature" else data


def _rings(where: str, geometry: Any) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in _DEPTH:
        raise _error(where, "不是面或线", _said(kind))
    level: list[Any] = [geometry.get("coordinates")]
    for depth in range(_DEPTH[kind] + 1):
        level = [inner for each in level for inner in each] if depth else level
        if not all(isinstance(each, list) for each in level):
            raise _error(where, "坐标的层次不对", kind)
    for line in level:
        try:
            ring = np.array([place[:2] for place in line], dtype=np.float64)
        except (TypeError, ValueError, KeyError, OverflowError):
            raise _error(where, "坐标不是数", _said(line)) from None
        if ring.ndim != 2 or ring.shape[1] != 2 or len(ring) < 2:  # noqa: PLR2004 - longitude and latitude
            raise _error(where, "线不到两个点，或点不是经纬度", _said(line))
        beyond = ~((np.abs(ring[:, 0]) <= 180) & (np.abs(ring[:, 1]) <= 90))  # noqa: PLR2004 - of the earth
        if beyond.any():
            raise _error(where, "经纬度超出范围", _said(ring[beyond][0].tolist()))
        yield ring


def _said(value: Any) -> str:
    return str(value)[:40]


def _error(where: str, what: str, got: str = "") -> DataError:
    return DataError.of([Fault(where, what, got, _DO)])
