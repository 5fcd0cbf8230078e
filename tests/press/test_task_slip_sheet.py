"""Slips on paper: a page each of A4, letters of 7 pt and more, long texts whole and inside the page, room to answer."""

from __future__ import annotations

import pandas as pd
import pytest

from support.paper import Line, read_paper
from support.planted_county import Made, made_county
from support.slip_rows import pooled, repeated, slipped
from xj_analysis.document.blocks import Block, Masthead
from xj_analysis.document.document import Document
from xj_analysis.press.pdf import render_pdf

HEAD = Masthead(
    county="示例县", county_slug="example", campaign="督办单", slug="sheets/tasks", title="示例县督办单", banner="虚构",
    period="2025-01/2025-09", period_label="2025年1—9月", known_at="2025-10-14", known_at_label="2025年10月14日",
    edition="internal", office="示例县“十大攻坚战”指挥部办公室", issue_label="2025年第8期",
)  # fmt: skip
WIDE, HIGH = 595.28, 841.89
LONG = "示例县城乡供水一体化及配套管网延伸和老旧水厂提标改造工程（一期）（虚构）"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("kept") / "example", "as kept")


def paper(blocks: list[Block], template: str) -> bytes:
    document = Document(masthead=HEAD, blocks=tuple(blocks), places=("",) * len(blocks))
    return render_pdf(document, [], template=template)


def printed(rows: pd.DataFrame, kept: Made) -> bytes:
    return paper([*slipped(kept, rows)], "task_slip.typ")


def text(lines: list[Line]) -> str:
    return "".join(line.text for line in lines).replace("\u200b", "")


@pytest.mark.parametrize("times", [0, 8, 40])
def test_a_slip_is_a_page_whole_and_readable(kept: Made, times: int) -> None:
    import pypdfium2

    rows = kept.rows("tasks")
    if times:
        rows = rows.assign(what=LONG * times, next_step="限期整改" * times, source="S" * 5 * times)
    content = printed(rows, kept)
    slips = slipped(kept, rows)
    pages = read_paper(content).lines
    assert len(pages) == len(slips)
    assert {tuple(round(side, 2) for side in page.get_size()) for page in pypdfium2.PdfDocument(content)} == {
        (WIDE, HIGH)
    }
    for lines in pages:
        assert min(line.size for line in lines) >= 6.99
        assert min(line.left for line in lines) > 50 and max(line.right for line in lines) < WIDE - 50
        assert min(line.bottom for line in lines) > 15 and max(line.top for line in lines) < HIGH - 30
        words = text(lines)
        assert "反馈情况" in words and "负责人签字" in words and "反馈单位（盖章）" in words
        assert not times or words.count(LONG) == times


def test_the_longer_the_words_the_smaller_the_letters(kept: Made) -> None:
    def size(times: int) -> float:
        lines = read_paper(printed(kept.rows("tasks").assign(what="甲乙丙丁" * times), kept)).lines[0]
        return max(line.size for line in lines if "甲乙" in line.text)

    sizes = [size(times) for times in (1, 200, 500)]
    assert sizes[0] >= 14 and sizes == sorted(sizes, reverse=True) and sizes[0] > sizes[-1]


def test_what_no_page_holds_goes_on_on_the_next(kept: Made) -> None:
    rows = kept.rows("tasks")
    pages = read_paper(printed(rows.assign(what=LONG * 400), kept)).lines
    whole = "".join(text([line for line in lines if not line.text.startswith("— ")]) for lines in pages)
    slips = len(slipped(kept, rows))
    assert len(pages) > slips
    assert 400 * slips - len(pages) <= whole.count(LONG) <= 400 * slips  # one may be parted by the end of a page
    assert whole.count("反馈单位（盖章）") == slips


def test_slips_have_the_same_bytes_whenever_they_are_printed(kept: Made) -> None:
    assert printed(kept.rows("tasks"), kept) == printed(kept.rows("tasks"), kept)


@pytest.mark.parametrize(("number", "pages"), [(1, 1), (24, 1), (120, 4)])
def test_the_firms_of_a_week_stand_on_one_page_or_each_page_has_the_head(kept: Made, number: int, pages: int) -> None:
    rows = repeated(kept.rows("enterprises"), number)
    rows["name"] = [f"示例{'甲乙丙丁戊己庚辛'[n % 8]}厂{n:04d}号" for n in range(number)]
    rows.loc[::5, "name"] = [f"{name}{LONG}" for name in rows["name"][::5]]
    found = read_paper(paper(pooled(kept, rows), "one_page.typ")).lines
    assert 1 <= len(found) <= pages
    words = [text(lines) for lines in found]
    assert all("联系领导" in page and "申报状态" in page for page in words)
    assert all("".join(words).count(f"厂{n:04d}号") == 1 for n in range(number))
    for lines in found:
        assert min(line.size for line in lines if not line.text.startswith("[")) >= 4
        body = [line for line in lines if "厂" in line.text]
        assert min(line.size for line in body) >= 6.99 and max(line.right for line in lines) < HIGH - 30
        assert min(line.bottom for line in lines) > 10
