"""Charts of figures: the marks are labelled with the figures as printed, hedges and all.

Each function takes records (rows of a figure frame) and returns a :class:`xj_analysis.document.blocks.Chart`.
Altair is imported when a chart is made. The SVG is drawn by the press; in JupyterLab, by the chart itself.
"""

from __future__ import annotations

from .bars import bars, before_after
from .lines import months, timeline

__all__ = ["bars", "before_after", "months", "timeline"]
__dir__ = __all__.copy
