"""Redaction: no text of an output holds a secret or a path of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.engine.redaction import HIDDEN, redactor

SECRETS = st.text(st.sampled_from('ab"\\\n密\u2028é'), min_size=6, max_size=9)
PIECES = st.text(st.sampled_from('ab"\\\n密\u2028é '), max_size=5)


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for each in (value.values() if isinstance(value, dict) else value) for text in texts(each)]


@given(SECRETS, st.lists(PIECES, min_size=1, max_size=4), st.booleans())
def test_a_secret_is_found_in_any_text_of_an_output(secret: str, pieces: list[str], held: bool) -> None:
    outputs = [{"data": {"text/plain": [(secret if held else "").join(["", *pieces])]}}, {"text": "".join(pieces)}]
    erased = redactor({}, {"API_TOKEN": secret})(outputs)
    assert not any(secret in text for text in texts(erased))
    assert any(HIDDEN in text for text in texts(erased)) or not any(secret in text for text in texts(outputs))
    if not any(secret in text for text in texts(outputs)):
        assert erased == outputs


def test_places_and_cells_are_named_by_what_they_are() -> None:
    redact = redactor({Path("/srv/县/data"): "data"}, {})
    said = {"text": '/tmp/ipykernel_17/123.py:3: "/srv/县/data/x.csv"', "n": 7, "none": None}
    assert redact([said]) == [{"text": 'cell:3: "data/x.csv"', "n": 7, "none": None}]
