"""The desk day by day: ready answers, queues and their people, what time does, evidence that nobody edits, filters."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from tests import make
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import act, at, contracts, events, fresh, newest, refused
from tests.openhro.rest.make_rest import Caller

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Forbidden, Invalid, NotFound
from openhro.core.scope import scope
from openhro.desk import notices, queries, services
from openhro.desk.models import Entry, Task, Ticket, TicketClock
from openhro.desk.rest import tickets

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-23 09:00")


@pytest.fixture
def desk():
    return make_.desk()


@pytest.fixture
def at_ten():
    with clock.travel(at("2026-11-23 10:00")):
        yield


def macro(desk, then):
    return act(desk.lead, services.set_macro, desk.client.pk, f"m-{then}", "Hello", "Dear {name}, look.", then)


@pytest.mark.parametrize(
    ("then", "state"), [("", "open"), ("wait_for_requester", "pending_requester"), ("resolve", "resolved")]
)
def test_a_ready_answer_does_what_it_says_follows(desk, at_ten, then, state):
    ticket = desk.asked(MONDAY)
    done = Caller(desk.agent).post(f"/tickets/{ticket.pk}/actions/use_macro", {"macro_id": macro(desk, then).pk})
    assert (done.status, done["state"]) == (200, state)
    with scope(system()):
        last = Entry.objects.filter(ticket=ticket, from_desk=True, kind="public").get()
    assert str(last.body) == "Dear Robin, look."


def test_a_ready_answer_on_the_page_brings_what_follows_along(desk, at_ten):
    ticket, made = desk.asked(MONDAY), macro(desk, "resolve")
    shown = make.browser(desk.agent).get(f"/desk/tickets/{ticket.pk}/?macro={made.pk}").content.decode()
    assert '<option value="resolve" selected>' in shown
    elsewhere = make_.desk()
    refused(NotFound, desk.agent, services.use_macro, ticket.pk, macro(elsewhere, "").pk)
    refused(Forbidden, desk.tom, services.use_macro, ticket.pk, made.pk)


def test_what_an_agent_says_when_reopening_is_kept_inside(desk):
    ticket = desk.asked(MONDAY)
    desk.on(MONDAY, services.resolve, ticket, "Done.")
    desk.on("2026-11-23 11:00", services.reopen, ticket, "The bank called again")
    with scope(system()):
        kept = [(one.kind, str(one.body)) for one in Entry.objects.filter(ticket=ticket).order_by("at", "pk")]
    assert kept[-1] == ("internal", "The bank called again")
    assert newest(ticket, "next_response") is None


def test_somebody_leaves_a_queue(desk):
    path = f"/desk/queues/{desk.queue.pk}"
    lead = Caller(desk.lead)
    assert [one["user_id"] for one in lead.get(f"{path}/agents").items] == [str(desk.agent.user)]
    body = {"user_id": desk.agent.user}
    assert Caller(desk.agent).post(f"{path}/actions/remove_agent", body).refused == (403, "FORBIDDEN")
    assert lead.post(f"{path}/actions/remove_agent", body).status == 200
    assert lead.post(f"{path}/actions/remove_agent", body).refused == (404, "NOT_FOUND")
    assert lead.get(f"{path}/agents").items == []
    other = contracts.actor(Role.ENGAGEMENT_MANAGER, make.client())
    refused(NotFound, other, services.remove_agent, desk.queue.pk, desk.agent.user)


def test_one_request_that_cannot_be_closed_keeps_no_other_open(desk):
    stuck, free = desk.asked(MONDAY), desk.asked(MONDAY)
    for one in (stuck, free):
        desk.on("2026-11-23 10:00", services.resolve, one, "Done.")
    with scope(system()):
        Task.objects.create(client=desk.client, ticket=stuck, position=9, title="Left over")
    with clock.travel(at("2026-12-10 01:25")), scope(system()):
        assert services.close_resolved(system()) == 1
    assert (fresh(stuck).state, fresh(free).state) == ("resolved", "closed")


def test_the_time_that_a_late_clock_stood_still_escalates_nothing(desk):
    rule = services.EscalationTerms("resolution", ["EM"], every_minutes=60)
    goal = services.GoalTerms("resolution", dict.fromkeys(("P1", "P2", "P3", "P4"), 60), "london")
    act(desk.lead, services.publish_policy, desk.client.pk, make_.promises(goals=[goal], escalations=[rule]))
    ticket = desk.asked(MONDAY)
    desk.on("2026-11-23 10:30", services.hold, ticket, "The bank")
    desk.on("2026-11-23 14:30", services.resume, ticket)
    for when, told in (
        ("2026-11-23 14:59", 0),
        ("2026-11-23 15:00", 1),
        ("2026-11-23 15:59", 1),
        ("2026-11-23 16:00", 2),
    ):
        with clock.travel(at(when)), scope(system()):
            services.escalate(system())
        assert len(events(ticket, "desk.escalated")) == told, when


@pytest.mark.parametrize("column", ["answered_at", "first_resolved_at"])
def test_when_a_request_was_answered_and_resolved_is_written_once(desk, column):
    ticket = desk.asked(MONDAY)
    desk.on("2026-11-23 10:00", services.resolve, ticket, "Done.")
    for value in (MONDAY, None):
        with scope(system()), pytest.raises(DatabaseError), transaction.atomic():
            Ticket.objects.filter(pk=ticket.pk).update(**{column: value})


def test_when_a_promise_broke_is_written_once_and_an_entry_stays_where_it_was_said(desk):
    ticket, other = desk.asked(MONDAY), desk.asked(MONDAY)
    desk.on("2026-11-24 12:00", services.answer, ticket, "Late.")
    with scope(system()):
        for rows, values in (
            (TicketClock.objects.filter(ticket=ticket, metric="first_response"), {"breached_at": None}),
            (Entry.objects.filter(ticket=ticket), {"ticket": other}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**values)


def test_filters_that_there_are_none_of_are_refused(desk, at_ten):
    agent, tom = make.browser(desk.agent), make.browser(desk.tom)
    assert Caller(desk.agent).get("/tickets", state="x").refused == (422, "CHOICE")
    for browser, path in (
        (agent, "/desk/?state=x"), (agent, "/desk/?mine=2"), (agent, "/desk/?nonsense=1"),
        (agent, "/desk/knowledge/?x=1"), (agent, "/desk/figures/?x=1"), (agent, "/desk/promises/?x=1"),
        (agent, f"/desk/tickets/{desk.asked(MONDAY).pk}/?x=1"), (tom, "/home/requests/?x=1"), (tom, "/home/answers/?x=1"),
    ):  # fmt: skip
        assert browser.get(path).status_code == 422, path


def test_the_evidence_comes_by_pages_and_whole(desk, monkeypatch):
    monkeypatch.setattr(tickets, "EVIDENCE", 2)
    for _ in range(3):
        desk.on("2026-11-23 10:00", services.resolve, desk.asked(MONDAY), "Done.")
    span = {"start": "2026-11-01T00:00:00Z", "end": "2026-12-01T00:00:00Z"}
    with clock.travel(at("2026-11-30 09:00")):
        lead = Caller(desk.lead)
        first = lead.get("/desk/measured", client_id=desk.client.pk, metric="resolution", **span)
        rest = lead.get("/desk/measured", client_id=desk.client.pk, metric="resolution", cursor=first["next"], **span)
    assert [one["number"] for one in first.items + rest.items] == [1, 2, 3]
    whole = act(
        desk.lead, queries.measured, desk.client.pk, "resolution", at("2026-11-01 00:00"), at("2026-12-01 00:00")
    )
    assert [one.number for one in whole] == [1, 2, 3]
    wrong = (desk.client.pk, "speed", at("2026-11-01 00:00"), at("2026-12-01 00:00"))
    assert refused(Invalid, desk.lead, queries.measured, *wrong).code == "METRIC"


def test_the_figures_are_of_all_rows(desk):
    for minutes, metric_at in ((10, "09:10"), (20, "09:20"), (30, "09:30"), (90, "10:30")):
        ticket = desk.asked(MONDAY)
        desk.on(f"2026-11-23 {metric_at}", services.resolve, ticket, f"After {minutes}.")
    late = desk.asked(at("2026-11-20 09:00"))
    desk.on("2026-11-23 09:00", services.resolve, late, "Late.")
    desk.on("2026-11-23 11:00", services.reopen, late, "Again", by=desk.tom)
    span = (desk.client.pk, at("2026-11-01 00:00"), at("2026-12-01 00:00"))
    with clock.travel(at("2026-11-23 12:00")):
        found = act(desk.lead, queries.figures, *span)
    assert (found.first_response_median, found.first_response_p90) == (30, 510)
    assert (found.attainment["first_response"], found.attainment["resolution"]) == (8_000, 10_000)
    assert (found.resolved, found.reopen, found.first_contact, found.open, found.backlog_age_hours) == (
        5, 2_000, 8_000, 1, 75,
    )  # fmt: skip


def test_leads_hear_of_a_token_in_wrong_hands(desk):
    from openhro.core import journal
    from openhro.core.models import Notice
    from openhro.desk import events as kinds

    ticket = desk.asked(MONDAY)
    with scope(system()):
        entry = journal.record(system(), kinds.MAIL_REFUSED, ticket, {"code": "SENDER_UNKNOWN", "sender": None})
        notices.tell(entry)
        told = list(Notice.objects.filter(entry_id=entry.pk).values_list("user_id", "text"))
    assert (desk.lead.user, "Security: a mail to request 1 was refused") in told
