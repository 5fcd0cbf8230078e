"""Columns of figure frames: text as codes, keys, intervals, rounding, results, selection."""
