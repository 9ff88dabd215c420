"""Overtime by workweek, California's day, the regular rate and the premium."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.us.people import PACK, pay

from paycalc.calendars import Dates
from paycalc.packs.us.overtime import premium, workweek
from paycalc.parameters import Law

LAW = Law(PACK.package, Dates.on(date(2026, 3, 6)), "USD")


def hours(*by_day: float, california: bool = False) -> tuple[float, float, float]:
    week = np.array([[round(one * 100) for one in by_day]], np.int64)
    found = workweek(LAW, week, np.array([california]))
    return tuple(int(part[0]) / 100 for part in (found.worked, found.overtime, found.doubled))


@pytest.mark.parametrize(
    ("by_day", "federal", "california"),
    [
        ((8, 8, 8, 8, 8, 0, 0), 0, (0, 0)),
        ((10, 10, 10, 10, 0, 0, 0), 0, (8, 0)),  # four long days: no week over 40, 2 hours a day in California
        ((14, 8, 8, 8, 0, 0, 0), 0, (4, 2)),
        ((8, 8, 8, 8, 8, 8, 0), 8, (8, 0)),  # weekly overtime counts straight hours only
        ((9, 9, 9, 9, 9, 0, 0), 5, (5, 0)),  # no hour twice
        ((8, 8, 8, 8, 8, 8, 8), 16, (16, 0)),  # 8 of the week, 8 of the seventh day
        ((6, 6, 6, 6, 6, 6, 10), 6, (8, 2)),  # the seventh day in a row: 8 at one and a half, 2 double
        ((6.25, 0, 6, 6, 6, 6, 10), 0.25, (2, 0)),  # a day off breaks the row; 38.25 straight hours
    ],
)
def test_hours_of_a_workweek(by_day, federal, california):
    assert hours(*by_day)[1:] == (federal, 0)
    assert hours(*by_day, california=True)[1:] == california


def test_a_bonus_raises_the_regular_rate():
    """29 CFR 778.110: 46 hours at 12.00 and a bonus of 46.00: regular rate 13.00, half for 6 hours is 39.00."""
    slip = pay(
        frequency="weekly",
        hour_rate="12.00",
        hours_worked=4600,
        hours_overtime=600,
        regular_rate_pay="46.00",
        supplemental="46.00",
    )
    assert (slip["hourly_pay"], slip["overtime_premium_pay"]) == ("552.00", "39.00")
    assert slip["gross_pay"] == "637.00" and slip["overtime_premium_to_date"] == "39.00"


def test_two_rates_are_averaged_by_their_hours():
    """29 CFR 778.115: 20 hours at 10.00 and 30 at 15.00: regular rate 13.00, half for 10 hours."""
    worked = workweek(LAW, np.array([[1000, 1000, 1000, 1000, 1000, 0, 0]]), np.array([False]))
    assert premium(np.array([20 * 1000 + 30 * 1500]), worked).tolist() == [6500]


def test_double_time_adds_the_whole_rate():
    slip = pay(frequency="weekly", hour_rate="20.00", hours_worked=1600, hours_overtime=400, hours_double=400)
    assert (slip["hourly_pay"], slip["overtime_premium_pay"]) == ("320.00", "120.00")


def test_the_premium_is_rounded_once():
    """45.25 hours at 13.33: 603.18; regular rate 13.3299..., half for 5.25 hours is 34.99."""
    slip = pay(frequency="weekly", hour_rate="13.33", hours_worked=4525, hours_overtime=525)
    assert (slip["hourly_pay"], slip["overtime_premium_pay"]) == ("603.18", "34.99")


def test_pay_under_the_minimum_wage_is_shown():
    slip = pay(frequency="weekly", hour_rate="7.00", hours_worked=4000)
    assert slip["minimum_wage_shortfall"] == "10.00"
    assert "minimum_wage_shortfall" not in pay(frequency="weekly", hour_rate="7.25", hours_worked=4000)


def test_hours_that_contradict_each_other_are_refused():
    assert "more than the hours worked" in pay(hour_rate="20", hours_worked=100, hours_overtime=101).problem
    assert "without a rate" in pay(hours_worked=100).problem
    with pytest.raises(ValueError, match="seven days"):
        workweek(LAW, np.zeros((1, 6), np.int64), np.array([True]))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 2400), min_size=7, max_size=7))
def test_california_never_gives_less_than_the_federal_law(by_day):
    week = np.array([by_day], np.int64)
    federal = workweek(LAW, week, np.array([False]))
    state = workweek(LAW, week, np.array([True]))
    assert (state.overtime + state.doubled >= federal.overtime).all()
    assert (state.overtime + state.doubled <= state.worked).all()
