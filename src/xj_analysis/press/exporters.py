"""nbconvert exporters of both presses: ``jupyter nbconvert --to xj-html`` and ``--to xj-pdf``."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from nbconvert.exporters import Exporter
from traitlets.config import Application

from ..base import notebook_cells
from ..base.errors import DataError, XjError, failure
from ..document import document
from . import html, pdf, svg

_RUN_IT = "请先运行全部格子，再导出。"
_MEND_IT = "请改好这一格，运行全部格子，再导出。"
_MAX_NAMED = 5


class _BriefingExporter(Exporter):
    """Base of both exporters: an executed notebook becomes a document, or a message for the person."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        """Return the file and the resources of nbconvert; what is not printed is logged as warnings.

        Raises
        ------
        XjError
            The notebook was not run, was given a parameter it does not have, or shows what no briefing prints.
        """
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        try:
            require_executed(nb.cells)
            require_declared_parameters(nb.cells)
            printed = document.from_notebook(nb)
            for each in printed.omissions:
                self.log.warning("%s：%s没有印出。%s", each.cell, each.what, each.reason)
            drawings = svg.drawings(chart.spec for chart in document.charts_of(printed))
            return self._render(printed, drawings), resources
        except XjError as error:
            if not _in_command():
                raise
            self.log.critical("%s", error)  # without the traceback that the command prints of an exception
            sys.exit(error.exit_code)

    def _render(self, printed: document.Document, drawings: list[str]) -> str | bytes:
        raise NotImplementedError


class HtmlBriefingExporter(_BriefingExporter):
    """Exporter of an executed notebook to a self-contained HTML briefing."""

    export_from_notebook = "攻坚战简报（HTML）"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def _render(self, printed: document.Document, drawings: list[str]) -> str:
        return html.render_html(printed, drawings)


class PdfBriefingExporter(_BriefingExporter):
    """Exporter of an executed notebook to a PDF briefing in the layout of GB/T 9704."""

    export_from_notebook = "攻坚战简报（PDF）"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def _render(self, printed: document.Document, drawings: list[str]) -> bytes:
        return pdf.render_pdf(printed, drawings)


def _in_command() -> bool:
    """Whether the exporter runs in the command ``jupyter nbconvert``, not in a server or a program."""
    from nbconvert.nbconvertapp import NbConvertApp  # it imports all exporters, so this module must be loaded before

    return Application.initialized() and isinstance(Application.instance(), NbConvertApp)


def require_executed(cells: Sequence[Mapping[str, Any]]) -> None:
    """Check that every code cell was run.

    Raises
    ------
    DataError
        One failed, none was run, or some were not; the cells are named.
    """
    for index, cell in enumerate(cells):
        errors = [output for output in cell.get("outputs", ()) if output["output_type"] == "error"]
        if errors and notebook_cells.MAY_FAIL not in notebook_cells.cell_tags(cell):
            got = failure(errors[0]["ename"], errors[0]["evalue"])
            raise DataError(f"笔记本{notebook_cells.cell_name(cells, index)}", "运行出错", got, _MEND_IT)
    missing = notebook_cells.not_run(cells)
    if not missing:
        return
    if not any(cell.get("outputs") or cell.get("execution_count") for cell in cells):
        raise DataError("笔记本", "还没有运行过，没有任何输出", do=_RUN_IT)
    names = "、".join(notebook_cells.cell_name(cells, index) for index in missing[:_MAX_NAMED])
    more = f"等{len(missing)}格" if len(missing) > _MAX_NAMED else ""
    raise DataError("笔记本", f"{names}{more}没有运行", do=_RUN_IT)


def require_declared_parameters(cells: Sequence[Mapping[str, Any]]) -> None:
    """Check that papermill was given only parameters that the notebook declares.

    Raises
    ------
    UsageError
        One is not declared; the nearest is named.
    """
    sources: dict[str, list[str]] = {notebook_cells.PARAMETERS: [], notebook_cells.INJECTED: []}
    for cell in cells:
        for tag in sources.keys() & set(notebook_cells.cell_tags(cell)):
            sources[tag].append("".join(cell["source"]))
    for injected in sources[notebook_cells.INJECTED]:
        notebook_cells.require_declared(injected, sources[notebook_cells.PARAMETERS])
