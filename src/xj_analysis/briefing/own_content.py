"""Content that an analyst writes: tables of own frames, commentary, and questions to the leader."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd

from ..document.blocks import Note, Omission, Sentence, Table
from ..document.pieces import Light, Parts
from ..document.section import Section
from ..quantity.figures import Figure, missing_figure
from . import commentary, display, prose
from .figure_access import FigureAccess
from .frame_tables import frame_table
from .instruments.job_tables import reported_jobs
from .instruments.reported_holiday import reported_holiday

DECISION, NO_VALUE = "决策事项", "无数据"


class OwnContent(FigureAccess):
    """Methods of a briefing for what an analyst computes and writes."""

    def say(
        self, template: str, *, style: Literal["body", "finding", "item"] = "body", **slots: Any
    ) -> Sentence | Omission:
        """Return a sentence: words without digits, with ``{slots}`` for figures; names of the county may have digits.

        A sentence with a figure that is not known (the sum of an empty column, too) is not printed: the analyst is
        told, with the reason.

        Raises
        ------
        DataError
            The template has a number of its own, or a slot no figure.
        """
        filled = {name: missing_figure(NO_VALUE) if each is pd.NA else each for name, each in slots.items()}
        unknown = {
            name: each
            for name, each in filled.items()
            if isinstance(each, Figure) and each.reason and (f"{{{name}}}" in template or not each.origins)
        }
        if unknown:
            why = "；".join(f"{f'{name} {each.label}'.strip()}：{each.reason}" for name, each in unknown.items())
            return Omission(what=f"句子“{template}”", reason=f"{why}。")
        return prose.say(template, style=style, names=self.county.proper_names, **slots)

    def finding(self, template: str, **slots: Any) -> Sentence | Omission:
        """Return a sentence of the conclusion; otherwise as :meth:`say`."""
        return self.say(template, style="finding", **slots)

    def table(
        self, data: pd.DataFrame | pd.Series, *, title: str = "", note: str = "", highlight: str | Collection[str] = ()
    ) -> Table | Omission:
        """Return a table of a frame of figures with a title; as shown by itself otherwise.

        A frame without rows is not printed: the analyst is told.

        Parameters
        ----------
        data
            Columns of figures, words and periods; a slug as the name of a column prints the name of the indicator.
        title, note
            Words without digits, above and below.
        highlight
            Labels of rows that stand out.

        Raises
        ------
        DataError
            A column holds plain numbers, or words with digits; all such columns are named.
        """
        return frame_table(
            data, title=title, note=note, highlight=highlight, names=self.county.proper_names,
            headings=display.indicator_names(self.county),
        )  # fmt: skip

    def holiday(self, period: str, *, visits: str, income: str, each: str) -> Section:
        """Return a holiday that is reported in totals, in words and as a table, beside the same one of last year.

        Parameters
        ----------
        period
            Its first and last day by the State Council's calendar: ``"2024-05-01/2024-05-05"``.
        visits, income, each
            The indicators: visits, income, and income a visit.

        Raises
        ------
        UsageError
            The period is no holiday, or there is no such indicator: the nearest is named.
        """
        slugs = {"visits": visits, "income": income, "each": each}

        def figures(code: str) -> dict[str, Figure]:
            return {name: self.figure(slug, code) for name, slug in slugs.items()}

        return reported_holiday(period, figures, self.say)

    def jobs_reported(
        self, network: Mapping[str, Figure], services: Mapping[str, Mapping[str, Figure]] = MappingProxyType({})
    ) -> Section:
        """Return the tables of 就业之家's network and services of a county that reports them in totals.

        Parameters
        ----------
        network
            Points by level, 县级 first; the last may be 合计.
        services
            次数, 人数 or 金额 of each service: ``{"专场招聘会": {"次数": b.figure("job_fairs")}}``.
        """
        return reported_jobs(network, services)

    def comment(self, words: str, **slots: Figure | Light | str) -> Sentence:
        """Return a paragraph of one's own: each number in it is looked up among the figures of the briefing.

        Parameters
        ----------
        words
            A number as the briefing has it, rounded or hedged; ``{slots}`` for figures computed in the notebook.
        slots
            A figure, a light or words for each slot.

        Raises
        ------
        DataError
            A number is none of the briefing's figures (the nearest is named), or may be several.
        """
        return Sentence(parts=self._looked_up(words, slots))

    def ask(self, words: str, **slots: Figure | Light | str) -> Note:
        """Return a question to the leader (决策事项), its numbers looked up as those of :meth:`comment`."""
        return prose.note(DECISION, self._looked_up(words, slots))

    def _looked_up(self, words: str, slots: dict[str, Figure | Light | str]) -> Parts:
        return commentary.comment_parts(
            words, self._figures, names=self.county.proper_names, slots=slots, county=self.county.name
        )

    @cached_property
    def _figures(self) -> list[Figure]:
        return list(self.data["figure"])
