"""Public modules: dir() has their own names alone, as ``__all__`` lists them."""

from __future__ import annotations

import ast
import importlib
import inspect
from types import ModuleType

import pytest

import xj_analysis
from xj_analysis.base import completion

PUBLIC = sorted(
    {"briefing.charts.bars", "briefing.charts.lines", "briefing.charts.months"}
    | {*xj_analysis._HOMES.values(), *xj_analysis._MODULES.values()}
)
"""The modules behind the names of the package, and what those are made of."""


def module_of(name: str) -> ModuleType:
    return importlib.import_module(f"xj_analysis.{name}")


@pytest.mark.parametrize("name", PUBLIC)
def test_dir_has_the_modules_own_names_and_no_other(name: str) -> None:
    module = module_of(name)
    assert sorted(dir(module)) == sorted(module.__all__)
    defined = set(completion._defined_names(module))
    if hasattr(module, "__path__"):  # a package offers what its modules define
        tree = ast.parse(inspect.getsource(module))
        imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.level]
        defined |= {alias.name for node in imports for alias in node.names}
        assert set(module.__all__) <= defined
    else:
        assert set(module.__all__) == defined, "a new public name belongs into __all__"


@pytest.mark.parametrize("name", PUBLIC)
def test_every_name_is_there(name: str) -> None:
    module = module_of(name)
    assert all(hasattr(module, each) for each in module.__all__)


def test_the_package_offers_what_it_imports_and_nothing_else() -> None:
    assert sorted(dir(xj_analysis)) == sorted(xj_analysis.__all__)
    assert set(xj_analysis.__all__) == {*xj_analysis._HOMES, *xj_analysis._MODULES}
    assert all(getattr(xj_analysis, name) is not None for name in xj_analysis.__all__)
