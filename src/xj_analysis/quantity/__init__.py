"""Units, hedges, periods, numerals and figures: what a number is, without knowledge of counties."""
