"""Tables of figures: every number a figure, every row with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..county.model import County
from ..document.blocks import Table
from ..document.pieces import Cell, Column, Part, Parts
from ..quantity import figures, periods
from ..quantity.figures import Figure
from ..store.observations import NATURE_LABELS

NONE = "—"


def table(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell | Part]], *, notes: Sequence[Parts] = ()
) -> Table:
    """Return a table.

    Parameters
    ----------
    title
        What it shows.
    columns
        Headings, in order.
    rows
        Each with a cell, a figure or words for every column.
    notes
        Printed below: the legend of the symbols used.

    Examples
    --------
    >>> table("示例", [Column(name="指标")], [["人口"]]).rows[0][0].parts
    ('人口',)
    """
    cells = [tuple(c if isinstance(c, Cell) else Cell(parts=(c,)) for c in row) for row in rows]
    return Table(title=(title,), columns=tuple(columns), rows=tuple(cells), notes=tuple(notes))


def label_of(row: Mapping[str, Any], county: County | None = None) -> str:
    """Return what a row is called: its indicator, with its place, subject, nature and doubt where it has them.

    Examples
    --------
    >>> label_of({"label": "总投资", "subject": "物流园", "nature": "planned", "area": "360823", "doubt": ""})
    '总投资（物流园，计划）'
    """
    place = county.area_names[row["area"]] if county and row["area"] != county.code else ""
    nature = NATURE_LABELS[row["nature"]]
    said = "" if nature and nature in str(row["label"]) else nature
    extra = "，".join(filter(None, [place, row["subject"], said, "存疑" if row["doubt"] else ""]))
    return f"{row['label']}（{extra}）" if extra else str(row["label"])


def indicators(title: str, rows: Iterable[Mapping[str, Any]], county: County, *, defined: bool = False) -> Table:
    """Return a table of indicators: value with hedge and unit, period, rank or tier, sources.

    Parameters
    ----------
    title
        What it shows.
    rows
        Records of a figure frame with area, subject, doubt, rank, rank_scope and tier.
    county
        Names the areas and declares the 口径.
    defined
        Whether each row has its 口径 beside it, in place of the rank.
    """
    columns = (
        Column(name="指标", width=2.6),
        Column(name="数值", align="right", width=0.9),
        Column(name="单位", width=1.05),
        Column(name="期间", width=1.5 if defined else 2.05),
        Column(name="口径", width=1.9) if defined else Column(name="位次", width=1.2),
        Column(name="来源", align="center", width=0.6),
    )
    body = []
    for row in rows:
        figure = figures.figure_from_row({**row, "label": label_of(row, county)}, county.rounding)
        last = county.by_slug[row["indicator"]].definition if defined else ranking_text(row)
        tier_only = figure.value is None and bool(row["tier"])
        body.append([
            label_of(row, county),
            NONE if tier_only else without_unit(figure),
            NONE if tier_only else row["unit"] or NONE,
            periods.parse(row["period"]).label,
            last or NONE,
            Cell(sources=tuple(row["sources"])),
        ])  # fmt: skip
    return table(title, columns, body, notes=_LEGEND)


_LEGEND: tuple[Parts, ...] = (
    ("注：“—”为无此项；“约”为约数，“余”“以上”为下限，“近”“不足”“以内”为上限；标“计划”“预计”“目标”的不是实绩。",),
)


def without_unit(figure: Figure) -> Figure:
    """Return `figure` printed without its unit, for a column or row that names it.

    Examples
    --------
    >>> from decimal import Decimal
    >>> without_unit(figures.reported_figure(Decimal("24"), "个")).text
    '24'
    """
    return figure.model_copy(update={"text": figure.bare})


def ranking_text(row: Mapping[str, Any]) -> Figure | None:
    """Return a row's rank or tier among its peers, None where it has neither.

    Examples
    --------
    >>> row = {"rank": 1, "rank_scope": "吉安市", "tier": "", "label": "企业数", "period": "2023", "origins": ("A23",)}
    >>> ranking_text(row).text
    '吉安市第1位'
    """
    about = {"label": f"{row['label']}位次", "period": row["period"], "origins": tuple(row["origins"])}
    if str(row["rank"]) not in ("<NA>", "nan", "None"):
        return figures.phrase_figure(f"{row['rank_scope']}第{int(row['rank'])}位", **about)
    if row["tier"]:
        return figures.phrase_figure(f"{row['rank_scope']}{row['tier']}", **about)
    return None
