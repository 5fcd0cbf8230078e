"""Commands ``xj read`` and ``xj proof``: reading quantities from texts, proofreading drafts, and console output."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from click.exceptions import Exit

from ..base.errors import CheckError, UsageError
from ..county.request import parse_day
from . import console, options
from .chinese_click import argument, command, option

if TYPE_CHECKING:
    from ..texts.proof import Alarm
    from ..texts.reader.reading import Mention, Reading
    from ..texts.workflow import ImportResult, ProofResult

_HEDGES = {"exact": "", "about": "约", "over": "超过", "under": "不足", "at_least": "至少", "at_most": "至多"}
_NATURES = {"actual": "", "planned": "计划", "forecast": "预计", "target": "目标"}
_ANCHORS = {"given": "给定的日期", "dated": "文中落款", "latest": "文中最晚的年份", "": "文中没有年份"}


@command("read")
@options.text_files
@options.as_json
@option(
    "--to", metavar="DATA", type=Path, help="县的数据文件夹：先写待确认的表，再写入已确认的",
    shell_complete=options.complete_folder,
)  # fmt: skip
@options.anchor
def read(files: tuple[Path, ...], json: bool, to: Path | None, anchor: str) -> None:
    """读出文稿里的每个数：位置、值、单位、约数、期间、指标、变化、位次、性质。"""
    options.require_data_folder(to)
    from ..base.errors import writable
    from ..texts.workflow import import_text, read_files

    day = parse_day("--anchor", anchor)
    if to is not None:
        if json:
            raise UsageError("--json", "不能与 --to 同用", do="写入数据时请去掉 --json。")
        for file in files:
            with writable():
                result = import_text(file, to, anchor=day)
            _print_import(result)
        return
    readings = read_files(files, anchor=day)
    if json:
        console.dump([{"file": path.name, **reading.as_dict()} for path, reading in readings])
    else:
        _print_readings(readings)


def _print_readings(readings: Sequence[tuple[Path, Reading]]) -> None:
    """Print every quantity of every text."""
    for path, reading in readings:
        year = f"{reading.anchor.day or reading.anchor.year or '不详'}（{_ANCHORS[reading.anchor.how]}）"
        title = f"{path.name}：{len(reading.mentions)}个数；时间以{year}为准"
        rows = [_cells(mention) for mention in reading.mentions]
        columns = ("位置", "原文", "值", "单位", "约数", "期间", "指标", "变化", "位次", "性质")
        console.grid(title, columns, rows, right=("值",))


def _cells(mention: Mention) -> tuple[str, ...]:
    from ..quantity import periods

    source = {"stated": "", "carried": "（承前）", "near": "（据后文）", "": ""}[mention.period_from]
    when = periods.parse(mention.period).label + source if mention.period else ""
    rank = mention.tier or (f"第{mention.rank}位" if mention.rank else "")
    return (
        mention.locator, mention.text, f"{mention.value:f}", mention.unit, _HEDGES[str(mention.hedge)], when,
        mention.measured, mention.against + mention.change, mention.scope + rank if rank else "",
        _NATURES[mention.nature],
    )  # fmt: skip


def _print_import(result: ImportResult) -> None:
    """Print the path of the table to confirm, or the number of confirmed rows written."""
    if result.proposed:
        do = "请核对各列，要写入的在 confirm 列填“是”，再运行一次同样的命令。"
        console.say(f"待确认的表：{result.table}（{result.rows}行）。{do}")
    else:
        old = result.confirmed - result.written
        counts = f"写入 observations.csv {result.written}行，早已写入{old}行"
        console.say(f"{result.table}：{result.rows}行，确认{result.confirmed}行；{counts}。")


@command("proof")
@argument("file", type=Path, help="文稿：.txt、.docx、.pdf、.html", shell_complete=options.complete_file)
@option(
    "--against", metavar="DATA", type=Path, help="县的数据文件夹，把稿中的数与它核对",
    shell_complete=options.complete_folder,
)  # fmt: skip
@options.as_json
@option(
    "--out", metavar="文件", type=Path, multiple=True, help="另存：.docx 带批注，.html 带标记；可重复",
    shell_complete=options.complete_file,
)  # fmt: skip
@options.anchor
def proof(file: Path, against: Path | None, json: bool, out: tuple[Path, ...], anchor: str) -> None:
    """校核文稿：自相矛盾、算错、用词不当、与数据不符之处，逐一指出；发现一处即以 5 退出。"""
    options.require_data_folder(against)
    from ..base.errors import writable
    from ..texts.workflow import proofread_file

    with writable():
        result = proofread_file(file, against=against, anchor=parse_day("--anchor", anchor), out=out)
    (_dump_alarms if json else _print_alarms)(result)
    raise Exit(CheckError.exit_code if result.alarms else 0)


def _print_alarms(result: ProofResult) -> None:
    """Print the alarms of a proof."""
    from ..texts.proof import RULES, SURE

    rows = [
        (
            _locator(result, alarm),
            RULES[alarm.rule],
            result.text[alarm.start : alarm.end],
            alarm.problem,
            alarm.should,
            SURE[alarm.sure],
        )
        for alarm in result.alarms
    ]
    title = f"{result.file.name}：发现{len(rows)}处" if rows else f"{result.file.name}：没有发现问题"
    console.grid(title, ("位置", "规则", "原文", "问题", "应为", "把握"), rows)
    for path in result.out:
        console.say(f"已写入 {path}")


def _locator(result: ProofResult, alarm: Alarm) -> str:
    from ..texts.reader.reading import locate

    paragraph, first, last = locate(result.text, alarm.start, alarm.end)
    return f"第{paragraph}段第{first}—{last}字"


def _dump_alarms(result: ProofResult) -> None:
    """Print the alarms of a proof as JSON."""
    anchor = {"year": result.anchor.year, "day": str(result.anchor.day or ""), "how": result.anchor.how}
    alarms = [
        {**alarm.as_dict(), "text": result.text[alarm.start : alarm.end], "locator": _locator(result, alarm)}
        for alarm in result.alarms
    ]
    console.dump(
        {"file": result.file.name, "anchor": anchor, "alarms": alarms, "out": [str(path) for path in result.out]}
    )
