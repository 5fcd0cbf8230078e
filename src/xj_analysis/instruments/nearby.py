"""Distances between places: great-circle, the nearest of many, and the place that reaches most.

All distances are great-circle ones, on a sphere of the earth's mean radius: as the crow flies, not along roads. Places
are found by an index of the plane (shapely, imported where it is needed); what it finds is measured on the sphere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["EARTH", "best_site", "great_circle", "nearest", "on_plane"]
__dir__ = __all__.copy

EARTH = 6_371_008.8
"""Mean radius of the earth in metres."""
_CHUNK = 512
_CELLS = 1000
"""Of the grid by which sites are told apart, a side at most."""
_BANDS = 200
"""In a degree of latitude."""
_SLACK = 1e-6

Array = npt.NDArray[Any]
Degrees = Array | float


def great_circle(lon: Array, lat: Array, to_lon: Degrees, to_lat: Degrees) -> Array:
    """Return great-circle distances in metres between places in degrees, pair by pair.

    Examples
    --------
    >>> one = np.array([0.0])
    >>> great_circle(one, one, one, one + 1).round().tolist()
    [111195.0]
    """
    wide, high = np.radians(to_lon - lon), np.radians(to_lat - lat)
    half = np.sin(high / 2) ** 2 + np.cos(np.radians(lat)) * np.cos(np.radians(to_lat)) * np.sin(wide / 2) ** 2
    metres: Array = 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return metres


def on_plane(lon: Array, lat: Array, parallel: float) -> Array:
    """Return places on a plane, in metres east and north, degrees of longitude as wide as they are on a parallel.

    Examples
    --------
    >>> on_plane(np.array([1.0]), np.array([1.0]), 60.0).round().tolist()
    [[55598.0, 111195.0]]
    """
    east = EARTH * np.cos(np.radians(parallel)) * np.radians(lon)
    return np.column_stack([east, EARTH * np.radians(lat)])


def nearest(lon: Array, lat: Array, others: Sequence[tuple[Array, Array]]) -> list[Array]:
    """Return the distances in metres from each place to the nearest of several sets of others.

    Infinite where a set is empty.

    Examples
    --------
    >>> found = nearest(np.array([0.0, 5.0]), np.array([0.0, 0.0]), [(np.array([1.0, 4.0]), np.array([0.0, 0.0]))])
    >>> found[0].round().tolist()
    [111195.0, 111195.0]
    """
    sets = [np.unique(np.column_stack(each), axis=0) for each in others]
    if not len(lon) or not any(map(len, sets)):
        return [np.full(len(lon), np.inf) for _ in sets]
    import shapely

    order = np.lexsort((lon, np.floor(lat * _BANDS)))  # neighbours are looked for one after another: half the time
    lon, lat = lon[order], lat[order]
    planes, room = _planes((lon, lat), *((each[:, 0], each[:, 1]) for each in sets if len(each)))
    places, there = shapely.points(planes[0]), iter(planes[1:])
    found = []
    for each in sets:
        least = np.full(len(lon), np.inf)
        if len(each):
            tree = shapely.STRtree(shapely.points(next(there)))
            here, near = tree.query_nearest(places, all_matches=False)
            least[here] = great_circle(lon[here], lat[here], each[near, 0], each[near, 1])
            # on the sphere another one may be nearer: it is no farther on the plane than this
            here, near = tree.query(places, predicate="dwithin", distance=least * room + _SLACK)
            np.minimum.at(least, here, great_circle(lon[here], lat[here], each[near, 0], each[near, 1]))
        distances = np.empty_like(least)
        distances[order] = least
        found.append(distances)
    return found


def best_site(lon: Array, lat: Array, weights: Array, metres: float) -> tuple[int, float] | None:
    """Return which place reaches most, and how much, itself included; None where nothing is to be reached.

    Parameters
    ----------
    lon, lat
        Places in degrees: each may be the site.
    weights
        What there is to reach at each, 0 where nothing is.
    metres
        How far a site reaches.

    Examples
    --------
    >>> best_site(np.array([0.0, 0.01, 0.02]), np.zeros(3), np.array([5.0, 0.0, 4.0]), 1200.0)
    (1, 9.0)
    """
    wanted = np.flatnonzero(weights > 0)
    if not len(wanted):
        return None
    import shapely

    plane, room = _planes((lon, lat), (lon[wanted], lat[wanted]))
    tree, places = shapely.STRtree(shapely.points(plane[1])), shapely.points(plane[0])
    bounds = _bounds(plane[0], weights, metres * room + _SLACK)
    order = np.argsort(-bounds, kind="stable")
    best, most = -1, 0.0
    for begin in range(0, len(order), _CHUNK):
        tried = order[begin : begin + _CHUNK]
        if bounds[tried[0]] < most:
            break
        site, other = tree.query(places[tried], predicate="dwithin", distance=metres * room + _SLACK)
        here, there = tried[site], wanted[other]
        within = great_circle(lon[here], lat[here], lon[there], lat[there]) <= metres
        reached = np.bincount(site[within], weights[there[within]], minlength=len(tried))
        top = reached.max()
        first = int(tried[reached == top].min())
        if top > most or (top == most and first < best):
            best, most = first, float(top)
    return best, most


def _bounds(plane: Array, weights: Array, metres: float) -> Array:
    """How much a site at each place reaches at most: what is in the squares around it."""
    low = plane.min(axis=0)
    side = max(metres / 4, float((plane.max(axis=0) - low).max()) / _CELLS)
    column, row = ((plane - low) // side).astype(int).T
    near = int(np.ceil(metres / side))
    grid = np.zeros((column.max() + 2 * near + 2, row.max() + 2 * near + 2))
    np.add.at(grid, (column + near + 1, row + near + 1), weights)
    sums = grid.cumsum(axis=0).cumsum(axis=1)
    wide = 2 * near + 1
    inside = sums[column + wide, row + wide] - sums[column, row + wide] - sums[column + wide, row] + sums[column, row]
    most: Array = inside + 1e-9 * weights.sum()  # the sums are rounded
    return most


def _planes(*sets: tuple[Array, Array]) -> tuple[list[Array], float]:
    """Places on one plane, on which nothing is farther than on the sphere but for the factor that is returned.

    Degrees of longitude are as wide as they are at the place nearest to a pole.
    """
    parallel = max(float(np.abs(lat).max()) for _, lat in sets)
    span = np.radians(max(float(np.ptp(np.concatenate(each))) for each in zip(*sets, strict=True)))
    room = 1 / np.sqrt(max(1 - span**2 / 12, 0.1)) * (1 + 1e-9)
    return [on_plane(lon, lat, parallel) for lon, lat in sets], float(room)
