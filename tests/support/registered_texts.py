"""A county that registers a text as a source."""

from __future__ import annotations

import hashlib
from pathlib import Path

from support.county_folder import DataFolder

REPORT = "2024年，示例县接待游客约75.5万人次，旅游收入4800万元。\n全县新增停车场20个，邻县乡镇就业之家11个。\n"


def registered(county: DataFolder, text: str = REPORT) -> Path:
    path = county.path / "transcripts" / "news.txt"
    path.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    county.append(
        "sources.toml",
        f'\n[[sources]]\nid = "news"\ntitle = "示例报道"\npublisher = "示例报"\npublished = 2024-12-31\n'
        f'transcript = "transcripts/news.txt"\nsha256 = "{digest}"\nstrength = "original"\n',
    )
    return path
