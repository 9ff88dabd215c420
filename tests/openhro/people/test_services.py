"""Verbs of people: what they write, what they refuse, and that a refusal writes nothing."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from tests import make
from tests.openhro.people import make_people as mp

from openhro.core.actor import Role
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.people import models, queries, services

pytestmark = pytest.mark.django_db
act, refused = mp.act, mp.refused


def view(house, job, *day):
    return act(house.hr, queries.person, job.person_id, as_of=date(2026, *day)).employments[0]


def test_a_hired_person_is_seen_with_work_pay_and_masked_account():
    house = mp.house()
    job = mp.hired(house, given_name="Tom", date_of_birth=date(1999, 9, 2))
    seen = act(house.hr, queries.person, job.person_id, as_of=date(2026, 6, 1))
    [employment] = seen.employments
    assert (employment.state, employment.employer, employment.service) == ("active", "Acme Ltd", (0, 4))
    assert (employment.assignment.job_title, employment.assignment.fte) == ("Technician", Decimal(1))
    assert (employment.pay.amount_minor, employment.pay.currency) == (3_200_000, "GBP")
    assert [bank.number for bank in employment.banks] == ["•••• 9911"]
    assert seen.hidden == frozenset()
    assert (view(house, job, 1, 4).state, view(house, job, 1, 5).state) == ("pre_hire", "active")


def test_the_journal_tells_what_happened_without_personal_data():
    house = mp.house()
    job = mp.hired(house, given_name="Quintus", email="q@example.org")
    act(house.hr, services.change_person, job.person_id, {"given_name": "Sextus"})
    with scope(house.hr):
        entries = list(JournalEntry.objects.filter(client=house.client).order_by("pk"))
    assert [entry.event for entry in entries] == ["people.person_added", "people.hired", "people.person_changed"]
    told = str([entry.data for entry in entries])
    assert not any(word in told for word in ("Quintus", "Sextus", "example.org", "55779911"))
    assert entries[-1].data == {"fields": ["given_name"]}


# --- as of ---------------------------------------------------------------------------------------------------------


def test_a_promotion_and_then_an_earlier_transfer_show_in_both():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.assign, job.pk, date(2026, 10, 1), {"job_title": "Lead"})
    act(house.hr, services.set_pay_terms, job.pk, date(2026, 10, 1), mp.pay(4_000_000, reason="promotion"))
    before, after = view(house, job, 9, 30), view(house, job, 10, 1)
    assert (before.assignment.job_title, before.pay.amount_minor) == ("Technician", 3_200_000)
    assert (after.assignment.job_title, after.pay.amount_minor) == ("Lead", 4_000_000)
    act(house.hr, services.assign, job.pk, date(2026, 9, 25), {"department": "Calibration"})
    seen = [view(house, job, *day).assignment for day in [(9, 24), (9, 25), (10, 1)]]
    assert [(each.job_title, each.department) for each in seen] == [
        ("Technician", "Assembly"), ("Technician", "Calibration"), ("Lead", "Calibration"),
    ]  # fmt: skip
    with scope(house.hr):
        rows = models.Assignment.objects.filter(employment=job).order_by("recorded_at")
        assert [row.superseded_at is None for row in rows].count(False) == 1  # the promotion as first recorded is kept
        assert rows.filter(superseded_at__isnull=False).get().department == "Assembly"


def test_a_correction_on_the_first_day_keeps_the_old_version_out_of_force():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.set_pay_terms, job.pk, mp.START, mp.pay(3_300_000))
    assert view(house, job, 1, 5).pay.amount_minor == 3_300_000
    with scope(house.hr):
        old = models.PayTerms.objects.get(employment=job, superseded_at__isnull=False)
        assert (old.amount_minor, old.superseded_by) == (3_200_000, house.hr.user)


def test_a_raise_in_between_leaves_a_later_one_alone():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.set_pay_terms, job.pk, date(2026, 12, 1), mp.pay(5_000_000))
    act(house.hr, services.set_pay_terms, job.pk, date(2026, 10, 1), mp.pay(4_000_000, hours_week=Decimal(40)))
    seen = {month: view(house, job, month, 1).pay for month in (9, 10, 12)}
    assert [(pay.amount_minor, pay.hours_week) for pay in seen.values()] == [
        (3_200_000, Decimal("37.5")), (4_000_000, Decimal(40)), (5_000_000, Decimal(40)),
    ]  # fmt: skip


def test_the_same_change_twice_writes_nothing_the_second_time():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.assign, job.pk, date(2026, 10, 1), {"site": "York"})
    before = mp.written()
    act(house.hr, services.assign, job.pk, date(2026, 10, 1), {"site": "York"})
    act(house.hr, services.set_pay_terms, job.pk, date(2026, 10, 1), mp.pay())
    act(house.hr, services.change_person, job.person_id, {"given_name": "Tom"})
    assert mp.written() == before


def test_the_database_itself_refuses_two_versions_on_one_day():
    house = mp.house()
    job = mp.hired(house)
    row = {"client": house.client, "employment": job, "basis": "annual", "amount_minor": 1, "currency": "GBP"}
    with pytest.raises(IntegrityError, match="pay_terms_once"), scope(house.hr), transaction.atomic():
        models.PayTerms.objects.create(**row, valid=DateRange(date(2026, 5, 1), date(2026, 5, 2)))
    twin = {"client": house.client, "person_id": job.person_id, "country": "GB", "start": date(2026, 6, 1)}
    with pytest.raises(IntegrityError, match="employment_once"), scope(house.hr), transaction.atomic():
        models.Employment.objects.create(**twin, external_id="x", entity=house.uk, continuous_service_from=mp.START)


def test_changes_outside_the_employment_are_refused():
    house = mp.house()
    job = mp.hired(house)
    for day in (date(2026, 1, 4), date(1800, 1, 1)):
        fault = refused(Invalid, house.hr, services.assign, job.pk, day, {"site": "York"})
        assert fault.code in ("OUTSIDE_EMPLOYMENT", "DATE_RANGE")
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 11, 13), "voluntary"))
    fault = refused(Invalid, house.hr, services.set_pay_terms, job.pk, date(2026, 11, 14), mp.pay())
    assert fault.code == "OUTSIDE_EMPLOYMENT"
    assert refused(Invalid, house.hr, services.assign, job.pk, mp.START, {"shoes": 1}).code == "UNKNOWN_FIELD"


# --- persons -------------------------------------------------------------------------------------------------------


def test_a_correction_of_a_person_keeps_what_was_and_counts_versions():
    house = mp.house()
    person = mp.person(house, family_name="Okafor")
    after = act(house.hr, services.change_person, person.pk, {"family_name": "Okafor-Webb"}, version=1)
    assert (after.version, after.family_key) == (2, "okafor-webb tom")
    with scope(house.hr):
        kept = models.PersonBefore.objects.get(person=person)
    assert (kept.version, kept.values, kept.superseded_by) == (1, {"family_name": "Okafor"}, house.hr.user)
    assert refused(Stale, house.hr, services.change_person, person.pk, {"family_name": "X"}, version=1).code == "STALE"


@pytest.mark.parametrize(
    ("changes", "kind", "code"),
    [
        ({"family_name": ""}, Invalid, "REQUIRED"),
        ({"shoe_size": "9"}, Invalid, "UNKNOWN_FIELD"),
        ({"job_title": "Boss"}, Invalid, "FIELD_ELSEWHERE"),
        ({"date_of_birth": date(2015, 1, 1)}, Invalid, "TOO_YOUNG"),
        ({"date_of_birth": date(2190, 1, 1)}, Invalid, "BIRTH_IN_FUTURE"),
    ],
)
def test_wrong_corrections_are_refused(changes, kind, code):
    house = mp.house()
    job = mp.hired(house)
    assert refused(kind, house.hr, services.change_person, job.person_id, changes).code == code


def test_external_ids_are_unique_in_a_client_and_free_in_another():
    house, other = mp.house(), mp.house()
    mp.person(house, external_id="P-1")
    mp.person(other, external_id="P-1")
    new = mp.new_person(external_id="P-1")
    assert refused(Conflict, house.hr, services.add_person, house.client.pk, new).code == "EXTERNAL_ID_TAKEN"


def test_a_home_is_dated():
    house = mp.house()
    job = mp.hired(house)
    home = services.Home(line1="4 Kirkgate", city="Leeds", country="GB", postcode="LS1 6BX", since=date(2026, 1, 1))
    act(house.hr, services.set_home, job.person_id, home)
    moved = services.Home(line1="9 Shambles", city="York", country="GB", since=date(2026, 7, 1))
    act(house.hr, services.set_home, job.person_id, moved)
    seen = [act(house.hr, queries.person, job.person_id, as_of=date(2026, *day)).address for day in [(6, 30), (7, 1)]]
    assert [each.lines for each in seen] == [("4 Kirkgate", "Leeds", "LS1 6BX"), ("9 Shambles", "York")]
    bad = services.Home(line1="x", city="y", country="ZZ")
    assert refused(Invalid, house.hr, services.set_home, job.person_id, bad).code == "COUNTRY"


def test_a_login_belongs_to_one_person_and_must_hold_a_role_at_the_client():
    house, other = mp.house(), mp.house()
    one, two = mp.person(house), mp.person(house, given_name="Ada")
    user = mp.login()
    assert refused(NotFound, house.hr, services.link_user, one.pk, user.pk).code == "NOT_FOUND"
    make.grant(user, Role.EMPLOYEE, other.client)
    refused(NotFound, house.hr, services.link_user, one.pk, user.pk)
    make.grant(user, Role.EMPLOYEE, house.client)
    act(house.hr, services.link_user, one.pk, user.pk)
    assert refused(Conflict, house.hr, services.link_user, two.pk, user.pk).code == "USER_TAKEN"
    act(house.hr, services.link_user, one.pk, None)
    act(house.hr, services.link_user, two.pk, user.pk)


# --- rehires -------------------------------------------------------------------------------------------------------


def test_somebody_known_is_found_by_number_email_or_name_and_birth():
    house = mp.house()
    given = {"given_name": "Ada", "family_name": "Byron", "date_of_birth": date(1990, 1, 2), "email": "ada@example.org"}
    number = services.NationalNumber(kind="NINO", value="AB123456C")
    with scope(house.hr):
        known = services.add_person(house.hr, house.client.pk, mp.new_person(**given), national_id=number)
    tries = [
        (
            {"given_name": "X", "family_name": "Y"},
            services.NationalNumber(kind="NINO", value="ab 12 34 56"),
            "national_id",
        ),
        ({"given_name": "X", "family_name": "Y", "email": "ADA@example.org"}, None, "email"),
        ({"given_name": "ada", "family_name": "BYRON", "date_of_birth": date(1990, 1, 2)}, None, "name_and_birth"),
    ]
    for values, national, by in tries:
        new = mp.new_person(**values)
        fault = refused(Conflict, house.hr, services.add_person, house.client.pk, new, national_id=national)
        assert fault.code == "POSSIBLE_REHIRE"
        assert fault.detail == [{"person": str(known.pk), "external_id": known.external_id, "by": by}]
    new = mp.new_person(**tries[0][0])
    refused(
        Conflict, house.hr, services.add_person, house.client.pk, new, national_id=tries[0][1], known_different=True
    )
    act(house.hr, services.add_person, house.client.pk, mp.new_person(**tries[2][0]), known_different=True)
    other = mp.house()
    with scope(other.hr):
        services.add_person(other.hr, other.client.pk, mp.new_person(**given), national_id=number)


def test_a_rehire_is_a_new_employment_linked_to_the_old_one_with_bridged_service():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 1, 31), "voluntary"))
    terms = mp.terms(house, start=date(2026, 7, 1), bridging_months=6)
    again = act(house.hr, services.hire, job.person_id, terms, post=mp.post())
    assert (again.previous_id, again.continuous_service_from) == (job.pk, mp.START)
    old, new = act(house.hr, queries.person, job.person_id, as_of=date(2026, 7, 1)).employments
    assert (old.state, old.end, old.assignment.job_title) == ("ended", date(2026, 1, 31), "Technician")
    assert (new.state, new.service) == ("active", (0, 5))
    with scope(house.hr):
        assert JournalEntry.objects.filter(event="people.rehired", object_id=str(again.pk)).count() == 1


def test_without_a_bridge_service_begins_again():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 1, 31), "voluntary"))
    again = act(house.hr, services.hire, job.person_id, mp.terms(house, start=date(2026, 7, 1)), post=mp.post())
    assert again.continuous_service_from == date(2026, 7, 1)


# --- hiring --------------------------------------------------------------------------------------------------------


def test_hires_against_the_rules_are_refused_and_write_nothing():
    house, other = mp.house(), mp.house()
    job = mp.hired(house)
    tries = [
        (mp.terms(house, start=date(2026, 3, 1)), Invalid, "EMPLOYMENT_OVERLAP"),
        (mp.terms(house, entity_id=None), Invalid, "EMPLOYER_REQUIRED"),
        (mp.terms(house, entity_id=other.us.pk, country="US"), NotFound, "NOT_FOUND"),
        (mp.terms(house, entity_id=uuid4(), country="US"), NotFound, "NOT_FOUND"),
        (mp.terms(house, entity_id=house.us.pk, external_id=job.external_id), Conflict, "EXTERNAL_ID_TAKEN"),
        (mp.terms(house, entity_id=house.us.pk, country="XX"), Invalid, "COUNTRY"),
        (mp.terms(house, entity_id=house.us.pk, start=date(1, 1, 1)), Invalid, "DATE_RANGE"),
        (mp.terms(house, entity_id=house.us.pk, bridging_months=-1), Invalid, "BRIDGING"),
        (
            mp.terms(house, entity_id=house.us.pk, country="US", continuous_service_from=date(2026, 2, 1)),
            Invalid,
            "SERVICE_AFTER_START",
        ),
    ]
    for terms, kind, code in tries:
        assert refused(kind, house.hr, services.hire, job.person_id, terms, post=mp.post()).code == code
    good = mp.terms(house, entity_id=house.us.pk, country="US")
    for values in ({"post": mp.post(job_title=" ")}, {"post": mp.post(), "pay": mp.pay(currency="???")}):
        refused(Invalid, house.hr, services.hire, job.person_id, good, **values)
    refused(Invalid, house.hr, services.hire, job.person_id, good, post=mp.post(), account=mp.bacs(account="1"))
    act(house.hr, services.hire, job.person_id, good, post=mp.post())


def test_a_child_is_not_hired():
    house = mp.house()
    child = mp.person(house, date_of_birth=date(2014, 1, 1))
    assert refused(Invalid, house.hr, services.hire, child.pk, mp.terms(house), post=mp.post()).code == "TOO_YOUNG"


# --- managers ------------------------------------------------------------------------------------------------------


def test_nobody_manages_their_own_manager_on_any_day():
    house = mp.house()
    top = mp.hired(house)
    middle = mp.hired(house, top)
    low = mp.hired(house, middle)
    for job, manager in [(top, low), (top, middle), (top, top)]:
        fault = refused(Invalid, house.hr, services.assign, job.pk, date(2026, 6, 1), {"manager_id": manager.pk})
        assert fault.code == "MANAGER_CYCLE"
    act(house.hr, services.assign, middle.pk, date(2026, 6, 1), {"manager_id": None})
    act(house.hr, services.assign, top.pk, date(2026, 6, 1), {"manager_id": low.pk})
    fault = refused(Invalid, house.hr, services.assign, top.pk, date(2026, 5, 31), {"manager_id": low.pk})
    assert fault.code == "MANAGER_CYCLE"


def test_a_manager_is_a_colleague_who_works_on_all_the_days():
    house, other = mp.house(), mp.house()
    job, leaver, stranger = mp.hired(house), mp.hired(house), mp.hired(other)
    act(house.hr, services.end_employment, leaver.pk, services.Leaving(date(2026, 9, 30), "voluntary"))
    fault = refused(Invalid, house.hr, services.assign, job.pk, date(2026, 6, 1), {"manager_id": leaver.pk})
    assert fault.code == "MANAGER_NOT_ACTIVE"
    for key in (stranger.pk, uuid4()):
        refused(NotFound, house.hr, services.assign, job.pk, date(2026, 6, 1), {"manager_id": key})


def test_a_manager_of_six_leaves_only_when_all_have_another():
    house = mp.house()
    top = mp.hired(house)
    leaver = mp.hired(house, top)
    reports = [mp.hired(house, leaver) for _ in range(6)]
    end = date(2026, 12, 31)
    fault = refused(Conflict, house.hr, services.end_employment, leaver.pk, services.Leaving(end, "retirement"))
    assert fault.code == "REPORTS_NOT_REHOMED"
    assert sorted(each["employment"] for each in fault.detail) == sorted(job.external_id for job in reports)
    refused(
        Invalid, house.hr, services.end_employment, leaver.pk, services.Leaving(end, "retirement"), rehome_to=leaver.pk
    )
    refused(
        Invalid,
        house.hr,
        services.end_employment,
        leaver.pk,
        services.Leaving(end, "retirement"),
        rehome_to=reports[0].pk,
    )
    with scope(house.hr):
        services.end_employment(
            house.hr, leaver.pk, services.Leaving(end, "retirement"), rehome_to=services.NEXT_MANAGER
        )
        for job in reports:
            days = {
                day: queries.person(house.hr, job.person_id, as_of=day).employments[0]
                for day in (end, date(2027, 1, 1))
            }
            assert days[end].assignment.manager_id == leaver.pk
            assert days[date(2027, 1, 1)].assignment.manager_id == top.pk


def test_there_is_no_next_manager_above_the_top():
    house = mp.house()
    top = mp.hired(house)
    mp.hired(house, top)
    refused(
        NotFound,
        house.hr,
        services.end_employment,
        top.pk,
        services.Leaving(date(2026, 9, 1), "other"),
        rehome_to=services.NEXT_MANAGER,
    )


# --- ends ----------------------------------------------------------------------------------------------------------


def test_an_end_closes_work_and_pay_but_not_the_account():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.assign, job.pk, date(2026, 12, 1), {"site": "York"})
    after = act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 11, 13), "voluntary", True))
    assert (after.end, after.end_reason, after.regretted, after.version) == (date(2026, 11, 13), "voluntary", True, 2)
    with scope(house.hr):
        assert [row.valid.upper for row in models.Assignment.objects.filter(models.LIVING, employment=job)] == [
            date(2026, 11, 14)
        ]
        assert models.PayTerms.objects.get(models.LIVING, employment=job).valid.upper == date(2026, 11, 14)
        assert models.BankAccount.objects.get(models.LIVING, employment=job).valid.upper is None
    assert view(house, job, 11, 13).state == "active"
    assert (view(house, job, 11, 14).state, view(house, job, 11, 14).assignment.site) == ("ended", "Leeds")


def test_an_end_can_move_and_be_taken_back():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 11, 13), "voluntary"))
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 12, 31), "voluntary"))
    assert view(house, job, 12, 31).pay.amount_minor == 3_200_000
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 10, 31), "voluntary"))
    after = act(house.hr, services.take_back_end, job.pk)
    assert (after.end, after.end_reason) == (None, "")
    assert (view(house, job, 12, 31).state, view(house, job, 12, 31).assignment.job_title) == ("active", "Technician")
    assert refused(Conflict, house.hr, services.take_back_end, job.pk).code == "NOT_ENDED"
    assert (
        refused(Invalid, house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 1, 4), "other")).code
        == "END_BEFORE_START"
    )
    assert (
        refused(Invalid, house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 2, 4), "bored")).code
        == "CHOICE"
    )
    assert (
        refused(
            Stale, house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 2, 4), "other"), version=1
        ).code
        == "STALE"
    )


def test_an_end_is_not_taken_back_over_a_new_employment():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 1, 31), "voluntary"))
    act(house.hr, services.hire, job.person_id, mp.terms(house, start=date(2026, 7, 1)), post=mp.post())
    assert refused(Invalid, house.hr, services.take_back_end, job.pk).code == "EMPLOYMENT_OVERLAP"
    fault = refused(Invalid, house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 7, 1), "voluntary"))
    assert fault.code == "EMPLOYMENT_OVERLAP"


def test_a_retirement_after_28_years():
    house = mp.house()
    person = mp.person(house, given_name="Margaret")
    terms = mp.terms(house, start=date(1998, 4, 6))
    job = act(house.hr, services.hire, person.pk, terms, post=mp.post())
    act(house.hr, services.end_employment, job.pk, services.Leaving(date(2026, 12, 31), "retirement"))
    [seen] = act(house.hr, queries.person, person.pk, as_of=date(2027, 6, 1)).employments
    assert (seen.state, seen.service, seen.end_reason) == ("ended", (28, 8), "retirement")


# --- banks ---------------------------------------------------------------------------------------------------------


def test_an_account_is_replaced_from_a_day_on():
    house = mp.house()
    job = mp.hired(house)
    [old] = view(house, job, 6, 1).banks
    new = act(house.hr, services.replace_bank_account, old.id, mp.bacs(account="12345678"), date(2026, 10, 1))
    assert [bank.number for bank in view(house, job, 9, 30).banks] == ["•••• 9911"]
    assert [bank.number for bank in view(house, job, 10, 1).banks] == ["•••• 5678"]
    fault = refused(Conflict, house.hr, services.replace_bank_account, old.id, mp.bacs(), date(2026, 10, 1))
    assert fault.code == "ACCOUNT_ENDED"
    act(house.hr, services.replace_bank_account, new.pk, mp.bacs(account="87654321"), date(2026, 10, 1))
    fault = refused(Conflict, house.hr, services.replace_bank_account, new.pk, mp.bacs(), date(2026, 10, 1))
    assert fault.code == "SUPERSEDED"
    assert [bank.number for bank in view(house, job, 10, 1).banks] == ["•••• 4321"]


def test_net_pay_is_split_over_accounts_on_every_day():
    house = mp.house()
    job = mp.hired(house)
    day = date(2026, 3, 1)
    savings = mp.bacs(account="11112222", priority=2, split="percent", split_percent=Decimal(20))
    made = act(house.hr, services.add_bank_account, job.pk, savings, day)
    assert [(bank.priority, bank.split) for bank in view(house, job, 3, 1).banks] == [(1, "remainder"), (2, "percent")]
    tries = [
        (mp.bacs(priority=3), "BANK_REMAINDER"),
        (mp.bacs(priority=2, split="amount", split_minor=100), "BANK_PRIORITY_TAKEN"),
        (mp.bacs(priority=3, split="percent", split_percent=Decimal("80.01")), "BANK_PERCENT"),
        (mp.bacs(priority=3, account="1"), "BANK_ACCOUNT"),
    ]
    for account, code in tries:
        fault = refused((Invalid, Conflict), house.hr, services.add_bank_account, job.pk, account, day)
        assert fault.code == code
    [main, _] = view(house, job, 3, 1).banks
    assert refused(Invalid, house.hr, services.close_bank_account, main.id, date(2026, 4, 1)).code == "BANK_REMAINDER"
    act(house.hr, services.close_bank_account, made.pk, date(2026, 4, 1))
    assert len(view(house, job, 3, 31).banks) == 2
    assert len(view(house, job, 4, 1).banks) == 1
    refused(NotFound, house.hr, services.close_bank_account, uuid4(), day)


def test_the_first_account_takes_what_remains():
    house = mp.house()
    person = mp.person(house)
    part = mp.bacs(split="amount", split_minor=100)
    fault = refused(Invalid, house.hr, services.hire, person.pk, mp.terms(house), post=mp.post(), account=part)
    assert fault.code == "BANK_REMAINDER"


def test_the_full_numbers_are_for_bank_files_only():
    house = mp.house()
    job = mp.hired(house)
    act(house.hr, services.set_national_id, job.person_id, services.NationalNumber(kind="NINO", value="AB 12 34 56 C"))
    day = date(2026, 11, 27)
    [payee] = act(house.pay, queries.payees, house.client.pk, [job.pk], day)
    assert (payee.routing, payee.account, payee.holder) == ("200000", "55779911", "T Okafor")
    assert "55779911" not in repr(payee)
    assert act(house.pay, queries.national_numbers, house.client.pk, [job.person_id], "NINO") == {
        job.person_id: "AB123456C"
    }
    for query, given in [(queries.payees, ([job.pk], day)), (queries.national_numbers, ([job.person_id], "NINO"))]:
        refused(Forbidden, house.hr, query, house.client.pk, *given)
        refused(NotFound, mp.house().pay, query, house.client.pk, *given)
