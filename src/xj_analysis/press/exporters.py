"""nbconvert exporters of both presses: ``jupyter nbconvert --to xj-html`` and ``--to xj-pdf``."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter

from ..document import document
from . import html, pdf, svg


class HtmlBriefingExporter(Exporter):
    """Exporter of an executed notebook to a self-contained HTML briefing."""

    export_from_notebook = "攻坚战简报（HTML）"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        """Return the page and the resources of nbconvert."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return html.render_html(*_with_drawings(nb)), resources


class PdfBriefingExporter(Exporter):
    """Exporter of an executed notebook to a PDF briefing in the layout of GB/T 9704."""

    export_from_notebook = "攻坚战简报（PDF）"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        """Return the PDF and the resources of nbconvert."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return pdf.render_pdf(*_with_drawings(nb)), resources


def _with_drawings(notebook: Any) -> tuple[document.Document, list[str]]:
    """The document of an executed notebook and the SVG of its charts."""
    printed = document.from_notebook(notebook)
    return printed, svg.drawings(chart.spec for chart in document.charts_of(printed))
