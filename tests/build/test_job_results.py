"""Jobs and results: what crosses a process boundary, and the defaults of a result."""

from __future__ import annotations

import pickle
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.build.county_notebooks import CountyNotebooks
from xj_analysis.build.issue import BuildReport
from xj_analysis.build.job_results import BriefingCost, BriefingResult, DrawnBriefing, ExecutedBriefing

COSTS = st.builds(
    BriefingCost,
    seconds=st.dictionaries(st.sampled_from(["run", "draw"]), st.floats(0, 9)),
    peak=st.integers(0, 999),
    tries=st.integers(1, 3),
)
READS = st.dictionaries(st.text(max_size=3), st.text(max_size=3))


@given(COSTS, READS, st.lists(st.text(max_size=3)).map(tuple))
def test_step_results_cross_process_boundaries_unchanged(
    cost: BriefingCost, reads: dict[str, str], texts: tuple[str, ...]
) -> None:
    executed = ExecutedBriefing(chart_specs=texts, reads=reads, cost=cost)
    drawn = DrawnBriefing(drawings=texts, reads=reads, cost=cost)
    assert pickle.loads(pickle.dumps((executed, drawn))) == (executed, drawn)


@given(st.lists(st.integers(0, 5)))
def test_the_exit_code_of_a_report_is_the_highest(codes: list[int]) -> None:
    results = [BriefingResult(slug=str(n), exit_code=code) for n, code in enumerate(codes)]
    report = BuildReport(folder=Path("r"), notebooks=CountyNotebooks((), {}), results=results)
    assert report.exit_code == max([0, *codes])
    assert all(result.cost == BriefingCost() and not result.unchanged for result in results)
