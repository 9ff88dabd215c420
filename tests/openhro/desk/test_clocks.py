"""The clocks of requests against the acceptance calendar: when they are due, what pauses them, what breaks them."""

from __future__ import annotations

import pytest
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import CHRISTMAS_EVE, at, due, events, fresh, newest, stands

from openhro.core import clock
from openhro.core.actor import system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.models import Deadline
from openhro.core.scope import scope
from openhro.desk import queries, services
from openhro.desk.models import Escalation, TicketClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_.desk()


def urgent(desk, ticket):
    return desk.on(CHRISTMAS_EVE, services.prioritise, ticket, 3, 1)


def p3(desk, when=CHRISTMAS_EVE, **values):
    """A request of priority P3: four hours, sixteen hours."""
    ticket = desk.asked(
        when, **({"item_id": desk.letter.pk, "answers": {"purpose": "Bank"}, "category_id": None} | values)
    )
    assert ticket.priority == "P3"
    return ticket


def test_s_1_a_request_on_christmas_eve_is_due_after_the_holidays(desk):
    ticket = p3(desk)
    assert due(ticket, "first_response") == at("2026-12-29 10:30")
    assert due(ticket, "resolution") == at("2026-12-30 14:00")


def test_s_3_a_lunch_break_between_two_windows_does_not_count(desk):
    split = {str(day): [["09:00", "13:00"], ["14:00", "18:00"]] for day in range(5)}
    make_.act(desk.lead, services.publish_calendar, desk.client.pk, make_.london(windows=split))
    goal = services.GoalTerms("first_response", dict.fromkeys(("P1", "P2", "P3", "P4"), 60), "london")
    make_.act(desk.lead, services.publish_policy, desk.client.pk, make_.promises(goals=[goal], escalations=()))
    assert due(p3(desk, at("2026-11-23 12:30")), "first_response") == at("2026-11-23 14:30")


def test_s_6_a_request_on_saturday_counts_from_monday(desk):
    assert due(p3(desk, at("2026-11-21 11:00")), "first_response") == at("2026-11-23 13:00")


@pytest.mark.parametrize(("second", "state"), [("13:59:59", "met"), ("14:00:00", "met"), ("14:00:01", "breached")])
def test_s_7_the_due_instant_itself_still_meets_the_promise(desk, second, state):
    ticket = p3(desk)
    desk.on("2026-12-24 15:30", services.do_task, queries_task(ticket))
    desk.on(f"2026-12-30 {second}", services.resolve, ticket, "Here it is.")
    assert stands(ticket, "resolution", "2027-01-05 12:00") == state
    assert (newest(ticket, "resolution").breached_at is not None) == (state == "breached")


def queries_task(ticket):
    with scope(system()):
        return queries.tasks(system(), ticket).first()


def test_s_8_an_acknowledgment_does_not_answer(desk):
    ticket = p3(desk)
    with scope(system()):
        kinds = list(queries.entries(system(), ticket).values_list("kind", "from_desk"))
    assert kinds == [("public", False), ("auto", True)]
    assert stands(ticket, "first_response", "2026-12-24 16:00") == "running"
    desk.on("2026-12-24 16:00", services.note, ticket, "Only we read this.")
    assert stands(ticket, "first_response", "2026-12-24 16:30") == "running"
    desk.on("2026-12-24 17:00", services.answer, ticket, "We look into it.")
    assert stands(ticket, "first_response", "2026-12-24 17:00") == "met"


def test_a_pause_from_tuesday_to_wednesday_moves_the_resolution_by_its_business_hours(desk):
    """The demo's step 27."""
    ticket = p3(desk)
    desk.on("2026-12-29 10:00", services.wait_for_requester, ticket, "Which bank?")
    assert stands(ticket, "resolution", "2026-12-29 12:00") == "paused"
    assert stands(ticket, "first_response", "2026-12-29 10:15") == "running"
    desk.on("2026-12-30 10:00", services.ask_again, ticket, "The one in Leeds.", by=desk.tom)
    assert fresh(ticket).state == "open"
    assert due(ticket, "first_response") == at("2026-12-29 10:30")
    assert due(ticket, "resolution") == at("2026-12-31 14:00")


def test_a_pause_outside_business_hours_costs_nothing(desk):
    ticket = p3(desk)
    desk.on("2026-12-24 18:00", services.hold, ticket, "Until we are back")
    desk.on("2026-12-28 12:00", services.resume, ticket)
    assert due(ticket, "resolution") == at("2026-12-30 14:00")


def test_another_priority_counts_from_the_start_and_keeps_the_pauses(desk):
    ticket = p3(desk)
    desk.on("2026-12-29 10:00", services.wait_for_third_party, ticket, "The bank")
    desk.on("2026-12-30 10:00", services.resume, ticket)
    desk.on("2026-12-30 10:05", services.prioritise, ticket, 3, 2)
    assert fresh(ticket).priority == "P4"
    # 32 hours and the pause of 8.5 from 24 December 15:00, with New Year's Day a working day in this calendar.
    assert due(ticket, "resolution") == at("2027-01-04 13:00")
    assert len(queries_clock(ticket, "resolution").pauses) == 1


def queries_clock(ticket, metric):
    with scope(system()):
        return next(one for one in queries.clocks_of(system(), ticket) if one.metric == metric)


def test_a_priority_whose_time_is_over_breaches_at_once_and_says_why(desk):
    ticket = p3(desk)
    desk.on("2026-12-30 09:30", services.prioritise, ticket, 1, 1)
    row = newest(ticket, "resolution")
    assert (row.breached_at, row.breach_cause) == (at("2026-12-30 09:30"), "reprioritised")
    with scope(system()), clock.travel(at("2026-12-30 09:31")):
        assert "due to re-prioritisation" in queries.explain(system(), row.pk)[-1].text
    assert "desk.clock_breached" in events(ticket)


def test_a_broken_promise_stays_broken_whatever_it_counts_to_afterwards(desk):
    ticket = p3(desk, at("2026-11-23 09:00"))
    desk.on("2026-11-23 14:00", services.prioritise, ticket, 3, 3)
    assert due(ticket, "first_response") == at("2026-11-23 17:00")
    row = newest(ticket, "first_response")
    assert (row.breached_at, row.breach_cause) == (at("2026-11-23 13:00"), "overdue")
    desk.on("2026-11-23 15:00", services.answer, ticket, "Here it is.")
    with clock.travel(at("2026-11-23 16:00")):
        view = queries_clock(ticket, "first_response")
        assert (view.state, view.breached_at) == ("breached", at("2026-11-23 13:00"))
        span = (desk.client.pk, "first_response", at("2026-11-01 00:00"), at("2026-12-01 00:00"))
        assert [one.met for one in make_.act(desk.lead, queries.measured, *span)] == [False]
        steps = make_.act(desk.agent, queries.explain, row.pk)
    assert steps[-1].text.startswith("Breached from Mon 23 Nov 2026 13:00")


def test_a_reopened_request_counts_the_time_since_it_was_resolved_as_a_pause(desk):
    ticket = desk.asked(at("2026-11-23 09:00"))
    assert (ticket.priority, due(ticket, "resolution")) == ("P4", at("2026-11-26 15:30"))
    desk.on("2026-11-23 10:00", services.resolve, ticket, "Done.")
    desk.on("2026-11-24 10:00", services.reopen, ticket, "It is still wrong.", by=desk.tom)
    assert due(ticket, "resolution") == at("2026-11-27 15:30")
    assert stands(ticket, "resolution", "2026-11-24 10:01") == "running"
    assert stands(ticket, "first_response", "2026-11-24 10:01") == "met"
    assert fresh(ticket).reopened == 1


def test_reopening_is_for_ten_days(desk):
    ticket = desk.asked(at("2026-11-23 09:00"))
    desk.on("2026-11-23 10:00", services.resolve, ticket, "Done.")
    with clock.travel(at("2026-12-03 10:00:01")):
        told = make_.refused(Conflict, desk.tom, services.reopen, ticket.pk, "Again")
    assert told.code == "REOPEN_TOO_LATE"
    desk.on("2026-12-03 10:00:00", services.reopen, ticket, "Again", by=desk.tom)
    assert fresh(ticket).state == "open"


def test_clocks_keep_their_calendar_until_somebody_recalculates(desk):
    ticket = p3(desk)
    longer = (*make_.HOLIDAYS, ("2026-12-29", "Closed for stocktaking"))
    make_.act(desk.lead, services.publish_calendar, desk.client.pk, make_.london(holidays=longer))
    assert due(ticket, "resolution") == at("2026-12-30 14:00")
    with clock.travel(at("2026-12-24 16:00")):
        listed = make_.act(desk.lead, services.recalculate, desk.calendar.pk)
    assert [(one.metric, one.before, one.after) for one in listed] == [
        ("first_response", at("2026-12-29 10:30"), at("2026-12-30 10:30")),
        ("resolution", at("2026-12-30 14:00"), at("2026-12-31 14:00")),
        ("update", at("2026-12-30 14:00"), at("2026-12-31 14:00")),
    ]
    assert due(ticket, "resolution") == at("2026-12-30 14:00")
    with clock.travel(at("2026-12-24 16:00")):
        make_.act(desk.lead, services.recalculate, desk.calendar.pk, apply=True)
        assert make_.act(desk.lead, services.recalculate, desk.calendar.pk) == []
    assert due(ticket, "resolution") == at("2026-12-31 14:00")
    assert queries_clock(ticket, "resolution").calendar_version == 2
    assert queries_clock(ticket, "resolution").policy_version == 1


def test_a_due_time_explains_its_windows_holidays_and_pauses(desk):
    ticket = p3(desk)
    desk.on("2026-12-29 10:00", services.wait_for_requester, ticket, "Which bank?")
    desk.on("2026-12-30 10:00", services.resume, ticket)
    with scope(desk.agent), clock.travel(at("2026-12-30 10:00")):
        steps = queries.explain(desk.agent, newest(ticket, "resolution").pk)
    text = "\n".join(step.text for step in steps)
    assert "closed, Christmas Day" in text
    assert "closed, Boxing Day (substitute)" in text
    assert (
        "Paused (Which bank?) from Tue 29 Dec 2026 10:00 to Wed 30 Dec 2026 10:00: moved the due time by 8 h 30 min"
        in text
    )
    assert "Due Thu 31 Dec 2026 14:00." in text


def test_the_next_answer_is_owed_when_whoever_asked_writes_again(desk):
    ticket = desk.asked(at("2026-11-23 09:00"))
    assert newest(ticket, "next_response") is None
    desk.on("2026-11-23 10:00", services.ask_again, ticket, "Hello?", by=desk.tom)
    assert newest(ticket, "next_response") is None, "the first answer is owed already"
    desk.on("2026-11-23 11:00", services.answer, ticket, "Sorry for the wait.")
    desk.on("2026-11-23 12:00", services.ask_again, ticket, "Thanks, and this?", by=desk.tom)
    assert due(ticket, "next_response") == at("2026-11-24 11:30")
    desk.on("2026-11-23 13:00", services.answer, ticket, "Yes.")
    assert stands(ticket, "next_response", "2026-11-23 14:00") == "met"


def test_escalations_are_told_once_and_again_each_hour_after_the_breach(desk):
    ticket = p3(desk, at("2026-11-23 09:00"))
    told = lambda: events(ticket, "desk.escalated", "desk.clock_breached")  # noqa: E731
    for when, expected in (
        ("2026-11-23 11:59", []),
        ("2026-11-23 12:00", ["desk.escalated"]),
        ("2026-11-23 12:01", ["desk.escalated"]),
        ("2026-11-23 13:00", ["desk.escalated"]),
        ("2026-11-23 13:01", ["desk.escalated", "desk.clock_breached"]),
        ("2026-11-23 14:00", ["desk.escalated", "desk.clock_breached", "desk.escalated"]),
        ("2026-11-23 14:01", ["desk.escalated", "desk.clock_breached", "desk.escalated"]),
    ):
        with clock.travel(at(when)), scope(system()):
            services.escalate(system())
        assert told() == expected, when
    with scope(system()):
        assert list(Escalation.objects.order_by("pk").values_list("step", flat=True)) == [0, 1]
    assert newest(ticket, "first_response").breached_at == at("2026-11-23 13:00")


def test_what_waits_for_others_is_not_in_todays_queue(desk):
    ticket = desk.asked(at("2026-11-23 09:00"))
    desk.on("2026-11-23 10:00", services.answer, ticket, "Which month?")
    desk.on("2026-11-23 10:00", services.wait_for_requester, ticket)
    assert fresh(ticket).breach_at.year == 9999
    with scope(system()):
        assert set(Deadline.objects.filter(client=desk.client, stopped_at=None).values_list("paused", flat=True)) == {
            True
        }


def test_a_clock_is_left_out_with_the_clients_consent_only(desk):
    ticket = p3(desk, at("2026-11-23 09:00"))
    desk.on("2026-11-24 09:00", services.answer, ticket, "Late.")
    row = newest(ticket, "first_response")
    span = (desk.client.pk, "first_response", at("2026-11-01 00:00"), at("2026-12-01 00:00"))
    assert [one.met for one in make_.act(desk.lead, queries.measured, *span)] == [False]
    make_.act(desk.agent, services.ask_to_exclude, row.pk, "The client's network was down")
    assert make_.refused(Forbidden, desk.agent, services.consent_to_exclusion, row.pk).code == "FORBIDDEN"
    assert [one.left_out for one in make_.act(desk.lead, queries.measured, *span)] == [False]
    make_.act(desk.world.ca, services.consent_to_exclusion, row.pk)
    assert [one.left_out for one in make_.act(desk.lead, queries.measured, *span)] == [True]
    with scope(desk.lead):
        assert queries.figures(desk.lead, *span[:1], *span[2:]).attainment["first_response"] is None


def test_whoever_asks_for_an_exclusion_does_not_consent_to_it(desk):
    ticket = p3(desk, at("2026-11-23 09:00"))
    both = make_.contracts.also(desk.agent, make_.Role.CLIENT_ADMIN, desk.client.pk)
    row = newest(ticket, "first_response")
    make_.act(both, services.ask_to_exclude, row.pk, "Because")
    assert make_.refused(Conflict, both, services.consent_to_exclusion, row.pk).code == "SELF_APPROVAL"


def test_a_policy_without_all_priorities_or_with_an_unknown_calendar_is_refused(desk):
    half = services.GoalTerms("resolution", {"P1": 60}, "london")
    unknown = services.GoalTerms("resolution", make_.DAYS, "mars")
    for goal, code in ((half, "TARGETS"), (unknown, "CALENDAR_UNKNOWN")):
        terms = make_.promises(goals=[goal], escalations=())
        assert make_.refused(Invalid, desk.lead, services.publish_policy, desk.client.pk, terms).code == code


def test_another_clients_clock_is_not_there(desk):
    ticket = desk.asked()
    other = make_.contracts.actor(make_.Role.DESK_SPECIALIST, make_.make.client())
    with pytest.raises(NotFound), scope(other):
        queries.explain(other, newest(ticket, "resolution").pk)
    with scope(other):
        assert TicketClock.objects.count() == 0
