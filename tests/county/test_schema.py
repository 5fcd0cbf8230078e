"""Field types of county records: slugs, periods, units; immutability."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from xj_analysis.county.schema import PeriodCode, Slug, StrictModel, UnitSymbol
from xj_analysis.quantity import units


class Sample(StrictModel):
    slug: Slug = "a"
    period: PeriodCode = "2024"
    unit: UnitSymbol = "元"


@given(st.from_regex(r"[a-z][a-z0-9_]*", fullmatch=True), st.sampled_from(units.known_units()))
def test_a_field_keeps_its_text(slug: str, unit: str) -> None:
    sample = Sample(slug=slug, unit=unit)
    assert (sample.slug, sample.unit) == (slug, unit)


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("slug", "Ab", "pattern"), ("slug", "1a", "pattern"), ("slug", "a-b", "pattern"),
        ("period", "2024年", "期间写法不认识。可写：2023"), ("unit", "万圆", "单位不认识。是否想写“万元”"),
        ("colour", "red", "Extra inputs"),
    ],
)  # fmt: skip
def test_a_text_that_is_none_is_refused_with_the_message_of_its_parser(field: str, text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Sample.model_validate({field: text})


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Sample().slug = "b"  # type: ignore[misc]
