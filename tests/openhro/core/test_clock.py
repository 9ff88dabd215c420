from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta

import pytest

from openhro.core.calendars import BusinessCalendar
from openhro.core.clocks import Breach, Clock, Kind, Pause, State, restore, stored
from openhro.core.errors import Conflict, Invalid

DESK = BusinessCalendar.of(
    "Europe/London",
    {day: [("09:00", "17:30")] for day in range(5)},
    [("2026-12-25", "Christmas Day"), ("2026-12-28", "Boxing Day (observed)")],
)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def z(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def christmas(target: timedelta = 16 * HOUR) -> Clock:
    return Clock(z("2026-12-24T15:00"), target, DESK)


def story() -> Clock:
    return christmas().pause(z("2026-12-29T10:00"), "waiting for Tom").resume(z("2026-12-30T10:00"))


def test_a_ticket_of_christmas_eve_is_due_after_the_holidays():
    assert christmas(4 * HOUR).due() == z("2026-12-29T10:30")
    assert christmas().due() == z("2026-12-30T14:00")


def test_a_ticket_paused_from_29_to_30_december_is_due_on_the_31st():
    assert christmas(4 * HOUR).due().isoformat() == "2026-12-29T10:30:00+00:00"
    assert story().due().isoformat() == "2026-12-31T14:00:00+00:00"


def test_a_pause_outside_business_hours_costs_nothing():
    clock = christmas().pause(z("2026-12-24T17:30")).resume(z("2026-12-29T09:00"))
    assert clock.due() == z("2026-12-30T14:00")


def test_a_pause_over_a_night_costs_only_its_business_hours():
    clock = christmas().pause(z("2026-12-29T17:00")).resume(z("2026-12-30T09:15"))
    assert clock.due() == z("2026-12-30T14:45")


@pytest.mark.parametrize(
    ("stopped", "state"),
    [("13:59:59", State.MET), ("14:00:00", State.MET), ("14:00:01", State.BREACHED)],
)
def test_met_is_stopped_at_or_before_the_due_instant(stopped, state):
    clock = christmas().stop(z(f"2026-12-30T{stopped}"))
    assert clock.state(z("2027-01-04T09:00")) is state


def test_a_clock_runs_until_its_due_instant_and_breaches_after_it():
    assert christmas().state(z("2026-12-30T14:00")) is State.RUNNING
    assert christmas().state(z("2026-12-30T14:00:01")) is State.BREACHED
    assert christmas().breach(z("2026-12-31T09:00")) == Breach(z("2026-12-30T14:00"), "overdue")


def test_a_paused_clock_does_not_breach():
    clock = christmas().pause(z("2026-12-29T10:00"))
    assert clock.state(z("2027-03-01T10:00")) is State.PAUSED
    assert clock.due() == z("2026-12-30T14:00")
    assert clock.remaining(z("2027-03-01T10:00")) == 12.5 * HOUR


def test_a_clock_paused_at_its_due_instant_is_not_late():
    clock = christmas().pause(z("2026-12-30T14:00"))
    assert clock.state(z("2026-12-31T10:00")) is State.PAUSED
    clock = clock.resume(z("2026-12-31T10:00"))
    assert clock.state(z("2026-12-31T10:00")) is State.RUNNING
    assert clock.due() == clock.threshold(100) == z("2026-12-31T10:00")


def test_a_breach_is_final_whatever_is_paused_after_it():
    friday = Clock(z("2026-11-27T15:30"), 2 * HOUR, DESK)
    assert friday.due() == z("2026-11-27T17:30")
    late = friday.pause(z("2026-11-27T18:00"))
    assert late.state(z("2026-11-30T12:00")) is State.BREACHED
    done = late.stop(z("2026-11-30T12:00"))
    assert done.state(z("2026-12-01T09:00")) is State.BREACHED
    assert done.breach(z("2026-12-01T09:00")) == Breach(z("2026-11-27T17:30"), "overdue")


def test_the_due_instant_is_the_target_and_all_pauses_in_business_time():
    clock = story().stop(z("2027-01-04T10:00")).reopen(z("2027-01-05T10:00"))
    paused = sum((DESK.business_time(p.started_at, p.ended_at) for p in clock.pauses), timedelta(0))
    assert clock.due() == DESK.add_business(clock.started_at, clock.target + paused)


def test_a_new_priority_counts_from_the_original_start_and_keeps_the_pauses():
    clock = story().reprioritise(8 * HOUR, z("2026-12-30T11:00"))
    assert clock.started_at == z("2026-12-24T15:00")
    assert clock.pauses == story().pauses
    assert clock.due() == DESK.add_business(clock.started_at, 8 * HOUR + 8.5 * HOUR) == z("2026-12-30T14:30")
    assert clock.state(z("2026-12-30T11:00")) is State.RUNNING
    assert clock.breach(z("2026-12-30T11:00")) is None


def test_a_new_priority_that_is_over_already_breaches_when_it_is_set():
    clock = christmas().reprioritise(4 * HOUR, z("2026-12-29T12:00"))
    assert clock.due() == z("2026-12-29T10:30")
    assert clock.state(z("2026-12-29T12:00")) is State.BREACHED
    assert clock.breach(z("2026-12-29T12:00")) == Breach(z("2026-12-29T12:00"), "reprioritised")
    assert "due to re-prioritisation" in clock.explain(z("2026-12-29T12:00"))[-1].text


def test_a_new_priority_does_not_move_a_breach_that_came_before_it():
    clock = christmas(4 * HOUR).reprioritise(2 * HOUR, z("2026-12-29T12:00"))
    assert clock.breach(z("2026-12-29T12:00")) == Breach(z("2026-12-29T10:30"), "overdue")


def test_a_lower_priority_gives_time_again():
    clock = christmas(4 * HOUR).reprioritise(16 * HOUR, z("2026-12-29T10:30"))
    assert clock.state(z("2026-12-29T12:00")) is State.RUNNING
    assert clock.due() == z("2026-12-30T14:00")


def test_a_breach_stays_whatever_the_clock_counts_to_afterwards():
    first = Breach(z("2026-12-29T10:30"), "overdue")
    late, noon = christmas(4 * HOUR), z("2026-12-29T12:00")
    shorter_year = replace(DESK, holidays=(), version=2)
    for clock in (
        late.reprioritise(16 * HOUR, noon),
        late.recount(noon, "recalculated", target=16 * HOUR, calendar=shorter_year),
        late.recount(noon, "recalculated", started_at=z("2026-12-23T15:00")),
        late.reprioritise(16 * HOUR, noon).reprioritise(4 * HOUR, noon).stop(noon).reopen(z("2026-12-30T12:00")),
    ):
        assert clock.breach(z("2026-12-29T12:00")) == first
        assert clock.state(z("2027-01-05T12:00")) is State.BREACHED
        assert restore(json.loads(json.dumps(stored(clock)))) == clock


def test_a_calendar_that_ends_the_time_breaches_when_it_is_applied():
    clock = christmas().recalculate(replace(DESK, holidays=(), version=2), z("2026-12-29T17:00"))
    assert clock.due() == z("2026-12-28T14:00")
    assert clock.breach(z("2026-12-29T17:00")) == Breach(z("2026-12-29T17:00"), "recalculated")
    assert "due to another way of counting" in clock.explain(z("2026-12-29T17:00"))[-1].text


def test_the_same_priority_again_changes_nothing():
    clock = christmas()
    assert clock.reprioritise(16 * HOUR, z("2026-12-29T12:00")) is clock


def test_a_reopened_clock_goes_on_with_the_resolved_interval_as_a_pause():
    clock = christmas().stop(z("2026-12-29T09:30")).reopen(z("2026-12-30T09:30"))
    assert clock.stopped_at is None
    assert clock.pauses == (Pause(z("2026-12-29T09:30"), z("2026-12-30T09:30"), "resolved"),)
    assert clock.due() == z("2026-12-31T14:00")
    assert clock.state(z("2026-12-30T09:30")) is State.RUNNING


def test_a_clock_that_was_late_when_resolved_is_late_when_reopened():
    clock = christmas().stop(z("2026-12-30T15:00")).reopen(z("2027-01-04T10:00"))
    assert clock.state(z("2027-01-04T10:00")) is State.BREACHED


def test_a_pause_ends_when_the_matter_is_resolved_in_it():
    clock = christmas().pause(z("2026-12-29T10:00")).stop(z("2027-01-20T10:00"))
    assert clock.open_pause is None
    assert clock.state(z("2027-01-20T10:00")) is State.MET
    again = clock.reopen(z("2027-01-20T12:00"))
    assert again.remaining(z("2027-01-20T12:00")) == 12.5 * HOUR


def test_moves_out_of_turn_are_refused_and_name_the_possible_ones():
    running, paused = christmas(), christmas().pause(z("2026-12-29T10:00"))
    stopped = christmas().stop(z("2026-12-29T10:00"))
    late = z("2026-12-30T10:00")
    moves = [
        lambda: running.resume(late), lambda: running.reopen(late), lambda: paused.pause(late),
        lambda: stopped.pause(late), lambda: stopped.stop(late), lambda: stopped.reprioritise(HOUR, late),
        lambda: stopped.recalculate(DESK, late),
    ]  # fmt: skip
    for move in moves:
        with pytest.raises(Conflict) as refused:
            move()
        assert refused.value.code == "ILLEGAL_TRANSITION"
        assert refused.value.detail["allowed"]


def test_time_runs_forward_only():
    for move in (
        lambda: christmas().stop(z("2026-12-24T14:59")),
        lambda: story().stop(z("2026-12-30T09:59")),
        lambda: christmas().stop(z("2026-12-29T10:00")).reopen(z("2026-12-29T09:59")),
        lambda: Clock(z("2026-12-24T15:00"), HOUR, DESK, (Pause(z("2026-12-24T14:00"), z("2026-12-24T16:00")),)),
        lambda: Clock(z("2026-12-24T15:00"), HOUR, DESK, (Pause(z("2026-12-24T16:00")), Pause(z("2026-12-24T17:00")))),
        lambda: Clock(z("2026-12-24T15:00"), HOUR, DESK, (Pause(z("2026-12-24T16:00")),), z("2026-12-24T17:00")),
    ):
        with pytest.raises(Invalid) as refused:
            move()
        assert refused.value.code == "CLOCK_ORDER"


def test_targets_are_whole_seconds_and_not_negative():
    for target in (-HOUR, timedelta(microseconds=1)):
        with pytest.raises(Invalid):
            christmas(target)
        with pytest.raises(Invalid):
            christmas().reprioritise(target, z("2026-12-29T12:00"))
    with pytest.raises(TypeError):
        Clock(z("2026-12-24T15:00"), 60, DESK)


def test_thresholds_are_instants_of_used_business_time():
    clock = Clock(z("2026-11-23T09:00"), 8 * HOUR, DESK)
    expected = {50: "13:00", 75: "15:00", 90: "16:12", 100: "17:00"}
    assert {p: f"{clock.threshold(p):%H:%M}" for p in (50, 75, 90, 100)} == expected
    assert clock.threshold(125) == z("2026-11-24T10:30")


def test_a_pause_moves_only_the_thresholds_that_come_after_it():
    clock = Clock(z("2026-11-23T09:00"), 8 * HOUR, DESK).pause(z("2026-11-23T14:00"))
    assert clock.threshold(50) == z("2026-11-23T13:00")
    assert clock.threshold(75) is None
    clock = clock.resume(z("2026-11-23T15:00"))
    assert clock.threshold(50) == z("2026-11-23T13:00")
    assert clock.threshold(75) == z("2026-11-23T16:00")
    assert clock.threshold(100) == clock.due() == clock.due_at()


def test_a_clock_keeps_its_calendar_until_told_to_recalculate():
    edited = replace(DESK, holidays=(*DESK.holidays, (z("2026-12-29T00:00").date(), "Extra day")), version=2)
    clock = christmas()
    assert clock.calendar_version == 1
    again = clock.recalculate(edited, z("2026-12-24T16:00"))
    assert (clock.due(), again.due()) == (z("2026-12-30T14:00"), z("2026-12-31T14:00"))
    assert again.calendar_version == 2
    assert again.started_at == clock.started_at


def test_a_clock_cannot_be_edited():
    with pytest.raises(FrozenInstanceError):
        christmas().target = HOUR


def test_instants_come_back_in_utc():
    clock = Clock(datetime.fromisoformat("2026-06-24T15:00+01:00"), HOUR, DESK)
    assert clock.started_at.isoformat() == "2026-06-24T14:00:00+00:00"
    assert clock.due().tzinfo is UTC
    with pytest.raises(ValueError, match="no zone"):
        Clock(datetime(2026, 6, 24, 15), HOUR, DESK)


def test_an_explanation_lists_each_window_holiday_and_pause_and_ends_in_the_due_instant():
    steps = story().explain(z("2026-12-30T12:00"))
    assert [step.text for step in steps] == [
        "Started Thu 24 Dec 2026 15:00.",
        "The target is 16 h in business hours of Europe/London, version 1.",
        "Thu 24 Dec 2026 15:00 to 17:30: 2 h 30 min counted.",
        "Fri 25 Dec 2026: closed, Christmas Day.",
        "Mon 28 Dec 2026: closed, Boxing Day (observed).",
        "Tue 29 Dec 2026 09:00 to 17:30: 1 h counted.",
        "Paused (waiting for Tom) from Tue 29 Dec 2026 10:00 to Wed 30 Dec 2026 10:00: moved the due time by 8 h 30 min.",
        "Wed 30 Dec 2026 09:00 to 17:30: 7 h 30 min counted.",
        "Thu 31 Dec 2026 09:00 to 14:00: 5 h counted.",
        "Due Thu 31 Dec 2026 14:00.",
        "Running, with 10 h 30 min of business time left.",
    ]
    assert [step.total for step in steps if step.kind is Kind.WINDOW] == [2.5 * HOUR, 3.5 * HOUR, 11 * HOUR, 16 * HOUR]
    assert steps[-2].at == story().due()


def test_an_explanation_tells_of_new_priorities_and_how_it_ended():
    clock = christmas().reprioritise(20 * HOUR, z("2026-12-29T12:00")).stop(z("2026-12-30T15:00"))
    steps = clock.explain(z("2027-01-04T09:00"))
    assert [s.text for s in steps if s.kind is Kind.RETARGET] == [
        "New priority: 16 h became 20 h, counted from the original start."
    ]
    assert steps[-1].text == "Met: stopped Wed 30 Dec 2026 15:00."
    late = christmas().stop(z("2026-12-30T15:00:30")).explain(z("2027-01-04T09:00"))
    assert late[-1].text == "Breached from Wed 30 Dec 2026 14:00; stopped Wed 30 Dec 2026 15:00:30."


def test_an_open_pause_says_that_the_due_instant_still_moves():
    steps = christmas().pause(z("2026-12-29T10:00"), "third party").explain(z("2026-12-29T11:00"))
    texts = [step.text for step in steps]
    assert "Paused (third party) since Tue 29 Dec 2026 10:00." in texts
    assert texts[-2].endswith("It moves on by the business time until the clock resumes.")
    assert texts[-1] == "Paused, with 12 h 30 min of business time left."


def test_a_clock_survives_json_whole():
    clock = (
        story().reprioritise(20 * HOUR, z("2026-12-30T11:00")).stop(z("2026-12-30T15:00")).reopen(z("2026-12-31T09:00"))
    )
    assert restore(json.loads(json.dumps(stored(clock)))) == clock
    paused = christmas().pause(z("2026-12-29T10:00"), "why")
    assert restore(json.loads(json.dumps(stored(paused)))) == paused
    stopped = christmas().stop(z("2026-12-29T10:00"))
    assert restore(json.loads(json.dumps(stored(stopped)))) == stopped


def test_hours_that_a_regulator_counts_run_over_the_weekend():
    known = datetime.fromisoformat("2026-08-14T16:20+01:00")
    breach = Clock(known, 72 * HOUR, BusinessCalendar.always("Europe/London"))
    assert breach.due() == datetime.fromisoformat("2026-08-17T16:20+01:00")
    assert breach.stop(breach.due()).state(known) is State.MET
    assert breach.stop(breach.due() + SECOND).state(known) is State.BREACHED
