"""What a warm kernel has imported before it is asked for anything. Importing this is what warms it."""

from __future__ import annotations

import importlib

# The kernel, and what it would import while it starts: debugpy alone costs half a second.
_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.interactiveshell",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "encodings.idna",
    "faulthandler",
    "pydoc",
    "tornado.platform.asyncio",
    "xml.parsers.expat",
)

for _name in (*_KERNEL, "pandera.pandas"):
    importlib.import_module(_name)

importlib.import_module("xj_analysis.briefing")
importlib.import_module("xj_analysis.charts")._altair()
