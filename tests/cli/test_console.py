"""Console output: a table on a terminal, one unwrapped line a row elsewhere."""

from __future__ import annotations

import pytest

from xj_analysis.cli import console

LONG = "data/" + "很长的路径" * 40 + "/talent.ipynb"


def test_a_line_of_a_log_is_not_wrapped_and_names_its_counts(capsys: pytest.CaptureFixture[str]) -> None:
    console.grid(
        "标题", ("简报", "数字", "说明"), [(LONG, "12", ""), ("b", "", "[red]")], right=("数字",), named=("数字",)
    )
    assert capsys.readouterr().out == f"标题\n{LONG}　数字12\nb　[red]\n"


def test_on_a_terminal_it_is_a_table_in_which_nothing_is_lost(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    console.grid("标题", ("简报", "数字"), [("[red]一[/red]", "12")], right=("数字",), total=("合计", "12"))
    said = capsys.readouterr().out
    assert "简报" in said and "[red]一[/red]" in said and "合计" in said and "│" in said


@pytest.mark.parametrize("strong", [False, True])
def test_a_sentence_stays_on_one_line(
    strong: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    console.say(LONG, strong=strong)
    assert capsys.readouterr().out == f"{LONG}\n"
    monkeypatch.setenv("FORCE_COLOR", "1")
    console.say(LONG, strong=strong)
    assert LONG in capsys.readouterr().out
