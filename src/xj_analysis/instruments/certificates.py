"""品牌证书 (两品一标、区域公用品牌): what is in force on a day, new, about to expire, expired and not renewed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ..county.alarm_limits import CertificateLimits, Steps
from ..quantity.figures import Figure, missing_figure
from .alarms import beyond, unjudged, worst_first
from .ledger_rows import days_since, has
from .tallies import count

__all__ = [
    "AHEAD",
    "EXPIRED",
    "EXPIRING",
    "IN_FORCE",
    "KINDS",
    "RUN_OUT",
    "UNKNOWN",
    "certificate_alarms",
    "certificate_figures",
    "certificates_by",
    "certified",
]
__dir__ = __all__.copy

INSTRUMENT = "certificates"
EXPIRED, EXPIRING = "已到期", "将到期"
KINDS = (EXPIRED, EXPIRING)
IN_FORCE, RUN_OUT, AHEAD, UNKNOWN = "有效", "过期", "未发证", "待核"
"""States of a certificate on a day: in force, past its last day, granted later, without a last day."""
UNIT = "个"
_AT_ONCE = Steps(yellow=0, red=0)
_PRODUCT = ("name", "kind", "holder")


def certified(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return certificates with what they are on a day: ``state``, ``left`` (days), ``renewed`` and ``renewal``.

    A certificate is in force from the day it is granted to its last day, both included; without a day of granting it
    has been granted. Certificates of one product, kind and holder follow each other: one is ``renewed`` where another
    that is granted by the day ends later, and a ``renewal`` where another ends before it.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["Z1", "Z2"], "name": ["米", "米"], "kind": "绿色",
    ...                      "granted": day(["2022-09-01", "2025-09-01"]),
    ...                      "expires": day(["2025-08-31", "2028-08-31"])})
    >>> certified(rows, date(2025, 9, 30))[["state", "renewed", "renewal"]].values.tolist()
    [['过期', True, False], ['有效', False, True]]
    """
    left = -days_since(rows["expires"], as_of)
    later = days_since(rows["granted"], as_of) < 0 if has(rows, "granted") else pd.Series(False, index=rows.index)
    state = np.select([later, left < 0, left >= 0], [AHEAD, RUN_OUT, IN_FORCE], UNKNOWN)
    product = [rows[name].fillna("") for name in _PRODUCT if has(rows, name)]
    product[0] = product[0].where(product[0] != "", rows["key"])
    ends = left.mask(later).groupby(product)
    return rows.assign(
        state=state, left=left, renewed=left < ends.transform("max"), renewal=left > ends.transform("min")
    )


def certificate_alarms(rows: pd.DataFrame, as_of: date, limits: CertificateLimits) -> pd.DataFrame:
    """Return the alarms of certificates on a day, the worst first.

    已到期, red: past the last day and not renewed. 将到期: the last day is within the limit. 待核: without a last day.
    What is granted later is no matter of the day.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`, ``deadline`` the last day where it is still to come.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["Z1", "Z2"], "origin": ["a", "b"], "name": ["米", "油"], "kind": "绿色",
    ...                      "granted": day(["2022-09-01"] * 2), "expires": day(["2025-09-10", "2025-10-10"])})
    >>> found = certificate_alarms(rows, date(2025, 9, 30), CertificateLimits())
    >>> found[["kind", "light", "value", "over"]].values.tolist()
    [['已到期', '红', 20.0, 20.0], ['将到期', '黄', 10.0, 80.0]]
    """
    known = certified(rows, as_of)
    past = (-known["left"]).where(_lapsed(known))
    lapsed = beyond(known, INSTRUMENT, EXPIRED, past, _AT_ONCE, unit="天", since=known["expires"])
    ahead = known["left"].where(_ending(known, limits))
    ending = beyond(
        known, INSTRUMENT, EXPIRING, ahead, limits.expiring + 1, unit="天", since=known["expires"], below=True
    )
    over = limits.expiring - ending["value"]
    found = [
        lapsed.assign(severity=lapsed["value"] / (limits.expiring + 1)),
        ending.assign(over=over, limit=float(limits.expiring), severity=over / (limits.expiring + 1),
                      deadline=ending["since"]),
        unjudged(known[known["state"] == UNKNOWN], INSTRUMENT, EXPIRED),
    ]  # fmt: skip
    return worst_first(found, KINDS)


def certificate_figures(rows: pd.DataFrame, as_of: date, limits: CertificateLimits, of: str = "") -> dict[str, Figure]:
    """Return the numbers of certificates on a day by name.

    存量: in force. 新增: granted this year, renewals apart, which are 续展. 将到期 and 已到期: not renewed.

    Parameters
    ----------
    of
        What they are of, the beginning of their labels.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["Z1", "Z2"], "origin": ["a", "b"], "name": ["米", "油"], "kind": "绿色",
    ...                      "granted": day(["2022-09-01", "2025-09-01"]),
    ...                      "expires": day(["2025-09-10", "2028-08-31"])})
    >>> {name: each.text for name, each in certificate_figures(rows, date(2025, 9, 30), CertificateLimits()).items()}
    {'存量': '1个', '新增': '1个', '续展': '0个', '将到期': '0个', '已到期': '1个'}
    """
    return _figures(certified(rows, as_of), as_of, limits, of)


def certificates_by(rows: pd.DataFrame, by: str, as_of: date, limits: CertificateLimits) -> pd.DataFrame:
    """Return the same of each group of rows, those with most in force first; rows without one are in no group.

    Parameters
    ----------
    by
        A field: ``kind``, ``holder``, ``area``.
    """
    known = certified(rows, as_of)  # renewals are told before rows are divided
    groups = {str(name): own for name, own in known.groupby(by) if str(name)}
    found = {name: _figures(own, as_of, limits, name) for name, own in groups.items()}
    first = sorted(found, key=lambda name: (-float(found[name]["存量"].value or 0), name))
    return pd.DataFrame(
        [found[name] for name in first], index=first, columns=["存量", "新增", "续展", EXPIRING, EXPIRED]
    )


def _figures(known: pd.DataFrame, as_of: date, limits: CertificateLimits, of: str) -> dict[str, Figure]:
    named = {"存量": count(f"{of}有效证书", known[known["state"] == IN_FORCE], UNIT)}
    if has(known, "granted"):
        year = known[(known["granted"].dt.year == as_of.year) & (known["state"] != AHEAD)]
        named["新增"] = count(f"{of}本年新增证书", year[~year["renewal"]], UNIT)
        named["续展"] = count(f"{of}本年续展证书", year[year["renewal"]], UNIT)
    else:
        unsaid = "台账没有发证日期"
        named |= {name: missing_figure(unsaid, unit=UNIT, label=f"{of}本年{name}证书") for name in ("新增", "续展")}
    named[EXPIRING] = count(f"{of}将到期证书", known[_ending(known, limits)], UNIT)
    named[EXPIRED] = count(f"{of}已到期未续展证书", known[_lapsed(known)], UNIT)
    return named


def _ending(known: pd.DataFrame, limits: CertificateLimits) -> pd.Series:
    ending: pd.Series = (known["state"] == IN_FORCE) & (known["left"] <= limits.expiring) & ~known["renewed"]
    return ending


def _lapsed(known: pd.DataFrame) -> pd.Series:
    lapsed: pd.Series = (known["state"] == RUN_OUT) & ~known["renewed"]
    return lapsed
