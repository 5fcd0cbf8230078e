"""Hiding of optional dependencies while large packages are imported."""

from __future__ import annotations

import importlib
import sys

import pytest

from xj_analysis.base.lazy_imports import without_optional_packages


def test_a_hidden_module_cannot_be_imported_inside_and_can_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with without_optional_packages(["colorsys"]), pytest.raises(ModuleNotFoundError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys").rgb_to_hls(0, 0, 0) == (0, 0, 0)


def test_a_module_that_is_loaded_already_stays() -> None:
    loaded = sys.modules["json"]
    with without_optional_packages(["json"]):
        assert importlib.import_module("json") is loaded
    assert sys.modules["json"] is loaded


def test_an_error_inside_does_not_leave_modules_hidden() -> None:
    before = set(sys.modules)
    with pytest.raises(KeyError), without_optional_packages(["no_such_module"]):
        raise KeyError
    assert set(sys.modules) == before
