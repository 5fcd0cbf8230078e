"""Alarms and contradictions planted in the ledgers, as listed in planted.csv: an instrument finds these, no other.

The terms are those an instrument prints. ``since`` is the day counted from: the day planned, of signing, of the last
update, the last day of the month reported, or the first day of what is seen. ``value`` is what is measured in ``unit``,
``over`` by how much it is beyond the limit that gives the alarm its first light.
"""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

NOT_STARTED, OVERDUE, DUE = "应开未开", "节点逾期", "临期"
BEHIND, UNDERSPENT, NO_UPDATE = "投资滞后", "竣工未完成投资", "久未更新"
SIGNED_NOT_STARTED, NO_FOLLOW_UP = "签约未开工", "久未跟进"
POWER_DROP, NO_OUTPUT, DIVERGING = "用电骤降", "连续零产值", "产值升用电降"
UNREPORTED, NOT_APPLIED, FALLING_OUT = "漏报", "过线未申报", "临界退规"
NOT_DONE, NO_FEEDBACK, NO_EVIDENCE = "超期未办结", "久未反馈", "销号无依据"
NOT_COMPLETED, LAGGING, NO_PROOF = "逾期未完成", "进度滞后", "缺依据"
NOT_FILLED, WRONG_RATE = "未填", "完成率不符"
EXPIRING, EXPIRED, CHAIN_BEHIND = "将到期", "已到期", "营收滞后"
FULL, NOT_REPORTED = "超承载", "未报"
CASE_OVERDUE, CASE_SOON, CHAIN_LATE, DOUBTFUL = "超期未办", "即将超期", "三证超时", "收件时间存疑"
OVER_CAPACITY = "超设计能力"
BEHIND_TIME, NOT_PAID, BALANCE, PAID_MORE = "支付滞后", "到期未付清", "结余不符", "拨付超过安排"
POST_OPEN, HALF_EMPTY, SHORT_OF_STAFF = "久未招满", "到岗不足", "缺工"
DISAGREES = "与月报不符"
TOO_FEW = "覆盖不足"
YELLOW, RED, OPEN = "黄", "红", "待核"

LIMITS: dict[str, tuple[float, float | None]] = {
    NOT_STARTED: (30, 90), OVERDUE: (0, 30), DUE: (14, None), BEHIND: (10, 30), UNDERSPENT: (90, None),
    NO_UPDATE: (30, None), SIGNED_NOT_STARTED: (180, None), NO_FOLLOW_UP: (60, None), POWER_DROP: (30, None),
    NO_OUTPUT: (2, None), DIVERGING: (10, None), UNREPORTED: (0, None), NOT_APPLIED: (2000, None),
    FALLING_OUT: (2000, None), DISAGREES: (0, None), NOT_DONE: (0, 30), NO_FEEDBACK: (30, None), NO_EVIDENCE: (1, None),
    NOT_COMPLETED: (0, 30), LAGGING: (10, 30), NO_PROOF: (1, None), NOT_FILLED: (0, None), WRONG_RATE: (0, None),
    EXPIRING: (90, None), EXPIRED: (0, 0), CHAIN_BEHIND: (5, 10),
    TOO_FEW: (60, None),
    FULL: (80, 100), NOT_REPORTED: (0, None),
    CASE_OVERDUE: (0, 5), CASE_SOON: (1, None), CHAIN_LATE: (7, None), DOUBTFUL: (20, None),
    OVER_CAPACITY: (100, 120), BEHIND_TIME: (10, 30), NOT_PAID: (0, 30), BALANCE: (0, None),
    PAID_MORE: (0, None),
    POST_OPEN: (30, None), HALF_EMPTY: (50, None), SHORT_OF_STAFF: (20, None),
}  # fmt: skip
"""What a value is compared with: the limit beyond which it is yellow, and that beyond which it is red, if any."""
BELOW = (DUE, UNDERSPENT, FALLING_OUT, NO_EVIDENCE, CASE_SOON, NO_PROOF, EXPIRING, TOO_FEW, HALF_EMPTY)
"""Alarms of values that are below their limit."""
UNJUDGED = (NOT_FILLED, WRONG_RATE)
"""What the ledger leaves open: 待核."""


@dataclass(frozen=True, order=True)
class Planted:
    """One alarm or contradiction.

    Parameters
    ----------
    key
        The number of the row; of a contradiction the area, and of days of a firm the firm.
    field
        The milestone that is late or due, or the indicator that disagrees.
    """

    ledger: str
    key: str
    kind: str
    field: str
    since: str
    value: str
    over: str
    unit: str
    light: str


def planted(ledger: str, key: str, kind: str, since: date, value: float, unit: str, field: str = "",
            beside: float | None = None) -> Planted:  # fmt: skip
    """Return an alarm with what it is over its limit, and its light; `beside` is what a contradiction differs from."""
    yellow, red = LIMITS[kind]
    over = (value - (yellow if beside is None else beside)) * (-1 if kind in BELOW else 1)
    light = "" if beside is not None else RED if red is not None and value > red else YELLOW
    light = OPEN if kind in UNJUDGED else light
    return Planted(ledger, key, kind, field, since.isoformat(), _text(value), _text(over), unit, light)


def write(path: Path, found: list[Planted]) -> None:
    """Write planted.csv, in the order of ledgers, numbers and terms."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [each.name for each in fields(Planted)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(each) for each in sorted(found))


def _text(number: float) -> str:
    return f"{round(number, 1):g}" if abs(number) < 100_000 else f"{number:.0f}"
