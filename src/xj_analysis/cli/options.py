"""Arguments and options that several commands have, the values of options, and what completion offers for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..errors import UsageError
from .chinese_click import argument, option

data_folder = argument("data", type=Path, help="县的数据文件夹，如 data/xiajiang")
data_folders = argument("data", type=Path, nargs=-1, help="县的数据文件夹，如 data/xiajiang，可写几个")
text_files = argument("files", metavar="FILE...", type=Path, nargs=-1, help=".txt、.docx、.pdf、.html")
anchor = option("--anchor", metavar="日期", default="", help="成文日期，如 2024-06-30；今年、去年从它算起")
as_json = option("--json", is_flag=True, help="输出 JSON")
reports_folder = option("--out", metavar="文件夹", type=Path, default=Path("reports"), help="简报的文件夹")


def parse_day(name: str, text: str) -> date | None:
    """Return the date an option was given; None where it was given none.

    Raises
    ------
    UsageError
        It is not written as ISO 8601.

    Examples
    --------
    >>> parse_day("--on", "2024-06-30")
    datetime.date(2024, 6, 30)
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(name, "日期写法不对", text, "请写成 2024-06-30。") from None
