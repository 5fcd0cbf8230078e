"""Templates of all units for a period."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.filed_reports import FOLDER, OCTOBER
from xj_analysis.base.errors import UsageError
from xj_analysis.collect import sending, template
from xj_analysis.store.store import Store


def test_every_unit_gets_a_template_and_the_same_one_again(tmp_path: Path, example: Store) -> None:
    written = sending.write_templates(FOLDER, tmp_path, period=OCTOBER.code)
    assert len(written) == len(example.county.units) == 31
    known = example.known()
    for unit, path in list(zip(example.county.units, written, strict=True))[:3]:
        assert path.read_bytes() == template.make_template(known, unit, OCTOBER)


def test_the_period_and_the_unit_must_be_ones_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有这个填报单位"):
        sending.write_templates(FOLDER, tmp_path, units=["wjl"])
    with pytest.raises(UsageError, match="不是累计期间"):
        sending.write_templates(FOLDER, tmp_path, period="2025")
