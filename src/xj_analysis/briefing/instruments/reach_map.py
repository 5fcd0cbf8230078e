"""Map of 服务圈, without tiles or network: what facilities of a kind reach, whom none reaches, the next best site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...document.blocks import Chart, Omission
from ...document.pieces import Parts
from ...instruments.ledger_rows import origins
from ...instruments.nearby import on_plane
from ...quantity.figures import Figure, reported_figure
from ..charts.style import (
    ACCENT,
    INK,
    MAIN,
    PALE,
    WIDTH,
    altair,
    block,
    checked_words,
    layered,
    too_few,
    without_validation,
)

__all__ = ["MOST", "MapPlaces", "reach_map", "scale_length"]
__dir__ = __all__.copy

MOST = 1500
"""Points drawn one by one; of more those that are close to each other are one."""
_GRID = 27
_STRIP = 52
"""Pixels of scale and legend below the map."""
_HIGHEST = 470
_STAR = "M0,-1L.23,-.31L.95,-.31L.36,.12L.59,.81L0,.38L-.59,.81L-.36,.12L-.95,-.31L-.23,-.31Z"
_CROSS, _NORTH = "M-.8,-.8L.8,.8M-.8,.8L.8,-.8", "M0,-1L.6,1L0,.55L-.6,1Z"
"""Shapes that Vega has not."""
_LEGEND = (("covered", "圈内人口"), ("missed", "圈外人口"), ("facility", "设施"), ("site", "宜增设"))

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class MapPlaces:
    """What a map shows.

    Parameters
    ----------
    points
        ``lon, lat, people, missed, area, origin`` of points.
    facilities
        ``lon, lat, origin`` of facilities of one kind.
    site
        Longitude and latitude of the next best site; None without one.
    metres
        How far a facility reaches.
    names
        Of areas, by code.
    rings
        Boundaries: longitude and latitude.
    decimals
        To which coordinates are rounded, and all points as large; None: not at all.
    """

    points: pd.DataFrame
    facilities: pd.DataFrame
    site: tuple[float, float] | None
    metres: float
    names: Mapping[str, str]
    rings: Sequence[Array] = ()
    decimals: int | None = None


def scale_length(kilometres: float) -> float:
    """Return the length of a scale for a map so wide: 1, 2 or 5 times a power of ten, a quarter of it at most.

    Examples
    --------
    >>> scale_length(52.0), scale_length(3.0), scale_length(0.9)
    (10.0, 0.5, 0.2)
    """
    power = 10.0 ** np.floor(np.log10(kilometres / 4))
    return float(max(step * power for step in (1, 2, 5) if step * power <= kilometres / 4))


@without_validation
def reach_map(
    title: Parts, places: MapPlaces, figures: Sequence[Figure], notes: Iterable[str] = ()
) -> Chart | Omission:
    """Return the map of a kind of facility.

    Parameters
    ----------
    title
        With the day, and how far the circles reach.
    figures
        What the map shows in numbers: they are its alternative text.
    notes
        Printed below.
    """
    _, heading = checked_words(title, (), [*places.names.values()], "")
    points, facilities = (_rounded(rows, places.decimals) for rows in (places.points, places.facilities))
    if points.empty:
        return too_few(heading, "没有一个有坐标的人口点。")
    view = _View.of(points, places)
    shown = view.inside(points)
    rows, said = _rows(view, points[shown], facilities[view.inside(facilities)], places)
    said += ["有些点离得太远，没有画"] if not (shown.all() and view.inside(facilities).all()) else []
    said += ["公开版的坐标已取整，所画位置是大致的"] if places.decimals is not None else []
    bar = scale_length(view.wide)
    ends = points.loc[[points["lon"].idxmin(), points["lon"].idxmax()]]
    length = reported_figure(Decimal(f"{bar:g}"), "公里", label="比例尺", origins=origins(ends), formula="按经纬度换算")
    rows += _furniture(view, bar, length.text)
    spec = layered(rows, *_layers(view, places.metres / 1000), width=WIDTH, height=round(view.high * view.scale))
    return block(spec, heading, [*figures, length], (), [*notes, *said], described=figures)


@dataclass(frozen=True)
class _View:
    """The part of the plane that is shown, in kilometres, and the pixels of one."""

    parallel: float
    west: float
    south: float
    wide: float
    high: float
    scale: float

    @classmethod
    def of(cls, points: pd.DataFrame, places: MapPlaces) -> _View:
        parallel = float(points["lat"].median())
        plane = _plane(points, parallel)
        low, high = np.quantile(plane, 0.02, axis=0), np.quantile(plane, 0.98, axis=0)
        borders = [on_plane(ring[:, 0], ring[:, 1], parallel) / 1000 for ring in places.rings]
        every = np.concatenate([plane, *borders])
        near = (every >= low - (high - low) - 1) & (every <= high + (high - low) + 1)
        kept = every[near.all(axis=1)]
        margin = places.metres / 1000 + 0.3
        west, south = kept.min(axis=0) - margin
        east, north = kept.max(axis=0) + margin
        scale = min(WIDTH / (east - west), _HIGHEST / (north - south))
        return cls(parallel, west, south - _STRIP / scale, WIDTH / scale, north - south + _STRIP / scale, scale)

    @property
    def floor(self) -> float:
        """Where the map ends, and scale and legend begin."""
        return self.south + _STRIP / self.scale

    def inside(self, rows: pd.DataFrame) -> Array:
        x, y = _plane(rows, self.parallel).T
        within: Array = (
            (x >= self.west) & (x <= self.west + self.wide) & (y >= self.floor) & (y <= self.south + self.high)
        )
        return within


def _plane(rows: pd.DataFrame, parallel: float) -> Array:
    """Places in kilometres."""
    return on_plane(rows["lon"].to_numpy("float64"), rows["lat"].to_numpy("float64"), parallel) / 1000


def _rounded(rows: pd.DataFrame, decimals: int | None) -> pd.DataFrame:
    if decimals is None:
        return rows
    return rows.assign(
        lon=rows["lon"].astype("float64").round(decimals), lat=rows["lat"].astype("float64").round(decimals)
    )


def _rows(
    view: _View, points: pd.DataFrame, facilities: pd.DataFrame, places: MapPlaces
) -> tuple[list[dict[str, Any]], list[str]]:
    """What is drawn, and what is to be said of it."""
    drawn = pd.DataFrame(_plane(points, view.parallel), columns=["x", "y"])
    drawn["of"] = np.where(points["missed"], "missed", "covered")
    drawn["people"] = points["people"].to_numpy("float64")
    stands = pd.DataFrame(_plane(facilities, view.parallel), columns=["x", "y"]).assign(of="facility", people=0.0)
    thinned = max(len(drawn), len(stands)) > MOST
    alike = places.decimals is not None
    made = [_merged(view, each, thin=thinned, alike=alike) for each in (drawn, stands)]
    rows = [
        _row(*each) for frame in made for each in zip(*(frame[name] for name in ("x", "y", "of", "size")), strict=True)
    ]
    site = np.full((1, 2), np.inf)
    if places.site is not None:
        site = _plane(_rounded(pd.DataFrame([places.site], columns=["lon", "lat"]), places.decimals), view.parallel)
        rows.append(_row(site[0, 0], site[0, 1], "site"))
    above = 16 / view.scale
    centres = drawn.groupby(points["area"].to_numpy())[["x", "y"]].median()
    for code, x, y in centres.itertuples():
        hides = abs(site[0, 0] - x) < 2 * above and abs(site[0, 1] - y - above) < above
        rows.append(_row(x, y - above if hides else y + above, "name", said=places.names.get(str(code), "")))
    for number, ring in enumerate(places.rings):
        line = on_plane(ring[:, 0], ring[:, 1], view.parallel) / 1000
        rows += [_row(x, y, "border", size=place, said=str(number)) for place, (x, y) in enumerate(_simple(view, line))]
    return rows, ["点太多，相近的并成一个"] if thinned else []


def _merged(view: _View, rows: pd.DataFrame, *, thin: bool, alike: bool) -> pd.DataFrame:
    """Points as they are drawn: those at one place, or where there are too many in one square, are one."""
    side = max(view.wide, view.high) / _GRID if thin else 1e-3
    cells = rows.assign(column=np.floor(rows["x"] / side), row=np.floor(rows["y"] / side))
    found = cells.groupby(["of", "column", "row"], as_index=False).agg({"x": "mean", "y": "mean", "people": "sum"})
    most = found["people"].max() or 1.0
    found["size"] = 14.0 if alike else 6 + 30 * np.sqrt((found["people"] / most).clip(0, 1))
    return found


def _simple(view: _View, line: Array) -> Array:
    """A line without the places that nobody sees, a third of a pixel."""
    import shapely

    inside: Array = shapely.get_coordinates(shapely.simplify(shapely.linestrings(line), 0.35 / view.scale))
    return inside


def _row(x: float, y: float, of: str, size: float = 0.0, said: str = "") -> dict[str, Any]:
    return {"x": round(float(x), 3), "y": round(float(y), 3), "of": of, "size": round(float(size), 1), "said": said}


def _furniture(view: _View, bar: float, said: str) -> list[dict[str, Any]]:
    """Scale, north and legend, below the map."""
    pixel = 1 / view.scale
    low, line = view.south + 10 * pixel, view.south + 34 * pixel
    left = view.west + 8 * pixel
    rows = [
        _row(left, line, "bar"),
        _row(left + bar, line, "bar"),
        _row(left + bar + 6 * pixel, line, "label", said=said),
    ]
    north = view.west + view.wide - 14 * pixel
    rows += [_row(north, line, "north"), _row(north - 9 * pixel, line, "northward", said="北")]
    for number, (of, words) in enumerate(_LEGEND):
        x = left + (6 + 92 * number) * pixel
        rows += [_row(x, low, of, 16.0) | {"key": True}, _row(x + 9 * pixel, low, "label", said=words)]
    return [{"key": False} | row for row in rows]


def _layers(view: _View, kilometres: float) -> list[Any]:
    alt = altair()
    base = alt.Chart().encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[view.west, view.west + view.wide], nice=False, zero=False)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[view.south, view.south + view.high], nice=False, zero=False)),
    )  # fmt: skip

    def of(kind: str, more: str = "") -> Any:
        return base.transform_filter(f"datum.of == '{kind}'{more}")

    def sized(mark: Any) -> Any:
        return mark.encode(size=alt.Size("size:Q", scale=None, legend=None))

    across = (2 * kilometres * view.scale) ** 2  # of a symbol, the square around it
    words = {"fontSize": 10, "baseline": "middle"}
    named = of("name")
    return [
        of("border").mark_line(color="#8a8a8a", strokeWidth=0.8, clip=True).encode(detail="said:N", order="size:Q"),
        of("facility", " && !datum.key").mark_point(
            shape="circle", size=across, filled=True, fill=PALE, fillOpacity=0.4, stroke=MAIN, strokeWidth=0.6,
            strokeOpacity=0.8, opacity=1,
        ),
        sized(of("covered").mark_point(shape="circle", filled=True, color="#6f6f6f", opacity=1)),
        sized(of("missed").mark_point(shape=_CROSS, filled=False, stroke=ACCENT, strokeWidth=1.1, opacity=1)),
        of("facility").mark_point(
            shape="square", filled=True, fill=MAIN, stroke="#ffffff", strokeWidth=0.6, size=34, opacity=1
        ),
        *(named.mark_text(**words, **look).encode(text="said:N")
          for look in ({"stroke": "#ffffff", "strokeWidth": 2, "color": "#ffffff"}, {"color": INK})),
        of("site").mark_point(
            shape=_STAR, filled=True, fill="#ffffff", stroke=INK, strokeWidth=1.2, size=190, opacity=1
        ),
        of("bar").mark_line(color=INK, strokeWidth=2.2),
        of("north").mark_point(shape=_NORTH, filled=True, color=INK, size=170, opacity=1),
        of("northward").mark_text(align="right", color=INK, **words).encode(text="said:N"),
        of("label").mark_text(align="left", color=INK, **words).encode(text="said:N"),
    ]  # fmt: skip
