from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from openhro.core.calendars import Roll
from openhro.core.clocks import DateClock, Kind, State, Term, restore, stored
from openhro.core.errors import Conflict, Invalid


def london(started: date, term: Term, rule: Roll = Roll.NONE) -> DateClock:
    return DateClock(started, term, "GB-ENG", "Europe/London", rule)


def denver(started: date, term: Term, rule: Roll = Roll.NONE) -> DateClock:
    return DateClock(started, term, "US", "America/Denver", rule)


def access_request(received: date, jurisdiction: str = "GB-ENG") -> DateClock:
    return DateClock(received, Term(months=1), jurisdiction, "Europe/London", Roll.FOLLOWING)


def test_an_access_request_of_31_january_is_due_on_the_first_working_day_after_february():
    clock = access_request(date(2026, 1, 31))
    assert clock.due() == date(2026, 3, 2)
    assert clock.extend(Term(months=3), date(2026, 3, 2)).due() == date(2026, 4, 30)


def test_an_extension_told_after_the_due_date_is_too_late():
    clock = access_request(date(2026, 1, 31))
    with pytest.raises(Conflict) as refused:
        clock.extend(Term(months=3), date(2026, 3, 3))
    assert refused.value.code == "EXTENSION_TOO_LATE"
    with pytest.raises(Conflict) as refused:
        clock.extend(Term(months=3), datetime(2026, 3, 3, 0, 0, tzinfo=UTC))
    assert refused.value.code == "EXTENSION_TOO_LATE"
    with pytest.raises(Conflict) as refused:
        clock.extend(Term(months=3), date(2026, 2, 20)).extend(Term(months=4), date(2026, 2, 21))
    assert refused.value.code == "EXTENSION_REPEATED"


def test_an_access_request_of_31_october_is_due_on_30_november_but_not_in_scotland():
    assert access_request(date(2026, 10, 31)).due() == date(2026, 11, 30)
    assert access_request(date(2026, 10, 31), "GB-SCT").due() == date(2026, 12, 1)


def test_days_in_which_the_law_lets_the_clock_stand_are_put_on():
    clock = access_request(date(2026, 1, 5)).pause(date(2026, 1, 12), "clarification")
    assert clock.state(date(2026, 6, 1)) is State.PAUSED
    clock = clock.resume(date(2026, 1, 22))
    assert clock.due() == date(2026, 2, 16)  # 5 February and 10 days is Sunday the 15th


def test_a_pause_that_begins_after_the_due_date_cures_nothing():
    clock = access_request(date(2026, 1, 5)).pause(date(2026, 2, 6)).resume(date(2026, 2, 8))
    assert clock.due() == date(2026, 2, 5)
    assert clock.state(date(2026, 2, 8)) is State.BREACHED
    late = access_request(date(2026, 1, 5)).stop(date(2026, 2, 6)).reopen(date(2026, 2, 20))
    assert late.state(date(2026, 2, 20)) is State.BREACHED


@pytest.mark.parametrize(
    ("clock", "due"),
    [
        # COBRA: 60 days from the loss of cover, 45 from the election, 18 months of cover
        (denver(date(2026, 11, 30), Term(days=60)), date(2027, 1, 29)),
        (denver(date(2026, 12, 10), Term(days=45)), date(2027, 1, 24)),
        (denver(date(2026, 12, 1), Term(months=18, first_day_counts=True)), date(2028, 5, 31)),
        # I-9 section 2: three business days after the first day of work
        (denver(date(2026, 5, 11), Term(business_days=3)), date(2026, 5, 14)),
        # UK auto-enrolment: notice and information in six weeks, opt-out in one month from 8 September
        (london(date(2026, 6, 15), Term(days=42)), date(2026, 7, 27)),
        (london(date(2026, 8, 31), Term(days=42)), date(2026, 10, 12)),
        (london(date(2026, 9, 8), Term(months=1, first_day_counts=True)), date(2026, 10, 7)),
        # RIDDOR: 10 days, 15 for an injury of over seven days
        (london(date(2026, 9, 14), Term(days=10)), date(2026, 9, 24)),
        (london(date(2026, 9, 14), Term(days=15)), date(2026, 9, 29)),
        # Whistle-blowing: seven days to acknowledge, three months from there to give feedback
        (london(date(2026, 7, 1), Term(days=7)), date(2026, 7, 8)),
        (london(date(2026, 7, 3), Term(months=3)), date(2026, 10, 3)),
        (london(date(2026, 7, 8), Term(months=3)), date(2026, 10, 8)),
        # A certificate of a leap day, a training rule, a contract's notice
        (london(date(2028, 2, 29), Term(months=12)), date(2029, 2, 28)),
        (denver(date(2026, 5, 11), Term(days=30)), date(2026, 6, 10)),
        (denver(date(2026, 11, 23), Term(months=3)), date(2027, 2, 23)),
        # The first day of a term in days or business days is itself the first of them
        (london(date(2026, 9, 14), Term(days=7, first_day_counts=True)), date(2026, 9, 20)),
        (london(date(2026, 9, 14), Term(business_days=5, first_day_counts=True)), date(2026, 9, 18)),
    ],
)
def test_statutory_dates_are_the_ones_of_the_law(clock, due):
    assert clock.due() == due


def test_all_of_the_due_date_is_in_time_in_its_own_zone():
    clock = denver(date(2026, 11, 30), Term(days=60))
    assert clock.due_at() == datetime(2027, 1, 30, 6, 59, 59, 999999, tzinfo=UTC)
    assert clock.state(clock.due_at()) is State.RUNNING
    assert clock.state(datetime(2027, 1, 30, 7, 0, tzinfo=UTC)) is State.BREACHED
    assert clock.stop(clock.due_at()).state(date(2027, 6, 1)) is State.MET
    assert clock.stop(datetime(2027, 1, 30, 7, 0, tzinfo=UTC)).state(date(2027, 6, 1)) is State.BREACHED


def test_one_day_late_is_late():
    payment = denver(date(2026, 12, 10), Term(days=45))
    assert payment.stop(date(2027, 1, 24)).state(date(2027, 1, 24)) is State.MET
    assert payment.stop(date(2027, 1, 25)).state(date(2027, 1, 25)) is State.BREACHED


def test_thresholds_divide_the_time_from_the_first_day_to_the_due_instant():
    clock = london(date(2026, 11, 2), Term(days=9))
    assert clock.threshold(50) == datetime(2026, 11, 6, 23, 59, 59, 999999, tzinfo=UTC)
    assert clock.threshold(100) == clock.due_at()
    assert clock.pause(date(2026, 11, 3)).threshold(50) is None


def test_moves_out_of_turn_are_refused():
    clock = access_request(date(2026, 1, 5))
    stopped = clock.stop(date(2026, 1, 20))
    for move in (
        lambda: clock.resume(date(2026, 1, 6)),
        lambda: clock.pause(date(2026, 1, 6)).pause(date(2026, 1, 7)),
        lambda: stopped.stop(date(2026, 1, 21)),
        lambda: stopped.extend(Term(months=3), date(2026, 1, 21)),
    ):
        with pytest.raises(Conflict) as refused:
            move()
        assert refused.value.code == "ILLEGAL_TRANSITION"
    with pytest.raises(Invalid) as refused:
        clock.stop(date(2026, 1, 4))
    assert refused.value.code == "CLOCK_ORDER"


def test_a_deadline_without_a_term_zone_or_jurisdiction_is_refused():
    for make in (
        lambda: Term(),
        lambda: Term(days=-1),
        lambda: DateClock(date(2026, 1, 1), Term(days=1), "XX", "Europe/London"),
        lambda: DateClock(date(2026, 1, 1), Term(days=1), "GB", "Europe/Leeds"),
        lambda: london(date(2026, 1, 1), Term(days=10**8)).due(),
        lambda: london(date(2026, 1, 1), Term(days=10**12)).due(),
    ):
        with pytest.raises(Invalid):
            make()


def test_an_explanation_shows_the_clamp_each_day_rolled_over_and_the_extension():
    clock = access_request(date(2026, 1, 31))
    assert [step.text for step in clock.explain(date(2026, 2, 10))] == [
        "Started Sat 31 Jan 2026 in Europe/London.",
        "The term of 1 month ends Sat 28 Feb 2026. That month has no 31st day.",
        "Sat 28 Feb 2026 does not count: Saturday.",
        "Sun 1 Mar 2026 does not count: Sunday.",
        "Due Mon 2 Mar 2026, to the end of the day in Europe/London.",
        "Running, with 20 days left.",
    ]
    extended = clock.extend(Term(months=3), date(2026, 3, 2)).stop(date(2026, 5, 1)).explain(date(2026, 6, 1))
    assert [step.text for step in extended if step.kind in (Kind.EXTENSION, Kind.STATE)] == [
        "Extended to 3 months from the start, notified Mon 2 Mar 2026: Thu 30 Apr 2026. That month has no 31st day.",
        "Breached: done Fri 1 May 2026.",
    ]


def test_an_explanation_names_skipped_days_and_pauses():
    steps = denver(date(2026, 5, 22), Term(business_days=2)).explain(date(2026, 5, 26))
    assert [step.text for step in steps if step.kind is Kind.HOLIDAY] == [
        "Sat 23 May 2026 does not count: Saturday.",
        "Sun 24 May 2026 does not count: Sunday.",
        "Mon 25 May 2026 does not count: Memorial Day.",
    ]
    paused = access_request(date(2026, 1, 5)).pause(date(2026, 1, 12), "clarification")
    assert "Paused (clarification) from Mon 12 Jan 2026; not ended yet." in [
        s.text for s in paused.explain(date(2026, 1, 13))
    ]
    texts = [step.text for step in paused.resume(date(2026, 1, 13)).explain(date(2026, 2, 7))]
    assert "Paused (clarification) from Mon 12 Jan 2026 to Tue 13 Jan 2026: moved the due date by 1 day." in texts
    assert texts[-1] == "Breached from Sat 7 Feb 2026."


def test_a_date_deadline_survives_json_whole():
    clock = access_request(date(2026, 1, 31)).pause(date(2026, 2, 2), "id").resume(date(2026, 2, 4))
    clock = clock.extend(Term(months=3), date(2026, 2, 20)).stop(date(2026, 4, 1))
    assert restore(json.loads(json.dumps(stored(clock)))) == clock
    running = denver(date(2026, 5, 11), Term(business_days=3))
    assert restore(json.loads(json.dumps(stored(running)))) == running
