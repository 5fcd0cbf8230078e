"""Rank mentions: ranks, tiers, and their scope."""

from __future__ import annotations

import pytest

from xj_analysis.quantity.mentions.ranks import find_ranks
from xj_analysis.texts.reader.reading import read_text


def test_a_rank_is_not_a_tier() -> None:
    read = read_text("新增27家，列吉安市第一；办结率98%，位居全省第12位；考核90分，进入全省第一方阵；在全省位列30名")
    assert [(m.rank, m.tier) for m in read.mentions] == [(1, ""), (12, ""), (None, "第一方阵"), (30, "")]
    assert [s.scope for s in find_ranks("增速居全市第二，位列全省前列")] == ["全市", "全省"]


@pytest.mark.parametrize(
    ("text", "rank", "tier", "scope"),
    [
        ("位居全省第十二位", 12, "", "全省"),
        ("列100个县市第3位", 3, "", "100个县市"),
        ("进入全市前列", None, "前列", "全市"),
        ("进入第二梯队", None, "第二梯队", ""),
    ],
)
def test_rank_tier_and_scope(text: str, rank: int | None, tier: str, scope: str) -> None:
    (mention,) = find_ranks(text)
    assert (mention.rank, mention.tier, mention.scope) == (rank, tier, scope)


@pytest.mark.parametrize("text", ["第3次会议", "第一季度", "第二产业", "走在前列", "第12期"])
def test_an_ordinal_is_no_rank(text: str) -> None:
    assert find_ranks(text) == []
