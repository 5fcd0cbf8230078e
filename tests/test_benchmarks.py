"""The benchmarks still run: what they call is called by nothing else, and they take too long to be run by habit."""

from __future__ import annotations

import subprocess
import sys

from support.county_folder import REPO


def test_a_slice_of_a_small_file_is_read_in_order_and_in_none() -> None:
    script = REPO / "benchmarks" / "slice_scale.py"
    run = subprocess.run([sys.executable, script, "1000000", "1"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    made, sliced, mixed, again = run.stdout.splitlines()
    assert made.startswith("1,008,000 observations sorted") and mixed.startswith("1,008,000 observations in no order")
    own = 6 * 25 * 300  # the campaign's indicators, the county's areas, the months
    assert all(line.startswith(f"  {own:,} rows in ") for line in (sliced, again))
