"""Units, hedges, intervals, periods, numerals and figures, without knowledge of counties."""
