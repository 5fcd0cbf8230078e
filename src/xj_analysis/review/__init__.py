"""Review of rendered briefings: audit of every number, trace to its source, difference of two issues."""
