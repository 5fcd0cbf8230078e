"""Layout of templates: tables below one another, and a version that changes with them."""

from __future__ import annotations

from itertools import pairwise

from xj_analysis.collect import template_layout
from xj_analysis.county.model import County
from xj_analysis.county.reporting import ReportingUnit
from xj_analysis.store.store import Store


def test_tables_do_not_overlap_and_end_with_the_total(example: Store) -> None:
    county = example.county
    for unit in county.units:
        blocks = list(template_layout.blocks(county, unit))
        assert [block.indicator for block in blocks] == list(unit.reports)
        for block in blocks:
            assert [line.row for line in block.lines] == [block.heading + n + 1 for n in range(len(block.lines))]
            assert [line.total for line in block.lines] == [False] * (len(block.lines) - 1) + [len(block.lines) > 1]
        for before, after in pairwise(blocks):
            assert before.lines[-1].row < after.heading - 1


def test_the_version_changes_with_a_unit_of_measurement_and_not_with_a_definition(example: Store) -> None:
    county, unit = example.county, example.county.units[0]
    indicator = county.by_slug[unit.reports[0]]

    def version(**fields: object) -> str:
        others = tuple(i.model_copy(update=fields) if i.slug == indicator.slug else i for i in county.indicators)
        return template_layout.version(County.model_construct(**dict(county) | {"indicators": others}), unit)

    assert version(unit="亿元" if indicator.unit != "亿元" else "万元") != version() == version(definition="别的")


def test_rates_of_towns_have_no_total(example: Store) -> None:
    county = example.county
    unit = ReportingUnit(
        slug="hbj", name="某局", reports=("water_quality", "visits"), by_town=("water_quality", "visits")
    )
    rates, flows = template_layout.blocks(county, unit)
    assert not any(line.total for line in rates.lines) and rates.lines[-1].label == county.name
    assert flows.lines[-1].total and flows.lines[-1].label == "合计"
