"""Workers: a briefing made or the reason why not, kernels and workers that die tried again, others unharmed."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from desk import Desk, within_patience

from xj_analysis import inputs, workers
from xj_analysis.limits import Limits
from xj_analysis.workers import Job, Made, Pool

pytestmark = pytest.mark.usefixtures("warm")

ONCE = "from pathlib import Path\nflag = Path({flag!r})\nfirst = not flag.exists()\nflag.touch()\n"
KILL_WORKER = "import os; os.kill(int(os.environ['JPY_PARENT_PID']), 9)"
KILL_KERNEL = "import os; os.kill(os.getpid(), 9)"


def job(desk: Desk, slug: str = "jobs") -> Job:
    own = desk.books / f"{slug}.ipynb"
    parameters = {"county": "shili", "period": "", "known_at": "", "edition": "internal", "campaign": slug}
    return Job(
        slug=slug, notebook=own if own.is_file() else desk.books / "campaign.ipynb", parameters=parameters,
        data=desk.place, part=None, staging=desk.place / "staging" / slug,
        failed=desk.place / "failed" / f"{slug}.ipynb",
        formats=("html",), limits=Limits(),
    )  # fmt: skip


def once(desk: Desk, act: str) -> str:
    """A cell that does something the first time it is run."""
    return ONCE.format(flag=str(desk.place / "flag")) + f"if first:\n    {act}"


def made_by(pool: Pool, jobs: Sequence[Job]) -> tuple[dict[str, Made], list[str]]:
    """What came of each job, once each, and what was said."""
    heard: list[str] = []
    with pool:
        found = [(each.slug, made) for each, made in pool.each(jobs, heard.append)]
    assert sorted(slug for slug, _ in found) == sorted(each.slug for each in jobs)
    assert all(slug == made.slug for slug, made in found)
    return dict(found), heard


def test_a_briefing_is_staged_whole_and_what_it_cost_is_told(desk: Desk) -> None:
    made = workers.make(job(desk))
    assert (made.error, made.exit_code, made.tries, made.kept) == ("", 0, 1, "")
    assert {path.name for path in (desk.place / "staging" / "jobs").iterdir()} == {
        "briefing.html", "briefing.ipynb", "figures.json",
    }  # fmt: skip
    assert inputs.folder(desk.place / "staging" / "jobs") == inputs.folder(desk.issue / "jobs")
    assert set(made.seconds) == {"run", "draw", "html"} and all(taken > 0 for taken in made.seconds.values())
    assert made.peak > 20 and made.figures > 0 and "就业攻坚战" in made.title


def test_a_failure_names_notebook_cell_and_last_line_and_keeps_what_was_executed(desk: Desk) -> None:
    desk.write("jobs", "print('so far')", "{}['没有']")
    made = workers.make(job(desk))
    assert made.error.startswith("jobs.ipynb 第3格：运行出错，得到“KeyError: '没有'”。")
    assert (made.exit_code, made.tries) == (4, 1), "what the code does wrong it does wrong again"
    assert not (desk.place / "staging").exists()
    kept = Path(made.kept)
    assert kept == desk.place / "failed" / "jobs.ipynb"
    outputs = [o for cell in json.loads(kept.read_text(encoding="utf-8"))["cells"] for o in cell.get("outputs", ())]
    assert [o.get("text") or o["ename"] for o in outputs] == ["so far\n", "KeyError"]
    assert str(desk.place) not in kept.read_text(encoding="utf-8")


def test_what_cannot_be_printed_is_a_failure_of_that_briefing(desk: Desk) -> None:
    desk.write("jobs", "display(briefing.masthead()) if 'briefing' in dir() else None")
    book = json.loads((desk.books / "jobs.ipynb").read_text(encoding="utf-8"))
    book["cells"].append(dict(book["cells"][1], id="again", source="briefing.masthead()"))
    (desk.books / "jobs.ipynb").write_text(json.dumps(book), encoding="utf-8")
    made = workers.make(job(desk))
    assert made.error.startswith("笔记本：应有一个刊头，实有2个") and made.exit_code == 3
    assert made.kept and not (desk.place / "staging").exists()


def test_a_failure_is_told_even_where_nothing_can_be_kept(desk: Desk) -> None:
    desk.write("jobs", "1 / 0")
    (desk.place / "in the way").write_text("", encoding="utf-8")
    made = workers.make(replace(job(desk), failed=desk.place / "in the way" / "jobs.ipynb"))
    assert "ZeroDivisionError" in made.error and made.kept == ""


def test_where_the_briefing_cannot_be_staged_a_message_says_so(desk: Desk) -> None:
    (desk.place / "in the way").write_text("", encoding="utf-8")
    made = workers.make(replace(job(desk), staging=desk.place / "in the way" / "jobs"))
    assert made.error == "jobs：写不下，得到“Not a directory”。请检查磁盘空间与权限。" and made.exit_code == 4


def test_a_kernel_that_dies_each_time_is_given_up_after_three(desk: Desk) -> None:
    desk.write("jobs", f"_ = open({str(desk.place / 'log')!r}, 'a').write('x')", KILL_KERNEL)
    made = workers.make(job(desk))
    assert made.error.startswith("jobs.ipynb 第3格：内核中断") and (made.tries, made.exit_code) == (3, 4)
    assert (desk.place / "log").read_text(encoding="utf-8") == "xxx"
    assert Path(made.kept).is_file()


def test_a_kernel_that_dies_once_is_forgiven(desk: Desk) -> None:
    desk.write("jobs", once(desk, KILL_KERNEL))
    made = workers.make(job(desk))
    assert (made.error, made.tries) == ("", 2)


@pytest.mark.parametrize("limits", [Limits(cell=1), Limits(briefing=1)])
def test_what_takes_too_long_is_not_tried_again(desk: Desk, limits: Limits) -> None:
    desk.write("jobs", "import time; time.sleep(600)")
    made = workers.make(replace(job(desk), limits=limits))
    assert made.error.startswith("jobs.ipynb 第2格：") and "运行超时" in made.error
    assert (made.tries, made.exit_code) == (1, 4)


def test_the_pool_makes_every_job_once(desk: Desk) -> None:
    desk.write("tourism", "1 / 0")
    found, heard = made_by(Pool(2), [job(desk, "tourism"), job(desk, "jobs")])
    assert "ZeroDivisionError" in found["tourism"].error and found["jobs"].error == ""
    assert heard == []


def test_a_worker_that_dies_is_replaced_and_its_briefing_made(desk: Desk) -> None:
    desk.write("tourism", once(desk, KILL_WORKER))
    found, heard = made_by(Pool(1), [job(desk, "tourism"), job(desk, "jobs")])
    assert [found[slug].error for slug in ("tourism", "jobs")] == ["", ""]
    assert heard == ["工作进程中断，重做 tourism（第1次重试）"]


def test_one_that_kills_its_worker_each_time_fails_alone(desk: Desk) -> None:
    """Beside it another was at work each time a worker died; that one is not to blame, and is made."""
    log, flag = desk.place / "log", desk.place / "flag"
    wait = f"import pathlib, time\nwhile not pathlib.Path({str(flag)!r}).exists(): time.sleep(0.01)"
    desk.write("tourism", wait, f"_ = open({str(log)!r}, 'a').write('x')", KILL_WORKER)
    desk.write("jobs", once(desk, "import time; time.sleep(600)"))
    found, heard = made_by(Pool(2), [job(desk, "tourism"), job(desk, "jobs")])
    assert found["tourism"].error == "tourism：工作进程一再中断。可能是内存不足；请减少 --jobs。"
    assert (found["tourism"].exit_code, found["tourism"].tries) == (4, 3)
    assert found["jobs"].error == ""
    assert log.read_text(encoding="utf-8") == "xxx"
    again = [said for said in heard if "tourism" in said]
    assert again == [f"工作进程中断，重做 tourism（第{n}次重试）" for n in (1, 2)]


def test_who_stops_listening_leaves_nobody_at_work(desk: Desk) -> None:
    mark = desk.place / "worker"
    desk.write(
        "jobs", f"import os, time\n_ = open({str(mark)!r}, 'w').write(os.environ['JPY_PARENT_PID'])", "time.sleep(600)"
    )
    with pytest.raises(KeyboardInterrupt), Pool(2) as pool:
        for _ in pool.each([job(desk, "jobs"), job(desk, "tourism")]):
            assert within_patience(lambda: mark.is_file() and mark.read_text(encoding="utf-8"))
            raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text(encoding="utf-8")), signal.SIGTERM)
