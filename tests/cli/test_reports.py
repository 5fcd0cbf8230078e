"""Commands for finished briefings: tracing a number, auditing a folder, and removing only after confirmation."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from support.desk import Desk
from xj_analysis.base.errors import UsageError
from xj_analysis.cli.app import app


def test_a_printed_number_is_traced_to_its_file(desk: Desk) -> None:
    run = CliRunner().invoke(app, ["trace", str(desk.issue / "tourism"), "约75万人次"])
    assert run.exit_code == 0 and "约75万人次" in run.output and "SHA-256" in run.output


def test_an_audit_counts_the_numerals_of_each_briefing(desk: Desk) -> None:
    run = CliRunner().invoke(app, ["audit", str(desk.out)])
    assert run.exit_code == 0 and "不可追溯0" in run.output and "合计" in run.output


def test_the_same_issue_twice_has_no_differences(desk: Desk) -> None:
    run = CliRunner().invoke(app, ["diff", str(desk.issue), str(desk.issue)])
    assert run.exit_code == 0 and "不同的数字 0 个" in run.output


def test_an_issue_is_not_removed_without_a_confirmation(desk: Desk) -> None:
    with pytest.raises(UsageError, match="xj remove：这里不能询问"):
        app.main(["remove", str(desk.issue), "--out", str(desk.out)], "xj")
    assert desk.issue.is_dir()
