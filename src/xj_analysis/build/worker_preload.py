"""Modules preloaded in worker processes before they fork: planning, running and printing notebooks, and kernels."""

from __future__ import annotations

import importlib

from .. import loaders
from ..engine import execute, papermill_engine
from ..engine.kernels import WARM
from ..loaders import slices
from ..press import html, pdf

importlib.import_module(WARM)  # by name: the machinery does not depend on what notebooks import

__all__ = ["execute", "html", "loaders", "papermill_engine", "pdf", "slices"]
