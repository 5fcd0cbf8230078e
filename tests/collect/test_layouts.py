"""Ten layouts that offices and statistical bureaus send, with invented numbers: each takes a few lines to describe."""

from __future__ import annotations

from support.described_sheets import faults, grid_of, read, shape_of, values
from xj_analysis.collect import plausibility
from xj_analysis.store.store import Store

TOWNS = ("示例镇", "样板镇", "范例镇", "演示镇", "试点镇", "模拟镇", "虚拟乡", "假设乡", "例举乡", "编造乡", "某某乡")


def test_an_export_of_the_national_bureau_with_years_across(known: Store) -> None:
    shape = shape_of("""
        key = "指标"
        rows = "indicators"
        across = "periods"
        [columns]
        "公共预算收入" = { of = "fiscal_revenue" }
        "新增公办学位" = { of = "school_places" }
    """)
    rows = [
        ["数据库：年度数据"], ["时间：最近3年"],
        ["指标", "2024年", "2023年", "2022年"],
        ["公共预算收入(万元)", "903", "802", "701"],
        ["工业用电(万千瓦时)", "5", "4", "3"],
        ["新增公办学位(个)", "30", "20", "10"],
        ["数据来源：统计局"],
    ]  # fmt: skip
    report = read(known.county, shape, rows)
    assert faults(report) == []
    assert values(report) == {
        ("fiscal_revenue", "900", "2024"): "903", ("fiscal_revenue", "900", "2023"): "802",
        ("fiscal_revenue", "900", "2022"): "701", ("school_places", "900", "2024"): "30",
        ("school_places", "900", "2023"): "20", ("school_places", "900", "2022"): "10",
    }  # fmt: skip
    assert "「Sheet1」第5行“工业用电(万千瓦时) 5 4 3”" in report.left_out
    asked = read(known.county, shape, rows, period="2023")
    assert set(values(asked).values()) == {"802", "20"} and asked.period == "2023"


def test_periods_down_and_indicators_across(known: Store) -> None:
    shape = shape_of("""
        key = "时间"
        rows = "periods"
        default_unit = "万元"
        [columns]
        "预算收入" = { of = "fiscal_revenue" }
        "生态产品收入" = { of = "eco_income", measure = "single" }
    """)
    rows = [["2025年月度数据"], ["时间", "预算收入", "生态产品收入"],
            ["8月", "80", "8"], ["9月", "90", "9"], ["10月", "100", "10"]]  # fmt: skip
    report = read(known.county, shape, rows)
    assert faults(report) == [] and report.period == "2025-01/2025-10"
    assert values(report) == {
        ("fiscal_revenue", "900", "2025-01/2025-08"): "80", ("eco_income", "900", "2025-08"): "8",
        ("fiscal_revenue", "900", "2025-01/2025-09"): "90", ("eco_income", "900", "2025-09"): "9",
        ("fiscal_revenue", "900", "2025-01/2025-10"): "100", ("eco_income", "900", "2025-10"): "10",
    }  # fmt: skip


def test_areas_down_and_years_across_of_one_indicator(known: Store) -> None:
    shape = shape_of("""
        key = "地区"
        across = "periods"
        default_unit = "万元"
        columns = { "*" = { of = "eco_income" } }
    """)
    rows = [["地区", "2024年", "2023年"], ["全县", "12", "10"], *([town, "2", "1"] for town in TOWNS)]
    report = read(known.county, shape, rows)
    assert faults(report) == [] and len(report.values) == 2 * (len(TOWNS) + 1)
    assert values(report)["eco_income", "900", "2023"] == "10" and values(report)["eco_income", "111", "2024"] == "2"


def test_areas_across_and_indicators_down(known: Store) -> None:
    shape = shape_of("""
        key = "指标"
        rows = "indicators"
        across = "areas"
        [columns]
        "职业技能培训" = { of = "trainees" }
        "城镇新增就业" = { of = "urban_jobs" }
    """, unit="rsj")  # fmt: skip
    rows = [["2025年1—9月人社指标"], ["指标", "合计", *TOWNS, "备注"],
            ["职业技能培训（人次）", "66", *map(str, range(1, 12)), "初步数"],
            ["城镇新增就业（人）", "11", *["1"] * 11]]  # fmt: skip
    report = read(known.county, shape, rows)
    assert faults(report) == []
    found = values(report)
    assert found["trainees", "900", "2025-01/2025-09"] == "66" and found["trainees", "104", "2025-01/2025-09"] == "4"
    assert [value.note for value in report.values if value.note] == ["初步数"] and report.left_out == []
    without = read(known.county, shape, [rows[0], [*rows[1][:4], "", *rows[1][5:]], *rows[2:]])
    assert faults(without) == ["「Sheet1」!A2 缺少乡镇"] and without.faults.faults[0].got == "范例镇"


def test_two_key_columns(known: Store) -> None:
    shape = shape_of("""
        key = ["乡镇", "指标"]
        rows = ["areas", "indicators"]
        value = "累计"
        unit_heading = "单位"
        [columns]
        "接待游客" = { of = "visits" }
        "旅游收入" = { of = "tourism_income" }
    """, unit="wlj")  # fmt: skip
    body = [row for n, town in enumerate(TOWNS, start=1)
            for row in ([town, "接待游客", "万人次", str(n)], ["", "旅游收入", "万元", str(10 * n)])]  # fmt: skip
    report = read(known.county, shape, [["2025年1—9月旅游情况"], ["乡镇", "指标", "单位", "累计"], *body])
    assert faults(report) == [] and len(report.values) == 2 * len(TOWNS)
    assert values(report)["tourism_income", "103", "2025-01/2025-09"] == "30"


def test_several_periods_and_indicators_in_one_table(known: Store) -> None:
    shape = shape_of("""
        key = "乡镇"
        levels = 2
        across = ["periods", "indicators"]
        [columns]
        "接待游客" = { of = "visits" }
        "旅游收入" = { of = "tourism_income" }
    """, unit="wlj")  # fmt: skip
    rows = [["2025年与2024年比较"],
            ["乡镇", "2025年1—9月", "2025年1—9月", "2024年1—9月", "2024年1—9月"],
            ["", "接待游客（万人次）", "旅游收入（万元）", "接待游客（万人次）", "旅游收入（万元）"],
            *([town, "4", "3", "2", "1"] for town in TOWNS)]  # fmt: skip
    report = read(known.county, shape, rows)
    assert faults(report) == [] and report.period == "2025-01/2025-09"
    assert [values(report)[name, "101", f"{year}-01/{year}-09"] for year in (2025, 2024)
            for name in ("visits", "tourism_income")] == ["4", "3", "2", "1"]  # fmt: skip
    one = shape_of('key = "乡镇"\nlevels = 2\n[columns]\n"接待游客" = { of = "visits" }', unit="wlj")
    assert {v for (_, _, period), v in values(read(known.county, one, [["2025年1—9月"], *rows[1:]])).items()} == {"4"}


QUARTERS = """
    key = "指标"
    rows = "indicators"
    across = "periods"
    [columns]
    "收入_累计值" = { of = "fiscal_revenue" }
    "收入_当季值" = { of = "eco_income", measure = "single" }
"""


def test_an_export_of_quarters(known: Store) -> None:
    rows = [
        ["指标", "2022年第二季度", "2022年第一季度"],
        ["收入_累计值(万元)", "90", "40"],
        ["收入_当季值(万元)", "5", "4"],
    ]
    report = read(known.county, shape_of(QUARTERS), rows)
    plausibility.check_plausibility(report, {"Sheet1": grid_of(rows)}, known)
    assert faults(report) == []
    assert values(report) == {
        ("fiscal_revenue", "900", "2022-01/2022-06"): "90", ("fiscal_revenue", "900", "2022-01/2022-03"): "40",
        ("eco_income", "900", "2022Q2"): "5", ("eco_income", "900", "2022Q1"): "4",
    }  # fmt: skip


def test_a_month_beside_the_months_so_far_and_the_year_is_the_month(known: Store) -> None:
    shape = shape_of('key = "指标"\nrows = "indicators"\nacross = "periods"\n[columns]\n"人才" = { of = "talents" }')
    rows = [["指标", "2023年12月", "2023年1-11月", "2023年"], ["人才（人）", "5", "80", "90"]]
    found = {period: digits for (_, _, period), digits in values(read(known.county, shape, rows)).items()}
    assert found == {"2023-12": "5", "2023-01/2023-11": "80", "2023": "90"}
    twice = read(known.county, shape, [["指标", "2023年", "2023年1-12月"], ["人才（人）", "5", "9"]])
    assert "同一期间" in faults(twice)[0]


def test_a_year_over_the_middle_of_its_columns_is_not_guessed(known: Store) -> None:
    shape = shape_of("""
        key = "地区"
        levels = 2
        across = ["periods", "indicators"]
        default_unit = "万元"
        [columns]
        "收入" = { of = "eco_income" }
        "税收" = { of = "fiscal_revenue" }
    """)
    left = [["地区", "2013年", "", "2014年", ""], ["", "收入", "税收", "收入", "税收"], ["全县", "1", "2", "3", "4"]]
    assert values(read(known.county, shape, left))["eco_income", "900", "2014"] == "3"
    centred = [["地区", "", "2013年", "", "2014年"], *left[1:]]
    assert ("eco_income", "900", "2013") not in values(read(known.county, shape, centred))


def test_a_blank_table_is_no_report(known: Store) -> None:
    shape = shape_of(
        'key = "地区"\nacross = "periods"\ndefault_unit = "万元"\ncolumns = { "*" = { of = "eco_income" } }'
    )
    report = read(known.county, shape, [["地区", "2013年", "2014年"], ["全县", "", ""], ["注：空"]])
    assert "一个数也没有读到" in faults(report)[0]


def test_a_table_that_goes_on_beside_itself(known: Store) -> None:
    shape = shape_of("""
        key = "乡镇"
        side_by_side = true
        [columns]
        "新开工项目" = { of = "started_projects" }
    """, unit="fgw")  # fmt: skip
    right = [*TOWNS[6:], "合计"]
    rows = [["2025年1—9月（单位：个）"], ["乡镇", "新开工项目", "乡镇", "新开工项目"],
            *([town, str(n), right[n - 1], str(n * 10)] for n, town in enumerate(TOWNS[:6], start=1))]  # fmt: skip
    report = read(known.county, shape, rows)
    assert faults(report) == [] and report.left_out == []
    assert [values(report)["started_projects", area, "2025-01/2025-09"] for area in ("101", "107", "900")] == [
        "1", "10", "60",
    ]  # fmt: skip


def test_other_tables_side_by_side(known: Store) -> None:
    shape = shape_of('key = "指标"\nrows = "indicators"\nvalue = "累计"\n[columns]\n"引进人才" = { of = "talents" }')
    rows = [["2025年1—9月"], ["单位", "累计", "", "指标", "累计"], ["甲", "5", "", "引进人才（人）", "7"]]
    report = read(known.county, shape, rows)
    assert faults(report) == [] and set(values(report).values()) == {"7"}


def test_a_period_in_the_name_of_the_file(known: Store) -> None:
    description = 'key = "指标"\nrows = "indicators"\nvalue = "累计"\n{}\n[columns]\n"引进人才" = {{ of = "talents" }}'
    rows = [["人才情况"], ["指标", "累计"], ["引进人才（人）", "7"]]
    named = read(known.county, shape_of(description.format('period = "file"')), rows, "人才202509.xlsx")
    assert faults(named) == [] and named.period == "2025-01/2025-09"
    untold = read(known.county, shape_of(description.format("")), rows, "人才202509.xlsx")
    assert faults(untold) == ["「Sheet1」!A2 表上没有期间"]


def test_a_key_that_other_headings_hold(known: Store) -> None:
    shape = shape_of('key = "县"\n[columns]\n"税收" = { of = "fiscal_revenue" }\n', unit="czj")
    rows = [["2025年1—9月（单位：万元）"], ["全县排名", "县", "税收"], ["1", "示例县", "7"], ["2", "合计县", "8"]]
    report = read(known.county, shape, rows)
    assert values(report) == {("fiscal_revenue", "900", "2025-01/2025-09"): "7"}
    assert faults(report) == ["「Sheet1」!B4 地区不认识"]


def test_a_sheet_a_month_is_chosen_by_the_name_of_the_file(known: Store) -> None:
    shape = shape_of('key = "指标"\nrows = "indicators"\nvalue = "累计"\n[columns]\n"引进人才" = { of = "talents" }')
    sheets = {
        f"{month}月": [[f"2025年1—{month}月"], ["指标", "累计"], ["引进人才（人）", str(month)]] for month in (8, 9)
    }
    report = read(known.county, shape, sheets, "人才2025年9月.xlsx")
    assert set(values(report).values()) == {"9"} and report.left_out == ["「8月」整页"]
    unclear = read(known.county, shape, sheets, "人才.xlsx")
    assert faults(unclear) == ["「9月」!A2 有两张表都合样式，另一张在8月!A2，内容不同"]
