"""Lookup of single figures in a figure frame, one row at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ..metrics.columns.coded_text import Texts
from ..metrics.columns.row_selection import latest, like_latest, records


@dataclass(frozen=True)
class FigureLookup:
    """Index of a figure frame, from which figures of sentences are taken one at a time.

    Parameters
    ----------
    frame
        Sound rows of all areas, with ``text``.
    """

    frame: pd.DataFrame

    @cached_property
    def _columns(self) -> Mapping[str, Texts]:
        """The columns as arrays: few of thousands of rows are looked up, so not all are made records."""
        return {str(name): self.frame[name].to_numpy(dtype=object) for name in self.frame.columns}

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        places: dict[str, list[int]] = {}
        for place, indicator in enumerate(self._columns["indicator"]):
            places.setdefault(indicator, []).append(place)
        return places

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The source of each reported observation, by its identifier."""
        pairs = zip(self._columns["origins"], self._columns["source"], strict=True)
        return {origins[0]: source for origins, source in pairs if len(origins) == 1}

    def row(self, indicator: str, **conditions: str | None) -> dict[str, Any] | None:
        """Return the row of an indicator: a result, the latest of several; None if there is none.

        Parameters
        ----------
        indicator
            Slug.
        conditions
            Values that other columns must have; None for any.
        """
        columns = self._columns
        equal = [(column, value) for column, value in conditions.items() if value is not None]
        places = [p for p in self._places.get(indicator, ()) if all(columns[name][p] == value for name, value in equal)]
        # a plan or a target is used only where there is no result
        places = [p for p in places if columns["nature"][p] == "actual"] or places
        if len(places) > 1:
            return records(latest(like_latest(self.frame.iloc[places])))[-1]
        return {name: column[places[0]] for name, column in columns.items()} if places else None
