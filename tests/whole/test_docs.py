"""Every example of every docstring runs and says what it shows."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import xj_analysis

MODULES = sorted(found.name for found in pkgutil.walk_packages(xj_analysis.__path__, "xj_analysis."))
FINDER = doctest.DocTestFinder(exclude_empty=True)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    module = importlib.import_module(name)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for example in FINDER.find(module, name):
        runner.run(example, out=said.append)
    assert runner.failures == 0, "".join(said)


def test_the_foundations_have_examples() -> None:
    for name in ("errors", "text", "units", "hedges", "periods", "figures", "blocks"):
        module = importlib.import_module(next(found for found in MODULES if found.endswith(f".{name}")))
        assert any(example.examples for example in FINDER.find(module)), name
