"""Result rows: reasons, formulas and origins."""

from __future__ import annotations

import numpy as np

from xj_analysis.metrics import (
    change,
    contribution,
    cumulative,
    growth_rates,
    index,
    lights,
    projection,
    ranking,
    targets,
)
from xj_analysis.metrics.columns import results
from xj_analysis.metrics.columns.samples import sample


def test_no_reason_of_any_metric_bears_a_digit() -> None:
    modules = (change, contribution, cumulative, growth_rates, index, lights, projection, ranking, results, targets)
    words = [value for m in modules for name, value in vars(m).items() if name.isupper() and isinstance(value, str)]
    assert len(words) > 40
    assert not any(character.isdigit() for word in words for character in word)


def test_columns_that_say_the_same_do_not_change_together() -> None:
    base = sample(value=[1.0, 2.0])
    why = results.reasons(base, [])
    made = results.result_rows(base, base, why, exact=np.array([True, True]), formula="和", turn=why, unit="%")
    made.loc[0, "text"] = "1%"
    made.loc[1, "turn"] = "扭亏"
    assert made[["text", "turn", "reported", "reason"]].to_numpy().tolist() == [
        ["1%", "", "", ""],
        ["", "扭亏", "", ""],
    ]
    assert why.to_array().tolist() == ["", ""]
