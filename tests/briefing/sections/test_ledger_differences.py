"""Ledgers against reports in words: both values with what they come from, and how far apart where it is exact."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from xj_analysis.briefing.sections.ledger_differences import AN_AREA, AN_INDICATOR, ledger_items
from xj_analysis.document.admission import unfounded
from xj_analysis.document.pieces import ObservationRow
from xj_analysis.instruments.ledger_rows import prepared
from xj_analysis.loaders import ledgers
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store

DAY = date(2025, 9, 30)


@pytest.fixture(scope="module")
def leads(example: Store) -> pd.DataFrame:
    return ledgers.load_ledgers(example.county)["leads"]


def items(example: Store, leads: pd.DataFrame, together: tuple[str, ...] = AN_INDICATOR, *, sample: bool = False,
          hedge: str = "exact") -> list[tuple[str, str, list[Figure]]]:  # fmt: skip
    (shape,) = (each for each in example.county.ledgers if each.slug == "leads")
    of = shape.model_copy(update={"sample": sample})
    current = example.known().current().assign(hedge=hedge)
    found = ledger_items([(of, prepared(leads, of))], current, example.county, DAY, together)
    return [(each.sentence, each.where, [part for part in each.parts if isinstance(part, Figure)]) for each in found]


def test_an_indicator_is_one_sentence_with_both_values(example: Store, leads: pd.DataFrame) -> None:
    ((sentence, where, figures),) = items(example, leads)
    assert sentence == (
        "2025年1—9月台账与月报不一致：示例县签约项目总投资台账782498万元，月报781798万元，差700万元；"
        "假设乡台账63394万元，月报62694万元，差700万元。口径可能不同，请核对。"
    )
    assert where.count("ledgers/招商线索台账.xlsx 签约") == 2 and where.count("招商进展2025年9月!B") == 2
    of_ledger, reported, apart = figures[:3]
    assert set(apart.origins) == {*of_ledger.origins, *reported.origins} and len(of_ledger.origins) == 88


def test_an_area_is_an_item_where_that_is_asked_for(example: Store, leads: pd.DataFrame) -> None:
    assert [sentence.split("：")[1][:3] for sentence, *_ in items(example, leads, AN_AREA)] == ["示例县", "假设乡"]


def test_of_a_sample_only_more_is_named_and_it_is_said(example: Store, leads: pd.DataFrame) -> None:
    ((sentence, *_),) = items(example, leads, sample=True)
    assert sentence.endswith("。台账只是样本，不应多于月报，请核对。")
    assert items(example, leads.iloc[:5], sample=True) == []


def test_how_far_apart_is_not_said_of_what_is_not_exact(example: Store, leads: pd.DataFrame) -> None:
    ((sentence, _, figures),) = items(example, leads, hedge="about")
    assert "月报约781798万元；" in sentence and "差" not in sentence and len(figures) == 4


def test_a_ledger_without_a_row_of_an_area_says_zero(example: Store, leads: pd.DataFrame) -> None:
    one = leads[leads["area"] == "999900101"]
    known = dict.fromkeys([*one["file"] + "#" + one["locator"], *example.frame["id"]])
    rows = {each: ObservationRow.model_construct(id=each, text="", source="", locator="", label="") for each in known}
    found = {sentence: (where, figures) for sentence, where, figures in items(example, one, AN_AREA)}
    ((where, figures),) = (each for sentence, each in found.items() if "样板镇" in sentence)
    assert where.startswith("招商线索台账没有行；") and figures[0].text == "0万元"
    assert unfounded(figures[0], rows) == "" and unfounded(figures[2], rows) == ""
