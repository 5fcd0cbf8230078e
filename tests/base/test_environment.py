"""The package folder, from which the hash of the library is taken."""

from __future__ import annotations

import sys
from pathlib import Path

import xj_analysis
from xj_analysis.base import environment


def test_the_package_is_the_folder_of_all_its_modules() -> None:
    assert Path(xj_analysis.__file__).parent == environment.PACKAGE
    ours = {file for name, module in sys.modules.items() if name.split(".")[0] == "xj_analysis"
            if (file := module.__file__)}  # fmt: skip
    assert all(Path(file).is_relative_to(environment.PACKAGE) for file in ours) and len(ours) > 3
