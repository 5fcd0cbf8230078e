"""Declarations of a county's files: records, reading, validation, selection of indicators, requests."""
