"""What a warm kernel has imported before it is asked for anything. Importing this is what warms it."""

from __future__ import annotations

import importlib

for _name in ("ipykernel.kernelapp", "ipykernel.ipkernel", "IPython.core.interactiveshell", "pandera.pandas"):
    importlib.import_module(_name)

importlib.import_module("xj_analysis.briefing")
importlib.import_module("xj_analysis.charts")._altair()
