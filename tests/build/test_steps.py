"""The steps of a briefing: executed, drawn, rendered; failures with messages; retries after a kernel's death."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from support.built_county import CHART, KILL_KERNEL, BuiltCounty
from xj_analysis.base import hashing
from xj_analysis.build import steps
from xj_analysis.build.job_results import BriefingCost, Drawing, DrawnBriefing, ExecutedBriefing
from xj_analysis.engine.limits import Limits
from xj_analysis.press.page_links import linked_page

pytestmark = pytest.mark.usefixtures("warm")


def test_a_briefing_is_staged_whole_and_what_it_cost_is_told(built_county: BuiltCounty) -> None:
    result = steps.make_briefing(built_county.job())
    assert (result.error, result.exit_code, result.cost.tries, result.failed_notebook) == ("", 0, 1, "")
    assert {path.name for path in (built_county.place / "staging" / "jobs").iterdir()} == {
        "briefing.html", "briefing.ipynb", "figures.html", "figures.json",
    }  # fmt: skip
    staged, published = built_county.place / "staging" / "jobs", built_county.issue / "jobs"
    pages = [(folder / "briefing.html").read_text(encoding="utf-8") for folder in (staged, published)]
    unlinked, linked = (linked_page(page, "jobs", {}, ()) for page in pages)
    assert unlinked == linked and pages[0] != pages[1], "links to other pages are put in when the issue is committed"
    hashes, others = hashing.folder_hashes(staged), hashing.folder_hashes(published)
    assert hashes | {"briefing.html": ""} == others | {"briefing.html": ""}
    assert set(result.cost.seconds) == {"run", "draw", "html"} and all(
        taken > 0 for taken in result.cost.seconds.values()
    )
    assert result.cost.peak > 20 and result.figures > 0 and "就业攻坚战" in result.title


def test_charts_are_told_while_the_notebook_is_still_executed(built_county: BuiltCounty) -> None:
    mark = built_county.place / "mark"
    built_county.write("jobs")
    built_county.append("jobs", CHART, f"open({str(mark)!r}, 'x')")
    events: list[tuple[str, bool]] = []
    executed = steps.execute_step(built_county.job(), lambda spec: events.append((spec, mark.exists())))
    assert isinstance(executed, ExecutedBriefing)
    assert [spec for spec, _ in events] == [*executed.chart_specs] and not events[0][1] and mark.exists()
    ahead = {executed.chart_specs[0]: Drawing("<svg>", 1.5)}
    drawn = steps.draw_step(built_county.job(), executed, ahead)
    assert isinstance(drawn, DrawnBriefing) and drawn.drawings == ("<svg>",), "a chart drawn ahead is not drawn again"
    assert drawn.cost.seconds["draw"] == 1.5 and drawn.cost.seconds["run"] == executed.cost.seconds["run"]
    drawn = steps.draw_step(built_county.job(), executed)
    assert isinstance(drawn, DrawnBriefing)
    assert drawn.drawings[0].startswith("<svg ") and drawn.cost.seconds["draw"] > 0


def test_a_failure_names_notebook_cell_and_last_line_and_keeps_what_was_executed(built_county: BuiltCounty) -> None:
    built_county.write("jobs", "print('so far')", "{}['没有']")
    result = steps.make_briefing(built_county.job())
    assert result.error.startswith("jobs.ipynb 第3格“")
    assert "”：运行出错，得到“KeyError: '没有'”。" in result.error
    assert (result.exit_code, result.cost.tries) == (4, 1), "what the code does wrong it does wrong again"
    assert not (built_county.place / "staging").exists()
    kept = Path(result.failed_notebook)
    assert kept == built_county.place / "failed" / "jobs.ipynb"
    outputs = [o for cell in json.loads(kept.read_text(encoding="utf-8"))["cells"] for o in cell.get("outputs", ())]
    assert [o.get("text") or o["ename"] for o in outputs] == ["so far\n", "KeyError"]
    assert str(built_county.place) not in kept.read_text(encoding="utf-8")


def test_what_cannot_be_printed_is_a_failure_of_that_briefing(built_county: BuiltCounty) -> None:
    built_county.write("jobs", "display(briefing.masthead()) if 'briefing' in dir() else None")
    book = json.loads((built_county.books / "jobs.ipynb").read_text(encoding="utf-8"))
    book["cells"].append(dict(book["cells"][1], id="again", source="briefing.masthead()"))
    (built_county.books / "jobs.ipynb").write_text(json.dumps(book), encoding="utf-8")
    result = steps.make_briefing(built_county.job())
    assert result.error.startswith("笔记本：应有一个刊头，实有2个") and result.exit_code == 3
    assert result.failed_notebook and not (built_county.place / "staging" / "jobs").exists()


def test_a_hidden_chart_is_not_drawn_in_the_place_of_another(built_county: BuiltCounty) -> None:
    built_county.write("jobs")
    built_county.append("jobs", CHART.replace("岗位", "给自己看的").replace("甲", "丙"), CHART)
    book = json.loads((built_county.books / "jobs.ipynb").read_text(encoding="utf-8"))
    book["cells"][-2]["metadata"]["tags"] = ["remove-cell"]
    (built_county.books / "jobs.ipynb").write_text(json.dumps(book), encoding="utf-8")
    result = steps.make_briefing(built_county.job())
    page = (built_county.place / "staging" / "jobs" / "briefing.html").read_text(encoding="utf-8")
    assert (result.error, result.charts) == ("", 1)
    assert "甲" in page and "丙" not in page and "给自己看的" not in page


def test_a_cell_that_may_fail_fails_no_briefing_and_its_error_is_not_printed(built_county: BuiltCounty) -> None:
    built_county.write("jobs")
    built_county.append("jobs", "{}['没有']", tags=["raises-exception"])
    result = steps.make_briefing(built_county.job())
    assert (result.error, result.exit_code) == ("", 0)
    (omission,) = result.omissions
    assert omission.what == "出错信息“KeyError: '没有'”" and "raises-exception" in omission.reason
    assert "KeyError" not in (built_county.place / "staging" / "jobs" / "briefing.html").read_text(encoding="utf-8")


def test_a_cell_that_may_fail_excuses_no_other(built_county: BuiltCounty) -> None:
    built_county.write("jobs")
    built_county.append("jobs", "{}['没有']", "briefing.check();", tags=["raises-exception"])
    built_county.append("jobs", "1 / 0")
    assert "ZeroDivisionError" in steps.make_briefing(built_county.job()).error


def test_what_is_shown_without_a_trace_fails_the_briefing_with_cell_and_remedy(built_county: BuiltCounty) -> None:
    built_county.write("jobs")
    built_county.append("jobs", "37", "import pandas as pd; pd.DataFrame({'甲': [1]})")
    result = steps.make_briefing(built_county.job())
    assert result.exit_code == 3 and result.failed_notebook
    first, second = result.error.splitlines()
    assert "格“37”：没有出处的数不能印进简报，得到“37”。请用 briefing.figure(…)" in first
    assert "列“甲”：是没有出处的数，得到“1”。请用 b[…] 取数来算" in second


def test_a_failure_is_told_even_where_nothing_can_be_kept(built_county: BuiltCounty) -> None:
    built_county.write("jobs", "1 / 0")
    (built_county.place / "in the way").write_text("", encoding="utf-8")
    result = steps.make_briefing(replace(built_county.job(), failed=built_county.place / "in the way" / "jobs.ipynb"))
    assert "ZeroDivisionError" in result.error and result.failed_notebook == ""


def test_where_the_briefing_cannot_be_staged_a_message_says_so(built_county: BuiltCounty) -> None:
    (built_county.place / "in the way").write_text("", encoding="utf-8")
    result = steps.make_briefing(replace(built_county.job(), staging=built_county.place / "in the way" / "jobs"))
    where = built_county.place / "in the way" / "jobs"
    assert result.error == f"jobs {where}：写不下，得到“路径中有一段不是文件夹”。请检查磁盘空间与权限。"
    assert result.exit_code == 4


def test_a_staged_notebook_that_is_gone_is_a_failure_of_that_briefing(built_county: BuiltCounty) -> None:
    result = steps.render_step(built_county.job(), DrawnBriefing(drawings=(), reads={}, cost=BriefingCost()))
    assert result.error.startswith("jobs ") and "briefing.ipynb：写不下" in result.error
    assert (result.failed_notebook, result.exit_code) == ("", 4)


def test_a_kernel_that_dies_each_time_is_given_up_after_three(built_county: BuiltCounty) -> None:
    built_county.write("jobs", f"_ = open({str(built_county.place / 'log')!r}, 'a').write('x')", KILL_KERNEL)
    result = steps.make_briefing(built_county.job())
    assert result.error.startswith("jobs.ipynb 第3格“") and "”：内核中断" in result.error
    assert (result.cost.tries, result.exit_code) == (3, 4)
    assert (built_county.place / "log").read_text(encoding="utf-8") == "xxx"
    assert Path(result.failed_notebook).is_file()


def test_a_kernel_that_dies_once_is_forgiven(built_county: BuiltCounty) -> None:
    built_county.write("jobs", built_county.once(KILL_KERNEL))
    result = steps.make_briefing(built_county.job())
    assert (result.error, result.cost.tries) == ("", 2)


@pytest.mark.parametrize("limits", [Limits(cell=1), Limits(briefing=1)])
def test_what_takes_too_long_is_not_tried_again(built_county: BuiltCounty, limits: Limits) -> None:
    built_county.write("jobs", "import time; time.sleep(600)")
    result = steps.make_briefing(replace(built_county.job(), limits=limits))
    assert result.error.startswith("jobs.ipynb 第2格“") and "运行超时" in result.error
    assert (result.cost.tries, result.exit_code) == (1, 4)
