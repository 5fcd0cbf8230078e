"""The preload of workers: a fork server that imports it may fork, and its workers import little more."""

from __future__ import annotations

import subprocess
import sys

from xj_analysis.engine import kernels

CODE = f"""
import importlib, sys
importlib.import_module({kernels.WORKER_PRELOAD!r})
before = set(sys.modules)
from xj_analysis.build import steps
from xj_analysis.document import document, figures_json, section
from xj_analysis.engine import execute, papermill_engine
from xj_analysis.press import html, pdf
print(*sorted(name for name in set(sys.modules) - before if not name.startswith("xj_analysis")))
print({kernels.KERNEL_PRELOAD!r} in before, {kernels.PLANNER_PRELOAD!r} in before)
"""


def test_it_imports_the_packages_of_planners_runners_and_kernels() -> None:
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    later, preloaded = run.stdout.split("\n")[:2]
    assert (later, preloaded) == ("", "True True")
