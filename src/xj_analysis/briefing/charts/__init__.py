"""Charts of figures: the marks are labelled with the figures as printed, hedges and all.

Each function takes a column of figures (``figure[unit]``) and a title, and returns a
:class:`xj_analysis.document.blocks.Chart`; of fewer than two numbers, the line that tells why there is none.
Altair is imported when a chart is made. The SVG is drawn by the press; in JupyterLab, by the chart itself.
"""

from __future__ import annotations

from .bars import bars
from .lines import timeline
from .months import months

__all__ = ["bars", "months", "timeline"]
__dir__ = __all__.copy
