"""Names that more than one floor knows: where the package lies, the overview's slug, a notebook's environment."""

from __future__ import annotations

import sys
from pathlib import Path

PACKAGE = Path(sys.modules[__name__.partition(".")[0]].__path__[0])
"""The folder of the whole package, from whichever subpackage it is asked for."""
OVERVIEW = "overview"
DATA = "XJ_DATA"
"""The folder that holds the counties."""
SLICE = "XJ_SLICE"
"""The file of the slice that whoever runs a notebook has read for it."""
TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""Where a process, and each library it uses, puts temporary files."""
UNATTENDED = "XJ_UNATTENDED"
"""Set where nobody is looking on."""
