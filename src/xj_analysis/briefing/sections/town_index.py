"""The indices of the 三量 for the towns, from their 完成率: scores, places, and how much both owe to the weights."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ... import metrics
from ...county.model import County, Headline
from ...document.blocks import Sentence, Table
from ...document.pieces import Cell, Column, Part
from ...metrics.columns.row_selection import records
from ...quantity import figures, periods
from .. import tables
from ..prose import say
from ..year_progress import YearProgress

Scores = dict[str, dict[str, dict[str, Any]]]
"""Rows of the indices, by quantity and area."""

_NOTHING = "没有声明权重，或没有分乡镇的完成率，不合成指数。"


def town_index_blocks(progress: YearProgress) -> list[Sentence | Table]:
    """Return the weights in a sentence and the table of scores; a line where no quantity has weights."""
    county = progress.county
    weighed = [quantity for quantity in county.quantities if quantity.weights]
    rows = progress.completed.loc[progress.latest.index]
    if not weighed or rows.empty:
        return [say(_NOTHING)]
    scores: Scores = {
        quantity.slug: {
            row["area"]: row for row in records(metrics.quantity_index(rows, quantity, county.towns, county.indicators))
        }
        for quantity in weighed
    }
    weighed = [quantity for quantity in weighed if scores[quantity.slug]]
    if not weighed:
        return [say(_NOTHING)]
    said = [_weights(quantity, county) for quantity in weighed]
    return [*said, _table(progress, weighed, scores)]


def _weights(quantity: Headline, county: County) -> Sentence:
    names = {f"i{n}": county.by_slug[slug].name for n, slug in enumerate(quantity.weights)}
    weights: dict[str, Any] = {
        f"w{n}": figures.reported_figure(
            Decimal(str(weight)), "", label=f"{quantity.name}指数中{county.by_slug[slug].name}的权重",
            formula="county.toml 声明",
        )
        for n, (slug, weight) in enumerate(quantity.weights.items())
    }  # fmt: skip
    listed = "、".join(f"{{i{n}}}{{w{n}}}" for n in range(len(names)))
    return say(f"{{name}}指数的权重：{listed}。", style="item", name=quantity.name, **names, **weights)


def _table(progress: YearProgress, quantities: list[Headline], scores: Scores) -> Table:
    county = progress.county
    columns = [Column(name="乡镇", width=1.1)]
    for quantity in quantities:
        columns += [
            Column(name=f"{quantity.name}指数", align="right", width=1.2),
            Column(name="位次", align="center", width=0.7),
            Column(name="权重变动时", align="center", width=1.0),
        ]
    body: list[list[Cell | Part]] = []
    for area in county.towns:
        row: list[Cell | Part] = [county.area_names[area]]
        for quantity in quantities:
            row += _cells(scores[quantity.slug][area], county)
        body.append(row)
    when = periods.parse(str(next(iter(scores[quantities[0].slug].values()))["period"])).label
    note = (
        "注：用各乡镇的完成率，减去平均数再除以标准差，按权重相加，正数好于平均；“权重变动时”为各权重分别增减五分之一，"
    )
    note += "位次会落在哪里；横截面不完整的不合成。"
    return tables.table(f"各乡镇“三量”指数（{when}）", columns, body, notes=((note,),))


def _cells(row: dict[str, Any], county: County) -> list[Cell | Part]:
    about: dict[str, Any] = {"period": row["period"], "origins": row["origins"], "formula": "按指数从高到低排"}
    score = figures.figure_from_row(row, county.rounding)
    if score.value is None or str(row["rank"]) == "<NA>":
        return [score, tables.NONE, tables.NONE]
    place = figures.phrase_figure(f"{row['rank']}", label=f"{row['label']}位次", **about)
    ends = [
        figures.phrase_figure(f"{row[end]}", label=f"{row['label']}位次", **about)
        for end in ("rank_best", "rank_worst")
    ]
    around = Cell(parts=(ends[0], "至", ends[1])) if ends[0].text != ends[1].text else Cell(parts=("不变",))
    return [score, place, around]
