"""A small invented county on disk, for tests to load, edit and break."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from xj_analysis import loaders
from xj_analysis.store.store import Store

REPO = Path(__file__).parents[2]

COUNTY = """\
[county]
slug = "shili"
name = "示例县"
code = "999901"
city = "示例市"
nature = "invented"
period = "2024"
names = ["5+2"]

[[quantities]]
slug = "economy"
name = "经济总量"
indicators = ["income"]

[[campaigns]]
slug = "tourism"
name = "旅游攻坚战"
named_in_source = true
quantities = ["economy"]
about = "把“5+2”行动做实。"

[[campaigns]]
slug = "jobs"
name = "就业攻坚战"
named_in_source = false
quantities = ["economy"]

[overview]
slug = "overview"
name = "全县概览"
named_in_source = true
quantities = ["economy"]
"""

AREAS = """\
code,name
999901,示例县
999902,邻县
"""

INDICATORS = """\
slug,name,unit,kind,decimals,campaigns,checks,op,of
visits,接待游客,万人次,flow,,tourism,,,
income,旅游收入,万元,flow,,tourism,,,
homes_town,乡镇就业之家,个,stock,,jobs,,,
homes_village,村就业之家,个,stock,,jobs,,,
reported_share,自报村级占比,%,rate,1,,,,
spend,人均消费,元,rate,2,,,ratio,income visits
homes,就业之家,个,stock,,,,sum,homes_town homes_village
village_share,村级占比,%,rate,1,,reported_share,share,homes_village homes
"""

SOURCES = """\
[[sources]]
id = "report"
title = "示例县通报"
publisher = "示例县统计局"
published = 2024-06-30
transcript = "transcripts/report.csv"
sha256 = "{sha256}"
strength = "original"

[[sources]]
id = "mirror"
title = "示例县镜像页"
publisher = "发布者不详"
published = 2024-07-15
transcript = "transcripts/report.csv"
sha256 = "{sha256}"
strength = "mirror"
"""

TRANSCRIPT = b"id,value\nR1,75\n"

COLUMNS = (
    "id", "indicator", "area", "subject", "period", "nature", "value", "unit", "hedge",
    "rank", "rank_scope", "tier", "source", "locator", "published", "doubt", "note",
)  # fmt: skip

ROWS = (
    ("R1", "visits", "999901", "2024", "75", "万人次", "about"),
    ("R2", "income", "999901", "2024", "4800", "万元", "exact"),
    ("R3", "income", "999901", "2023", "4000", "万元", "exact"),
    ("R4", "income", "999902", "2024", "0.52", "亿元", "exact"),
    ("R5", "homes_town", "999901", "2024", "11", "个", "exact"),
    ("R6", "homes_village", "999901", "2024", "92", "个", "exact"),
    ("R7", "reported_share", "999901", "2024", "89.3", "%", "exact"),
    ("R8", "visits", "999902", "", "30", "万人次", "over"),
)  # fmt: skip


def row(identifier: str, indicator: str, area: str, period: str, value: str, unit: str, hedge: str) -> dict[str, str]:
    """Return a line of observations.csv."""
    given = {
        "id": identifier, "indicator": indicator, "area": area, "period": period, "nature": "actual", "value": value,
        "unit": unit, "hedge": hedge, "source": "report", "locator": "第2行",
    }  # fmt: skip
    return dict.fromkeys(COLUMNS, "") | given


@dataclass
class DataFolder:
    """A data folder on disk that a test can break: edit, then load."""

    path: Path
    rows: list[dict[str, str]] = field(default_factory=list)

    def write(self, name: str, content: str) -> None:
        """Write a file of the folder."""
        (self.path / name).write_text(content, encoding="utf-8")

    def edit(self, name: str, old: str, new: str, *, count: int = 1) -> None:
        """Replace `old`, which must be there, in a file of the folder."""
        content = (self.path / name).read_text(encoding="utf-8")
        assert old in content
        self.write(name, content.replace(old, new, count))

    def append(self, name: str, content: str) -> None:
        """Add to the end of a file of the folder."""
        self.write(name, (self.path / name).read_text(encoding="utf-8") + content)

    def declare(self, table: str, item: str, /, **cells: str) -> None:
        """Change cells of a row of a table of declarations, found by its slug or code; a new one is added."""
        path = self.path / table
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = {row["slug" if "slug" in row else "code"]: row for row in csv.DictReader(file)}
        columns = [*next(iter(rows.values())), *cells]
        rows[item] = {columns[0]: item} | rows.get(item, {}) | cells
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(columns)), restval="")
            writer.writeheader()
            writer.writerows(rows.values())

    def line_of(self, name: str, words: str) -> int:
        """Return the line of a file of the folder that holds `words`."""
        return (self.path / name).read_text(encoding="utf-8").split(words)[0].count("\n") + 1

    def save(self, encoding: str = "utf-8") -> None:
        """Write the observations as they now are."""
        with (self.path / "observations.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, list(self.rows[0]))
            writer.writeheader()
            writer.writerows(self.rows)

    def cell(self, line: int, column: str, value: str) -> None:
        """Change a cell; the first row of observations is line 2, as an editor counts."""
        self.rows[line - 2][column] = value
        self.save()

    def add(self, identifier: str, **cells: str) -> None:
        """Add a row that is like the first one but for `cells`."""
        self.rows.append(self.rows[0] | {"id": identifier} | cells)
        self.save()

    def load(self) -> Store:
        """Load the folder."""
        return loaders.load(self.path)


def tiny_county(parent: Path) -> DataFolder:
    """Write a tiny valid data folder of an invented county."""
    folder = DataFolder(parent / "shili", [row(*cells) for cells in ROWS])
    (folder.path / "transcripts").mkdir(parents=True)
    (folder.path / "transcripts" / "report.csv").write_bytes(TRANSCRIPT)
    folder.write("county.toml", COUNTY)
    folder.write("areas.csv", "\ufeff" + AREAS)
    folder.write("indicators.csv", "\ufeff" + INDICATORS)
    folder.write("sources.toml", SOURCES.format(sha256=hashlib.sha256(TRANSCRIPT).hexdigest()))
    folder.save()
    return folder
