"""品牌证书: every planted alarm and no other; each is in one state on a day, and none comes back by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import CertificateLimits
from xj_analysis.instruments.certificates import (
    AHEAD,
    EXPIRED,
    EXPIRING,
    IN_FORCE,
    RUN_OUT,
    UNKNOWN,
    certificate_alarms,
    certificate_figures,
    certificates_by,
    certified,
)

DAY = date(2025, 9, 30)
LIMITS = CertificateLimits()
DAYS = st.dates(date(2021, 1, 1), date(2029, 12, 31))
PRODUCTS = st.sampled_from(["米", "油", "蜜", ""])
CERTIFICATES = st.lists(st.tuples(PRODUCTS, st.none() | DAYS, st.none() | DAYS), min_size=1, max_size=12)
Certificate = tuple[str, date | None, date | None]


def certificates(*of: Certificate) -> pd.DataFrame:
    """Certificates by product, first and last day."""
    days = {name: pd.to_datetime(pd.Series([each[place] for each in of])).astype("datetime64[s]")
            for name, place in (("granted", 1), ("expires", 2))}  # fmt: skip
    rows = {"key": [f"Z{n}" for n in range(len(of))], "name": [each[0] for each in of], "kind": "绿色食品",
            "holder": "甲", "origin": [f"r{n}" for n in range(len(of))]}  # fmt: skip
    return pd.DataFrame(rows).assign(**days)


def judged(rows: pd.DataFrame, as_of: date = DAY) -> list[tuple[str, str, str]]:
    found = certificate_alarms(rows, as_of, LIMITS)
    return list(zip(found["key"], found["kind"], found["light"], strict=True))


def numbers(rows: pd.DataFrame, as_of: date = DAY) -> dict[str, int]:
    found = certificate_figures(rows, as_of, LIMITS)
    return {name: int(figure.value) for name, figure in found.items() if figure.value is not None}


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = certificate_alarms(made.rows("certificates"), DAY, made.county.alarms.certificates)
    assert as_planted(found, "certificates") == made.planted_in("certificates")
    assert set(found["kind"]) == {EXPIRED, EXPIRING} and set(found["light"]) == {"红", "黄"}


@given(CERTIFICATES, DAYS)
def test_those_in_force_run_out_and_not_yet_granted_are_all_with_a_last_day(of: list[Certificate], as_of: date) -> None:
    rows = certificates(*of)
    states = certified(rows, as_of)["state"]
    assert states.isin([IN_FORCE, RUN_OUT, AHEAD, UNKNOWN]).all()
    dated = rows["expires"].notna()
    assert (states[dated] != UNKNOWN).all() and states[~dated].isin([UNKNOWN, AHEAD]).all()
    assert numbers(rows, as_of)["存量"] == int((states == IN_FORCE).sum())


@given(CERTIFICATES, DAYS, st.integers(0, 2000))
def test_a_later_day_never_brings_one_back_that_has_run_out(of: list[Certificate], as_of: date, later: int) -> None:
    rows = certificates(*of)
    out = certified(rows, as_of)["state"] == RUN_OUT
    assert (certified(rows, as_of + timedelta(later))["state"][out] == RUN_OUT).all()


@given(CERTIFICATES, DAYS, st.integers(-700, 700))
def test_days_moved_together_change_nothing(of: list[Certificate], as_of: date, days: int) -> None:
    by = timedelta(days)
    moved = certificates(*((name, first and first + by, last and last + by) for name, first, last in of))
    assert judged(moved, as_of + by) == judged(certificates(*of), as_of)


@given(CERTIFICATES, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(of: list[Certificate], as_of: date, dice: object) -> None:
    rows = certificates(*of)
    shuffled = rows.sample(frac=1, random_state=7)
    assert judged(shuffled, as_of) == judged(rows, as_of) and numbers(shuffled, as_of) == numbers(rows, as_of)


@given(CERTIFICATES, DAYS)
def test_what_is_granted_after_the_day_changes_nothing_of_it(of: list[Certificate], as_of: date) -> None:
    rows = certificates(*of)
    known = rows[~(rows["granted"] > pd.Timestamp(as_of))]
    assert judged(rows, as_of) == judged(known, as_of) and numbers(rows, as_of) == numbers(known, as_of)


@given(CERTIFICATES, DAYS)
def test_the_kinds_add_up_to_all(of: list[Certificate], as_of: date) -> None:
    rows = certificates(*of)
    rows["kind"] = ["绿色食品", "有机农产品", "地理标志"][0:1] * len(rows)
    rows.loc[::2, "kind"] = "有机农产品"
    found = certificates_by(rows, "kind", as_of, LIMITS)
    assert {name: sum(int(each.value or 0) for each in found[name]) for name in found} == numbers(rows, as_of)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, [("Z0", EXPIRED, "红")]), (0, [("Z0", EXPIRING, "黄")]), (90, [("Z0", EXPIRING, "黄")]), (91, [])],
)
def test_the_last_day_and_the_limit_are_within(days: int, expected: list[tuple[str, str, str]]) -> None:
    assert judged(certificates(("米", date(2023, 1, 1), DAY + timedelta(days)))) == expected


def test_an_alarm_says_how_far_and_its_deadline() -> None:
    rows = certificates(("米", None, DAY + timedelta(10)), ("油", None, DAY - timedelta(20)))
    found = certificate_alarms(rows, DAY, LIMITS)
    assert found[["key", "value", "over", "limit"]].to_numpy().tolist() == [["Z1", 20, 20, 0], ["Z0", 10, 80, 90]]
    assert found["deadline"].isna().tolist() == [True, False]
    assert found["deadline"].tolist()[1] == pd.Timestamp(DAY + timedelta(10))


def test_one_that_was_renewed_is_no_matter_once_the_new_one_is_granted() -> None:
    renewed = ("米", DAY - timedelta(5), DAY + timedelta(1000))
    for last in (DAY - timedelta(3), DAY + timedelta(30)):
        rows = certificates(("米", date(2022, 1, 1), last), renewed)
        assert judged(rows) == []
        assert [key for key, *_ in judged(rows, DAY - timedelta(6))] == ["Z0"]
        assert numbers(rows)["新增"] == 0 and numbers(rows)["续展"] == 1
    other = certificates(("米", date(2022, 1, 1), DAY - timedelta(3)), ("油", *renewed[1:]))
    assert judged(other) == [("Z0", EXPIRED, "红")] and numbers(other)["新增"] == 1


def test_products_without_a_name_do_not_renew_each_other() -> None:
    rows = certificates(("", None, DAY - timedelta(3)), ("", None, DAY + timedelta(300)))
    assert judged(rows) == [("Z0", EXPIRED, "红")]


def test_one_without_a_last_day_is_listed() -> None:
    assert judged(certificates(("米", date(2024, 1, 1), None))) == [("Z0", EXPIRED, "待核")]
    assert judged(certificates(("米", DAY + timedelta(1), None))) == []


def test_a_ledger_without_days_of_granting_has_a_stock_and_nothing_new() -> None:
    rows = certificates(("米", date(2026, 1, 1), DAY + timedelta(200))).drop(columns=["granted", "holder"])
    assert numbers(rows) == {"存量": 1, EXPIRING: 0, EXPIRED: 0}


def test_an_empty_ledger_has_nothing() -> None:
    rows = certificates(("米", None, None)).head(0)
    assert judged(rows) == [] and set(numbers(rows).values()) == {0}
    assert certificates_by(rows, "kind", DAY, LIMITS).empty
