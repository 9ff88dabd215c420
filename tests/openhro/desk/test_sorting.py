"""Another category, a cancelled request, two requests made one, another policy: what becomes of the promises."""

from __future__ import annotations

import pytest
from tests import make
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import act, at, contracts, due, events, fresh, newest, refused, stands
from tests.openhro.rest.make_rest import Caller

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Forbidden, Invalid, NotFound
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.desk import queries, services
from openhro.desk.models import TicketClock, Watcher

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-23 09:00")
NOVEMBER = (at("2026-11-01 00:00"), at("2026-12-01 00:00"))
QUICK = dict.fromkeys(("P1", "P2", "P3", "P4"), 60)


@pytest.fixture
def desk():
    return make_.desk()


def goal(metric, targets=QUICK):
    return services.GoalTerms(metric, targets, "london")


@pytest.fixture
def relations(desk):
    """A confidential category with a queue, a function and quick promises of its own."""
    queue = act(desk.lead, services.set_queue, desk.client.pk, "relations", "Relations")
    policy = make_.promises(code="quick", goals=[goal("first_response"), goal("resolution")], escalations=())
    act(desk.lead, services.publish_policy, desk.client.pk, policy)
    terms = make_.category("conduct", queue, confidential=True, policy_code="quick", function="payroll")
    return act(desk.lead, services.set_category, desk.client.pk, terms)


def measured(desk, metric="resolution"):
    found = act(desk.lead, queries.measured, desk.client.pk, metric, *NOVEMBER)
    return [(one.number, one.met, one.left_out_for, one.left_out) for one in found]


def clocks(ticket):
    with scope(system()):
        return {one.metric: one for one in queries.clocks_of(system(), ticket)}


def told(ticket, event):
    with scope(system()):
        return JournalEntry.objects.filter(object_id=str(ticket.pk), event=event).latest("pk").data


def test_another_category_brings_its_queue_contract_line_promises_and_secrecy(desk, relations):
    ticket, friend = desk.asked(MONDAY), contracts.actor(Role.MANAGER, desk.client)
    desk.on(MONDAY, services.share, ticket, friend.user)
    desk.on(MONDAY, services.take, ticket)
    before = fresh(ticket).scope_item_id
    desk.on("2026-11-23 09:30", services.recategorise, ticket, relations.pk, "It is about conduct")
    after = fresh(ticket)
    assert (after.category_id, after.queue_id, after.confidential) == (relations.pk, relations.queue_id, True)
    assert (after.assignee_id, after.state, after.out_of_scope) == (None, "open", "")
    with scope(system()):
        assert after.scope_item.function == "payroll" and after.scope_item_id != before
        assert not Watcher.objects.filter(ticket=ticket).exists()
    assert due(ticket, "first_response") == at("2026-11-23 10:00")
    assert due(ticket, "resolution") == at("2026-11-23 10:00")
    assert clocks(ticket)["resolution"].policy == "quick"
    data = told(ticket, "desk.recategorised")
    assert (data["from"]["category"], data["to"]["category"], data["to"]["confidential"]) == (
        "general",
        "conduct",
        True,
    )
    assert "conduct" not in str(data).replace("'conduct'", "")


def test_a_promise_whose_time_is_over_breaks_with_the_new_category_and_one_that_broke_stays(desk, relations):
    ticket = desk.asked(MONDAY)
    desk.on("2026-11-23 12:00", services.recategorise, ticket, relations.pk, "Conduct")
    row = newest(ticket, "resolution")
    assert (row.breached_at, row.breach_cause) == (at("2026-11-23 12:00"), "recalculated")
    desk.on("2026-11-23 12:30", services.recategorise, ticket, desk.general.pk, "Not at all")
    row = newest(ticket, "resolution")
    assert (row.breached_at, row.deadline.due_at) == (at("2026-11-23 12:00"), at("2026-11-26 15:30"))
    assert stands(ticket, "resolution", "2026-11-23 13:00") == "breached"
    assert fresh(ticket).confidential is False


def test_a_category_is_changed_by_agents_with_a_reason_within_the_client(desk, relations):
    ticket, elsewhere = desk.asked(MONDAY), make_.desk()
    assert refused(Invalid, desk.agent, services.recategorise, ticket.pk, relations.pk, " ").code == "REQUIRED"
    same = refused(Invalid, desk.agent, services.recategorise, ticket.pk, desk.general.pk, "Why not")
    assert same.code == "CATEGORY_SAME"
    refused(NotFound, desk.agent, services.recategorise, ticket.pk, elsewhere.general.pk, "Why not")
    refused(Forbidden, desk.tom, services.recategorise, ticket.pk, relations.pk, "Why not")
    refused(NotFound, elsewhere.agent, services.recategorise, ticket.pk, relations.pk, "Why not")


def test_a_category_is_changed_over_rest_and_on_its_page(desk, relations):
    with clock.travel(at("2026-11-23 09:30")):
        ticket, body = desk.asked(MONDAY), {"category_id": relations.pk, "reason": "Conduct"}
        moved = Caller(desk.agent).post(f"/tickets/{ticket.pk}/actions/recategorise", body)
        assert (moved.status, moved["category"], moved["confidential"]) == (200, "Conduct", True)
        browser, url = make.browser(desk.agent), f"/desk/tickets/{ticket.pk}/moves/recategorise/"
        assert "General" in make.text(browser.get(url))
        assert browser.post(url, {"category_id": desk.general.pk, "reason": "Not so"}).status_code == 302
    assert fresh(ticket).category_id == desk.general.pk


def test_only_whoever_asked_takes_a_request_out_of_the_measure_by_themselves(desk):
    given_up, cancelled = desk.asked(MONDAY), desk.asked(MONDAY)
    desk.on("2026-11-23 10:00", services.cancel, given_up, by=desk.tom)
    desk.on("2026-11-23 10:00", services.cancel, cancelled, "Asked twice")
    assert measured(desk) == [(cancelled.number, True, "Asked twice", False)]
    act(desk.world.ca, services.consent_to_exclusion, newest(cancelled, "resolution").pk)
    assert measured(desk) == [(cancelled.number, True, "Asked twice", True)]
    assert told(cancelled, "desk.cancelled")["from"] == "new"


def test_what_was_broken_before_a_request_was_given_up_stays_broken(desk):
    ticket = desk.asked(MONDAY)
    desk.on("2026-11-24 12:00", services.cancel, ticket, by=desk.tom)
    assert measured(desk, "first_response") == [(ticket.number, False, "", False)]
    assert measured(desk) == []
    with clock.travel(at("2026-12-20 09:00")):
        found = clocks(ticket)
        assert (found["first_response"].state, found["resolution"].state) == ("breached", "cancelled")
        last = act(desk.agent, queries.explain, found["resolution"].id)[-1]
    assert (last.at, last.text) == (at("2026-11-24 12:00"), "It ended: whoever asked gave it up.")


def test_a_merged_request_carries_its_earlier_clock_over_with_pauses_and_stop(desk):
    first, second = desk.asked(at("2026-11-23 09:00")), desk.asked(at("2026-11-23 11:00"))
    desk.on("2026-11-23 09:30", services.answer, first, "We look.")
    desk.on("2026-11-23 10:00", services.hold, first, "Stocktaking")
    desk.on("2026-11-23 12:00", services.resume, first)
    desk.on("2026-11-23 13:00", services.merge, first, second.pk)
    found = clocks(second)
    assert found["first_response"].stopped_at == at("2026-11-23 09:30")
    assert found["first_response"].started_at == found["resolution"].started_at == at("2026-11-23 09:00")
    assert [(one.reason, one.ended_at) for one in found["resolution"].pauses] == [
        ("Stocktaking", at("2026-11-23 12:00"))
    ]
    assert due(second, "resolution") == at("2026-11-26 17:30")
    moved = told(first, "desk.merged")["started_at"]["resolution"]
    assert [one[:16] for one in moved] == ["2026-11-23 11:00", "2026-11-23 09:00"]
    assert {one.state for one in clocks(first).values() if one.metric in ("first_response", "resolution")} == {"merged"}


def test_a_breach_of_a_merged_request_counts_once_in_the_one_that_goes_on(desk):
    first, second = desk.asked(at("2026-11-20 09:00")), desk.asked(at("2026-11-23 11:00"))
    with clock.travel(at("2026-11-23 10:00")), scope(system()):
        services.escalate(system())
    assert measured(desk, "first_response") == [(first.number, False, "", False)]
    desk.on("2026-11-23 12:00", services.merge, first, second.pk)
    assert measured(desk, "first_response") == [(second.number, False, "", False)]
    row = newest(second, "first_response")
    assert row.breached_at == newest(first, "first_response").breached_at == at("2026-11-20 17:00")
    assert events(second, "desk.clock_breached") == ["desk.clock_breached"]


def test_whoever_followed_a_merged_request_follows_the_other(desk):
    first, second = desk.asked(MONDAY), desk.asked(MONDAY)
    friend = contracts.actor(Role.MANAGER, desk.client)
    desk.act(services.share, first.pk, friend.user)
    desk.on(MONDAY, services.merge, first, second.pk)
    with scope(friend):
        assert queries.own_one(friend, second.pk)


def test_the_last_answer_promises_no_further_update(desk):
    ticket = desk.asked(MONDAY)
    desk.on("2026-11-23 10:00", services.answer, ticket, "We look.")
    assert stands(ticket, "update", "2026-11-23 10:01") == "running"
    desk.on("2026-11-23 11:00", services.resolve, ticket, "Done.")
    with scope(system()):
        assert TicketClock.objects.filter(ticket=ticket, metric="update").count() == 2
    assert [met for _n, met, _f, _o in measured(desk, "update")] == [True, True]


def test_running_clocks_keep_their_policy_until_somebody_recalculates(desk):
    ticket, done = desk.asked(MONDAY), desk.asked(MONDAY)
    desk.on("2026-11-23 09:10", services.resolve, done, "Done.")
    terms = make_.promises(goals=[goal("first_response"), goal("resolution", make_.HOURS)], escalations=())
    act(desk.lead, services.publish_policy, desk.client.pk, terms)
    assert due(ticket, "resolution") == at("2026-11-26 15:30")
    with clock.travel(at("2026-11-23 12:00")):
        listed = act(desk.lead, services.recalculate_policy, desk.policy.pk)
        assert [(one.number, one.metric, one.before, one.after) for one in listed] == [
            (ticket.number, "first_response", at("2026-11-23 17:00"), at("2026-11-23 10:00")),
            (ticket.number, "resolution", at("2026-11-26 15:30"), at("2026-11-23 17:00")),
        ]
        assert due(ticket, "resolution") == at("2026-11-26 15:30")
        path = f"/desk/policies/{desk.policy.pk}/actions/recalculate"
        assert Caller(desk.hr).post(path, {"apply": True}).refused == (403, "FORBIDDEN")
        assert len(Caller(desk.lead).post(path, {"apply": True}).items) == 2
        assert act(desk.lead, services.recalculate_policy, desk.policy.pk) == []
    assert (clocks(ticket)["resolution"].policy_version, clocks(done)["resolution"].policy_version) == (2, 1)
    row = newest(ticket, "first_response")
    assert (row.breached_at, row.breach_cause) == (at("2026-11-23 12:00"), "recalculated")
    assert due(ticket, "resolution") == at("2026-11-23 17:00")
    with scope(system()):
        assert fresh(ticket).policy.version == 2
    assert events(ticket, "desk.clock_recalculated") == ["desk.clock_recalculated"] * 2


def test_a_calendar_that_hardly_opens_does_not_refuse_whoever_asks(desk):
    fair = make_.london(name="fair", windows={}, openings=[("2026-11-21", "09:00", "17:00")])
    with clock.travel(at("2026-11-19 09:00")):
        act(desk.lead, services.publish_calendar, desk.client.pk, make_.london(name="fair"))
        terms = make_.promises(goals=[services.GoalTerms("resolution", QUICK, "fair")], escalations=())
        act(desk.lead, services.publish_policy, desk.client.pk, terms)
        act(
            desk.lead,
            services.publish_calendar,
            desk.client.pk,
            make_.london(name="fair", windows={}, openings=fair.openings),
        )
    ticket = desk.asked(at("2026-11-23 09:00"))
    assert clocks(ticket) == {}
    assert events(ticket, "desk.clock_not_started") == ["desk.clock_not_started"]
