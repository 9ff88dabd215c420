from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest

from openhro.core.calendars import BusinessCalendar, Hours
from openhro.core.errors import Invalid

WEEKDAYS = range(5)
DESK = BusinessCalendar.of(
    "Europe/London",
    {day: [("09:00", "17:30")] for day in WEEKDAYS},
    [("2026-12-25", "Christmas Day"), ("2026-12-28", "Boxing Day (observed)")],
)
SPLIT = BusinessCalendar.of("Europe/London", {day: [("09:00", "13:00"), ("14:00", "18:00")] for day in WEEKDAYS})
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def z(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def nightly(zone: str, opens: str, closes: str) -> BusinessCalendar:
    return BusinessCalendar.of(zone, {day: [(opens, closes)] for day in range(7)})


def test_a_target_runs_over_christmas_to_the_next_open_day():
    assert DESK.add_business(at("2026-12-24T15:00+00:00"), 4 * HOUR) == z("2026-12-29T10:30")
    assert DESK.add_business(at("2026-12-24T15:00+00:00"), 16 * 60) == z("2026-12-30T14:00")


def test_a_target_runs_over_the_lunch_gap():
    assert SPLIT.add_business(at("2026-12-01T12:30+00:00"), 60) == z("2026-12-01T14:30")


def test_a_target_begun_on_saturday_runs_from_monday():
    assert DESK.add_business(at("2026-11-21T11:00+00:00"), 4 * HOUR) == z("2026-11-23T13:00")


def test_a_target_used_up_at_closing_ends_then_and_not_at_the_next_opening():
    assert DESK.add_business(z("2026-12-24T15:00"), 150) == z("2026-12-24T17:30")
    assert DESK.add_business(z("2026-12-24T15:00"), 151) == z("2026-12-29T09:01")


def test_no_target_ends_where_it_starts():
    assert DESK.add_business(z("2026-12-25T03:00"), 0) == z("2026-12-25T03:00")


@pytest.mark.parametrize(
    ("when", "opens"),
    [
        ("2026-12-24T15:00", "2026-12-24T15:00"),
        ("2026-12-24T17:30", "2026-12-29T09:00"),
        ("2026-12-24T17:29:59", "2026-12-24T17:29:59"),
        ("2026-11-21T11:00", "2026-11-23T09:00"),
        ("2026-07-06T07:00", "2026-07-06T08:00"),
    ],
)
def test_the_next_opening_is_now_or_the_start_of_a_window(when, opens):
    assert DESK.next_open(z(when)) == z(opens)
    assert DESK.is_open(z(opens))


def test_an_opening_adds_hours_to_a_holiday_and_to_a_working_day():
    calendar = BusinessCalendar.of(
        "Europe/London",
        {day: [("09:00", "17:30")] for day in WEEKDAYS},
        [("2026-12-24", "Christmas Eve")],
        [("2026-12-24", "09:00", "12:00"), ("2026-12-22", "17:00", "20:00"), ("2026-12-26", "10:00", "11:00")],
    )
    assert calendar.hours(date(2026, 12, 24)) == (Hours(540, 720),)
    assert calendar.hours(date(2026, 12, 22)) == (Hours(540, 1200),)
    assert calendar.business_time(z("2026-12-26T00:00"), z("2026-12-27T00:00")) == HOUR


def test_hours_that_touch_midnight_join_across_it():
    calendar = BusinessCalendar.of("UTC", {0: [("22:00", "00:00")], 1: [("00:00", "06:00")]})
    assert calendar.add_business(z("2026-11-23T23:00"), 3 * HOUR) == z("2026-11-24T02:00")


@pytest.mark.parametrize(
    ("zone", "before", "lost_or_won"),
    [
        ("Europe/London", "2026-03-28T23:00+00:00", -1),
        ("Europe/London", "2026-10-24T23:00+01:00", 1),
        ("America/New_York", "2026-03-07T23:00-05:00", -1),
        ("America/New_York", "2026-10-31T23:00-04:00", 1),
    ],
)
def test_a_night_of_changing_clocks_has_the_hours_that_passed(zone, before, lost_or_won):
    night = BusinessCalendar.of(zone, {day: [("00:00", "06:00")] for day in range(7)})
    begin = at(before)
    assert night.business_time(begin, begin + 12 * HOUR) == (6 + lost_or_won) * HOUR
    closing = begin + (7 + lost_or_won) * HOUR
    assert night.add_business(begin, (6 + lost_or_won) * HOUR) == closing
    assert night.local(closing).hour == 6


def test_office_hours_keep_the_wall_clock_after_clocks_change():
    friday = at("2026-03-27T16:30+00:00")
    assert DESK.add_business(friday, 2 * HOUR) == at("2026-03-30T10:00+01:00")
    friday = at("2026-10-23T16:30+01:00")
    assert DESK.add_business(friday, 2 * HOUR) == at("2026-10-26T10:00+00:00")


@pytest.mark.parametrize(
    ("zone", "day", "opens", "closes", "spans"),
    [
        # London leaps from 01:00 to 02:00 at 01:00Z
        ("Europe/London", date(2026, 3, 29), "00:30", "01:30", ["00:30/01:00"]),
        ("Europe/London", date(2026, 3, 29), "01:30", "03:00", ["01:00/02:00"]),
        ("Europe/London", date(2026, 3, 29), "01:00", "02:00", []),
        # London repeats 01:00 to 02:00; the second begins at 01:00Z
        ("Europe/London", date(2026, 10, 25), "01:00", "02:00", ["00:00/02:00"]),
        ("Europe/London", date(2026, 10, 25), "00:30", "01:30", ["23:30/00:30", "01:00/01:30"]),
        ("Europe/London", date(2026, 10, 25), "01:30", "03:00", ["00:30/01:00", "01:30/03:00"]),
        # New York leaps from 02:00 to 03:00 at 07:00Z, and repeats 01:00 to 02:00 from 06:00Z
        ("America/New_York", date(2026, 3, 8), "01:30", "03:30", ["06:30/07:30"]),
        ("America/New_York", date(2026, 3, 8), "02:00", "03:00", []),
        ("America/New_York", date(2026, 11, 1), "01:00", "02:00", ["05:00/07:00"]),
        ("America/New_York", date(2026, 11, 1), "00:00", "01:30", ["04:00/05:30", "06:00/06:30"]),
    ],
)
def test_a_window_holds_the_instants_whose_wall_clock_reads_within_it(zone, day, opens, closes, spans):
    found = nightly(zone, opens, closes).windows(day)
    assert [f"{span.opens:%H:%M}/{span.closes:%H:%M}" for span in found] == spans


def test_a_day_that_begins_with_a_leap_over_midnight_has_twenty_three_hours():
    always = BusinessCalendar.always("Africa/Cairo")
    (span,) = always.windows(date(2026, 4, 24))
    assert span == (z("2026-04-23T22:00"), z("2026-04-24T21:00"))


def test_a_midnight_that_comes_twice_belongs_to_the_day_that_is_longer():
    always = BusinessCalendar.always("Africa/Cairo")
    (span,) = always.windows(date(2026, 10, 29))
    assert span.closes - span.opens == 25 * HOUR
    assert always.windows(date(2026, 10, 30))[0].opens == span.closes


def test_a_date_that_a_country_left_out_has_no_windows():
    samoa = BusinessCalendar.always("Pacific/Apia")
    assert samoa.windows(date(2011, 12, 30)) == ()
    assert samoa.windows(date(2011, 12, 29))[0].closes == samoa.windows(date(2011, 12, 31))[0].opens


def test_hours_that_count_round_the_clock_are_hours_that_pass():
    london = BusinessCalendar.always("Europe/London")
    known = at("2026-08-14T16:20+01:00")
    assert london.add_business(known, 72 * HOUR) == at("2026-08-17T16:20+01:00")
    spring = at("2026-03-28T12:00+00:00")
    assert london.add_business(spring, 72 * HOUR) == spring + 72 * HOUR


@pytest.mark.parametrize("start", ["2026-03-20T12:00+00:00", "2026-10-20T12:00+01:00"])
def test_weeks_in_which_clocks_change_are_not_skipped_as_usual_ones(start):
    london = BusinessCalendar.always("Europe/London")
    assert london.add_business(at(start), 30 * 24 * HOUR) == at(start) + 30 * 24 * HOUR
    assert london.business_time(at(start), at(start) + 30 * 24 * HOUR) == 30 * 24 * HOUR


def test_a_target_of_a_whole_week_ends_at_its_last_closing():
    assert DESK.add_business(z("2026-11-02T00:00"), 42.5 * HOUR) == z("2026-11-06T17:30")
    assert DESK.add_business(z("2026-11-02T00:00"), 2 * 42.5 * HOUR) == z("2026-11-13T17:30")


def test_long_targets_skip_weeks_and_end_where_single_days_would_end():
    minutes = 3 * 365 * 24 * 60 // 7
    end = DESK.add_business(z("2026-11-23T09:17"), minutes)
    day, left = date(2026, 11, 23), timedelta(minutes=minutes)
    while left:
        for span in DESK.windows(day):
            step = min(left, max(timedelta(0), span.closes - max(span.opens, z("2026-11-23T09:17"))))
            left -= step
            last = max(span.opens, z("2026-11-23T09:17")) + step
        day += timedelta(days=1)
    assert end == last
    assert DESK.business_time(z("2026-11-23T09:17"), end) == timedelta(minutes=minutes)


def test_no_business_time_passes_backwards():
    assert DESK.business_time(z("2026-12-29T10:00"), z("2026-12-24T10:00")) == timedelta(0)
    assert DESK.business_time(z("2026-12-29T12:00"), z("2026-12-29T10:00")) == timedelta(0)


def test_a_calendar_survives_json_and_pickling_whole():
    calendar = BusinessCalendar.of(
        "America/Denver", {"0": [["09:00", "13:00"], ["14:00", "24:00"]]}, [["2026-12-25", "Christmas Day"]],
        [["2026-12-27", "10:00", "12:00"]], 7,
    )  # fmt: skip
    assert BusinessCalendar.of(**calendar.stored()) == calendar
    assert calendar.stored()["windows"] == {"0": [["09:00", "13:00"], ["14:00", "24:00"]]}
    calendar.next_open(z("2026-11-23T09:00"))
    assert pickle.loads(pickle.dumps(calendar)) == calendar


@pytest.mark.parametrize(
    ("zone", "windows", "code"),
    [
        ("Europe/London", {0: [("09:00", "13:00"), ("12:00", "18:00")]}, "WINDOW_OVERLAP"),
        ("Europe/London", {0: [("18:00", "09:00")]}, "WINDOW_INVALID"),
        ("Europe/London", {0: [("09:00", "09:00")]}, "WINDOW_INVALID"),
        ("Europe/London", {0: [("9 o'clock", "17:00")]}, "WINDOW_INVALID"),
        ("Europe/London", {0: [("09:00", "25:00")]}, "WINDOW_INVALID"),
        ("Europe/London", {7: [("09:00", "17:00")]}, "WINDOW_INVALID"),
        ("Europe/London", {"Monday": [("09:00", "17:00")]}, "WINDOW_INVALID"),
        ("Europe/Leeds", {0: [("09:00", "17:00")]}, "ZONE_UNKNOWN"),
        ("../etc/passwd", {0: [("09:00", "17:00")]}, "ZONE_UNKNOWN"),
        ("", {}, "ZONE_UNKNOWN"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(zone, windows, code):
    with pytest.raises(Invalid) as refused:
        BusinessCalendar.of(zone, windows)
    assert refused.value.code == code


def test_a_holiday_that_is_no_date_is_refused():
    with pytest.raises(Invalid) as refused:
        BusinessCalendar.of("UTC", {}, [("2026-02-30", "Never")])
    assert refused.value.code == "DATE_INVALID"


def test_a_calendar_that_never_opens_is_refused_and_not_searched_for_ever():
    closed = BusinessCalendar.of("Europe/London", {}, (), [("2026-12-27", "10:00", "12:00")])
    assert closed.add_business(z("2026-12-01T00:00"), 60) == z("2026-12-27T11:00")
    with pytest.raises(Invalid) as refused:
        closed.add_business(z("2026-12-01T00:00"), 121)
    assert refused.value.code == "CALENDAR_EXHAUSTED"
    with pytest.raises(Invalid):
        DESK.add_business(z("2026-12-01T00:00"), timedelta.max)
    with pytest.raises(Invalid):
        DESK.add_business(datetime(9999, 12, 1, tzinfo=UTC), 60 * 9000)


def test_targets_are_whole_minutes_or_timedeltas_and_not_negative():
    with pytest.raises(TypeError):
        DESK.add_business(z("2026-12-01T00:00"), 1.5)
    with pytest.raises(TypeError):
        DESK.add_business(z("2026-12-01T00:00"), True)
    with pytest.raises(Invalid) as refused:
        DESK.add_business(z("2026-12-01T00:00"), -1)
    assert refused.value.code == "TARGET_INVALID"
    with pytest.raises(Invalid):
        DESK.add_business(z("2026-12-01T00:00"), 10**30)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no zone"):
        DESK.add_business(datetime(2026, 12, 24, 15), 60)


def test_a_week_that_begins_with_a_leap_over_midnight_is_an_hour_short():
    """Chile, 6 September 2026: 23:59 is followed by 01:00, so Sunday's four hours from midnight are three."""
    calendar = BusinessCalendar.of("America/Santiago", {6: [["00:00", "04:00"]]})
    before, after = datetime(2026, 9, 6, tzinfo=UTC), datetime(2026, 9, 13, 3, 0, 4, tzinfo=UTC)
    assert calendar.business_time(before, after) == timedelta(hours=3, seconds=4)
    assert calendar.add_business(before, timedelta(hours=3, seconds=4)) == after
