"""Workbook files: read cell by cell, written reproducibly."""
