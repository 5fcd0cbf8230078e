"""What every record of a county's two files is made of: the base, and the kinds of text a field may hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ..base.errors import DataError
from ..quantity import periods, units


def _valid(parse: Callable[[str], object]) -> AfterValidator:
    """Let a field be what `parse` accepts; its message becomes the field's."""

    def check(text: str) -> str:
        try:
            parse(text)
        except DataError as error:
            raise ValueError(f"{error.fault.what}。{error.fault.do}") from None
        return text

    return AfterValidator(check)


Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
PeriodCode = Annotated[str, _valid(periods.parse)]
UnitSymbol = Annotated[str, _valid(units.unit)]


class StrictModel(BaseModel):
    """Frozen, and without fields nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")
