"""Modules preloaded in kernels before they fork; importing this module preloads them."""

from __future__ import annotations

import importlib
import os

import pandas as pd

from ..base import lazy_imports
from ..base.environment import UNATTENDED
from ..metrics.columns import samples
from ..quantity.figure_array import FigureArray
from . import charts, pandas_plots

# ipykernel, and the modules that it imports while a kernel starts
_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.interactiveshell",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "encodings.idna",
    "faulthandler",
    "pydoc",
    "tornado.platform.asyncio",
    "xml.parsers.expat",
)

with lazy_imports.without_optional_packages(lazy_imports.DEBUGGER if UNATTENDED in os.environ else ()):
    for _name in (
        *_KERNEL,
        "xj_analysis.engine.kernels.application",
        "xj_analysis.engine.kernels.stream",
        "xj_analysis.briefing.briefing",
    ):
        importlib.import_module(_name)

# First use of a library fills caches that every kernel would fill again: narwhals, for one, asks each installed package
# whether it is a plugin, and pandas each for backends of plots. One chart fills them before the fork.
pandas_plots.use()
_figures = FigureArray.from_frame(samples.sample(value=[1.0, 2.0], unit="个"))
charts.bars(pd.Series(_figures, index=["甲", "乙"]), "预热")
importlib.import_module(".charts.ordinary", __package__)  # an Altair chart of one's own needs it
