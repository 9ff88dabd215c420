"""Who sees and changes whom: clients apart, roles, the own team, oneself; and secrets at rest."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from tests.openhro.people import make_people as mp

from openhro.core import bulk
from openhro.core.actor import Role, system
from openhro.core.errors import Forbidden, Invalid, Malformed, NotFound
from openhro.core.scope import OutsideScope, scope
from openhro.people import models, queries, services

pytestmark = pytest.mark.django_db
act, refused = mp.act, mp.refused
DAY = date(2026, 6, 1)


def asked(house, first, last):
    """The roster of a house's company, paid on the last day."""
    return queries.Asked(house.client.pk, house.uk.pk, first, last, pay_date=last)


def test_another_clients_people_do_not_exist():
    house, other = mp.house(), mp.house()
    job = mp.hired(house)
    [bank] = act(house.hr, queries.person, job.person_id).employments[0].banks
    for by in (other.hr, other.pay, mp.actor(Role.CLIENT_ADMIN, other.client)):
        refused(NotFound, by, queries.person, job.person_id)
        refused(NotFound, by, queries.timeline, job.person_id)
        refused(NotFound, by, queries.people, house.client.pk)
        refused(NotFound, by, queries.headcount, house.client.pk, DAY)
        refused(NotFound, by, queries.employed_days, house.client.pk, DAY)
        refused(NotFound, by, queries.matches, house.client.pk, {"email": "x@example.org"})
        refused(NotFound, by, queries.pay_roster, asked(house, DAY, DAY))
        assert len(act(other.pay, queries.pay_roster, replace(asked(other, DAY, DAY), employer_id=house.uk.pk))) == 0
        assert act(by, queries.search, "tom") == []
        assert act(by, queries.people, other.client.pk).rows == []
        refused(NotFound, by, services.add_person, house.client.pk, mp.new_person())
        refused(NotFound, by, services.change_person, job.person_id, {"email": ""})
        refused(NotFound, by, services.set_home, job.person_id, services.Home(line1="x", city="y", country="GB"))
        refused(NotFound, by, services.set_national_id, job.person_id, services.NationalNumber(kind="NINO", value="x"))
        refused(NotFound, by, services.link_user, job.person_id, None)
        refused(NotFound, by, services.hire, job.person_id, mp.terms(house), post=mp.post())
        refused(NotFound, by, services.assign, job.pk, DAY, {"site": "York"})
        refused(NotFound, by, services.set_pay_terms, job.pk, DAY, mp.pay())
        refused(NotFound, by, services.end_employment, job.pk, services.Leaving(DAY, "other"))
        refused(NotFound, by, services.take_back_end, job.pk)
        refused(NotFound, by, services.add_bank_account, job.pk, mp.bacs(priority=2), DAY)
        refused(NotFound, by, services.replace_bank_account, bank.id, mp.bacs(), DAY)
        refused(NotFound, by, services.close_bank_account, bank.id, DAY)
        refused(NotFound, by, services.import_people, house.client.pk, b"person_id,employment_id\n1,1\n", "f.csv")


def test_outside_a_scope_nothing_is_read_or_written():
    house = mp.house()
    with pytest.raises(OutsideScope):
        queries.people(house.hr, house.client.pk)
    with pytest.raises(OutsideScope):
        services.change_person(house.hr, uuid4(), {})


def test_the_auditor_sees_and_does_not_touch():
    house = mp.house()
    job = mp.hired(house)
    auditor = mp.actor(Role.AUDITOR, house.client)
    assert act(auditor, queries.person, job.person_id).hidden == frozenset()
    assert act(auditor, queries.headcount, house.client.pk, DAY) == 1
    [bank] = act(auditor, queries.person, job.person_id).employments[0].banks
    for service, given in [
        (services.add_person, (house.client.pk, mp.new_person())),
        (services.change_person, (job.person_id, {"email": "a@example.org"})),
        (services.assign, (job.pk, DAY, {"site": "York"})),
        (services.set_pay_terms, (job.pk, DAY, mp.pay())),
        (services.end_employment, (job.pk, services.Leaving(DAY, "other"))),
        (services.take_back_end, (job.pk,)),
        (services.link_user, (job.person_id, None)),
        (services.set_home, (job.person_id, services.Home(line1="x", city="y", country="GB"))),
        (services.set_national_id, (job.person_id, services.NationalNumber(kind="NINO", value="AB123456C"))),
        (services.add_bank_account, (job.pk, mp.bacs(priority=2), DAY)),
        (services.close_bank_account, (bank.id, DAY)),
        (services.import_people, (house.client.pk, b"x", "f.csv")),
    ]:
        refused(Forbidden, auditor, service, *given)
    refused(Forbidden, auditor, services.hire, job.person_id, mp.terms(house), post=mp.post())


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        (Role.CLIENT_ADMIN, set()),
        (Role.CLIENT_HR, set()),
        (Role.PAYROLL_SPECIALIST, set()),
        (Role.PROVIDER_ADMIN, set()),
        (Role.BENEFITS_SPECIALIST, {"bank"}),
        (Role.COMPLIANCE_SPECIALIST, {"bank", "pay"}),
        (Role.ENGAGEMENT_MANAGER, {"bank", "pay", "address"}),
        (Role.RECRUITING_SPECIALIST, {"bank", "pay", "address"}),
        (Role.DESK_SPECIALIST, {"bank", "pay", "address"}),
    ],
)
def test_each_role_sees_what_its_work_needs(role, hidden):
    house = mp.house()
    job = mp.hired(house, date_of_birth=date(1999, 9, 2))
    act(house.hr, services.set_national_id, job.person_id, services.NationalNumber(kind="NINO", value="AB123456C"))
    home = services.Home(line1="4 Kirkgate", city="Leeds", country="GB", since=date(2026, 1, 1))
    act(house.hr, services.set_home, job.person_id, home)
    by = mp.actor(role, house.client)
    seen = act(by, queries.person, job.person_id, as_of=DAY)
    [employment] = seen.employments
    assert seen.hidden == hidden
    assert (employment.banks == (), seen.national_ids == ()) == ("bank" in hidden, "bank" in hidden)
    assert (employment.pay is None) == ("pay" in hidden)
    assert (seen.address is None, seen.date_of_birth is None) == ("address" in hidden, "address" in hidden)
    kinds = {fact.kind for fact in act(by, queries.timeline, job.person_id)}
    assert kinds & {"bank", "pay", "address"} == {"bank", "pay", "address"} - hidden
    assert "55779911" not in str(seen) and "123456" not in str(seen.national_ids)


# --- the employee --------------------------------------------------------------------------------------------------


def test_employees_see_and_change_themselves_only():
    house = mp.house()
    job, colleague = mp.hired(house), mp.hired(house)
    me = mp.employee(house, job)
    own = act(me, queries.person_of)
    assert (own.id, own.hidden, own.employments[0].pay.amount_minor) == (job.person_id, frozenset(), 3_200_000)
    assert [row.person_id for row in act(me, queries.people, house.client.pk).rows] == [job.person_id]
    assert [row.person_id for row in act(me, queries.search, "tom")] == [job.person_id]
    refused(NotFound, me, queries.person, colleague.person_id)
    refused(NotFound, me, services.change_person, colleague.person_id, {"phone": "0113 496 0000"})
    refused(NotFound, me, services.add_bank_account, colleague.pk, mp.bacs(priority=2), DAY)
    refused(Forbidden, me, queries.headcount, house.client.pk, DAY)
    refused(Forbidden, me, queries.pay_roster, asked(house, DAY, DAY))
    assert "journal" not in {fact.kind for fact in act(me, queries.timeline, job.person_id)}


def test_employees_change_contact_and_bank_and_are_told_what_is_not_theirs():
    house = mp.house()
    job = mp.hired(house)
    me = mp.employee(house, job)
    act(me, services.change_person, job.person_id, {"phone": "0113 496 0000", "preferred_name": "Tommy"})
    act(me, services.set_home, job.person_id, services.Home(line1="9 Shambles", city="York", country="GB"))
    [bank] = act(me, queries.person_of).employments[0].banks
    act(me, services.replace_bank_account, bank.id, mp.bacs(account="12345678"), DAY)
    fault = refused(
        Forbidden, me, services.change_person, job.person_id, {"family_name": "X", "grade": "9", "phone": ""}
    )
    assert fault.detail == ["family_name", "grade"]
    refused(Forbidden, me, services.assign, job.pk, DAY, {"job_title": "Boss"})
    refused(Forbidden, me, services.set_pay_terms, job.pk, DAY, mp.pay(9_900_000))
    refused(Forbidden, me, services.end_employment, job.pk, services.Leaving(DAY, "voluntary"))
    refused(
        Forbidden, me, services.set_national_id, job.person_id, services.NationalNumber(kind="NINO", value="AB123456C")
    )
    refused(Forbidden, me, services.link_user, job.person_id, None)
    refused(Forbidden, me, services.hire, job.person_id, mp.terms(house), post=mp.post())


def test_somebody_without_a_record_is_nobodys_person():
    house = mp.house()
    assert act(house.hr, queries.person_of) is None
    assert act(system(), queries.person_of) is None


# --- the manager ---------------------------------------------------------------------------------------------------


def test_managers_see_their_team_of_the_day_without_bank_pay_and_home():
    house = mp.house()
    boss = mp.hired(house)
    direct = mp.hired(house, boss)
    below = mp.hired(house, direct)
    stranger = mp.hired(house)
    me = mp.employee(house, boss, Role.MANAGER)
    assert [row.person_id for row in act(me, queries.team, DAY)] == [direct.person_id]
    assert {row.person_id for row in act(me, queries.team, DAY, whole=True)} == {direct.person_id, below.person_id}
    seen = act(me, queries.person, direct.person_id, as_of=DAY)
    assert seen.hidden == {"bank", "pay", "address"}
    assert (seen.employments[0].pay, seen.employments[0].banks, seen.date_of_birth) == (None, (), None)
    act(me, queries.person, below.person_id)
    refused(NotFound, me, queries.person, stranger.person_id)
    assert act(me, queries.person, boss.person_id).hidden == frozenset()
    refused(Forbidden, me, services.change_person, direct.person_id, {"email": "x@example.org"})
    refused(Forbidden, me, services.set_pay_terms, direct.pk, DAY, mp.pay())
    refused(NotFound, me, services.set_pay_terms, stranger.pk, DAY, mp.pay())
    listed = {row.person_id for row in act(me, queries.people, house.client.pk).rows}
    assert listed == {boss.person_id, direct.person_id, below.person_id}
    act(house.hr, services.assign, direct.pk, date(2026, 9, 1), {"manager_id": stranger.pk})
    assert act(me, queries.team, date(2026, 8, 31)) != []
    assert act(me, queries.team, date(2026, 9, 1), whole=True) == []


def test_an_employee_role_alone_makes_no_team():
    house = mp.house()
    boss = mp.hired(house)
    direct = mp.hired(house, boss)
    me = mp.employee(house, boss)
    assert act(me, queries.team, DAY) == []
    refused(NotFound, me, queries.person, direct.person_id)


# --- lists ---------------------------------------------------------------------------------------------------------


def test_a_list_is_paged_without_gaps_or_repeats():
    house = mp.house()
    names = ["Byron", "Adams", "Byron", "Clark", "Adams"]
    made = {mp.person(house, family_name=name, given_name="Ada").pk for name in names}
    seen, cursor = [], None
    while True:
        page = act(house.hr, queries.people, house.client.pk, cursor=cursor, limit=2)
        seen += page.rows
        cursor = page.next
        if cursor is None:
            break
    assert {row.person_id for row in seen} == made
    assert [row.name.split()[1] for row in seen] == sorted(names)
    for bad in ("nonsense", "x:y", f"{uuid4()}:\0", f"{uuid4()}:\ud800"):
        refused(Malformed, house.hr, queries.people, house.client.pk, cursor=bad)


def test_a_list_is_narrowed_by_state_work_and_words():
    house = mp.house()
    boss = mp.hired(house, given_name="Ruth", family_name="Adler")
    job = mp.hired(house, boss, given_name="Tom", family_name="Okafor", preferred_name="Tommy")
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 11, 13), "voluntary"))
    act(house.hr, services.assign, boss.pk, date(2026, 9, 1), {"site": "York"})

    def names(day=DAY, **filters):
        page = act(house.hr, queries.people, house.client.pk, queries.Filters(**filters), as_of=day)
        return [row.name for row in page.rows]

    assert names() == ["Ruth Adler", "Tommy Okafor"]
    assert names(state="pre_hire") == []
    assert names(date(2026, 1, 4), state="pre_hire") == ["Ruth Adler", "Tommy Okafor"]
    assert names(date(2026, 11, 14), state="ended") == ["Tommy Okafor"]
    assert names(site="York") == [] and names(date(2026, 9, 1), site="York") == ["Ruth Adler"]
    assert names(manager_id=boss.pk) == ["Tommy Okafor"]
    assert names(entity_id=house.uk.pk, country="GB") == names() and names(entity_id=house.us.pk) == []
    assert names(text="oka tomm") == ["Tommy Okafor"] and names(text="okafor x") == []
    assert names(text="\0 ") == [] and names(text="\U0010ffff") == [] and names(text="\ud800") == []
    refused(Invalid, house.hr, queries.people, house.client.pk, queries.Filters(state="asleep"))


def test_heads_and_days_are_counted():
    house = mp.house()
    job, stays = mp.hired(house), mp.hired(house)
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 11, 13), "voluntary"))
    second = mp.terms(house, entity_id=house.us.pk, country="US", start=date(2026, 11, 30))
    act(house.hr, services.hire, stays.person_id, second, post=mp.post())
    heads = [act(house.hr, queries.headcount, house.client.pk, date(2026, 11, day)) for day in (13, 14, 30)]
    assert heads == [2, 1, 1]
    november = act(house.hr, queries.employed_days, house.client.pk, date(2026, 11, 5))
    assert len(november) == 3
    uk = act(house.hr, queries.employed_days, house.client.pk, date(2026, 11, 5), entity_id=house.uk.pk)
    assert {(each.employment_id, each.start, each.end) for each in uk} == {
        (job.pk, mp.START, date(2026, 11, 13)), (stays.pk, mp.START, None),
    }  # fmt: skip
    assert len(act(house.hr, queries.employed_days, house.client.pk, date(2026, 12, 1))) == 2
    assert act(house.hr, queries.employed_days, house.client.pk, date(2025, 12, 1)) == []
    roster = act(house.pay, queries.pay_roster, asked(house, date(2026, 11, 14), date(2026, 11, 30)))
    assert bulk.uuids(roster.ids) == [stays.pk]
    rest = replace(asked(house, date(2026, 11, 14), date(2026, 11, 30)), after=stays.pk)
    assert len(act(house.pay, queries.pay_roster, rest)) == 0


def test_the_facts_of_a_period_come_by_version():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.set_pay_terms, job.pk, date(2026, 10, 16), mp.pay(4_000_000))
    act(house.hr, services.assign, job.pk, date(2026, 10, 16), {"cost_centre": "CC-2"})
    month = (house.uk.pk, date(2026, 10, 1), date(2026, 10, 31))
    with scope(house.pay):
        terms = queries.pay_roster(house.pay, asked(house, *month[1:])).terms
        posts = [(each.first, each.until, each.cost_centre) for each in queries.assignments(house.pay, *month)]
    assert (terms.at.tolist(), terms.amount_minor.tolist()) == ([0, 0], [3_200_000, 4_000_000])
    assert terms.first.tolist() == [mp.START, date(2026, 10, 16)]
    assert terms.until.tolist() == [date(2026, 10, 16), None]
    assert posts == [(mp.START, date(2026, 10, 16), ""), (date(2026, 10, 16), None, "CC-2")]


def test_a_timeline_has_everything_in_order_with_what_was_superseded():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.set_pay_terms, job.pk, mp.START, mp.pay(3_300_000))
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 11, 13), "voluntary"))
    facts = act(house.hr, queries.timeline, job.person_id)
    assert [fact.day for fact in facts] == sorted(fact.day for fact in facts)
    pay = [(fact.data["amount_minor"], fact.superseded_at is None) for fact in facts if fact.kind == "pay"]
    assert sorted(pay) == [(3_200_000, False), (3_300_000, True)]
    assert {fact.kind for fact in facts} == {"hired", "ended", "assignment", "pay", "bank", "journal"}
    assert "55779911" not in str(facts)


# --- secrets -------------------------------------------------------------------------------------------------------


def raw(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_secrets_are_ciphertext_in_the_database():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.set_national_id, job.person_id, services.NationalNumber(kind="NINO", value="AB123456C"))
    with scope(house.hr):
        stored = raw("select routing, account from people_bankaccount") + raw(
            "select value, blind from people_nationalid"
        )
        whole = raw("select row_to_json(b)::text from people_bankaccount b") + raw(
            "select row_to_json(n)::text from people_nationalid n"
        )
    for row in stored:
        for cell in row:
            assert not any(secret in bytes(cell) for secret in (b"55779911", b"200000", b"AB123456"))
    for (text,) in whole:
        assert not any(
            secret in text for secret in ("55779911", "200000", "AB123456", b"55779911".hex(), b"AB123456C".hex())
        )


def test_a_ciphertext_moved_to_another_row_or_column_does_not_open():
    house = mp.house()
    mine, theirs = mp.hired(house), mp.hired(house)
    with scope(house.hr), connection.cursor() as cursor:
        mark = {"mine": mine.pk, "theirs": theirs.pk}
        cursor.execute(
            "update people_bankaccount set account = (select account from people_bankaccount where employment_id = %(theirs)s), "
            "routing = account where employment_id = %(mine)s",
            mark,
        )
        moved = models.BankAccount.objects.get(employment=mine)
        with pytest.raises(InvalidTag):
            _ = moved.account
        with pytest.raises(InvalidTag):
            _ = moved.routing
        assert models.BankAccount.objects.get(employment=theirs).account == "55779911"


def test_a_national_number_is_one_persons_and_its_correction_keeps_the_old_one():
    house = mp.house()
    one, two = mp.hired(house), mp.hired(house)
    number = services.NationalNumber(kind="NINO", value="AB123456C")
    first = act(house.hr, services.set_national_id, one.person_id, number)
    assert refused_code(house, two, number) == "NATIONAL_ID_TAKEN"
    assert refused_code(house, two, services.NationalNumber(kind="NINO", value="AB123456")) == "NATIONAL_ID_TAKEN"
    assert refused_code(house, two, services.NationalNumber(kind="OTHER", value="12345", country="??")) == "COUNTRY"
    assert act(house.hr, services.set_national_id, one.person_id, number).pk == first.pk
    act(house.hr, services.set_national_id, one.person_id, services.NationalNumber(kind="NINO", value="CE123456D"))
    with scope(house.hr):
        rows = models.NationalId.objects.filter(person=one.person_id).order_by("recorded_at")
        assert [(row.value, row.superseded_at is None) for row in rows] == [("AB123456C", False), ("CE123456D", True)]
    act(house.hr, services.set_national_id, two.person_id, number)


def refused_code(house, job, number) -> str:
    from openhro.core.errors import Refused

    return refused(Refused, house.hr, services.set_national_id, job.person_id, number).code
