"""Metrics of figure frames: pure functions, frames in and frames out. A result row carries its inputs and origins.

All frames are figure frames (:data:`xj_analysis.quantity.figures.COLUMNS`) with the key columns indicator, area,
subject and period, except those of ledgers (:mod:`xj_analysis.loaders.ledgers`), which have a row a project. A
result that cannot be computed is a row without value and with a reason, never 0 or inf. A reason has no digits.
"""

from .change import changes
from .composition import composition, headlines
from .contribution import contributions, pulls, structure_change
from .cumulative import cumulate, single, year_to_date
from .derived import derivations, derive, difference, ratio, total
from .growth_rates import period_on_period, two_year_average, year_on_year
from .index import quantity_index
from .lights import set_lights
from .projection import project_year, run_rate
from .ranking import coverage, distance, movement, ranks
from .series import completion, growth, rank, share
from .targets import against_pace

__all__ = [
    "against_pace",
    "changes",
    "completion",
    "composition",
    "contributions",
    "coverage",
    "cumulate",
    "derivations",
    "derive",
    "difference",
    "distance",
    "growth",
    "headlines",
    "movement",
    "period_on_period",
    "project_year",
    "pulls",
    "quantity_index",
    "rank",
    "ranks",
    "ratio",
    "run_rate",
    "set_lights",
    "share",
    "single",
    "structure_change",
    "total",
    "two_year_average",
    "year_on_year",
    "year_to_date",
]  # fmt: skip
__dir__ = __all__.copy
