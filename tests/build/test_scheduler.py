"""The crew: called together once, kept as long as it is wanted, and gone with whoever called it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from support.built_county import KILL_RUNNER, PATIENCE, SLUGS, BuiltCounty, within_patience
from xj_analysis.base.errors import DataError, OutputError
from xj_analysis.build.scheduler import Scheduler
from xj_analysis.build.steps import BriefingJob, BriefingResult
from xj_analysis.county.toml_files import read_county
from xj_analysis.engine import kernels


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


def test_a_crew_nobody_calls_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(kernels.ADDRESS, raising=False)
    before = children()
    with Scheduler(2):
        assert children() == before and kernels.ADDRESS not in os.environ


def test_a_build_that_calls_no_crew_imports_nothing_for_one(built_county: BuiltCounty) -> None:
    built_county.build()  # what was copied has its list of everything written anew
    python, option, xj, *words = built_county.command()
    told = "import atexit, sys; atexit.register(lambda: print(*sys.modules))"
    command = [python, option, f"{told}; {xj}", *words]
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
def test_a_crew_is_called_once_and_leaves_nobody_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(kernels.ADDRESS, raising=False)
    before = children()
    with Scheduler(1) as crew:
        crew.call()
        address = os.environ[kernels.ADDRESS]
        crew.call()
        assert os.environ[kernels.ADDRESS] == address
        assert within_patience(lambda: len(children() - before) > 2), "kernels, a runner and a drawer are on their way"
    assert kernels.ADDRESS not in os.environ
    assert within_patience(lambda: all(ended(pid) for pid in children() - before))


def ended(pid: int) -> bool:
    """Whether a process is no more, or nobody has heard of its end yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def made_by(crew: Scheduler, jobs: Sequence[BriefingJob]) -> dict[str, BriefingResult]:
    """What came of each job, once each."""
    with crew:
        found = [(each.slug, made) for each, made in crew.each(jobs)]
    assert sorted(slug for slug, _ in found) == sorted(each.slug for each in jobs)
    assert all(slug == made.slug for slug, made in found)
    return dict(found)


def test_what_a_runner_is_told_is_done_elsewhere_and_its_errors_come_back_whole(warm: None, tmp_path: Path) -> None:
    with Scheduler(1) as crew:
        assert crew.do(os.getpid) == crew.do(os.getpid) != os.getpid()
        with pytest.raises(DataError, match=r"county.toml：文件不存在") as caught:
            crew.do(read_county, tmp_path)
        assert len(caught.value.faults) == 2 and caught.value.exit_code == 3
        with pytest.raises(OutputError, match="一再中断"):
            crew.do(os._exit, 1)
        assert crew.do(os.getpid) != os.getpid()


def test_what_remains_is_done_by_a_runner_where_there_is_one(warm: None) -> None:
    with Scheduler(1) as crew:
        assert crew.finish(os.getpid) == os.getpid(), "nobody is called for it"
        planner = crew.do(os.getpid)
        assert crew.finish(os.getpid) not in (os.getpid(), planner)
        with pytest.raises(OutputError, match="写目录：工作进程一再中断"):
            crew.finish(os._exit, 1)


def test_things_are_worked_out_side_by_side_and_the_first_error_is_told(warm: None, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    commands = [f"cat {pipe}", f"echo met > {pipe}"]  # each waits for the other
    with Scheduler(2) as crew:
        found = crew.side_by_side(
            lambda command: crew.do(subprocess.check_output, ["timeout", str(PATIENCE), "sh", "-c", command]), commands
        )
        assert found == [b"met\n", b""]
        with pytest.raises(DataError, match=r"甲/county.toml"):
            crew.side_by_side(lambda name: crew.do(read_county, Path(name)), ["甲", "乙", "丙"])


def test_the_crew_makes_every_job_once(built_county: BuiltCounty, warm: None) -> None:
    built_county.write("tourism", "1 / 0")
    heard: list[str] = []
    found = made_by(Scheduler(2, heard.append), [built_county.job("tourism"), built_county.job()])
    assert "ZeroDivisionError" in found["tourism"].error and found["jobs"].error == ""
    assert heard == []


def test_a_runner_that_dies_is_replaced_and_its_briefing_made(built_county: BuiltCounty, warm: None) -> None:
    built_county.write("tourism", built_county.once(KILL_RUNNER))
    heard: list[str] = []
    found = made_by(Scheduler(1, heard.append), [built_county.job("tourism"), built_county.job()])
    assert [found[slug].error for slug in ("tourism", "jobs")] == ["", ""]
    assert heard == ["工作进程中断，重做 tourism（第1次重试）"]


def test_one_that_kills_its_runner_each_time_fails_alone(built_county: BuiltCounty, warm: None) -> None:
    """Beside it another is at work each time a runner dies; that one is not even disturbed."""
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
    heard: list[str] = []
    found = made_by(Scheduler(2, heard.append), [built_county.job("tourism"), built_county.job()])
    assert found["tourism"].error == "tourism：工作进程一再中断。可能是内存不足；请减少 --jobs。"
    assert (found["tourism"].exit_code, found["tourism"].tries) == (4, 3)
    assert found["jobs"].error == "" and flag.read_text(encoding="utf-8") == "x"
    assert heard == [f"工作进程中断，重做 tourism（第{n}次重试）" for n in (1, 2)]


def test_who_stops_listening_leaves_nobody_at_work(built_county: BuiltCounty, warm: None) -> None:
    mark = built_county.place / "runner"
    built_county.write(
        "jobs", f"import os, time\n_ = open({str(mark)!r}, 'w').write(os.environ['JPY_PARENT_PID'])", "time.sleep(600)"
    )
    with pytest.raises(KeyboardInterrupt), Scheduler(2) as crew:
        for _ in crew.each([built_county.job(), built_county.job("tourism")]):
            assert within_patience(lambda: mark.is_file() and mark.read_text(encoding="utf-8"))
            raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text(encoding="utf-8")), signal.SIGTERM)
