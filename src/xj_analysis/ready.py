"""What those who run notebooks have imported before they are given one. Importing this is what makes them ready.

They are forked from the same process as their kernels, and work out what is to be made, too.
"""

from __future__ import annotations

from . import county, engine, loaders, run, warm
from .loaders import slices

__all__ = ["county", "engine", "loaders", "run", "slices", "warm"]
