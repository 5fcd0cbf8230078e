"""What was not read of a department sheet: each cell is read, a heading or title, or told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.described_sheets import faults, read, shape_of
from xj_analysis.store.store import Store

SHAPE = shape_of('key = "指标"\nrows = "indicators"\nvalue = "累计"\n[columns]\n"引进人才" = { of = "talents" }')
ROWS = [["2025年1—9月人才情况"], ["单位：人"], ["指标", "累计"], ["引进人才", "7"]]


def test_a_sheet_read_whole_leaves_nothing(known: Store) -> None:
    report = read(known.county, SHAPE, ROWS)
    assert faults(report) == [] and report.left_out == []


def test_sheets_columns_rows_and_notes_are_told(known: Store) -> None:
    rows = [ROWS[0], ["口径有变"], ROWS[1], [*ROWS[2], "比上月"], [*ROWS[3], "+1"], ["别的", "2"], ["注：初步数"]]
    report = read(known.county, SHAPE, {"报送": rows, "底稿": [["a"]]})
    assert faults(report) == []
    assert report.left_out == [
        "「报送」C列“比上月”", "「报送」第2行“口径有变”", "「报送」第6行“别的 2”", "「报送」第7行“注：初步数”",
        "「底稿」整页",
    ]  # fmt: skip


WORDS = st.text(st.sampled_from("甲乙丙丁戊"), min_size=2, max_size=6)


@given(
    above=st.lists(WORDS, max_size=3),
    below=st.lists(WORDS, max_size=3),
    columns=st.lists(WORDS, max_size=3, unique=True),
)
def test_no_text_vanishes(known: Store, above: list[str], below: list[str], columns: list[str]) -> None:
    rows = [ROWS[0], *([text] for text in above), ROWS[1], [*ROWS[2], *columns], [*ROWS[3], *columns],
            *([text] for text in below)]  # fmt: skip
    report = read(known.county, SHAPE, rows)
    told = "\n".join(report.left_out)
    assert faults(report) == [] and all(text in told for text in (*above, *below, *columns))
