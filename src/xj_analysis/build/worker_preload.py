"""Modules a fork server imports before it forks workers: to plan, execute and render, and those of kernels."""

from __future__ import annotations

import importlib

from .. import loaders
from ..engine import execute, papermill_engine
from ..engine.kernels import KERNEL_PRELOAD
from ..loaders import slices
from ..press import html, pdf

importlib.import_module(KERNEL_PRELOAD)  # by name: this room must not import the notebooks' library

__all__ = ["execute", "html", "loaders", "papermill_engine", "pdf", "slices"]
