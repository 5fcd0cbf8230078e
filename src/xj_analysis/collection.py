"""Who fills in what: the reporting units of a county, as ``county.toml`` declares them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator


class ReportingUnit(BaseModel):
    """A department or a town that reports.

    Parameters
    ----------
    name
        As printed on its workbooks and in the status table.
    area
        The area it reports about: a town's own; empty for a department, which reports about the county.
    reports
        Slugs of the indicators it reports, in the order of its workbook.
    by_town
        Those of them it reports for each town, too.
    due
        The day of the following month its report is due.

    Examples
    --------
    >>> ReportingUnit(slug="wlj", name="文旅局", reports=("visits",)).due
    10
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    area: str = ""
    reports: tuple[str, ...]
    by_town: tuple[str, ...] = ()
    due: int = Field(default=10, ge=1, le=28)

    @model_validator(mode="after")
    def _fits(self) -> ReportingUnit:
        if strange := set(self.by_town) - set(self.reports):
            raise ValueError(f"by_town 里的指标不在 reports 里：{'、'.join(sorted(strange))}")
        if self.area and self.by_town:
            raise ValueError("乡镇只填本乡镇的数，不写 by_town")
        return self
