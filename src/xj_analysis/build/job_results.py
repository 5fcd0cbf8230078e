"""The job of a briefing, the results of its steps, and its result as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..engine.limits import Limits

if TYPE_CHECKING:  # a build with nothing to do needs no pydantic
    from ..document.blocks import Omission


@dataclass(frozen=True)
class BriefingJob:
    """The inputs of one briefing, and where it is staged.

    Parameters
    ----------
    data
        The folder the counties are in.
    slice_file
        The slice of the data for this briefing, if it was written already.
    staging
        The folder the briefing is made in, before it replaces the one in the reports.
    failed
        The file for the notebook of a failed briefing.
    """

    slug: str
    notebook: Path
    parameters: Mapping[str, str]
    data: Path
    slice_file: Path | None
    staging: Path
    failed: Path
    formats: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True)
class BriefingCost:
    """Time and memory of a briefing so far.

    Parameters
    ----------
    seconds
        By phase: run, draw, html, pdf.
    peak
        Peak memory of its kernel, in MB.
    tries
        Attempts at executing it.
    """

    seconds: Mapping[str, float] = field(default_factory=dict)
    peak: int = 0
    tries: int = 1


@dataclass(frozen=True)
class ExecutedBriefing:
    """The result of the first step: the executed notebook is staged.

    Parameters
    ----------
    chart_specs
        The Vega-Lite specifications of its charts, as JSON.
    reads
        Its dependencies besides the data, as in :class:`xj_analysis.build.run_records.CachedBriefing`.
    """

    chart_specs: tuple[str, ...]
    reads: Mapping[str, str]
    cost: BriefingCost


@dataclass(frozen=True)
class DrawnBriefing:
    """The result of the second step: the charts as SVG, in the order of the notebook."""

    drawings: tuple[str, ...]
    reads: Mapping[str, str]
    cost: BriefingCost


@dataclass(frozen=True)
class BriefingResult:
    """The result of a whole briefing: made, unchanged, or failed.

    Parameters
    ----------
    issue_label
        The number of its issue (2025年第9期); empty where it has none.
    lights
        As :func:`xj_analysis.document.printed_lights.printed_lights` returns them.
    charts, figures
        The number of charts, and of figures printed.
    omissions
        What its notebook declares or shows and the briefing does not print.
    error, exit_code
        The message of a failure, or why it was refused; empty and 0 otherwise.
    refused
        Whether it was not begun: its campaign has results, but none of the period.
    failed_notebook
        The path of a failed briefing's notebook, as far as it was executed.
    reads
        Its dependencies besides the data, as in :class:`xj_analysis.build.run_records.CachedBriefing`.
    unchanged
        Whether the briefing in the reports is up to date and was not made again.
    """

    slug: str
    title: str = ""
    flags: tuple[str, ...] = ()
    banner: str = ""
    known_at_label: str = ""
    issue_label: str = ""
    lights: Sequence[Mapping[str, str]] = ()
    charts: int = 0
    figures: int = 0
    omissions: tuple[Omission, ...] = ()
    error: str = ""
    exit_code: int = 0
    failed_notebook: str = ""
    reads: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False
    refused: bool = False
    cost: BriefingCost = field(default_factory=BriefingCost)

    @property
    def state(self) -> str:
        """The state as people read it: 完成, 无变化, 没有做 or 失败."""
        if self.error:
            return "没有做" if self.refused else "失败"
        return "无变化" if self.unchanged else "完成"


class Drawing(NamedTuple):
    """A chart as SVG, and the seconds it took to draw."""

    svg: str
    seconds: float
