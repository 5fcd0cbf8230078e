"""Reading and proofing 100 kB of invented text, the test texts over and over.

Run: ``.venv/bin/python benchmarks/texts_speed.py``. It asserts nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from xj_analysis import loaders
from xj_analysis.texts import proof
from xj_analysis.texts.reader import read_text

REPO = Path(__file__).parents[1]
SIZE = 100_000


def text() -> str:
    """Return the test texts without their marks, as often as it takes."""
    sys.path.insert(0, str(REPO / "tests"))
    from support import annotated

    files = sorted(path.name for path in annotated.FOLDER.glob("*.txt"))
    whole = "\n".join(marked.text for marked in annotated.texts(*files))
    whole *= SIZE // len(whole.encode()) + 1
    return whole.encode()[:SIZE].decode(errors="ignore")


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the least of five runs: by the clock, and of the processor."""
    times = []
    for _ in range(5):
        start, busy = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - start, time.process_time() - busy))
    return min(times)


def main() -> None:
    """Print seconds for reading, proofing, and proofing against a county."""
    whole = text()
    store = loaders.load(REPO / "data" / "xiajiang").known()
    lines = [f"{len(whole.encode()):,} bytes, {len(read_text(whole).mentions):,} quantities"]
    for name, work in {
        "read": lambda: read_text(whole),
        "proof": lambda: proof.proofread(whole),
        "proof against a county": lambda: proof.proofread(whole, store=store),
    }.items():
        took, busy = seconds(work)
        lines.append(f"{name} {took:.2f} s ({busy:.2f} s of the processor)")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
