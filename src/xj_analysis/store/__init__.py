"""Observations with their vintages: what was published, and what was known on a day."""
