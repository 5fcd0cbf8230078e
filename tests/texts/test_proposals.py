"""Import of quantities: proposed, confirmed and written rows; refusals."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from support.county_folder import DataFolder
from support.registered_texts import REPORT, registered
from xj_analysis import loaders
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.texts import proposals, workflow


def filled(table: Path, **changes: dict[str, str]) -> None:
    """Fill in the table as a person would: by what stands in the text."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for words, cells in changes.items():
            if words in row["context"]:
                row.update(cells)
    proposals.write_table(table, rows)


def test_the_first_run_proposes_and_writes_nothing(county_folder: DataFolder) -> None:
    path = registered(county_folder)
    before = (county_folder.path / "observations.csv").read_bytes()
    result = workflow.import_text(path, county_folder.path)
    assert (result.proposed, result.rows) == (True, 4)
    with result.table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["confirm"] for row in rows] == [""] * 4
    assert rows[0] | {"indicator": "visits", "area": "999901", "period": "2024", "hedge": "about", "unit": "万人次",
                      "locator": "第1段第15—21字"} == rows[0]  # fmt: skip
    assert (rows[1]["indicator"], rows[2]["indicator"]) == ("income", "")
    assert (rows[3]["indicator"], rows[3]["area"]) == ("homes_town", "999902")
    assert (county_folder.path / "observations.csv").read_bytes() == before
    assert workflow.import_text(path, county_folder.path).written == 0, "nothing is confirmed, so nothing is written"


def test_only_confirmed_rows_are_written_and_only_once(county_folder: DataFolder) -> None:
    path = registered(county_folder)
    table = workflow.import_text(path, county_folder.path).table
    filled(table, 邻县={"confirm": "是", "period": "2024"}, 停车场={"confirm": "否"})
    result = workflow.import_text(path, county_folder.path)
    assert (result.confirmed, result.written) == (1, 1)
    frame = loaders.load(county_folder.path).frame.set_index("id")
    assert frame.at["news-4", "digits"] == "11" and frame.at["news-4", "locator"] == "第2段第20—22字"
    assert frame.at["news-4", "source"] == "news" and frame.at["news-4", "area"] == "999902"
    assert "news-3" not in frame.index
    assert workflow.import_text(path, county_folder.path).written == 0, "what was written before is left alone"


def test_a_row_that_would_be_faulty_is_refused_and_nothing_is_written(county_folder: DataFolder) -> None:
    path = registered(county_folder)
    table = workflow.import_text(path, county_folder.path).table
    before = (county_folder.path / "observations.csv").read_bytes()
    filled(table, 停车场={"confirm": "是"}, 邻县={"confirm": "是"})
    with pytest.raises(DataError, match="指标不存在"):
        workflow.import_text(path, county_folder.path)
    filled(table, 停车场={"confirm": "也许"})
    with pytest.raises(DataError, match=r"不知是否确认.*也许"):
        workflow.import_text(path, county_folder.path)
    assert (county_folder.path / "observations.csv").read_bytes() == before


def test_a_file_that_is_no_registered_source_is_refused(county_folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    with pytest.raises(UsageError, match=r"还没有登记为来源.*check --fix"):
        workflow.import_text(tmp_path / "a.txt", county_folder.path)


def test_a_column_the_file_has_not_is_a_fault_not_left_out(county_folder: DataFolder) -> None:
    path = registered(county_folder, "2024年，示例县旅游收入4800万元，居全省第3位。")
    for row in county_folder.rows:
        for name in ("rank", "rank_scope", "tier"):
            del row[name]
    county_folder.save()
    table = workflow.import_text(path, county_folder.path).table
    filled(table, 旅游收入={"confirm": "是"})
    with pytest.raises(DataError, match=r"缺少要写入的列.*rank"):
        workflow.import_text(path, county_folder.path)
