"""A reading process (``python -m support.failing_reader``) that a file ends or stops, by what is in it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from xj_analysis.base.errors import DataError
from xj_analysis.workbooks.sandbox import MEMORY, answer

SECONDS = 2


def read(path: Path) -> bytes:
    match path.read_text(encoding="utf-8"):
        case "kills":
            os._exit(1)
        case "hangs":
            time.sleep(60)
        case "hoards":
            return bytes(MEMORY)
        case "works on":
            while True:
                pass
        case "faulty":
            raise DataError(path.name, "不是表格", "甲", "请改。")
    return path.read_bytes()


if __name__ == "__main__":
    answer(read, lambda _: SECONDS)
