from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhro.core.calendars import (
    Roll,
    add_business_days,
    add_months,
    banking_days,
    complete_months,
    complete_years,
    corresponding_date,
    day_end,
    last_day_of_term,
    last_working_day,
    local_date,
    pay_date,
    roll,
    working_days,
)
from openhro.core.errors import Invalid

ENGLAND = working_days("GB-ENG")
DATES = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 23), 3, date(2027, 2, 23)),
        (date(2026, 12, 31), -1, date(2026, 11, 30)),
        (date(2026, 3, 31), -13, date(2025, 2, 28)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(day, months, end):
    assert add_months(day, months) == end
    assert corresponding_date(day, months) == end


@given(DATES, st.integers(0, 600))
def test_months_keep_the_day_unless_the_month_is_shorter(day, months):
    end = add_months(day, months)
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)
    assert complete_months(day, end) == months
    assert complete_months(day, end - timedelta(days=1)) == max(0, months - 1)


def test_months_beyond_the_calendar_are_refused():
    with pytest.raises(Invalid) as refused:
        add_months(date(2026, 1, 1), 12 * 9000)
    assert refused.value.code == "DATE_INVALID"


def test_service_is_counted_in_whole_years():
    assert complete_years(date(1998, 4, 6), date(2026, 12, 31)) == 28
    assert complete_years(date(1998, 4, 6), date(2026, 4, 5)) == 27
    assert complete_years(date(2026, 4, 6), date(2026, 4, 5)) == 0


def test_a_term_whose_first_day_counts_ends_the_day_before():
    assert last_day_of_term(date(2026, 9, 8), 1) == date(2026, 10, 7)
    assert last_day_of_term(date(2026, 12, 1), 18) == date(2028, 5, 31)


@pytest.mark.parametrize(
    ("day", "rule", "moved"),
    [
        (date(2026, 2, 28), Roll.FOLLOWING, date(2026, 3, 2)),
        (date(2026, 2, 28), Roll.PRECEDING, date(2026, 2, 27)),
        (date(2026, 2, 28), Roll.MODIFIED_FOLLOWING, date(2026, 2, 27)),
        (date(2026, 2, 28), Roll.NONE, date(2026, 2, 28)),
        (date(2026, 8, 1), Roll.MODIFIED_PRECEDING, date(2026, 8, 3)),
        (date(2026, 12, 25), Roll.FOLLOWING, date(2026, 12, 29)),
        (date(2026, 12, 28), Roll.PRECEDING, date(2026, 12, 24)),
        (date(2026, 4, 3), Roll.MODIFIED_FOLLOWING, date(2026, 4, 7)),
        (date(2026, 4, 7), Roll.FOLLOWING, date(2026, 4, 7)),
        (date(2026, 2, 28), "following", date(2026, 3, 2)),
    ],
)
def test_a_date_rolls_off_weekends_and_holidays(day, rule, moved):
    assert roll(day, rule, ENGLAND) == moved


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from(Roll), st.sampled_from(["GB", "US", "DE", "FR"]))
def test_a_roll_ends_on_the_nearest_day_that_counts(day, rule, country):
    days = working_days(country)
    moved = roll(day, rule, days)
    if rule is Roll.NONE or days.is_working(day):
        assert moved == day
        return
    assert days.is_working(moved)
    between = range(1, abs((moved - day).days))
    step = timedelta(days=1 if moved > day else -1)
    assert not any(days.is_working(day + n * step) for n in between)
    if rule in (Roll.MODIFIED_FOLLOWING, Roll.MODIFIED_PRECEDING):
        assert moved.month == day.month


def test_the_nations_of_the_united_kingdom_keep_their_own_holidays():
    saint_andrew = date(2026, 11, 30)
    assert working_days("GB-SCT").closed(saint_andrew) == "Saint Andrew's Day"
    assert working_days("GB").is_working(saint_andrew)
    assert working_days("GB").closed(date(2026, 8, 31)) == "Late Summer Bank Holiday"
    assert working_days("GB-SCT").is_working(date(2026, 8, 31))


def test_weekends_are_the_countrys_own():
    friday = date(2026, 11, 27)
    assert working_days("GB").is_working(friday)
    assert working_days("SA").closed(friday) == "Friday"
    assert working_days("SA").is_working(date(2026, 11, 29))


def test_banks_keep_other_days_than_authorities():
    observed = date(2026, 7, 3)  # 4 July is a Saturday: offices close on Friday, the Federal Reserve does not
    assert not working_days("US").is_working(observed)
    assert banking_days("US").is_working(observed)
    corpus_christi = date(2026, 6, 4)
    assert not working_days("DE-BY").is_working(corpus_christi)
    assert banking_days("DE").is_working(corpus_christi)
    assert banking_days("DE").closed(date(2026, 4, 3)) == "Good Friday"
    assert banking_days("GB").closed(date(2026, 12, 28)) == "Boxing Day (observed)"
    assert banking_days("SE").is_working(date(2026, 1, 5))
    assert not banking_days("SE").is_working(date(2026, 12, 24))
    assert not banking_days("CA").is_working(date(2026, 10, 12))


def test_a_country_settles_by_target_from_its_first_year_in_the_euro():
    labour_day = date(2026, 5, 1)
    assert not banking_days("BG").is_working(labour_day)
    assert banking_days("BG").is_working(date(2026, 3, 3))
    assert not banking_days("BG").is_working(date(2025, 3, 3))


def test_business_days_are_counted_from_the_day_after():
    us = working_days("US")
    assert add_business_days(date(2026, 5, 11), 3, us) == date(2026, 5, 14)
    assert add_business_days(date(2026, 5, 22), 1, us) == date(2026, 5, 26)
    assert add_business_days(date(2026, 5, 26), -1, us) == date(2026, 5, 22)
    assert add_business_days(date(2026, 5, 23), 0, us) == date(2026, 5, 23)
    with pytest.raises(Invalid):
        add_business_days(date(2026, 5, 11), 10**9, us)


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.integers(1, 60))
def test_so_many_business_days_lie_between(day, count):
    end = add_business_days(day, count, ENGLAND)
    passed = (day + timedelta(days=n) for n in range(1, (end - day).days + 1))
    assert sum(ENGLAND.is_working(each) for each in passed) == count
    assert ENGLAND.is_working(end)


def test_pay_comes_before_a_day_without_settlement():
    assert pay_date(date(2026, 12, 25), "GB") == date(2026, 12, 24)
    assert pay_date(date(2026, 12, 27), "GB", Roll.FOLLOWING) == date(2026, 12, 29)
    assert pay_date(date(2026, 11, 26), "US") == date(2026, 11, 25)
    assert pay_date(date(2026, 11, 13), "US") == date(2026, 11, 13)
    assert last_working_day(2026, 5, banking_days("GB")) == date(2026, 5, 29)
    assert last_working_day(2026, 2, banking_days("US")) == date(2026, 2, 27)


@pytest.mark.parametrize(
    "jurisdiction", ["", "XX", "GB-XX", "gb", "England", "HolidayBase", "__name__", "GB-", "GB-ENG-LDS"]
)
def test_a_jurisdiction_that_nobody_looked_up_is_refused(jurisdiction):
    with pytest.raises(Invalid) as refused:
        working_days(jurisdiction)
    assert refused.value.code == "PARAMETER_MISSING"


def test_a_year_that_nobody_looked_up_is_refused():
    with pytest.raises(Invalid) as refused:
        ENGLAND.is_working(date(2150, 1, 1))
    assert refused.value.code == "PARAMETER_MISSING"


def test_an_instant_has_the_date_of_its_zone():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert local_date(late, "Europe/London") == date(2026, 7, 2)
    assert local_date(late, "America/Denver") == date(2026, 7, 1)
    assert day_end(date(2026, 7, 1), "Europe/London") == datetime(2026, 7, 1, 23, tzinfo=UTC)
    assert day_end(date(2026, 10, 25), "Europe/London") == datetime(2026, 10, 26, tzinfo=UTC)
