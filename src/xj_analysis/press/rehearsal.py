"""What a press does before its first briefing, because it takes long the first time only."""

from __future__ import annotations

from ..blocks import Chart, Heading, Masthead, Sentence
from ..document import Document
from . import fonts, html, pdf, svg

_ROW = {"values": [{"place": 1, "name": "字"}]}
_AXES = {"x": {"field": "place", "type": "quantitative"}, "y": {"field": "name", "type": "nominal"}}


def rehearse() -> None:
    """Print a briefing nobody sees: faces are read, templates and charts compiled, and all is imported."""
    chart = Chart(
        title=("图",), description="一格。", figures=(),
        spec={
            "$schema": f"https://vega.github.io/schema/vega-lite/v{svg.newest()}.0.json",
            "data": _ROW, "mark": "bar", "encoding": _AXES, "config": {"font": fonts.SANS},
        },
    )  # fmt: skip
    head = Masthead(
        county="县", county_slug="county", campaign="攻坚战", slug="campaign", title="攻坚战", banner="预演",
        period="2024", period_label="2024年", known_at="2024-01-01", known_at_label="2024年1月1日", edition="internal",
    )  # fmt: skip
    printed = Document(masthead=head, blocks=(Heading(level=1, text="标题"), Sentence(parts=("文字。",)), chart))
    drawn = svg.drawings([chart])
    html.press(printed, drawn)
    pdf.press(printed, drawn)
