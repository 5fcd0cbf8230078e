"""Pure functions, frames in and frames out. Every result row carries its inputs and origins.

All frames are figure frames (:data:`xj_analysis.figures.COLUMNS`) with the key columns indicator, area, subject and
period; what cannot be computed is a row without a value and with a reason, never 0 or inf. A reason has no digits.
"""

from .change import changes
from .composition import composition
from .derived import derive, difference, ratio, share, total
from .quantities import quantities
from .ranking import coverage, ranks

__all__ = [
    "changes", "composition", "coverage", "derive", "difference", "quantities", "ranks", "ratio", "share", "total",
]  # fmt: skip
