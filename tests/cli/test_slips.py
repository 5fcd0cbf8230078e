"""xj tasks on a copy of the example: slips are written once, a person's entries stay, and each refusal says why."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from support.planted_county import FOLDER
from xj_analysis import Briefing
from xj_analysis.base.errors import DataError, OutputError, UsageError
from xj_analysis.briefing.sheets.task_sheet import slip_sheets
from xj_analysis.cli.app import app
from xj_analysis.county.toml_files import read_county
from xj_analysis.document.pieces import plain_text
from xj_analysis.loaders.ledgers import load_ledgers
from xj_analysis.quantity.periods import date_label

LEDGER = Path("ledgers") / "督办台账.xlsx"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "example"))


def run(data: Path, *more: str) -> str:
    done = CliRunner().invoke(app, ["tasks", str(data), *more], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def slips(data: Path) -> dict[str, str]:
    rows = load_ledgers(read_county(data))["tasks"]
    return dict(zip(rows["task"], rows["matter"], strict=True))


def edit(path: Path, sheet: str | None = None) -> tuple[Worksheet, Path]:
    book = load_workbook(path)
    return (book[sheet] if sheet else book.worksheets[0]), path


def test_what_has_no_slip_gets_one_and_the_second_run_changes_nothing(data: Path) -> None:
    before = slips(data)
    run(data)
    after, content = slips(data), (data / LEDGER).read_bytes()
    new = {number: matter for number, matter in after.items() if number not in before}
    assert {**before, **new} == after and len(new) > 5
    assert len({matter for matter in after.values() if matter}) == len([matter for matter in after.values() if matter])
    assert not {"X003", "X048", "X056", "X058"} & {matter.split()[1] for matter in new.values()}, "these have slips"
    assert {"projects X042 应开未开", "reports zrj-2025-09 未报送"} <= set(new.values())
    assert "没有要写的" in run(data)
    assert (data / LEDGER).read_bytes() == content


def test_a_dry_run_writes_nothing(data: Path) -> None:
    before = (data / LEDGER).read_bytes()
    assert "D2025037" in run(data, "--dry-run")
    assert (data / LEDGER).read_bytes() == before


def test_what_a_person_entered_stays_and_evidence_is_put_where_nothing_is(data: Path) -> None:
    sheet, path = edit(data / LEDGER)
    sheet["M36"], sheet["F9"].comment = "限期整改，县长批示", Comment("请抓紧", "某人")
    sheet["F9"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["N39"] = "已现场核查"
    sheet.parent.save(path)
    projects, where = edit(data / "ledgers" / "重点项目倒排工期表.xlsx")
    for row in (7, 52):  # X003 and X048
        assert projects[f"B{row}"].value in ("X003", "X048")
        projects[f"N{row}"] = datetime(2025, 9, 25)  # 开工, 完成
    projects.parent.save(where)
    said = run(data)
    assert "建议销号 2 件" in said
    back = load_workbook(data / LEDGER).worksheets[0]
    assert back["M36"].value == "限期整改，县长批示" and back["F9"].comment.text == "请抓紧"
    assert back["F9"].fill.fgColor.rgb.endswith("FFFF00")
    assert back["N39"].value == "已现场核查", "a person's evidence is not overwritten"
    assert back["N36"].value.startswith("建议销号：开工2025-09-25（ledgers/重点项目倒排工期表.xlsx#")


def test_each_open_slip_is_a_word_document(data: Path, tmp_path: Path) -> None:
    run(data, "--slips", str(tmp_path / "once"))
    run(data, "--slips", str(tmp_path / "again"))
    first = {path.name: path.read_bytes() for path in (tmp_path / "once").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    table = docx.Document(str(tmp_path / "once" / "D2025023.docx")).tables[0]
    fields = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert fields["事项"] == "高标准农田建设" and fields["责任单位"].endswith("农业农村局")
    assert fields["颜色"] == "■红（限期）" and fields["当前情况"].startswith("滞后，超期66天")
    assert fields["依据"].startswith("ledgers/督办台账.xlsx#")
    assert "D2025001.docx" not in first, "struck off"


def test_a_slip_on_paper_counts_to_the_day_of_the_sheet_and_says_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XJ_DATA", str(data.parent))
    run(data, "--slips", str(tmp_path / "words"))
    (board, as_of) = (briefing := Briefing("overview", county="example")).tasks, briefing.as_of
    words = {path.stem: docx.Document(str(path)) for path in (tmp_path / "words").iterdir()}
    assert {slip.number for slip in board.slips} < set(words), "those opened after the day too"
    for sheet, slip in zip(slip_sheets(briefing), board.slips, strict=False):
        fields = {row.cells[0].text: row.cells[1].text for row in words[slip.number].tables[0].rows}
        assert fields == {plain_text(label.parts): plain_text(told.parts) for label, told in sheet.rows}
        assert words[slip.number].paragraphs[-1].text == f"截至{date_label(as_of)}"
        assert date_label(as_of) in plain_text(sheet.title)
    (new,) = [each for each in words.values() if each.tables[0].cell(0, 1).text == "D2025040"]
    assert new.paragraphs[-1].text == "截至2025年10月14日", "given after the day"


def test_a_file_that_is_open_is_not_written(data: Path) -> None:
    (data / "ledgers" / f"~${LEDGER.name}").touch()
    before = (data / LEDGER).read_bytes()
    with pytest.raises(OutputError, match="正在表格软件里打开着"):
        app.main(["tasks", str(data)], "xj", standalone_mode=False)
    assert (data / LEDGER).read_bytes() == before


def test_a_missing_file_is_told(data: Path) -> None:
    (data / LEDGER).unlink()
    with pytest.raises(DataError, match="没有“督办事项”的台账"):
        app.main(["tasks", str(data)], "xj", standalone_mode=False)


def test_a_ledger_without_matters_is_told(data: Path) -> None:
    toml = data / "collection.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"事由" = { to = "matter", empty = true }\n', ""), "utf-8")
    with pytest.raises(UsageError, match="没有记事由的列"):
        app.main(["tasks", str(data)], "xj", standalone_mode=False)


def test_a_sheet_without_matters_is_told(data: Path) -> None:
    sheet, path = edit(data / LEDGER)
    sheet["O3"] = None
    sheet.parent.save(path)
    with pytest.raises(DataError, match="事由"):
        app.main(["tasks", str(data)], "xj", standalone_mode=False)


def test_a_slip_of_one_of_several_checklists_has_the_name_of_its_ledger(data: Path) -> None:
    run(data)
    rows = load_ledgers(read_county(data))["tasks"]
    kinds = dict(zip(rows["matter"].str.partition(" ")[0], rows["kind"], strict=True))
    assert kinds["estates"] == "老旧小区“四共”" and kinds["livelihood_tasks"] == "民生实事"
