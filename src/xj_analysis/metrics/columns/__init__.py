"""Columns of figure frames as arrays: coded text, keys, intervals, rounding, results, row selection."""
