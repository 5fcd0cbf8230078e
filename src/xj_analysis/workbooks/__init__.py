"""Workbooks as files: read cell by cell, written so that the same content gives the same bytes."""
