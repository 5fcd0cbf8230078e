"""What the commands about texts show: quantities read, and what a draft's proof found."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from .. import periods
from ..loaders.text.reading import place
from ..proof import RULES, SURE
from .reports import grid, say

if TYPE_CHECKING:
    from ..loaders.text.reading import Mention, Reading
    from ..proof import Alarm
    from ..texts import Proofed, Taken

_HEDGES = {"exact": "", "about": "约", "over": "超过", "under": "不足", "at_least": "至少", "at_most": "至多"}
_NATURES = {"actual": "", "planned": "计划", "forecast": "预计", "target": "目标"}
_HOW = {"given": "给定的日期", "dated": "文中落款", "latest": "文中最晚的年份", "": "文中没有年份"}


def readings(found: Sequence[tuple[Path, Reading]]) -> None:
    """Print every quantity of every text: a table for a person, a line each for a log."""
    for path, reading in found:
        year = f"{reading.anchor.day or reading.anchor.year or '不详'}（{_HOW[reading.anchor.how]}）"
        title = f"{path.name}：{len(reading.mentions)}个数；时间以{year}为准"
        rows = [_cells(mention) for mention in reading.mentions]
        grid(title, ("位置", "原文", "值", "单位", "约数", "期间", "指标", "变化", "位次", "性质"), rows, right=("值",))


def _cells(mention: Mention) -> tuple[str, ...]:
    told = {"stated": "", "carried": "（承前）", "near": "（据后文）", "": ""}[mention.period_from]
    when = periods.parse(mention.period).label + told if mention.period else ""
    standing = mention.tier or (f"第{mention.rank}位" if mention.rank else "")
    return (
        mention.locator, mention.text, f"{mention.value:f}", mention.unit, _HEDGES[str(mention.hedge)], when,
        mention.measured, mention.against + mention.change, mention.scope + standing if standing else "",
        _NATURES[mention.nature],
    )  # fmt: skip


def as_json(found: Sequence[tuple[Path, Reading]]) -> None:
    """Print readings as JSON."""
    _dump([{"file": path.name, **reading.as_dict()} for path, reading in found])


def taken(made: Taken) -> None:
    """Say where the table to confirm is, or how many confirmed rows were written."""
    if made.proposed:
        do = "请核对各列，要写入的在 confirm 列填“是”，再运行一次同样的命令。"
        say(f"待确认的表：{made.table}（{made.rows}行）。{do}")
    else:
        old = made.confirmed - made.written
        wrote = f"写入 observations.csv {made.written}行，早已写入{old}行"
        say(f"{made.table}：{made.rows}行，确认{made.confirmed}行；{wrote}。")


def proofed(made: Proofed) -> None:
    """Print what a proof found: a table for a person, a line each for a log."""
    rows = [
        (
            _at(made, alarm),
            RULES[alarm.rule],
            made.text[alarm.start : alarm.end],
            alarm.said,
            alarm.should,
            SURE[alarm.sure],
        )
        for alarm in made.alarms
    ]
    title = f"{made.file.name}：发现{len(rows)}处" if rows else f"{made.file.name}：没有发现问题"
    grid(title, ("位置", "规则", "原文", "问题", "应为", "把握"), rows)
    for path in made.out:
        say(f"已写入 {path}")


def _at(made: Proofed, alarm: Alarm) -> str:
    paragraph, first, last = place(made.text, alarm.start, alarm.end)
    return f"第{paragraph}段第{first}—{last}字"


def proofed_json(made: Proofed) -> None:
    """Print what a proof found as JSON."""
    anchor = {"year": made.anchor.year, "day": str(made.anchor.day or ""), "how": made.anchor.how}
    alarms = [
        {**asdict(alarm), "text": made.text[alarm.start : alarm.end], "locator": _at(made, alarm)}
        for alarm in made.alarms
    ]
    _dump({"file": made.file.name, "anchor": anchor, "alarms": alarms, "out": [str(path) for path in made.out]})


def _dump(content: object) -> None:
    json.dump(content, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
