"""Command-line interface ``xj``: one module for each group of commands, with their console output."""
