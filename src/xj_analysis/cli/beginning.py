"""Command ``xj new``: a first county to look at and to change."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from ..base.text import display_width
from . import console
from .chinese_click import argument, command, option
from .options import complete_folder

_PLAIN = re.compile(r"[\w./~+-]+")
_HELP = """新建一个县：写出一个能直接做简报的数据文件夹，数字都是虚构的。

三个攻坚战、六个指标、十二个数、一个来源、一本笔记本。先改这几处：

\b
1. transcripts/report.txt  换成你的来源原文，照样抄下
2. sources.toml            来源的标题、发布者、日期；再运行 xj check --fix
3. observations.csv        一行一个数：指标、期间、值、单位、来源
4. indicators.csv          指标的名称、单位、归哪个攻坚战
5. county.toml             攻坚战的名称；数都真实了，nature 改为 public
6. notebooks/              简报里的句子和图
"""


@command("new", help=_HELP, short_help="新建一个县：能直接做简报的数据文件夹，数字都是虚构的")
@argument("folder", metavar="DIR", type=Path, help="写到哪个文件夹，须不存在或是空的", shell_complete=complete_folder)
@option("--name", metavar="县名", required=True, help="如 某县")
@option("--code", metavar="代码", required=True, help="六位行政区划代码，如 360999")
@option("--city", metavar="市名", default="某市", help="所属的市")
@option("--slug", metavar="代号", default="", help="小写英文，简报写到 reports/代号；不写就用文件夹名")
def new(folder: Path, name: str, code: str, city: str, slug: str) -> None:
    """Write a new county, and print the next three commands."""
    from ..collect.hash_renewal import register_hashes
    from ..county.new_county import write_county

    slug = write_county(folder, name=name, code=code, city=city, slug=slug)
    list(register_hashes(folder, console.say))
    typed = str(folder) if _PLAIN.fullmatch(str(folder)) else shlex.quote(str(folder))
    console.say(f"写好了：{folder}（代号 {slug}），里面的数字都是虚构的。接着：")
    steps = {
        f"xj build {typed}": f"做出简报，在 reports/{slug}/2024/internal/ 里",
        f"xj check --fix {typed}": "改过数据或原文以后检查，顺带登记原文的哈希",
        f"xj build {typed} --watch": "边改边做，存一次盘做一次，按 Ctrl-C 结束",
    }
    column = max(map(display_width, steps))
    for step, what in steps.items():
        console.say(f"  {step}{' ' * (column - display_width(step))}  {what}")
