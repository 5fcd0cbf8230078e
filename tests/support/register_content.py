"""Contents of figures.json written by hand."""

from __future__ import annotations

from typing import Any

Content = dict[str, Any]


def figure(text: str, *origins: str, **fields: str) -> Content:
    """A figure of the register with this text and these origins."""
    number = "".join(char for char in text if char.isdigit() or char == ".")
    base = {"text": text, "number": number, "value": number, "unit": text[len(number) :], "label": "就业之家"}
    return {**base, "period": "2024", "origins": list(origins), **fields}


def content(*figures: Content, **texts: str) -> Content:
    """A register with `figures` and with observations of `texts` by identifier."""
    observations = [
        {"id": name, "source": "s", "locator": "第2行", "label": "甲", "text": text,
         "key": [name.partition("+")[0].lower().rstrip("x"), "999901", "", "2024", "actual"], "status": "current"}
        for name, text in texts.items()
    ]  # fmt: skip
    numbered = [{"id": f"f{n}", "place": "正文", **row} for n, row in enumerate(figures, start=1)]
    return {"version": 1, "county": "shili", "campaign": "jobs", "figures": numbered, "observations": observations}
