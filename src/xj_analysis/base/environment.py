"""Names that more than one room knows: the package's folder, the overview's slug, and environment variables."""

from __future__ import annotations

from pathlib import Path

import xj_analysis

PACKAGE = Path(xj_analysis.__file__).parent
"""The folder of the whole package, wherever this module lies in it: an edit anywhere below rebuilds briefings."""
OVERVIEW = "overview"
DATA = "XJ_DATA"
"""The folder that holds the counties."""
SLICE = "XJ_SLICE"
"""The file of the slice that whoever runs a notebook has read for it."""
UNATTENDED = "XJ_UNATTENDED"
"""Set where nobody is looking on."""
TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""Where a process, and each library it uses, puts temporary files."""
