"""``python -m xj_analysis``: the command ``xj``."""

from .cli.app import main

if __name__ == "__main__":
    main()
