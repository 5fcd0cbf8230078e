"""Number formats: what a cell shows of a number, against exact arithmetic and against another spreadsheet program."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from support.workbook_files import save
from xj_analysis.workbooks.number_formats import format_code, shown

LITERALS = st.sampled_from(["", '"约"', '"万元"', '"%"', r"\%", "!%", '"a;b"', "_ ", "* ", "[Red]", "[$-804]", "元"])
NUMBERS = st.decimals(-(10**9), 10**9, places=4)


def literal_text(code: str) -> str:
    """What a literal of a format shows."""
    plain = "" if code[:1] in ("[", "_", "*") else code.strip('"')
    return plain[1:] if plain[:1] in ("\\", "!") else plain


@given(NUMBERS, LITERALS, LITERALS, st.integers(0, 4), st.booleans(), st.integers(0, 1), st.integers(0, 2))
def test_every_stored_digit_is_shown_and_scaled_only_by_percent_signs_and_commas(
    number: Decimal, before: str, after: str, places: int, grouped: bool, percents: int, commas: int
) -> None:
    digits = ("#,##0" if grouped else "0") + (f".{'0' * places}" if places else "")
    text, kind = shown(float(number), f"{before}{digits}{',' * commas}{'%' * percents}{after}")
    sign, size = "-" * (number < 0), abs(number) * 100**percents / 1000**commas
    left, right = f"{sign}{literal_text(before)}", "%" * percents + literal_text(after)
    assert kind == "number" and text.startswith(left) and text.endswith(right)
    middle = text[len(left) : len(text) - len(right)]
    assert Decimal(middle) == size and len(middle.partition(".")[2]) >= places


@given(st.decimals(-(10**6), "-0.1", places=2), st.sampled_from(["0.0", "[Red]0.0", '"增长"0.0"%"', "0.0_ "]))
def test_a_negative_number_shown_like_a_positive_one_is_told(number: Decimal, section: str) -> None:
    assert shown(float(number), f"0.0;{section}")[1] == "unsigned"
    assert shown(float(-number), f"0.0;{section}")[1] == "number"


@pytest.mark.parametrize("section", ["(0.0)", "-0.0", "[Red]\\-0.0 ", '"△"0.0', "（0.0）"])
def test_a_sign_that_a_format_writes_itself_is_one(section: str) -> None:
    assert shown(-27.83, f"0.0_);{section}") == ("-27.83", "number")


@pytest.mark.parametrize(
    ("number", "code", "text", "kind"),
    [
        (5, ";;;", "", "concealed"), (5, '"见附件"', "见附件", "concealed"), (0, "0.0;-0.0;", "", "concealed"),
        (0, "#", "", "concealed"), (0.3, "#", "", "concealed"), (0.3, "#.#", "0.3", "number"),
        (5, "[<0]0.0", "", "concealed"), (-1, "yyyy/m/d", "", "concealed"), (0, '0;-0;"—"', "0", "number"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0", "number"),
        (12345, '0!.0,"万"', "1.2万", "number"), (12345, '0"."0000"万"', "1.2345万", "number"),
        (123456789, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "1.23亿", "number"),
        (56789, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "5.7万", "number"),
        (-56, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "-56", "number"),
        (7, "000", "007", "number"), (5, '0"0"', "50", "number"), (9.5, "*-0.0", "---9.5", "number"),
        (0.1 + 0.2, "General", "0.3", "number"), (1e17, "0.0", "100000000000000000.0", "number"),
        (12345, "0.00E+00", "12345", "number"), (0.5, "# ?/?", "0.5", "number"), (5, "@", "5", "number"),
        (9.5, 'G/通用格式"万元"', "9.5万元", "number"), (-9.5, "[$¥-804]0.00", "-9.50", "number"),
        (9.5, "$0.00", "$9.50", "number"), (9.5, "[$$-409]0.00", "$9.50", "number"),
        (2.4, "0.0元/月", "2.4元/月", "number"),
        (2.4, "0.0\ufffd", "2.4", "number"), (2.4, "", "2.4", "number"), (45444, "yyyy.m", "2024.6", "date"),
        (45718, 'yyyy"年"m"月"d"日";@', "2025年3月2日", "date"),
        (45718, "[$-F800]dddd, mmmm dd, yyyy", "2025年3月2日", "date"),
    ],
)  # fmt: skip
def test_a_cell_is_what_its_sender_sees(number: float, code: str, text: str, kind: str) -> None:
    assert shown(number, code) == (text, kind)


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.sampled_from('0#?.,%;@"\\!_*[]<>=-+ 年月日ymdhsE/()万元'), max_size=14),
)
def test_any_format_is_read(number: float, code: str) -> None:
    text, kind = shown(number, code)
    assert text == text.strip() and kind in ("number", "date", "concealed", "unsigned")


def test_built_in_formats_are_those_of_chinese_excel_unless_the_file_declares_them() -> None:
    assert [format_code(number, {}) for number in (0, 10, 31, 57)] == [
        "General", "0.00%", 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"',
    ]  # fmt: skip
    assert format_code(14, {14: "m/d/yy"}) == "m/d/yy" and format_code(999, {}) == "General"


CODES = (
    "General", "0", "0.0", "0.00", "#,##0.00", "0%", "0.0%", '0.0"%"', r"0.0\%", '0.0"万元"', '"约"0.0"亿元"', "#,##0,",
    "#,##0.0,", "0.0,,", r'0\.0,"万"', '0"."0', r"#,##0.0_ ;[Red]\-#,##0.0\ ", "0.00;[Red]0.00", '0.0;0.0;"-"',
    "[$¥-804]#,##0.00", "000", "0.0#", "0.##", "#", "?0.0?", "000-0000", '0"万"0000', ";;;", "0.0;;", '"见附件"',
    '0.0%;"增长"0.0%', "+0.0;-0.0;0", "[Blue]+0.0%;[Red]-0.0%", '0.0 "万元"_ ', "@", '0"0"', '[<>0]0.0;"零"', r"\约0",
    '[>=100000000]0.00,,"百万";[>=10000]0.0,"千";0', '[>=10000]0.0,"千";0.0', 'General"元"',
)  # fmt: skip
DATE_CODES = ("yyyy.m", "yyyy/m/d", 'yyyy"年"m"月"', "yyyy年m月d日", "[h]:mm", "h:mm AM/PM", "yyyy-mm-dd hh:mm:ss",
              "mm:ss.0", '[$-804]yyyy"年"m"月"d"日";@', "d-mmm-yy", "[mm]:ss", "yyyy.mm", "yy.m.d")  # fmt: skip
SAMPLES = (0, 1, 2.4, -2.4, 25.34, 0.702, -27.8, 12345, -12345, 123456789, 0.05, 0.04, 999.95, 1e-7, -0.5, 25.345)
_SHOWN = re.compile(r"(.*?)(-?[0-9]+(?:\.([0-9]+))?)(.*)")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_another_spreadsheet_program_shows_the_same(tmp_path: Path) -> None:
    cases = [(number, code) for code in CODES for number in SAMPLES if number >= 0 or not code.startswith("[>=")]
    cases += [(number, code) for code in DATE_CODES for number in (45444, 45718.75, 61, 100.125)]
    book = Workbook()
    for row, (number, code) in enumerate(cases, start=1):
        book.active.cell(row, 1, number).number_format = code
        book.active.cell(row, 2, "x")
    as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", as_shown, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(save(book, tmp_path / "a.xlsx"))], check=True, capture_output=True, timeout=60)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        displayed = [row[0].strip() for row in csv.reader(file)]
    assert len(displayed) == len(cases)
    wrong = [
        (*case, there, shown(*case)) for case, there in zip(cases, displayed, strict=True) if not agrees(*case, there)
    ]
    assert wrong == []


def agrees(number: float, code: str, there: str) -> bool:
    """Whether our text is the displayed one, up to its rounding, and without separators and the sign of the yuan."""
    text, kind = shown(number, code)
    match kind:
        case "date":
            return text == there
        case "concealed":
            return not re.search("[0-9]", there)
        case "unsigned":
            return number < 0 and "-" not in there
    if number == 0 and there == "-":
        return text == "0"
    ours, theirs = _SHOWN.fullmatch(text.replace(" ", "")), _SHOWN.fullmatch(re.sub("[,¥ ]", "", there))
    if ours is None or theirs is None:
        return False
    half = Decimal(5).scaleb(-len(theirs[3] or "") - 1)
    return ours[1] == theirs[1] and ours[4] == theirs[4] and abs(Decimal(ours[2]) - Decimal(theirs[2])) <= half
