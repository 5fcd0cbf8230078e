"""What those who run notebooks and print them have imported before they are given one. Importing it makes them ready.

They are forked from the same process as their kernels, and work out what is to be made, too.
"""

from __future__ import annotations

from . import loaders, warm
from .engine import execute, papermill_engine
from .loaders import slices
from .press import html, pdf

__all__ = ["execute", "html", "loaders", "papermill_engine", "pdf", "slices", "warm"]
