"""The benchmarks still run: what they call is called by nothing else, and they take too long to be run by habit."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import loaders


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import a module of the benchmarks by its name."""
    monkeypatch.syspath_prepend(REPO / "benchmarks")
    return importlib.import_module


def test_generated_counties_have_what_the_example_has_and_numbers_of_their_own(benchmark: Any, tmp_path: Path) -> None:
    example = loaders.load(REPO / "data" / "example")
    known = [loaders.load(folder) for folder in benchmark("counties").realistic(tmp_path, 2)]
    about = ["id", "indicator", "subject", "period", "nature", "unit", "source"]
    for made in known:
        pd.testing.assert_frame_equal(made.frame[about], example.frame[about])
        assert (len(made.county.towns), len(made.county.campaigns)) == (11, 10)
    first, second, values = (store.frame["value"].to_numpy() for store in (*known, example))
    assert all((one != other).mean() > 0.8 for one, other in ((first, second), (first, values), (second, values)))
    assert (
        len({store.county.code for store in (*known, example)} | {store.county.name for store in (*known, example)})
        == 6
    )
    counted = known[0].frame[known[0].frame["indicator"] == "new_enterprises"]
    by_month = counted[counted["nature"] == "actual"].groupby(["period", counted["area"] == known[0].county.code])[
        "value"
    ]
    towns, county = (by_month.sum().unstack()[own] for own in (False, True))
    assert len(county) > 30 and (towns == county).all()


def test_columns_of_figures_are_measured_against_floats(
    benchmark: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = benchmark("figure_columns")
    monkeypatch.setattr(module, "ROWS", 1000)
    module.main()
    assert [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()][:3] == ["add", "divide", "group sum"]


def test_what_was_made_is_told_from_what_stood_there(benchmark: Any, tmp_path: Path) -> None:
    def make(*names: str) -> None:
        for name in names:
            (tmp_path / name).mkdir()
            (tmp_path / name / "figures.json").write_text("{}", encoding="utf-8")

    count = benchmark("measuring").made
    assert count(tmp_path, lambda: make("a", "b")) == 2
    assert count(tmp_path, lambda: None) == 0
    assert count(tmp_path, lambda: make("c")) == 1


def test_every_part_of_the_benchmark_of_builds_can_be_asked_for(benchmark: Any) -> None:
    parts = benchmark("build_speed").PARTS
    run = subprocess.run(
        [sys.executable, REPO / "benchmarks" / "build_speed.py", "--only", "nothing"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert all(f"'{part}'" in run.stderr for part in parts)


def test_a_slice_of_a_small_file_is_read_in_order_and_in_none() -> None:
    script = REPO / "benchmarks" / "slice_scale.py"
    run = subprocess.run([sys.executable, script, "1000000", "1"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    made, sliced, mixed, again = run.stdout.splitlines()
    assert made.startswith("1,008,000 observations sorted") and mixed.startswith("1,008,000 observations in no order")
    own = 6 * 25 * 300  # the campaign's indicators, the county's areas, the months
    assert all(line.startswith(f"  {own:,} rows in ") for line in (sliced, again))
