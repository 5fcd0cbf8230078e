"""Constants shared by several rooms: the package folder, the slug of the overview, names of environment variables."""

from __future__ import annotations

from pathlib import Path

import xj_analysis

PACKAGE = Path(xj_analysis.__file__).parent
"""The folder of the whole package, not of this room: an edit anywhere below it rebuilds briefings."""
OVERVIEW = "overview"
"""Slug of the briefing about the whole county."""
SHEETS_FOLDER = "sheets"
"""Name of the folder with the printable sheets of an issue."""
STAGING = ".xj"
"""Name of the folders with locks and drafts, beside or inside what is written; never read as data."""
DATA = "XJ_DATA"
"""Environment variable: the folder that holds the counties."""
SLICE = "XJ_SLICE"
"""Environment variable: the file with the slice of observations that the build has read for a notebook."""
UNATTENDED = "XJ_UNATTENDED"
"""Environment variable: set in kernels of a build, where no person sees the output."""
TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""Environment variables: the folder for temporary files of a process and its libraries."""
