"""Faults of a data folder that a test breaks, as messages."""

from __future__ import annotations

import pytest

from support.county_folder import DataFolder
from xj_analysis.base.errors import DataError, Fault


def faults(folder: DataFolder) -> tuple[Fault, ...]:
    """All faults of the folder."""
    with pytest.raises(DataError) as caught:
        folder.load()
    return caught.value.faults or (caught.value.fault,)


def message(folder: DataFolder) -> str:
    """The one fault of the folder."""
    found = faults(folder)
    assert len(found) == 1, found
    return str(found[0])


CELLS = [
    ("value", "1.2亿", "value：值不是数字，得到“1.2亿”。请只填数字；单位、约、余等分别填在 unit 与 hedge。"),
    ("value", "约75", "value：值不是数字，得到“约75”。"),
    ("value", "1,200", "value：值不是数字，得到“1,200”。"),
    ("value", "1e3", "value：值不是数字，得到“1e3”。"),
    ("value", ".5", "value：值不是数字，得到“.5”。"),
    ("value", "12\n", "value：值不是数字"),
    ("value", "５", "value：值不是数字，得到“５”。"),
    ("unit", "万 人次", "unit：单位不认识，得到“万 人次”。与“万人次”只差空格或全角半角。"),
    ("unit", "万元", "unit：单位与指标不符，得到“万元”。该指标的单位是万人次，请改填，或改用合适的指标。"),
    ("unit", "人", "unit：单位与指标不符，得到“人”。"),
    ("unit", "", "unit：单位与指标不符"),
    ("unit", "百万元", "unit：单位与指标不符，得到“百万元”。"),
    ("indicator", "visit", "indicator：指标不存在，得到“visit”。是否想写“visits”？可选："),
    ("area", "999909", "area：地区不存在，得到“999909”。是否想写“99990"),
    ("source", "reports", "source：来源不存在，得到“reports”。是否想写“report”？可选：report、mirror。"),
    ("period", "2024年", "period：期间不认识，得到“2024年”。请按约定写期间，如 2023、2024Q1、2023-01/2023-06。"),
    ("nature", "actaul", "nature：性质不认识，得到“actaul”。是否想写“actual”？"),
    ("hedge", "约", "hedge：约数标记不认识，得到“约”。可选：exact、about、over、under、at_least、at_most。"),
    ("rank", "第一", "rank：名次不合格，得到“第一”。名次须是正整数；梯队请填在 tier。"),
    ("rank", "0", "rank：名次不合格，得到“0”。"),
    ("rank", "1.0", "rank：名次不合格，得到“1.0”。"),
    ("published", "2024-6-5", "published：日期不合格，得到“2024-6-5”。请写 2024-06-05。"),
    ("published", "2024-02-30", "published：日期不合格，得到“2024-02-30”。"),
    ("published", "20240605", "published：日期不合格，得到“20240605”。"),
    ("id", "", "id：编号不合格。每行须有编号。"),
    ("id", "R 3", "id：编号不合格，得到“R 3”。"),
    ("id", "R2", "id：编号重复，得到“R2”。每行用各自的编号。"),
]  # fmt: skip
