"""Base model and field types of all records of a county's files."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ..base.errors import DataError
from ..quantity import periods, units


def _parsed_by(parse: Callable[[str], object]) -> AfterValidator:
    """Validator of texts that `parse` accepts; its message becomes the field's."""

    def check(text: str) -> str:
        try:
            parse(text)
        except DataError as error:
            raise ValueError(f"{error.fault.what}。{error.fault.do}") from None
        return text

    return AfterValidator(check)


_SLUG = "[a-z][a-z0-9_]*"
Slug = Annotated[str, Field(pattern=f"^{_SLUG}$")]
PeriodCode = Annotated[str, _parsed_by(periods.parse)]
Count = Annotated[int, Field(ge=1, strict=True)]
UnitSymbol = Annotated[str, _parsed_by(units.unit)]


def is_slug(name: str) -> bool:
    """Return whether a name may stand where a slug is asked for.

    Examples
    --------
    >>> is_slug("shili"), is_slug("示例"), is_slug("Shili")
    (True, False, False)
    """
    return re.fullmatch(_SLUG, name) is not None


class StrictModel(BaseModel):
    """Base model: immutable, unknown fields forbidden."""

    model_config = ConfigDict(frozen=True, extra="forbid")
