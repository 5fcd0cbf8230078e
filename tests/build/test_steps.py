"""Making: a briefing in two steps, or the reason why not; a kernel that dies is tried again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from support.built_county import KILL_KERNEL, BuiltCounty
from xj_analysis.base import hashing
from xj_analysis.build import steps
from xj_analysis.engine.limits import Limits

_CHART = """
from xj_analysis.briefing import charts
from xj_analysis.metrics.columns import row_selection, samples
charts.bars("岗位", row_selection.records(samples.sample(value=[1.0, 2.0], text=["1个", "2个"], unit="个")), ["甲",
"乙"])
"""

pytestmark = pytest.mark.usefixtures("warm")


def test_a_briefing_is_staged_whole_and_what_it_cost_is_told(built_county: BuiltCounty) -> None:
    made = steps.make_briefing(built_county.job())
    assert (made.error, made.exit_code, made.tries, made.kept) == ("", 0, 1, "")
    assert {path.name for path in (built_county.place / "staging" / "jobs").iterdir()} == {
        "briefing.html", "briefing.ipynb", "figures.json",
    }  # fmt: skip
    assert hashing.folder_hashes(built_county.place / "staging" / "jobs") == hashing.folder_hashes(built_county.issue / "jobs")
    assert set(made.seconds) == {"run", "draw", "html"} and all(taken > 0 for taken in made.seconds.values())
    assert made.peak > 20 and made.figures > 0 and "就业攻坚战" in made.title


def test_charts_are_told_while_the_notebook_is_still_executed(built_county: BuiltCounty) -> None:
    mark = built_county.place / "mark"
    built_county.write("jobs")
    book = json.loads((built_county.books / "jobs.ipynb").read_text(encoding="utf-8"))
    last = book["cells"].pop()
    book["cells"] += [
        dict(last, id=str(n), source=cell) for n, cell in enumerate((_CHART, f"open({str(mark)!r}, 'x')"))
    ]
    (built_county.books / "jobs.ipynb").write_text(json.dumps(book), encoding="utf-8")
    told: list[tuple[str, bool]] = []
    made = steps.execute_step(built_county.job(), steps.BriefingResult("jobs"), lambda spec: told.append((spec, mark.exists())))
    assert made.error == "" and [told[0][0]] == [*made.drawn] and not told[0][1] and mark.exists()
    ahead = {made.drawn[0]: steps.Drawing("<svg>", 1.5)}
    assert steps.draw_charts(built_county.job(), made, ahead).drawn == ("<svg>",), "what was drawn ahead is not drawn again"
    drawn = steps.draw_charts(built_county.job(), made)
    assert drawn.drawn[0].startswith("<svg ") and drawn.seconds["draw"] > 0


def test_a_failure_names_notebook_cell_and_last_line_and_keeps_what_was_executed(built_county: BuiltCounty) -> None:
    built_county.write("jobs", "print('so far')", "{}['没有']")
    made = steps.make_briefing(built_county.job())
    assert made.error.startswith("jobs.ipynb 第3格“")
    assert "”：运行出错，得到“KeyError: '没有'”。" in made.error
    assert (made.exit_code, made.tries) == (4, 1), "what the code does wrong it does wrong again"
    assert not (built_county.place / "staging").exists()
    kept = Path(made.kept)
    assert kept == built_county.place / "failed" / "jobs.ipynb"
    outputs = [o for cell in json.loads(kept.read_text(encoding="utf-8"))["cells"] for o in cell.get("outputs", ())]
    assert [o.get("text") or o["ename"] for o in outputs] == ["so far\n", "KeyError"]
    assert str(built_county.place) not in kept.read_text(encoding="utf-8")


def test_what_cannot_be_printed_is_a_failure_of_that_briefing(built_county: BuiltCounty) -> None:
    built_county.write("jobs", "display(briefing.masthead()) if 'briefing' in dir() else None")
    book = json.loads((built_county.books / "jobs.ipynb").read_text(encoding="utf-8"))
    book["cells"].append(dict(book["cells"][1], id="again", source="briefing.masthead()"))
    (built_county.books / "jobs.ipynb").write_text(json.dumps(book), encoding="utf-8")
    made = steps.make_briefing(built_county.job())
    assert made.error.startswith("笔记本：应有一个刊头，实有2个") and made.exit_code == 3
    assert made.kept and not (built_county.place / "staging" / "jobs").exists()


def test_a_failure_is_told_even_where_nothing_can_be_kept(built_county: BuiltCounty) -> None:
    built_county.write("jobs", "1 / 0")
    (built_county.place / "in the way").write_text("", encoding="utf-8")
    made = steps.make_briefing(replace(built_county.job(), failed=built_county.place / "in the way" / "jobs.ipynb"))
    assert "ZeroDivisionError" in made.error and made.kept == ""


def test_where_the_briefing_cannot_be_staged_a_message_says_so(built_county: BuiltCounty) -> None:
    (built_county.place / "in the way").write_text("", encoding="utf-8")
    made = steps.make_briefing(replace(built_county.job(), staging=built_county.place / "in the way" / "jobs"))
    where = built_county.place / "in the way" / "jobs"
    assert made.error == f"jobs {where}：写不下，得到“Not a directory”。请检查磁盘空间与权限。"
    assert made.exit_code == 4


def test_a_staged_notebook_that_is_gone_is_a_failure_of_that_briefing(built_county: BuiltCounty) -> None:
    made = steps.render(built_county.job(), steps.BriefingResult("jobs"))
    assert made.error.startswith("jobs ") and "briefing.ipynb：写不下" in made.error
    assert (made.kept, made.exit_code) == ("", 4)


def test_a_kernel_that_dies_each_time_is_given_up_after_three(built_county: BuiltCounty) -> None:
    built_county.write("jobs", f"_ = open({str(built_county.place / 'log')!r}, 'a').write('x')", KILL_KERNEL)
    made = steps.make_briefing(built_county.job())
    assert made.error.startswith("jobs.ipynb 第3格“") and "”：内核中断" in made.error
    assert (made.tries, made.exit_code) == (3, 4)
    assert (built_county.place / "log").read_text(encoding="utf-8") == "xxx"
    assert Path(made.kept).is_file()


def test_a_kernel_that_dies_once_is_forgiven(built_county: BuiltCounty) -> None:
    built_county.write("jobs", built_county.once(KILL_KERNEL))
    made = steps.make_briefing(built_county.job())
    assert (made.error, made.tries) == ("", 2)


@pytest.mark.parametrize("limits", [Limits(cell=1), Limits(briefing=1)])
def test_what_takes_too_long_is_not_tried_again(built_county: BuiltCounty, limits: Limits) -> None:
    built_county.write("jobs", "import time; time.sleep(600)")
    made = steps.make_briefing(replace(built_county.job(), limits=limits))
    assert made.error.startswith("jobs.ipynb 第2格“") and "运行超时" in made.error
    assert (made.tries, made.exit_code) == (1, 4)
