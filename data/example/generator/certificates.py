"""Certificates of brands (两品一标、区域公用品牌), and 产业链 against their targets."""

from __future__ import annotations

import random
from collections.abc import Mapping

import series
from planted import Planted
from workbook import Row, Rows

from xj_analysis.county.model import County


def make(dice: random.Random, county: County, numbers: series.Numbers) -> tuple[dict[str, list[Row]], list[Planted]]:
    """Return the rows of each ledger, and what is planted in them."""
    return {}, []


def books(rows: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the workbooks by their names."""
    return {}
