"""Audit: no untraced number in the eleven briefings, and every planted digit is found in HTML and PDF."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from support.blocks_to_print import catalogue, code_cell, masthead, source
from support.spellings import QUANTITIES
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.base.json_lines import dumps_lines
from xj_analysis.base.pdf_text import page_texts
from xj_analysis.briefing.charts.bars import bars
from xj_analysis.briefing.charts.ordinary import chart_block
from xj_analysis.briefing.instruments.quoting import quoted
from xj_analysis.cli.app import app
from xj_analysis.document import document, figures_json, section
from xj_analysis.document.blocks import Chart, Sources, Table
from xj_analysis.document.pieces import Cell, Column, ObservationRow
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.press import html, pdf, svg
from xj_analysis.press.page_links import linked_page
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.mentions.printed_numerals import typed_numerals
from xj_analysis.review import audit, trace

IN_CHINESE = [words for words in QUANTITIES if re.fullmatch("[一-龥]+", words)]


def test_every_number_of_the_eleven_is_traced(reports: Path) -> None:
    folders = audit.briefing_folders([reports])
    assert len(folders) == 11
    audits = [audit.audit(folder) for folder in folders]
    assert [found for each in audits for found in each.untraced] == []
    assert sum(each.numerals_read for each in audits) > 1500, "the audit reads the numbers it clears"


def planted(reports: Path, tmp_path: Path, change: Any) -> audit.Audit:
    """The audit of a briefing whose notebook was changed by hand before it was printed."""
    folder = tmp_path / "clusters"
    shutil.copytree(reports / "xiajiang" / "2024" / "internal" / "clusters", folder)
    book = json.loads((folder / "briefing.ipynb").read_text(encoding="utf-8"))
    change(book["cells"])
    printed = document.read_notebook(book)
    drawn = svg.drawings(chart.spec for chart in document.charts_of(printed))
    (folder / "briefing.ipynb").write_text(dumps_lines(book), encoding="utf-8")
    (folder / "figures.json").write_text(dumps_lines(figures_json.figures_json(printed)), encoding="utf-8")
    (folder / "briefing.html").write_text(html.render_html(printed, drawn), encoding="utf-8")
    (folder / "figures.html").write_text(html.render_register(printed), encoding="utf-8")
    (folder / "briefing.pdf").write_bytes(pdf.render_pdf(printed, drawn))
    return audit.audit(folder)


def block(cells: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """The first block of a kind, as it stands in the notebook: changing it changes the notebook."""
    held: list[dict[str, Any]] = [b for c in cells for o in c.get("outputs", []) for b in section.blocks_of_output(o)]
    return next(each for each in held if each["type"] == kind)


def in_prose(cells: list[dict[str, Any]]) -> None:
    cells.append({"cell_type": "markdown", "source": "本月又签约97个。", "metadata": {}, "id": "x"})


def in_chinese(cells: list[dict[str, Any]]) -> None:
    cells.append({"cell_type": "markdown", "source": "本月增长三成。", "metadata": {}, "id": "x"})


def in_a_fraction(cells: list[dict[str, Any]]) -> None:
    cells.append({"cell_type": "markdown", "source": "四分之三的企业，带动十五家。", "metadata": {}, "id": "x"})


def in_every_way(cells: list[dict[str, Any]]) -> None:
    source = "\n\n".join(f"全县{words}。" for words in IN_CHINESE)
    cells.append({"cell_type": "markdown", "source": source, "metadata": {}, "id": "x"})


def in_a_table(cells: list[dict[str, Any]]) -> None:
    block(cells, "table")["rows"][0][0]["parts"] = ["指标97"]


def in_a_chart_title(cells: list[dict[str, Any]]) -> None:
    block(cells, "chart")["title"] = ["新增97家"]


def in_a_chart_label(cells: list[dict[str, Any]]) -> None:
    chart = block(cells, "chart")
    spec, text = chart["spec"], json.dumps(chart["spec"], ensure_ascii=False)
    label = next(figure["text"] for figure in chart["figures"] if figure["text"] in text)
    spec.clear()
    spec.update(json.loads(text.replace(label, "97家")))


def beside_its_number(cells: list[dict[str, Any]]) -> None:
    head = block(cells, "masthead")
    head |= {"issue_label": "2024年第7期", "office": "攻坚办", "copies_label": "共印50份", "send_to": ["各村97个"]}
    cells.append({"cell_type": "markdown", "source": "第97期，共印97份。", "metadata": {}, "id": "x"})


def test_the_number_of_an_issue_and_its_copies_are_structure(reports: Path, tmp_path: Path) -> None:
    def numbered(cells: list[dict[str, Any]]) -> None:
        beside_its_number(cells)
        block(cells, "masthead")["send_to"] = ["各村"]
        cells.pop()

    assert planted(reports, tmp_path, numbered).untraced == []


def test_each_other_number_beside_them_is_found(reports: Path, tmp_path: Path) -> None:
    found = [each for each in planted(reports, tmp_path, beside_its_number).untraced if each.numeral == "97"]
    assert sum(each.file == "briefing.html" for each in found) == 3
    assert sum(each.file == "briefing.pdf" for each in found) == 3


@pytest.mark.parametrize(
    ("change", "numeral"),
    [
        (in_prose, "97"),
        (in_chinese, "三成"),
        (in_a_fraction, "四分之三"),
        (in_a_fraction, "十五家"),
        (in_a_table, "97"),
        (in_a_chart_title, "97"),
        (in_a_chart_label, "97"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_planted_digit_is_found_on_page_and_paper(reports: Path, tmp_path: Path, change: Any, numeral: str) -> None:
    found = planted(reports, tmp_path, change).untraced
    assert numeral in {each.numeral for each in found if each.file.startswith("briefing.html")}
    assert numeral in {each.numeral for each in found if each.file == "briefing.pdf"}


def test_every_spelling_of_a_quantity_is_found_on_page_and_paper(reports: Path, tmp_path: Path) -> None:
    found = planted(reports, tmp_path, in_every_way).untraced
    stated = {numeral for words in IN_CHINESE for numeral in typed_numerals(f"全县{words}。")}
    for file in ("briefing.html", "briefing.pdf"):
        assert stated - {each.numeral for each in found if each.file.startswith(file)} == set()


def test_a_chinese_numeral_broken_over_lines_of_the_paper_is_read_whole(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reports / "xiajiang" / "2024" / "internal" / "clusters"
    pages = [*page_texts(folder / "briefing.pdf"), "粤港澳签\n约亿元以上项目，增长三\n成。"]
    monkeypatch.setattr("xj_analysis.review.audit.page_texts", lambda path: iter(pages))
    found = [(each.file, each.numeral) for each in audit.audit(folder).untraced]
    assert found == [("briefing.pdf", "三成")]


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        ({"text": "88.8%", "number": "88.8", "value": "88.8", "unit": "%"}, "这个数没有出处"),
        ({"text": "88.8%", "formula": "甲÷乙"}, "这个数没有出处"),
        ({"text": "24个", "number": "24", "value": "24", "unit": "个", "origins": ["Z1"]}, "“Z1”不在来源里"),
        ({"text": "25个", "number": "25", "value": "25", "unit": "个", "origins": ["A17"]}, "“A17”的数（24个）不符"),
    ],
)
def test_a_figure_made_by_hand_is_found_and_not_traced(
    reports: Path, tmp_path: Path, figure: dict[str, Any], reason: str
) -> None:
    def by_hand(cells: list[dict[str, Any]]) -> None:
        block(cells, "sentence")["parts"] = ["占比", figure]

    found = planted(reports, tmp_path, by_hand).untraced
    assert [(each.file, each.numeral) for each in found] == [("briefing.ipynb", figure["text"])]
    assert reason in found[0].reason and "格" in found[0].context
    with pytest.raises(DataError, match=r"figures\.json 正文"):
        trace.trace([tmp_path / "clusters"], figure["text"])


@pytest.mark.parametrize("first", [True, False])
def test_a_digit_typed_elsewhere_is_named_where_it_stands_and_not_where_the_figure_is(
    reports: Path, tmp_path: Path, first: bool
) -> None:
    register = json.loads(
        (reports / "xiajiang" / "2024" / "internal" / "clusters" / "figures.json").read_text(encoding="utf-8")
    )
    said = next(figure["text"] for figure in register["figures"] if figure["text"].startswith("27家"))

    def typed(cells: list[dict[str, Any]]) -> None:
        place = 1 if first else len(cells)
        cells.insert(place, {"cell_type": "markdown", "source": f"手写的{said}企业。", "metadata": {}, "id": "x"})
        cells.insert(place, {"cell_type": "markdown", "source": "又手写的97个。", "metadata": {}, "id": "y"})
        cells.append({"cell_type": "markdown", "source": "再写97个。", "metadata": {}, "id": "z"})

    found = planted(reports, tmp_path, typed).untraced
    for file in ("briefing.html", "briefing.pdf"):
        contexts: dict[str, list[str]] = {"27": [], "97": []}
        for each in (each for each in found if each.file == file):
            contexts[each.numeral].append(each.context)
        (only,) = contexts["27"]
        assert "手写的27家企业" in only.replace("\n", "")
        assert len(contexts["97"]) == 2, "every place where none is a figure's"


def test_a_digit_changed_in_the_page_is_found(reports: Path, tmp_path: Path) -> None:
    folder = tmp_path / "towns"
    shutil.copytree(reports / "xiajiang" / "2024" / "internal" / "towns", folder)
    page = folder / "briefing.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(">约64元</a>", ">约46元</a>", 1), encoding="utf-8")
    assert [(each.numeral, each.reason) for each in audit.audit(folder).untraced] == [("约46元", "登记为“约64元”")]


def test_a_register_that_is_not_the_notebooks_is_found(reports: Path, tmp_path: Path) -> None:
    folder = tmp_path / "towns"
    shutil.copytree(reports / "xiajiang" / "2024" / "internal" / "towns", folder)
    register = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    register["figures"].pop()
    (folder / "figures.json").write_text(dumps_lines(register), encoding="utf-8")
    assert "figures.json 与 briefing.ipynb 不一致" in {each.reason for each in audit.audit(folder).untraced}


def test_briefings_of_several_issues_can_be_told_apart(reports: Path, tmp_path: Path) -> None:
    for county, period in (("one", "2024"), ("two", "2024"), ("two", "2025")):
        shutil.copytree(
            reports / "xiajiang" / "2024" / "internal" / "talent", tmp_path / county / period / "public" / "x"
        )
    run = CliRunner().invoke(app, ["audit", str(tmp_path)])
    assert run.exit_code == 0
    for name in ("one/2024/public/x", "two/2024/public/x", "two/2025/public/x"):
        assert f"\n{name}　读出" in run.stdout and f" {name}\n" in run.stderr
    traced = CliRunner().invoke(app, ["trace", str(tmp_path), "2000万元"])
    assert "（one/2024/public/x " in traced.stdout and "（two/2025/public/x " in traced.stdout


def test_a_folder_without_briefings_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="这里没有简报"):
        audit.briefing_folders([tmp_path])


@pytest.mark.parametrize("places", [4, 24])
def test_panels_that_fill_a_page_are_cleared(places: int, tmp_path: Path) -> None:
    """A label cut at the edge of a page reads as a number that nobody registered."""
    import altair as alt

    names = [f"{one}{two}乡" for one in "东西南北" for two in "山水田林湖草"][:places]
    rows = [(name, period) for name in names for period in ("2025年7月", "2025年8月", "2025年9月")]
    values = [100.0 + 13 * number % 97 for number in range(len(rows))]
    reported = sample(value=values, unit="万元", reported=[f"{each:.0f}" for each in values], decimals=0, label="收入")
    frame = pd.DataFrame(rows, columns=["乡镇", "期间"]).assign(收入=FigureArray.from_frame(reported))
    chart = alt.Chart(frame, title="分面").mark_bar().encode(x="期间:N", y="收入:Q").facet("乡镇:N", columns=2)
    drawn = chart_block(chart)
    assert isinstance(drawn, Chart)
    found_in = [
        ObservationRow(id=each.origins[0], source="a", locator="行", label="收入", text=each.text)
        for each in drawn.figures
    ]
    sources = Sources(sources=(source("a"),), observations=tuple(found_in))
    book = {"cells": [code_cell(masthead()), code_cell(drawn), code_cell(sources)]}
    printed = document.read_notebook(book)
    drawings = svg.drawings(each.spec for each in document.charts_of(printed))
    (tmp_path / "briefing.ipynb").write_text(dumps_lines(book), encoding="utf-8")
    (tmp_path / "figures.json").write_text(dumps_lines(figures_json.figures_json(printed)), encoding="utf-8")
    (tmp_path / "briefing.html").write_text(html.render_html(printed, drawings), encoding="utf-8")
    (tmp_path / "briefing.pdf").write_bytes(pdf.render_pdf(printed, drawings))
    found = audit.audit(tmp_path)
    assert found.untraced == []
    assert found.numerals_read > places


def test_links_to_numbered_campaigns_are_names_and_nothing_else_is(reports: Path, tmp_path: Path) -> None:
    issue = tmp_path / "internal"
    shutil.copytree(reports / "xiajiang" / "2024" / "internal" / "clusters", issue / "clusters")
    titles = {"clusters": "峡江县集群攻坚战", "ten": "峡江县“1269”行动攻坚战", "few": "峡江县37家攻坚战"}
    entries = {slug: {"title": title} for slug, title in titles.items()}
    (issue / "manifest.json").write_text(json.dumps({"name": "峡江县", "briefings": entries}), encoding="utf-8")
    page = issue / "clusters" / "briefing.html"
    plain = page.read_text(encoding="utf-8")
    names = {"clusters": "集群", "ten": "“1269”行动", "few": "37家"}

    def untraced(html_text: str) -> list[str]:
        page.write_text(html_text, encoding="utf-8")
        return [found.numeral for found in audit.audit(page.parent).untraced]

    linked = linked_page(plain, "clusters", names, ["briefing.pdf"])
    assert untraced(linked) == []
    assert untraced(linked.replace("“1269”行动</a>", "“1269”行动38家</a>")) == ["1269", "38"]
    assert untraced(linked.replace('../few/briefing.html">37家', '../ten/briefing.html">37家')) == ["37"]
    assert untraced(linked.replace("</main>", "<p>37家</p></main>")) == ["37"]
    (issue / "manifest.json").unlink()
    assert untraced(linked) == ["1269", "37"]


@pytest.mark.parametrize("unit", ["万亿元", "百万元"])
def test_a_unit_in_a_cell_of_its_own_is_no_number(tmp_path: Path, unit: str) -> None:
    columns = tuple(Column(name=name) for name in ("指标", "单位", "推算"))
    row = tuple(Cell(parts=(words,)) for words in ("产值", unit, "—"))
    table = Table(title=(f"全年推算（{unit}）",), columns=columns, rows=(row, row))
    book = {"cells": [code_cell(masthead()), code_cell(table), code_cell(catalogue())]}
    printed = document.from_notebook(book)
    (tmp_path / "briefing.ipynb").write_text(dumps_lines(book), encoding="utf-8")
    (tmp_path / "figures.json").write_text(dumps_lines(figures_json.figures_json(printed)), encoding="utf-8")
    (tmp_path / "briefing.pdf").write_bytes(pdf.render_pdf(printed, []))
    page = html.render_html(printed, [])
    (tmp_path / "briefing.html").write_text(page, encoding="utf-8")
    assert audit.audit(tmp_path).untraced == []
    (tmp_path / "briefing.html").write_text(page.replace("</main>", f"<p>奖励{unit}</p></main>"), encoding="utf-8")
    assert [found.numeral for found in audit.audit(tmp_path).untraced] == [unit]
    elsewhere = table.model_copy(update={"rows": ((row[1], row[0], row[2]),)})
    with pytest.raises(DataError, match="数字"):
        document.from_notebook({"cells": [*book["cells"], code_cell(elsewhere)]})


def test_a_name_with_a_number_on_a_drawing_is_no_number_of_the_page(tmp_path: Path) -> None:
    trade, other = "3D打印员", "司机"
    reported = sample(
        value=[30.0, 10.0], unit="人", reported=["30", "10"], decimals=0, label=[f"{trade}缺口", f"{other}缺口"]
    )
    drawn = bars(
        pd.Series(FigureArray.from_frame(reported), index=[trade, other]), "缺口", quotations=[quoted(trade, "r0")]
    )
    assert isinstance(drawn, Chart)
    rows = tuple(
        ObservationRow(id=name, source="a", locator="行", label="缺口", text=text)
        for name, text in (("r0", "30人"), ("r1", "10人"))
    )
    sources = Sources(sources=(source("a"),), observations=rows)
    book = {"cells": [code_cell(masthead()), code_cell(drawn), code_cell(sources)]}
    printed = document.read_notebook(book)
    drawings = svg.drawings(each.spec for each in document.charts_of(printed))
    (tmp_path / "briefing.ipynb").write_text(dumps_lines(book), encoding="utf-8")
    (tmp_path / "figures.json").write_text(dumps_lines(figures_json.figures_json(printed)), encoding="utf-8")
    page = html.render_html(printed, drawings)
    assert f"：{trade}缺口" in page
    (tmp_path / "briefing.html").write_text(page, encoding="utf-8")
    assert audit.audit(tmp_path).untraced == []
    for typed in (f"：{trade}缺口37家", f"<p>{trade}</p>"):
        (tmp_path / "briefing.html").write_text(page.replace(f"：{trade}缺口", typed, 1), encoding="utf-8")
        assert audit.audit(tmp_path).untraced
