"""Preloading: a process that imports the module has the kernel, the briefing and altair in memory."""

from __future__ import annotations

import os
import subprocess
import sys

from xj_analysis.base.environment import UNATTENDED


def test_importing_the_module_preloads_kernel_briefing_and_charts() -> None:
    wanted = ["ipykernel.kernelapp", "xj_analysis.briefing.briefing", "altair"]
    code = f"import sys, xj_analysis.briefing.kernel_preload; print([m for m in {wanted} if m not in sys.modules])"
    env = {**os.environ, UNATTENDED: "1"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert run.stdout == "[]\n"
