"""Extraction of quantities from running Chinese text, by rules: deterministic, nothing learned, nothing guessed."""

from .reading import Mention, Reading, read_text

__all__ = ["Mention", "Reading", "read_text"]
__dir__ = __all__.copy
