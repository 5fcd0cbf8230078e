"""Town index section: the indices of the 三量 for the towns, from their 完成率, with ranks and their sensitivity."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from ... import metrics
from ...county.model import County, Headline
from ...document.blocks import Table
from ...document.pieces import Cell, Part, Parts
from ...metrics.columns.row_selection import records
from ...metrics.index import WEIGHT_CHANGE
from ...quantity import figures, periods
from ...quantity.conventions import Convention
from ...quantity.figures import Figure
from .. import tables
from ..figure_wording import chinese_fraction
from ..tables import ColumnSpec, Row
from ..year_progress import YearProgress

_CHANGE = figures.phrase_figure(
    chinese_fraction(WEIGHT_CHANGE), label="权重增减幅度", formula=str(Convention.WEIGHT_CHANGE)
).model_copy(update={"value": Decimal(round(WEIGHT_CHANGE * 100)), "unit": "%"})
_NOTE: Parts = (
    "注：用各乡镇的完成率，减去平均数再除以标准差，按权重相加，正数好于平均；位次后括号里是各权重分别增减",
    _CHANGE,
    "时位次会落在哪里，没有括号的不变；横截面不完整的不合成。",
)


def town_index_table(progress: YearProgress) -> Table | None:
    """Return the table of scores and ranks, with the weights below it; None where no town has what is weighted."""
    county = progress.county
    rows = progress.completed.loc[progress.latest.index]
    rows = rows[rows["area"].isin(county.towns)]
    scores: dict[str, dict[str, Row]] = {}
    for quantity in county.quantities:
        if quantity.weights:
            index = metrics.quantity_index(rows, quantity, county.towns, county.indicators)
            scores[quantity.slug] = {row["area"]: row for row in records(index)}
    quantities = [quantity for quantity in county.quantities if scores.get(quantity.slug)]
    if not quantities:
        return None
    columns: list[ColumnSpec[str]] = [ColumnSpec(name="乡镇", width=1.1, cell=lambda town: county.area_names[town])]
    for quantity in quantities:
        columns += _index_columns(quantity, scores[quantity.slug], county)
    when = periods.parse(str(next(iter(scores[quantities[0].slug].values()))["period"])).label
    weights: list[Part] = ["权重："]
    for quantity in quantities:
        weights += [*_weights(quantity, county), "；" if quantity is not quantities[-1] else "。"]
    return tables.tabulate(f"各乡镇“三量”指数（{when}）", columns, county.towns, notes=[tuple(weights), _NOTE])


def _weights(quantity: Headline, county: County) -> Parts:
    run: list[Part] = [quantity.name]
    for slug, weight in quantity.weights.items():
        name = county.by_slug[slug].name
        figure = figures.reported_figure(
            Decimal(str(weight)), "", label=f"{quantity.name}指数中{name}的权重", formula=str(Convention.WEIGHT)
        )
        run += ["、" if len(run) > 1 else "", name, figure]
    return tuple(part for part in run if part)


def _index_columns(quantity: Headline, scores: dict[str, Row], county: County) -> list[ColumnSpec[str]]:
    """The columns of one index by town: score and rank, with the ranks it may have with other weights."""
    figure = {town: county.figure(row) for town, row in scores.items()}
    ranked = {town for town, row in scores.items() if figure[town].value is not None and not pd.isna(row["rank"])}

    def rank(town: str) -> Cell | Figure | str:
        if town not in ranked:
            return tables.NONE
        own, best, worst = (_rank(scores[town], side) for side in ("rank", "rank_best", "rank_worst"))
        return Cell(parts=(own, "（", best, "至", worst, "）")) if best.text != worst.text else own

    return [
        ColumnSpec(name=f"{quantity.name}指数", align="right", width=1.2, cell=lambda town: figure[town]),
        ColumnSpec(name="位次", align="center", width=1.1, cell=rank),
    ]


def _rank(row: Row, column: str) -> Figure:
    return figures.phrase_figure(
        f"{row[column]}", label=f"{row['label']}位次", period=row["period"], origins=row["origins"],
        formula="按指数从高到低排",
    )  # fmt: skip
