"""Sections of a briefing: each a function from its context to blocks."""
