"""Who reads what: confidential requests, requests about the reader, functions by client, articles of the desk."""

from __future__ import annotations

import pytest
from tests import make
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import act, at, contracts, events, newest, refused
from tests.openhro.rest.make_rest import Caller

from openhro.clients.models import Grant
from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Forbidden, Invalid, NotFound
from openhro.core.scope import scope
from openhro.desk import queries, services

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-23 09:00")
WORDS = ("shouts", "Zielinski", "lawyer")


@pytest.fixture
def desk():
    return make_.desk()


@pytest.fixture
def at_ten():
    with clock.travel(at("2026-11-23 10:00")):
        yield


@pytest.fixture
def secret(desk):
    """A confidential request that waits for a reason, with a task and a promise that should not count."""
    ticket = desk.asked(MONDAY, category_id=desk.secret.pk, subject="My manager shouts")
    desk.on(MONDAY, services.add_task, ticket, "Ask Zielinski")
    desk.on(MONDAY, services.hold, ticket, "Until the lawyer calls")
    desk.on(MONDAY, services.ask_to_exclude, newest(ticket, "resolution").pk, "The lawyer asked for it")
    return ticket


def in_words(shown) -> list[str]:
    """Which of the secret words are shown."""
    return [word for word in WORDS if word in str(shown)]


def test_the_words_of_a_confidential_request_are_on_no_page_of_those_who_need_not_know(desk, secret, at_ten):
    for reader in (desk.hr, contracts.actor(Role.AUDITOR, desk.client)):
        for path in (f"/desk/tickets/{secret.pk}/", f"/desk/?client={desk.client.code}"):
            found = make.browser(reader).get(path).content.decode()
            assert not in_words(found), (reader.roles, path)
    read = make.browser(desk.agent).get(f"/desk/tickets/{secret.pk}/").content.decode()
    assert in_words(read) == list(WORDS)


def test_nor_in_any_answer_of_the_api(desk, secret, at_ten):
    reader, own = Caller(desk.hr), Caller(desk.agent)
    clock_id = newest(secret, "resolution").pk
    for path in (
        f"/tickets/{secret.pk}", f"/tickets/{secret.pk}/clocks", f"/tickets/{secret.pk}/tasks",
        f"/ticket-clocks/{clock_id}", f"/ticket-clocks/{clock_id}/explain",
    ):  # fmt: skip
        assert not in_words(reader.get(path).body), path
        assert in_words(own.get(path).body), path
    assert not in_words(reader.get("/tickets", client_id=desk.client.pk).body)
    assert not in_words(own.get("/tickets", client_id=desk.client.pk).body)
    assert len(events(secret, "desk.secret_read")) == 5, "each reading of the agent's, and none of the others'"


def test_the_desks_tasks_are_not_shown_to_whoever_asked_or_follows(desk, at_ten):
    ticket, friend = desk.asked(MONDAY), contracts.actor(Role.MANAGER, desk.client)
    desk.act(services.add_task, ticket.pk, "Ask Zielinski")
    desk.act(services.share, ticket.pk, friend.user)
    for reader in (desk.tom, friend, desk.hr):
        assert Caller(reader).get(f"/tickets/{ticket.pk}/tasks").refused == (403, "DESK_ONLY")


def test_reasons_and_tasks_are_not_in_the_clear_in_the_database(desk, secret):
    from django.db import connection

    with scope(system()), connection.cursor() as cursor:
        tables = ("desk_ticket", "desk_task", "desk_wait", "desk_ticketclock", "core_deadline", "core_journalentry")
        for table in tables:
            cursor.execute(f"select t::text from {table} t")
            assert not [row for (row,) in cursor.fetchall() if any(word in row for word in WORDS)], table


def test_nothing_is_noted_as_read_that_was_not_shown(desk, secret, at_ten):
    for _ in range(2):
        make.browser(desk.hr).get(f"/desk/tickets/{secret.pk}/")
    assert events(secret, "desk.secret_read") == []


def test_who_may_not_read_a_confidential_request_does_not_move_it(desk, secret):
    for service, args, kwargs in (
        (services.assign, (), {"agent_id": desk.agent.user}),
        (services.merge, (desk.asked(MONDAY, category_id=desk.secret.pk).pk,), {}),
    ):
        assert refused(Forbidden, desk.lead, service, secret.pk, *args, **kwargs).code == "CONFIDENTIAL"


@pytest.mark.parametrize("role", [Role.CLIENT_ADMIN, Role.CLIENT_HR])
def test_whom_a_request_is_about_does_not_see_it_whatever_their_role(desk, role):
    about = contracts.also(desk.tom, role, desk.client.pk)
    with scope(desk.hr):
        ask = services.Ask("Conduct", "Late again", category_id=desk.general.pk, person_id=desk.tom_person.pk)
        ticket = services.raise_ticket(desk.hr, desk.client.pk, ask)
    mine = desk.asked(MONDAY)
    with scope(about):
        assert [one.pk for one in queries.queue(about)] == [mine.pk]
        with pytest.raises(NotFound):
            queries.one(about, ticket.pk)
    assert refused(NotFound, about, services.cancel, ticket.pk, "Gone").status == 404


def test_a_function_at_one_client_is_none_at_another(desk):
    pay = act(desk.lead, services.set_category, desk.client.pk, make_.category("pay", desk.queue, function="payroll"))
    ticket, other = desk.asked(MONDAY, category_id=pay.pk), make.client()
    expert = contracts.actor(Role.BENEFITS_SPECIALIST, desk.client, other)
    with scope(system()):
        Grant.objects.filter(user=expert.user, client=other).update(functions=["payroll"])
    with scope(expert), pytest.raises(NotFound):
        queries.one(expert, ticket.pk)


def test_a_manager_at_one_client_reads_no_managers_articles_of_another(desk):
    text = services.Text("Dismissing", "How to", "managers")
    made = act(desk.lead, services.write_article, desk.client.pk, text)
    act(desk.lead, services.publish_article, made.pk)
    both = contracts.also(contracts.actor(Role.EMPLOYEE, desk.client), Role.MANAGER, make.client().pk)
    with scope(both):
        assert not queries.own_articles(both).exists()


def test_the_desks_own_articles_are_for_the_desk_and_its_experts(desk, at_ten):
    text = services.Text("Escalate to Zielinski", "By phone", "desk")
    made = act(desk.lead, services.write_article, desk.client.pk, text)
    act(desk.lead, services.publish_article, made.pk)
    expert = contracts.actor(Role.PAYROLL_SPECIALIST, desk.client)
    for reader, sees in ((desk.agent, True), (expert, True), (desk.hr, False), (desk.world.ca, False)):
        with scope(reader):
            assert queries.articles(reader, desk.client.pk).filter(pk=made.pk).exists() is sees
        listed = make.browser(reader).get(f"/desk/knowledge/?client={desk.client.code}")
        assert (listed.status_code, "Zielinski" in listed.content.decode()) == (200, sees)
        assert make.browser(reader).get(f"/desk/knowledge/{made.pk}/").status_code == (200 if sees else 404)
    assert refused(Invalid, desk.hr, services.write_article, desk.client.pk, text).code == "AUDIENCE"
    refused(NotFound, desk.hr, services.retire_article, made.pk)


def test_an_expert_reads_the_cause_that_they_linked(desk, at_ten):
    pay = act(desk.lead, services.set_category, desk.client.pk, make_.category("pay", desk.queue, function="payroll"))
    ticket, expert = desk.asked(MONDAY, category_id=pay.pk), contracts.actor(Role.PAYROLL_SPECIALIST, desk.client)
    problem = act(expert, services.open_problem, desk.client.pk, "An old code")
    body = {"known_problem_id": problem.pk}
    linked = Caller(expert).post(f"/tickets/{ticket.pk}/actions/link_to_problem", body)
    assert (linked.status, linked["title"]) == (200, "An old code")


def test_whoever_left_the_client_is_offered_no_request(desk):
    ticket = desk.asked(MONDAY)
    with scope(desk.lead):
        assert [one for one, _name in queries.agents(desk.lead, ticket)] == [desk.agent.user]
    with scope(system()):
        Grant.objects.filter(user=desk.agent.user).delete()
    with scope(desk.lead):
        assert queries.agents(desk.lead, ticket) == []
