"""Tables of 就业之家's network by level and of its services: of a ledger, or of what a county reports in totals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ...document.blocks import Table
from ...document.section import Section
from ...quantity.figures import Figure, missing_figure
from .figure_grid import figure_grid

__all__ = ["network_table", "reported_jobs", "service_table"]
__dir__ = __all__.copy

_SERVICES = ("次数", "人数", "金额")


def network_table(network: pd.DataFrame, until: str = "", notes: tuple[str, ...] = ()) -> Table:
    """Return the table of points by level.

    Parameters
    ----------
    network
        Figures in ``网点``, by level.
    until
        The day in brackets.
    """
    return figure_grid(f"就业之家网点{until}", "层级", network, {"网点": "网点（个）"}, notes=notes)


def service_table(services: pd.DataFrame, title: str, notes: tuple[str, ...] = ()) -> Table:
    """Return the table of fairs, trips and loans: those of 次数, 人数 and 金额 that there are, by service."""
    return figure_grid(title, "服务", services, {name: name for name in _SERVICES if name in services}, notes=notes)


def reported_jobs(network: Mapping[str, Figure], services: Mapping[str, Mapping[str, Figure]]) -> Section:
    """Return both tables of figures that are reported in totals; each is left out where there is none of it.

    Parameters
    ----------
    network
        By level; the last may be of all.
    services
        次数, 人数 or 金额 of each service.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from ...quantity.figures import reported_figure
    >>> fairs = reported_figure(Decimal(76), "次", origins=("A47",))
    >>> print(reported_jobs({}, {"专场招聘会": {"次数": fairs}})[0]._repr_mimebundle_()["text/plain"].split())
    ['就业服务', '服务', '次数', '专场招聘会', '76次']
    """
    made = []
    if network:
        notes = ("注：时点照来源所说，没有写的不补。",)
        made.append(network_table(pd.DataFrame({"网点": dict(network)}).loc[[*network]], notes=notes))
    if services:
        held = [name for name in _SERVICES if any(name in each for each in services.values())]
        none = missing_figure("来源没有写")
        rows = {kind: {name: each.get(name, none) for name in held} for kind, each in services.items()}
        made.append(service_table(pd.DataFrame.from_dict(rows, orient="index"), "就业服务"))
    return Section(made)
