"""Names that more than one floor knows: the overview's slug, and what a notebook's environment says."""

from __future__ import annotations

OVERVIEW = "overview"
DATA = "XJ_DATA"
"""The folder that holds the counties."""
SLICE = "XJ_SLICE"
"""The file of the slice that whoever runs a notebook has read for it."""
UNATTENDED = "XJ_UNATTENDED"
"""Set where nobody is looking on."""
