"""Command ``xj tasks``: slips (督办单) opened by rule, and those that may be struck off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..county.request import parse_day
from . import console
from .chinese_click import command, option
from .options import complete_folder, data_folder, require_data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..briefing.task_matters import TaskJudgement
    from ..collect.task_ledger import TaskLedger
    from ..county.model import County
    from ..instruments.task_opening import NewSlip
    from ..workbooks.grid import Place
    from ..workbooks.row_appending import Value

SUGGESTED = "建议销号"


@command("tasks")
@data_folder
@option("--on", metavar="日期", default="", help="按哪一天判断；不写为简报的日子")
@option("--dry-run", is_flag=True, help="只列出，什么也不写")
@option("--slips", metavar="文件夹", type=Path, help="在办事项的督办单（Word）写到哪里", shell_complete=complete_folder)
def tasks(data: Path, on: str, dry_run: bool, slips: Path | None) -> None:
    """督办：按规则把该交办的写进督办台账，列出可以销号的；已有的不再开，人填的不动。"""
    require_data_folder(data)
    from ..briefing.task_matters import judge_tasks
    from ..collect.task_ledger import TaskLedger, ledger_shape
    from ..county.toml_files import read_county

    ledger_shape(read_county(data))
    judged = judge_tasks(data, parse_day("--on", on))
    ledger = TaskLedger.of(judged.county, judged.tasks)
    rows = [(slip, _row(slip, judged, ledger)) for slip in judged.new]
    sound = [(slip, row) for slip, row in rows if not ledger.lacking(row)]
    # what cannot be opened takes no number
    numbers = [slip.number for slip in judged.new][: len(sound)]
    sound = [
        (slip, {**row, ledger.shape.unique[0]: number}) for (slip, row), number in zip(sound, numbers, strict=True)
    ]
    filled = _evidence(judged, ledger)
    _print_new([(str(row[ledger.shape.unique[0]]), slip) for slip, row in sound], judged)
    _print_lacking([(slip, ledger.lacking(row)) for slip, row in rows if ledger.lacking(row)])
    _print_struck(judged)
    if dry_run:
        console.say("只列出，没有写入。")
    else:
        first = ledger.running_number()
        sha256 = str(judged.tasks["sha256"].iloc[-1])
        ledger.write([row for _, row in sound], filled, first=first, sha256=sha256, on_notice=console.say)
        wrote = f"写入 {len(sound)} 行，补上依据 {len(filled)} 处" if sound or filled else "没有要写的，台账没有动"
        console.say(f"{wrote}：{ledger.path}")
    if slips is not None:
        _write_slips(data, slips, on)


def _row(slip: NewSlip, judged: TaskJudgement, ledger: TaskLedger) -> dict[str, Value]:
    """The fields of a new row; the last word is the day it is given, where the ledger must have one."""
    from ..collect.task_ledger import UNKNOWN_LEADER

    units = {unit.slug: unit.name for unit in judged.county.units}
    needed = {column.to for column in ledger.shape.columns.values() if not column.empty}
    matter = slip.matter
    row: dict[str, Value] = {
        ledger.shape.unique[0]: slip.number, "source": "亮灯", "given": slip.given, "kind": _kind(slip, judged.county),
        "what": matter.what, "leader": matter.leader or UNKNOWN_LEADER, "unit": units.get(matter.unit, ""),
        "due": slip.due, "state": "推进", "matter": matter.identity,
    }  # fmt: skip
    if "heard" in needed:
        row["heard"] = slip.given
    return row


def _kind(slip: NewSlip, county: County) -> str:
    """The instrument whose matter it is, of one with several ledgers the ledger."""
    from ..county.instrument_fields import INSTRUMENTS

    instrument = slip.matter.identity.partition(" ")[0]
    named = {str(name): fields.title for name, fields in INSTRUMENTS.items()}
    named |= {shape.feeds: shape.name for shape in county.ledgers if shape.feeds not in named}
    return named.get(instrument, slip.matter.kind)


def _evidence(judged: TaskJudgement, ledger: TaskLedger) -> Mapping[Place, str]:
    """Texts for the cells 依据 that are empty, of slips that may be struck off."""
    if "evidence" not in ledger.columns:
        return {}
    rows = judged.tasks.set_index("key")
    found = {}
    for each in judged.struck:
        row = rows.loc[each.number]
        here = (row["sheet"], row["file"]) == (ledger.sheet, judged.tasks["file"].iloc[-1])
        if here and not row["evidence"]:
            found[int(str(row["row"])), ledger.columns["evidence"]] = f"{SUGGESTED}：{each.words}（{each.origin}）"
    return found


def _print_new(new: Sequence[tuple[str, NewSlip]], judged: TaskJudgement) -> None:
    from ..quantity import periods

    units = {unit.slug: unit.name for unit in judged.county.units}
    rows = [
        (number, slip.matter.what, units.get(slip.matter.unit, "—"), slip.due.isoformat(), slip.matter.found,
         slip.matter.identity, "；".join(slip.matter.origins[:1]))
        for number, slip in new
    ]  # fmt: skip
    title = f"{periods.date_label(judged.day)}新开督办单 {len(rows)} 件"
    console.grid(title, ("编号", "事项", "责任单位", "完成时限", "情况", "事由", "出处"), rows)


def _print_lacking(lacking: Sequence[tuple[NewSlip, list[str]]]) -> None:
    for slip, headings in lacking:
        console.say(f"不能交办：{slip.matter.what}（{slip.matter.identity}）：没有{'、'.join(headings)}，请核对。")


def _print_struck(judged: TaskJudgement) -> None:
    rows = [(each.number, each.identity, each.words, each.origin) for each in judged.struck]
    if rows:
        console.grid(f"{SUGGESTED} {len(rows)} 件", ("编号", "事由", "证据", "出处"), rows)


def _write_slips(data: Path, folder: Path, on: str) -> None:
    """Write a Word document for each slip that is open in the ledger as it is now."""
    from ..base.errors import writable
    from ..base.text_files import replace_file
    from ..briefing.instruments.slip_fields import SLIP_LIGHTS, slip_words
    from ..briefing.task_matters import judge_tasks
    from ..press.word_slip import word_slip
    from ..quantity import periods

    judged = judge_tasks(data, parse_day("--on", on))
    for slip in judged.slips:
        day = max(judged.as_of, slip.given or judged.as_of)  # one given since is counted from the day it is given
        foot = (judged.county.name, f"截至{periods.date_label(day)}")
        content = word_slip("督办单", SLIP_LIGHTS[slip.colour].colour, slip_words(slip), foot, day)
        with writable(str(folder)):
            replace_file(folder / f"{_file_name(slip.number)}.docx", content)
    console.say(f"写出 {len(judged.slips)} 份督办单：{folder}")


def _file_name(number: str) -> str:
    return (
        "".join("_" if char in '\\/:*?"<>|' or not char.isprintable() else char for char in number).strip(". ") or "_"
    )
