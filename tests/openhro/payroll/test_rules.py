"""The pure rules of payroll: proration, calendars, moves and reasons, as tables."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from openhro.core.errors import Conflict, Invalid
from openhro.payroll import engine
from openhro.payroll.rules import calendar, moves, pay, variance
from openhro.payroll.rules.calendar import Plan

NOVEMBER = (np.datetime64("2026-11-01"), np.datetime64("2026-11-30"))


def days(*texts: str):
    return np.array(texts, "datetime64[D]")


@pytest.mark.parametrize(
    ("annual", "frequency", "expected"),
    [
        (7_800_000, "biweekly", 300_000),
        (8_400_000, "biweekly", 323_077),
        (3_200_000, "monthly", 266_667),
        (100, "weekly", 2),
    ],
)
def test_a_periods_share_of_a_salary_is_rounded_half_up(annual, frequency, expected):
    assert pay.full_pay(np.array([annual]), frequency).tolist() == [expected]


@pytest.mark.parametrize(
    ("rule", "start", "end", "expected"),
    [
        ("working_days", "2020-01-01", "NaT", 21),
        ("working_days", "2026-11-16", "NaT", 11),
        ("working_days", "2020-01-01", "2026-11-13", 10),
        ("working_days", "2026-11-14", "2026-11-15", 0),
        ("calendar_days", "2026-11-16", "NaT", 15),
        ("calendar_days", "2020-01-01", "2026-11-01", 1),
        ("calendar_days", "2026-12-01", "NaT", 0),
    ],
)
def test_days_paid_of_november(rule, start, end, expected):
    worked, whole = pay.days_paid(rule, days(start), days(end), *NOVEMBER)
    assert (worked.tolist(), whole) == ([expected], 21 if rule == "working_days" else 30)


def test_part_periods_and_changes_within_a_period_are_paid_by_their_days():
    assert pay.salary(np.array([3_200_000, 3_200_000]), "monthly", np.array([21, 11]), 21).tolist() == [
        266_667,
        139_683,
    ]
    assert pay.mixed_salary([3_000_000, 3_600_000], [10, 11], "monthly", 21) == 276_190
    assert pay.mixed_salary([3_000_000], [0], "monthly", 21) == 0


def test_an_hourly_rate_comes_from_salary_and_hours():
    assert pay.hourly_rate(np.array([8_400_000, 8_400_000]), np.array([4_000, 0])).tolist() == [4_038, 0]


def test_units_are_paid_half_up_away_from_zero_and_never_overflow():
    units = np.array([15_000, -15_000, 10**12, 12_345])
    rate = np.array([1_001, 1_001, 10**6, 1])
    factor = np.array([1_000_000, 1_000_000, 2_000_000, 1_500_000])
    # 1.5 x 10.01 = 15.015; 100,000,000 x 10,000.00 x 2; 1.2345 x 0.01 x 1.5 = 0.0185
    assert pay.units_paid(units, rate, factor).tolist() == [1_502, -1_502, 200_000_000_000_000, 2]


def test_a_monthly_calendar_pays_on_the_last_banking_day_and_counts_back():
    plan = Plan("monthly", "GB", "Europe/London", pay_day=31)
    rows = calendar.periods(plan, date(2026, 10, 1), 3)
    assert [(r.start, r.end, r.pay_date) for r in rows] == [
        (date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 30)),
        (date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 31), date(2026, 12, 31)),
    ]
    assert rows[0].input_cutoff == datetime(2026, 10, 23, 16, tzinfo=UTC)  # five banking days before, 17:00 BST
    assert rows[2].input_cutoff == datetime(2026, 12, 22, 17, tzinfo=UTC)  # 25 and 28 December are no banking days


def test_a_biweekly_calendar_pays_the_friday_after():
    rows = calendar.periods(Plan("biweekly", "US", "America/Denver", pay_day=5), date(2026, 10, 12), 4)
    assert [r.pay_date for r in rows] == [
        date(2026, 10, 30),
        date(2026, 11, 13),
        date(2026, 11, 27),
        date(2026, 12, 11),
    ]


def test_semimonthly_periods_begin_on_the_first_and_the_sixteenth():
    plan = Plan("semimonthly", "US", "America/Denver", pay_day=3)
    rows = calendar.periods(plan, date(2026, 1, 16), 3)
    assert [(r.start, r.end) for r in rows] == [
        (date(2026, 1, 16), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 15)), (date(2026, 2, 16), date(2026, 2, 28)),
    ]  # fmt: skip
    with pytest.raises(Invalid, match="1st or the 16th"):
        calendar.periods(plan, date(2026, 1, 15), 1)


@pytest.mark.parametrize(
    ("frequency", "count", "code"),
    [("lunar", 1, "FREQUENCY"), ("monthly", 0, "PERIOD_COUNT"), ("monthly", 401, "PERIOD_COUNT")],
)
def test_calendars_that_cannot_be(frequency, count, code):
    with pytest.raises(Invalid) as refused:
        calendar.periods(Plan(frequency, "GB", "Europe/London", pay_day=31), date(2026, 1, 1), count)
    assert refused.value.code == code


def test_every_stage_is_reached_by_exactly_the_moves_of_the_trade():
    state = "open"
    for action in (
        "collect",
        "lock",
        "calculate",
        "review",
        "client_approve",
        "fund",
        "release",
        "mark_paid",
        "mark_filed",
        "close",
    ):
        state = moves.moved(state, action)
    assert state == "closed"
    assert set(moves.MOVES) == {*moves.STAGES, "cancelled"}
    with pytest.raises(Conflict) as refused:
        moves.moved("released", "unlock")
    assert refused.value.detail == {"from": "released", "action": "unlock", "allowed": ["mark_paid"]}


def test_a_tax_year_or_a_new_figure_between_two_pay_dates_is_a_reason():
    gb = engine.pack("gb")
    assert engine.law_changed(gb, date(2026, 3, 31), date(2026, 4, 30))
    assert not engine.law_changed(gb, date(2026, 4, 30), date(2026, 5, 29))
    yes, no = np.array([True, True]), np.array([False, False])
    assert set(variance.reasons("income_tax", situations(), no, yes, law_changed=True)) == {"law_change"}
    assert set(variance.reasons("element:basic", situations(), no, yes, law_changed=True)) == {""}


def test_terms_that_change_in_a_period_without_a_working_day_stop_nobody():
    assert pay.mixed_salary([2_600_000, 5_200_000], [0, 0], "daily", 0) == 20_000


def situations(**changed):
    """Two people: of the first what is given, of the second nothing."""
    names = ("joined", "left", "moved", "part_period", "terms_changed", "facts_changed", "refused")
    return variance.Situations(**{name: np.array([changed.get(name, False), False]) for name in names})


@pytest.mark.parametrize(
    ("line", "changed", "one_off", "gross_moved", "expected"),
    [
        ("element:basic", {"joined": True}, False, True, "hire"),
        ("element:basic", {"left": True}, False, True, "leaver"),
        ("element:basic", {"moved": True, "left": True}, False, True, "moved"),
        ("element:bonus", {}, True, True, "one_off"),
        ("element:basic", {"terms_changed": True}, False, True, "rate_change"),
        ("income_tax", {"facts_changed": True}, False, False, "tax_facts"),
        ("income_tax", {}, False, True, "follows_pay"),
        ("element:basic", {}, False, True, ""),
        ("income_tax", {}, False, False, ""),
        ("net_pay", {"refused": True}, False, False, "error"),
    ],
)
def test_reasons_come_from_the_facts_or_not_at_all(line, changed, one_off, gross_moved, expected):
    why = variance.reasons(line, situations(**changed), np.array([one_off, False]), np.array([gross_moved, False]))
    assert why.tolist() == [expected, ""]


def test_a_change_counts_when_it_reaches_both_limits():
    limit = variance.Threshold(percent=10, minor=10_000)
    prior = np.array([100_000, 100_000, 100_000, 1_000_000, 0])
    current = np.array([109_999, 110_000, 90_000, 1_050_000, 10_000])
    assert limit.reached(prior, current).tolist() == [False, True, True, False, True]
