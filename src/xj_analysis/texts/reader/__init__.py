"""Figures out of running Chinese text: by rules, the same for the same text, nothing learned and nothing guessed."""

from .reading import Mention, Reading, read_text

__all__ = ["Mention", "Reading", "read_text"]
