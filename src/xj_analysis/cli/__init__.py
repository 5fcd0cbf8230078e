"""The command ``xj``: one module for each group of commands, with what they print."""
