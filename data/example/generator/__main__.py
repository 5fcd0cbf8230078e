"""Make the files of the invented county: ``python data/example/generator [FOLDER]``; the same bytes every time."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import making
import months


def main(folder: Path) -> None:
    """Write everything that is generated into `folder`, which holds a copy of the declarations."""
    shutil.rmtree(folder / "received", ignore_errors=True)
    made = making.write(folder)
    months.receive(folder, made.numbers)
    months.mail(folder, made.numbers, made.ledgers)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else making.EXAMPLE)
