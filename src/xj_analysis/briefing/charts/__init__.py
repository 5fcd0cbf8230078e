"""Charts of figures: the marks are labelled with the figures as printed, hedges and all.

Each function takes records (rows of a figure frame) and returns a :class:`xj_analysis.document.blocks.Chart`.
Altair is imported where a chart is made; the SVG is drawn by the press, or here when a person is looking (not in an
unattended run).
"""

from __future__ import annotations

from .bars import bars, before_after
from .lines import months, timeline

__all__ = ["bars", "before_after", "months", "timeline"]
