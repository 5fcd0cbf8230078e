"""Items to verify: their kinds, labels, and which of them another value has settled."""

from __future__ import annotations

import pytest

from xj_analysis.briefing.sections import verification
from xj_analysis.briefing.sections.verification import ItemToVerify, Kind
from xj_analysis.store.store import Store


@pytest.mark.parametrize("kind", verification.LABELS)
def test_only_a_replaced_value_is_settled(kind: Kind) -> None:
    item = ItemToVerify(kind=kind, indicator="gdp", area="a", parts=("甲",), sources=("s", "s"), where="s 第1行")
    assert item.changed is (kind in ("revision", "correction"))
    assert (item.note.label, item.note.sources, item.sentence) == (verification.LABELS[kind], ("s",), "甲")


def test_every_contradiction_and_doubt_of_the_real_county_is_listed_once(xiajiang: Store) -> None:
    items = verification.find_items(verification.with_derived(xiajiang.known()))
    order = [list(xiajiang.county.by_slug).index(item.indicator) for item in items]
    assert order == sorted(order) and len({(item.kind, item.where, item.sentence) for item in items}) == len(items)
    assert {item.kind for item in items} >= {"conflict", "doubt"}
