"""The presses as nbconvert exporters: ``jupyter nbconvert --to xj-html`` and ``--to xj-pdf``."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter

from ..document import document
from . import html, pdf, svg


class HtmlBriefingExporter(Exporter):
    """An executed notebook as a self-contained HTML briefing."""

    export_from_notebook = "攻坚战简报（HTML）"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        """Return the page and the resources nbconvert writes it with."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        printed = document.from_notebook(nb)
        return html.render_html(printed, svg.drawings(chart.spec for chart in document.charts_of(printed))), resources


class PdfBriefingExporter(Exporter):
    """An executed notebook as a PDF briefing on the paper of GB/T 9704."""

    export_from_notebook = "攻坚战简报（PDF）"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        """Return the PDF and the resources nbconvert writes it with."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        printed = document.from_notebook(nb)
        return pdf.render_pdf(printed, svg.drawings(chart.spec for chart in document.charts_of(printed))), resources
