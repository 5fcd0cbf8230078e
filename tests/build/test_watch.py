"""Builds on change: changed briefings are made again, errors can be mended, other files do not matter."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from support.built_county import BuiltCounty, states, within_patience
from xj_analysis.base import environment
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.build import watch
from xj_analysis.build.watch import file_stamps, watch_builds


def test_stamps_are_of_what_a_person_edits(tmp_path: Path) -> None:
    for name in ("observations.csv", "报表/5月.xlsx", "~$5月.xlsx", ".5月.xlsx.swp", "helper.pyc"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("1", encoding="utf-8")
    seen = file_stamps([tmp_path])
    assert {Path(name).relative_to(tmp_path).as_posix() for name in seen} == {"observations.csv", "报表/5月.xlsx"}
    (tmp_path / "observations.csv").write_text("12", encoding="utf-8")
    assert file_stamps([tmp_path]) != seen


@pytest.mark.usefixtures("warm")
def test_what_changes_is_made_again_and_what_is_wrong_can_be_mended(
    built_county: BuiltCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_INTERVAL", 0.01)
    rounds = watch_builds(
        [built_county.data.path], out=built_county.out, notebooks=built_county.books, formats=["html"], jobs=1
    )
    made = next(rounds)
    assert not isinstance(made, Exception) and set(states(made[0]).values()) == {"unchanged"}

    county = built_county.data.path / "county.toml"
    sound = county.read_text(encoding="utf-8")
    county.write_text(sound + "\n这一行错了\n", encoding="utf-8")
    assert isinstance(next(rounds), DataError)

    county.write_text(sound, encoding="utf-8")
    made = next(rounds)
    assert not isinstance(made, Exception) and set(states(made[0]).values()) == {"unchanged"}

    built_county.write("jobs", "one = 1")
    made = next(rounds)
    assert not isinstance(made, Exception)
    assert states(made[0]) == {"tourism": "unchanged", "jobs": "done", "overview": "unchanged"}
    rounds.close()  # type: ignore[attr-defined]


def test_a_program_that_changed_has_to_be_started_again(
    built_county: BuiltCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = built_county.place / "program"
    module = program / "room" / "store.py"
    module.parent.mkdir(parents=True)
    module.write_text("", encoding="utf-8")
    monkeypatch.setattr(environment, "PACKAGE", program)
    monkeypatch.setattr(watch, "build_all", lambda *_, **__: [])
    monkeypatch.setattr(watch, "_INTERVAL", 0.01)
    rounds = watch_builds([built_county.data.path], notebooks=built_county.books)
    assert next(rounds) == []
    module.write_text("x = 1", encoding="utf-8")
    built_county.write("jobs", "one = 1")
    with pytest.raises(UsageError, match="程序变了。请重新运行 xj build --watch"):
        next(rounds)


def test_a_person_sees_what_is_made_and_ends_it_with_one_key(built_county: BuiltCounty) -> None:
    log = built_county.place / "log"
    with log.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            built_county.command("--watch"),
            env=built_county.alone() | {"PYTHONUNBUFFERED": "1"},
            stdout=file,
            stderr=file,
        )

    def said(words: str, times: int) -> bool:
        return log.read_text(encoding="utf-8").count(words) == times

    assert within_patience(lambda: said("都是最新的，数据或笔记本一改就重做", 1)), log.read_text(encoding="utf-8")
    built_county.write("jobs", "one = 1")
    assert within_patience(lambda: said("都是最新的", 2)), log.read_text(encoding="utf-8")
    assert said("完成 jobs", 1) and said("完成 tourism", 0)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert log.read_text(encoding="utf-8").rstrip().endswith("没做完的保留上一份。")
    assert within_patience(lambda: not built_county.processes())
