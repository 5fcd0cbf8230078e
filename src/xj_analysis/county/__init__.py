"""Declarations of county.toml and sources.toml: records, reading, validation, selection of indicators, requests."""
