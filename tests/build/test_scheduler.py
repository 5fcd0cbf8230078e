"""The scheduler: workers started once, retries after their death, none left behind at the end."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from support.built_county import CHART, KILL_RUNNER, PATIENCE, SLUGS, BuiltCounty, within_patience
from xj_analysis.base.errors import DataError, OutputError
from xj_analysis.build import scheduler as scheduler_module
from xj_analysis.build.job_results import BriefingJob, BriefingResult
from xj_analysis.build.scheduler import Scheduler
from xj_analysis.county.toml_files import read_county
from xj_analysis.engine import kernels, workers


def children() -> set[int]:
    """The processes this one has started, and theirs."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
    found = [os.getpid()]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return set(found[1:])


def test_an_unused_scheduler_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(kernels.ADDRESS, raising=False)
    before = children()
    with Scheduler(2):
        assert children() == before and kernels.ADDRESS not in os.environ


def test_a_build_with_nothing_to_do_imports_nothing_for_workers(built_county: BuiltCounty) -> None:
    built_county.build()  # the copied index has other paths, and is written again
    python, option, xj, *words = built_county.command()
    print_modules = "import atexit, sys; atexit.register(lambda: print(*sys.modules))"
    command = [python, option, f"{print_modules}; {xj}", *words]
    run = subprocess.run(command, env=built_county.alone(), capture_output=True, text=True, check=True)
    assert run.stdout.count("无变化") == len(SLUGS)
    imported = set(run.stdout.split())
    assert "xj_analysis.build.scheduler" in imported
    unwanted = {
        "pandas", "pydantic", "asyncio", "multiprocessing", "concurrent.futures", "importlib.metadata",
        "xj_analysis.engine.kernels", "xj_analysis.engine.execute", "xj_analysis.build.watch",
    }  # fmt: skip
    assert imported & unwanted == set()


@pytest.mark.skipif(not kernels.SUPPORTED, reason="warm kernels are for Linux")
def test_workers_are_started_once_and_end_with_the_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(kernels.ADDRESS, raising=False)
    before = children()
    with Scheduler(1) as scheduler:
        scheduler.start()
        address = os.environ[kernels.ADDRESS]
        scheduler.start()
        assert os.environ[kernels.ADDRESS] == address
        assert within_patience(lambda: len(children() - before) > 2), (
            "kernels, a runner and a chart renderer are on their way"
        )
    assert kernels.ADDRESS not in os.environ
    assert within_patience(lambda: all(ended(pid) for pid in children() - before))


def ended(pid: int) -> bool:
    """Whether a process is no more, or nobody has notices of its end yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def run_jobs(scheduler: Scheduler, jobs: Sequence[BriefingJob]) -> dict[str, BriefingResult]:
    """The result of each job, each made once."""
    with scheduler:
        results = [(job.slug, result) for job, result in scheduler.run(jobs)]
    assert sorted(slug for slug, _ in results) == sorted(job.slug for job in jobs)
    assert all(slug == result.slug for slug, result in results)
    return dict(results)


def test_a_planner_is_another_process_and_its_errors_come_back_whole(warm: None, tmp_path: Path) -> None:
    with Scheduler(1) as scheduler:
        assert scheduler.plan_call(os.getpid) == scheduler.plan_call(os.getpid) != os.getpid()
        with pytest.raises(DataError, match=r"county.toml：文件不存在") as caught:
            scheduler.plan_call(read_county, tmp_path)
        assert len(caught.value.faults) == 4 and caught.value.exit_code == 3
        with pytest.raises(OutputError, match="一再中断"):
            scheduler.plan_call(os._exit, 1)
        assert scheduler.plan_call(os.getpid) != os.getpid()


def test_the_index_is_rendered_by_a_runner_if_one_is_running(warm: None) -> None:
    with Scheduler(1) as scheduler:
        assert scheduler.render_call(os.getpid) == os.getpid(), "no worker is started for it"
        planner = scheduler.plan_call(os.getpid)
        assert scheduler.render_call(os.getpid) not in (os.getpid(), planner)
        with pytest.raises(OutputError, match="写目录：工作进程一再中断"):
            scheduler.render_call(os._exit, 1)


def test_things_are_worked_out_side_by_side_and_the_first_error_is_told(warm: None, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    commands = [f"cat {pipe}", f"echo met > {pipe}"]  # each waits for the other
    with Scheduler(2) as scheduler:
        found = scheduler.map_in_threads(
            lambda command: scheduler.plan_call(
                subprocess.check_output, ["timeout", str(PATIENCE), "sh", "-c", command]
            ),
            commands,
        )
        assert found == [b"met\n", b""]
        with pytest.raises(DataError, match=r"甲/county.toml"):
            scheduler.map_in_threads(lambda name: scheduler.plan_call(read_county, Path(name)), ["甲", "乙", "丙"])


def test_every_job_is_made_once(built_county: BuiltCounty, warm: None) -> None:
    built_county.write("tourism", "1 / 0")
    notices: list[str] = []
    results = run_jobs(Scheduler(2, notices.append), [built_county.job("tourism"), built_county.job()])
    assert "ZeroDivisionError" in results["tourism"].error and results["jobs"].error == ""
    assert notices == []


def test_a_runner_that_dies_is_replaced_and_its_briefing_made(built_county: BuiltCounty, warm: None) -> None:
    built_county.write("tourism", built_county.once(KILL_RUNNER))
    notices: list[str] = []
    results = run_jobs(Scheduler(1, notices.append), [built_county.job("tourism"), built_county.job()])
    assert [results[slug].error for slug in ("tourism", "jobs")] == ["", ""]
    assert notices == ["工作进程中断，重做 tourism（第1次重试）"]


def test_a_briefing_that_kills_its_runner_each_time_fails_alone(built_county: BuiltCounty, warm: None) -> None:
    """Another briefing runs beside it each time a runner dies, and is not disturbed."""
    log, flag = built_county.place / "log", built_county.place / "flag"
    until = "import pathlib, time\nwhile not ({}): time.sleep(0.01)"
    built_county.write(
        "tourism",
        until.format(f"pathlib.Path({str(flag)!r}).exists()"),
        f"_ = open({str(log)!r}, 'a').write('x')",
        KILL_RUNNER,
    )
    all_dead = until.format(f"pathlib.Path({str(log)!r}).exists() and pathlib.Path({str(log)!r}).read_text() == 'xxx'")
    built_county.write("jobs", f"_ = open({str(flag)!r}, 'a').write('x')", all_dead)
    notices: list[str] = []
    results = run_jobs(Scheduler(2, notices.append), [built_county.job("tourism"), built_county.job()])
    assert results["tourism"].error == "tourism：工作进程一再中断。可能是内存不足；请减少 --jobs。"
    assert (results["tourism"].exit_code, results["tourism"].cost.tries) == (4, 3)
    assert results["jobs"].error == "" and flag.read_text(encoding="utf-8") == "x"
    assert notices == [f"工作进程中断，重做 tourism（第{n}次重试）" for n in (1, 2)]


def test_workers_end_when_the_caller_stops_iterating(built_county: BuiltCounty, warm: None) -> None:
    mark = built_county.place / "runner"
    built_county.write(
        "jobs", f"import os, time\n_ = open({str(mark)!r}, 'w').write(os.environ['JPY_PARENT_PID'])", "time.sleep(600)"
    )
    with pytest.raises(KeyboardInterrupt), Scheduler(2) as scheduler:
        for _ in scheduler.run([built_county.job(), built_county.job("tourism")]):
            assert within_patience(lambda: mark.is_file() and mark.read_text(encoding="utf-8"))
            raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text(encoding="utf-8")), signal.SIGTERM)


KILL_CHART_RENDERER = """
import os
from pathlib import Path
from xj_analysis.build import steps
from xj_analysis.press import svg

svg.warm_up()
draw_chart = steps.draw_chart

def draw_or_die(spec):
    try:
        Path({flag!r}).touch(exist_ok={always})
    except FileExistsError:
        return draw_chart(spec)
    os._exit(1)

steps.draw_chart = draw_or_die
"""


@pytest.mark.parametrize("always", [False, True])
def test_a_chart_renderer_that_dies_of_a_chart_drawn_ahead_is_replaced(
    built_county: BuiltCounty, warm: None, monkeypatch: pytest.MonkeyPatch, always: bool
) -> None:
    """The chart is drawn again once the notebook is done; a renderer that dies each time fails its briefing alone."""
    prepare = partial(exec, KILL_CHART_RENDERER.format(flag=str(built_county.place / "flag"), always=always), {})
    monkeypatch.setattr(scheduler_module, "_start_chart_renderer", lambda: workers.spawn_worker(prepare))
    built_county.write("jobs")
    built_county.append("jobs", CHART)
    notices: list[str] = []
    results = run_jobs(Scheduler(1, notices.append), [built_county.job(), built_county.job("tourism")])
    assert results["tourism"].error == ""
    if always:
        assert results["jobs"].error == "jobs：工作进程一再中断。可能是内存不足；请减少 --jobs。"
        assert notices == [f"工作进程中断，重做 jobs（第{n}次重试）" for n in (1, 2)]
    else:
        assert (results["jobs"].error, results["jobs"].charts, notices) == ("", 1, [])
