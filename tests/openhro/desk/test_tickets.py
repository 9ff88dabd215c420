"""Requests: raised, covered by a contract or not, secret or not, resolved, merged, shared; and who may do what."""

from __future__ import annotations

import pytest
from tests import make
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import at, contracts, events, fresh, newest, refused

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.models import Notice
from openhro.core.scope import scope
from openhro.desk import notices, queries, services
from openhro.desk.models import Ticket

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-23 09:00")


@pytest.fixture
def desk():
    return make_.desk()


def test_a_request_belongs_to_the_line_of_the_contract_that_covers_it(desk):
    ticket = desk.asked(MONDAY)
    assert (ticket.number, ticket.state, ticket.out_of_scope) == (1, "new", "")
    with scope(system()):
        assert ticket.scope_item.function == "desk"
        assert ticket.scope_item.entity_id == desk.world.uk.pk
    assert (ticket.requester_id, ticket.person_id) == (desk.tom.user, desk.tom_person.pk)
    assert events(ticket, "desk.raised") == ["desk.raised"]
    assert desk.asked(MONDAY).number == 2


def test_a_request_that_no_contract_covers_says_so_and_is_billable(desk):
    terms = make_.category("benefits", desk.queue, function="benefits")
    other = make_.act(desk.lead, services.set_category, desk.client.pk, terms)
    ticket = desk.asked(MONDAY, category_id=other.pk)
    assert (ticket.scope_item_id, ticket.out_of_scope) == (None, "OUT_OF_SCOPE")
    with scope(desk.agent):
        assert queries.view(desk.agent, queries.one(desk.agent, ticket.pk)).billable


def test_the_catalogues_form_is_checked_and_its_tasks_are_made(desk):
    def ask(**answers):
        return services.Ask(item_id=desk.letter.pk, answers=answers)

    client = desk.client.pk
    for answers, code in (
        ({}, "ANSWER_REQUIRED"),
        ({"purpose": "Fun"}, "ANSWER_INVALID"),
        ({"purpose": "Bank", "needed_by": "soon"}, "ANSWER_INVALID"),
        ({"purpose": "Bank", "colour": "red"}, "UNKNOWN_FIELD"),
    ):
        assert refused(Invalid, desk.tom, services.raise_ticket, client, ask(**answers)).code == code
    ticket = make_.act(desk.tom, services.raise_ticket, client, ask(purpose="Bank", needed_by="2026-12-01"))
    assert ticket.subject == "Employment letter"
    told = refused(Conflict, desk.agent, services.resolve, ticket.pk, "Done")
    assert (told.code, told.detail) == ("TASKS_OPEN", {"tasks": ["Write the letter"]})
    with scope(system()):
        task = queries.tasks(system(), ticket).get()
    make_.act(desk.agent, services.do_task, task.pk)
    assert make_.act(desk.agent, services.resolve, ticket.pk, "Done").state == "resolved"


def test_nothing_is_resolved_before_a_person_has_answered(desk):
    ticket = desk.asked(MONDAY)
    assert refused(Invalid, desk.agent, services.resolve, ticket.pk).code == "REPLY_NEEDED"
    desk.act(services.answer, ticket.pk, "Look at page two.")
    assert desk.act(services.resolve, ticket.pk).state == "resolved"


def test_an_illegal_move_lists_the_legal_ones(desk):
    ticket = desk.asked(MONDAY)
    told = refused(Conflict, desk.agent, services.resume, ticket.pk)
    assert (told.code, told.detail["from"], "take" in told.detail["allowed"]) == ("ILLEGAL_TRANSITION", "new", True)


def test_only_agents_pause_and_with_a_reason(desk):
    ticket = desk.asked(MONDAY)
    assert refused(Forbidden, desk.tom, services.hold, ticket.pk, "Because").code == "FORBIDDEN"
    assert refused(Forbidden, desk.hr, services.hold, ticket.pk, "Because").code == "FORBIDDEN"
    assert refused(Invalid, desk.agent, services.hold, ticket.pk, " ").code == "REQUIRED"


def test_nobody_answers_an_own_request(desk):
    with scope(desk.agent):
        ticket = services.raise_ticket(
            desk.agent, desk.client.pk, services.Ask("Chair", "Broken", category_id=desk.general.pk)
        )
    assert refused(Conflict, desk.agent, services.answer, ticket.pk, "Fine").code == "OWN_REQUEST"


def test_others_do_not_see_a_request_nor_another_clients_agent(desk):
    ticket = desk.asked(MONDAY)
    for nosy in (
        contracts.actor(Role.EMPLOYEE, desk.client),
        contracts.actor(Role.PAYROLL_SPECIALIST, desk.client),
        contracts.actor(Role.DESK_SPECIALIST, make.client()),
    ):
        for service, args in ((services.take, ()), (services.answer, ("Hi",)), (services.ask_again, ("Hi",))):
            refused(NotFound, nosy, service, ticket.pk, *args)
        with scope(nosy), pytest.raises(NotFound):
            queries.one(nosy, ticket.pk)


def test_an_expert_sees_the_requests_of_the_own_function(desk):
    terms = make_.category("pay", desk.queue, function="payroll")
    pay = make_.act(desk.lead, services.set_category, desk.client.pk, terms)
    ticket, expert = desk.asked(MONDAY, category_id=pay.pk), contracts.actor(Role.PAYROLL_SPECIALIST, desk.client)
    desk.asked(MONDAY)
    with scope(expert):
        assert [one.pk for one in queries.queue(expert)] == [ticket.pk]


def test_a_confidential_request_hides_its_words_in_lists_and_from_those_who_need_not_know(desk):
    ticket = desk.asked(MONDAY, category_id=desk.secret.pk, subject="My manager shouts")
    for reader, listed, opened in (
        (desk.agent, "Confidential", "My manager shouts"),
        (desk.lead, "Confidential", "Confidential"),
        (desk.hr, "Confidential", "Confidential"),
        (desk.tom, "My manager shouts", "My manager shouts"),
    ):
        with scope(reader):
            row = queries.one(reader, ticket.pk)
            assert (queries.view(reader, row).subject, queries.view(reader, row, listed=False).subject) == (
                listed,
                opened,
            )
    with scope(desk.hr), pytest.raises(Forbidden) as told:
        queries.entries(desk.hr, ticket)
    assert told.value.code == "CONFIDENTIAL"
    make_.act(desk.agent, services.log_reading, ticket.pk)
    assert events(ticket, "desk.secret_read") == ["desk.secret_read"]


def test_whoever_asked_reads_no_internal_note(desk):
    ticket = desk.asked(MONDAY)
    desk.act(services.note, ticket.pk, "He asks every month.")
    with scope(desk.tom):
        assert "internal" not in set(queries.entries(desk.tom, ticket).values_list("kind", flat=True))
    with scope(desk.agent):
        assert "internal" in set(queries.entries(desk.agent, ticket).values_list("kind", flat=True))


def test_what_people_wrote_is_not_in_the_clear_in_the_database(desk):
    from django.db import connection

    desk.asked(MONDAY, subject="Unmistakable subject", text="Unmistakable text")
    with scope(system()), connection.cursor() as cursor:
        for table in ("desk_ticket", "desk_entry", "core_journalentry"):
            cursor.execute(f"select t::text from {table} t")
            assert not [row for (row,) in cursor.fetchall() if "Unmistakable" in row]


def test_a_merged_request_ends_in_the_other_which_keeps_the_earliest_start(desk):
    first, second = desk.asked(at("2026-11-23 09:00")), desk.asked(at("2026-11-23 11:00"))
    desk.on("2026-11-23 12:00", services.merge, first, second.pk)
    assert (fresh(first).state, fresh(first).merged_into_id) == ("merged", second.pk)
    assert make_.due(second, "first_response") == at("2026-11-23 17:00")
    third = desk.asked(at("2026-11-23 14:00"))
    desk.on("2026-11-23 15:00", services.merge, second, third.pk)
    assert make_.due(third, "first_response") == at("2026-11-23 17:00")
    with scope(system()):
        assert newest(first, "resolution").deadline.cancelled


def test_requests_of_different_people_are_not_merged(desk):
    ticket = desk.asked(MONDAY)
    other = desk.act(
        services.raise_ticket, desk.client.pk, services.Ask("Chair", "Broken", category_id=desk.general.pk)
    )
    assert refused(Conflict, desk.agent, services.merge, ticket.pk, other.pk).code == "MERGE_OTHERS"
    assert refused(Invalid, desk.agent, services.merge, ticket.pk, ticket.pk).code == "MERGE_SELF"


def test_a_request_about_somebody_is_not_shared_with_them(desk):
    with scope(desk.hr):
        ask = services.Ask("His conduct", "Late again", category_id=desk.general.pk, person_id=desk.tom_person.pk)
        ticket = services.raise_ticket(desk.hr, desk.client.pk, ask)
    assert refused(Conflict, desk.agent, services.share, ticket.pk, desk.tom.user).code == "ABOUT_THIS_PERSON"
    with scope(desk.tom):
        assert not queries.own(desk.tom).exists()
    colleague = contracts.actor(Role.MANAGER, desk.client)
    desk.act(services.share, ticket.pk, colleague.user)
    with scope(colleague):
        assert queries.own(colleague).get().pk == ticket.pk
        assert queries.own_one(colleague, ticket.pk)


def test_the_desk_asks_for_somebody_by_phone(desk):
    ask = services.Ask(
        "Wrong bank",
        "Called us",
        category_id=desk.general.pk,
        person_id=desk.tom_person.pk,
        for_them=True,
        channel="phone",
    )
    refused(Forbidden, desk.tom, services.raise_ticket, desk.client.pk, ask)
    ticket = desk.act(services.raise_ticket, desk.client.pk, ask)
    assert (ticket.requester_id, ticket.raised_by, ticket.channel) == (desk.tom.user, desk.agent.user, "phone")


def test_only_the_desk_says_how_urgent_it_is(desk):
    ask = services.Ask("Now", "Now", category_id=desk.general.pk, impact=1, urgency=1)
    refused(Forbidden, desk.tom, services.raise_ticket, desk.client.pk, ask)


def test_a_request_is_given_to_somebody_with_the_skill(desk):
    terms = make_.category("letters", desk.queue, skill="letters")
    letters = make_.act(desk.lead, services.set_category, desk.client.pk, terms)
    ticket = desk.asked(MONDAY, category_id=letters.pk)
    unskilled = contracts.actor(Role.DESK_SPECIALIST, desk.client)
    assert refused(Invalid, desk.lead, services.assign, ticket.pk, agent_id=unskilled.user).code == "SKILL_MISSING"
    refused(NotFound, desk.lead, services.assign, ticket.pk, agent_id=desk.tom.user)
    make_.act(desk.lead, services.assign, ticket.pk, agent_id=desk.agent.user)
    assert (fresh(ticket).assignee_id, fresh(ticket).state) == (desk.agent.user, "open")


def test_a_resolved_request_closes_by_itself_after_its_policys_days(desk):
    ticket = desk.asked(MONDAY)
    desk.on("2026-11-23 10:00", services.resolve, ticket, "Done.")
    for when, state in (("2026-11-30 09:59", "resolved"), ("2026-11-30 10:00", "closed")):
        with clock.travel(at(when)), scope(system()):
            services.close_resolved(system())
        assert fresh(ticket).state == state


def test_whoever_asked_says_once_how_satisfied_they_are(desk):
    ticket = desk.asked(MONDAY)
    refused(Conflict, desk.tom, services.rate, ticket.pk, 5)
    desk.on("2026-11-23 10:00", services.resolve, ticket, "Done.")
    refused(NotFound, desk.agent, services.rate, ticket.pk, 5)
    assert refused(Invalid, desk.tom, services.rate, ticket.pk, 6).code == "SCORE"
    make_.act(desk.tom, services.rate, ticket.pk, 4, "Quick")
    assert refused(Conflict, desk.tom, services.rate, ticket.pk, 1).code == "RATED"
    with scope(desk.lead):
        found = queries.figures(desk.lead, desk.client.pk, at("2026-11-01 00:00"), at("2026-12-01 00:00"))
    assert (found.raised, found.resolved, found.csat, found.first_contact, found.reopen) == (1, 1, 10_000, 10_000, 0)
    assert (found.attainment["resolution"], found.first_response_median) == (10_000, 60)


def test_cancelling_counts_nowhere(desk):
    ticket = desk.asked(MONDAY)
    make_.act(desk.tom, services.cancel, ticket.pk)
    assert fresh(ticket).state == "cancelled"
    with scope(system()), clock.travel(at("2026-12-30 12:00")):
        assert services.escalate(system()) == 0
        span = (at("2026-11-01 00:00"), at("2027-01-01 00:00"))
        assert queries.measured(system(), desk.client.pk, "resolution", *span) == []


def test_several_requests_have_one_cause(desk):
    ticket = desk.asked(MONDAY)
    problem = desk.act(services.open_problem, desk.client.pk, "Payslips show the wrong code", major=True)
    desk.act(services.link_to_problem, ticket.pk, problem.pk)
    desk.act(services.solve_problem, problem.pk, "An old P45")
    assert refused(Conflict, desk.agent, services.solve_problem, problem.pk, "Again").code == "SOLVED"
    assert fresh(ticket).problem_id == problem.pk


def test_an_article_is_found_by_whom_it_is_for(desk):
    def written(**values):
        given = {"title": "Tax codes", "body": "0T means ..."} | values
        made = make_.act(desk.lead, services.write_article, desk.client.pk, services.Text(**given))
        return make_.act(desk.lead, services.publish_article, made.pk)

    here, abroad = written(countries=["GB"]), written(title="Steuerklassen", countries=["DE"])
    leads = written(title="Dismissing", audience="managers")
    with scope(desk.tom):
        assert [one.pk for one in queries.own_articles(desk.tom)] == [here.pk]
        assert [one.pk for one in queries.own_articles(desk.tom, "tax 0t")] == [here.pk]
        for hidden in (abroad, leads):
            with pytest.raises(NotFound):
                queries.article(desk.tom, hidden.pk)
    with scope(desk.hr):
        assert leads in queries.own_articles(desk.hr)
    refused(Forbidden, desk.tom, services.retire_article, here.pk)
    make_.act(desk.tom, services.note_reading, here.pk)
    with scope(desk.lead), clock.travel(clock.now()):
        found = queries.figures(desk.lead, desk.client.pk, at("2026-01-01 00:00"), at("2027-01-01 00:00"))
    assert found.deflection == 10_000


def test_a_macro_fills_in_its_blanks_and_nothing_else(desk):
    ticket = desk.asked(MONDAY)
    body = "Dear {name}, number {number}: {client.name} {0}"
    macro = make_.act(desk.lead, services.set_macro, desk.client.pk, "hello", "Hello", body)
    with scope(desk.agent):
        assert queries.macro_text(desk.agent, macro.pk, ticket) == ("Dear Robin, number 1: {client.name} {0}", "")


def test_the_timestamps_that_count_cannot_be_edited(desk):
    from django.db import DatabaseError, transaction

    ticket = desk.asked(MONDAY)
    with scope(system()), pytest.raises(DatabaseError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(opened_at=at("2026-11-24 09:00"))


def test_whoever_works_in_the_queue_hears_of_a_new_request_and_whoever_asked_of_the_answer(desk):
    from openhro.core.models import JournalEntry

    ticket = desk.asked(MONDAY)
    desk.act(services.answer, ticket.pk, "Yes.")
    with scope(system()):
        for entry in JournalEntry.objects.filter(object_id=str(ticket.pk), event__in=("desk.raised", "desk.answered")):
            notices.tell(entry)
        told = set(Notice.objects.filter(client=desk.client).values_list("user_id", "text"))
    assert told == {(desk.agent.user, "A new request: 1"), (desk.tom.user, "There is an answer to your request 1")}


def test_a_person_of_another_client_cannot_be_named(desk):
    elsewhere = make_.make_people.house()
    stranger = make_.make_people.person(elsewhere)
    both = contracts.actor(Role.CLIENT_HR, desk.client, elsewhere.client)
    ask = services.Ask("X", "Y", category_id=desk.general.pk, person_id=stranger.pk)
    refused(NotFound, both, services.raise_ticket, desk.client.pk, ask)
    refused(NotFound, desk.hr, services.raise_ticket, desk.client.pk, ask)
