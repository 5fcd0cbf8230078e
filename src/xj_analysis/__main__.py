"""``python -m xj_analysis``: the command ``xj``."""

from .cli.app import main

main()
