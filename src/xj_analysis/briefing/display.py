"""Display of notebook cells: a DataFrame, Series or Altair chart of figures is shown as it is printed, or refused.

IPython asks a formatter, registered here when a briefing is made, what a shown object is. A refusal is an output of its
own kind, which a person sees under the cell and a build reports with the cell.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from ..base.errors import DataError, XjError
from ..county.model import County
from ..document import outputs
from ..document.blocks import DisplayedBlock, Omission
from ..document.refusals import REFUSED, refusal_to_json
from ..document.section import Section
from ..quantity.figure_dtype import FigureDtype
from ..quantity.figures import Figure
from . import pandas_plots, session_county
from .frame_tables import frame_table

if TYPE_CHECKING:
    from ..document.blocks import Block

_CHARTS = ("Chart", "LayerChart", "FacetChart", "HConcatChart", "VConcatChart", "ConcatChart", "RepeatChart")
_MODULES = ("altair.vegalite.v5.api", "altair.vegalite.v6.api")
_STYLE = "color:#b3261e"
_IN_WORDS = '请放进句子：b.comment("…{x}。", x=…)，或 b.say("…{x}。", x=…)。'
_NO_CONTENT = "它不是句子、表、图，印不出来；请从列表里去掉，文字请用 say(…)。"


class Shown:
    """Blocks of an object that a cell shows, or why it is refused.

    Parameters
    ----------
    shown
        A DataFrame, Series, Altair chart, block, or list of these.
    county
        Declares names with digits, and the names of indicators, printed for their slugs.
    """

    def __init__(self, shown: Any, county: County) -> None:
        self.blocks: Section | None = None
        self.refused: XjError | None = None
        try:
            self.blocks = blocks_of(shown, county)
        except XjError as error:
            self.refused = error

    def bundle(self, shown: Any) -> dict[str, Any]:
        """The outputs that IPython shows and stores: the blocks, or the object above the line that refuses it."""
        if self.blocks is not None:
            return self.blocks._repr_mimebundle_()
        if self.refused is None:
            return {}
        table = isinstance(shown, pd.DataFrame | pd.Series)
        frame: Any = shown.to_frame() if isinstance(shown, pd.Series) else shown
        lines = "<br>".join(html.escape(line) for line in str(self.refused).splitlines())
        own = frame._repr_html_() if table else ""
        return {
            "text/plain": repr(shown) if table else type(shown).__name__,
            "text/html": f'{own}<div style="{_STYLE}">这一格不会印出来：{lines}</div>',
            REFUSED: refusal_to_json(self.refused),
        }


def blocks_of(shown: Any, county: County) -> Section | None:
    """Return the blocks of an object; None for what is no content of a briefing.

    Raises
    ------
    DataError
        It holds numbers that are no figures, or typed digits.
    """
    if isinstance(shown, pd.DataFrame | pd.Series):
        return Section([frame_table(shown, names=county.proper_names, headings=indicator_names(county))])
    if _is_chart(shown):
        from .charts.ordinary import chart_block

        return Section([chart_block(shown, names=county.proper_names, headings=indicator_names(county))])
    if isinstance(shown, DisplayedBlock):
        return Section([cast("Block", shown)])
    if isinstance(shown, Figure):
        return Section([Omission(what=f"单独一个数“{shown.text}”", reason=_IN_WORDS)])
    if isinstance(shown, list | tuple) and any(is_content(each) or _is_frame(each) for each in shown):
        return Section([block for n, each in enumerate(shown, start=1) for block in _blocks_of_item(each, n, county)])
    return None


def _blocks_of_item(item: Any, number: int, county: County) -> Section:
    """The blocks of an item of a list; of what is no content, the line that tells of it."""
    if (found := blocks_of(item, county)) is not None:
        return found
    unprinted = outputs.unprinted_output({"data": {"text/plain": repr(item)}})
    if unprinted is not None and unprinted.kind.refused:
        raise DataError(f"列表第{number}项", f"{unprinted.kind.name}不能印进简报", unprinted.got, unprinted.kind.remedy)
    got = unprinted.got if unprinted is not None else ""
    return Section([Omission(what=f"列表第{number}项“{got}”", reason=_NO_CONTENT)])


def is_content(value: Any) -> bool:
    """Return whether a cell that shows a value means to print it: blocks, figures, a chart, or a list with some.

    Examples
    --------
    >>> is_content(Omission(what="图", reason="没有数。")), is_content([]), is_content("甲"), is_content(pd.DataFrame())
    (True, False, False, False)
    """
    if isinstance(value, DisplayedBlock | Figure) or _is_chart(value):
        return True
    if isinstance(value, pd.Series):
        held = isinstance(value.dtype, FigureDtype) or (value.dtype == object and any(map(_is_figure, value.iloc[:1])))
        return bool(held)
    if isinstance(value, pd.DataFrame):
        return any(is_content(column) for _, column in value.items())
    return isinstance(value, list | tuple) and any(map(is_content, value))


def _is_frame(value: Any) -> bool:
    return isinstance(value, pd.DataFrame | pd.Series)


def _is_figure(value: Any) -> bool:
    return isinstance(value, Figure)


def indicator_names(county: County) -> dict[str, str]:
    """Return the names of the indicators by slug, which are printed for the slugs that name columns."""
    return {slug: indicator.name for slug, indicator in county.by_slug.items()}


def _is_chart(shown: Any) -> bool:
    kind = type(shown)
    return kind.__module__.startswith("altair.") and kind.__name__ in _CHARTS


def install(county: County) -> None:
    """Let charts know the county, and register the formatter in the running IPython if there is one."""
    import sys

    session_county.remember(county)
    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return

    def bundle(value: Any, **_: Any) -> dict[str, Any] | None:
        if isinstance(value, Section):
            return value._repr_mimebundle_()
        return Shown(value, county).bundle(value) or None

    def read_figures(source: str) -> None:
        """Prepare altair for frames of figures, once it is imported or about to be."""
        if "altair" in sys.modules or "altair" in source:
            from .charts import saved_charts

            saved_charts.read_figures()

    read_figures(shell.history_manager.input_hist_raw[-1])
    shell.events.register("pre_run_cell", lambda cell: read_figures(cell.raw_cell or ""))
    pandas_plots.use()
    formatter = shell.display_formatter.mimebundle_formatter
    for kind in (pd.DataFrame, pd.Series, list, tuple, Figure):
        formatter.for_type(kind, bundle)
    for name in _CHARTS:
        for module in _MODULES:
            formatter.for_type_by_name(module, name, bundle)
