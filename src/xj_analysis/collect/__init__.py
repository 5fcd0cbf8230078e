"""Data collection: templates for units, intake of filed workbooks, marked copies of faulty ones."""
