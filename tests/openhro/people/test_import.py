"""The import of people: dry run, all or nothing, twice the same file, changes, and every refusal with its row."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.openhro.engagements import make_engagements
from tests.openhro.people import make_people as mp

from openhro.core import clock, imports
from openhro.core.actor import Role
from openhro.core.errors import Forbidden, Invalid, Refused
from openhro.core.models import ImportBatch, JournalEntry
from openhro.core.scope import scope
from openhro.people import models, queries, services

pytestmark = pytest.mark.django_db

HEADER = [column.name for column in services.IMPORT_COLUMNS]
ROW = {column.name: column.example for column in services.IMPORT_COLUMNS} | {"entity": "uk"}


def file(*rows: dict) -> bytes:
    header = list(dict.fromkeys(name for row in rows for name in row))
    return imports.csv_file(header, [[row.get(name, "") for name in header] for row in rows])


def another(number: int, **values) -> dict:
    """A full row that differs from the template's in all that is one person's own."""
    own = {
        "person_id": f"P-{number}", "employment_id": f"E-{number}", "given_name": f"Given{number}", "family_name": f"Family{number}",
        "email": f"p{number}@example.org", "national_id": f"AB{number:06}C",
    }  # fmt: skip
    return ROW | own | values


def take(house, content, **options):
    with scope(house.hr):
        return services.import_people(house.hr, house.client.pk, content, "people.csv", services.Options(**options))


def test_a_file_is_taken_once_and_changes_nothing_the_second_time():
    house = mp.house()
    content = file(another(1), another(2, manager="E-1"))
    dry = take(house, content)
    assert (dry.state, dry.created, dry.refused) == ("dry_run", 2, [])
    with scope(house.hr):
        assert queries.people(house.hr, house.client.pk).rows == []
    first = take(house, content, dry_run=False)
    assert (first.state, first.created, first.changed, first.unchanged, first.refused) == ("applied", 2, 0, 0, [])
    second = take(house, content, dry_run=False)
    assert (second.created, second.changed, second.unchanged, second.refused) == (0, 0, 2, [])
    with scope(house.hr):
        rows = queries.people(house.hr, house.client.pk).rows
        assert [(row.external_id, row.job_title) for row in rows] == [
            ("P-1", "Assembly Technician"),
            ("P-2", "Assembly Technician"),
        ]
        view = queries.person(house.hr, rows[1].person_id)
        assert view.national_ids == (("NINO", "•••• 002C"),)
        assert view.address.lines == ("4 Kirkgate", "Leeds", "LS1 6BX")
        [job] = view.employments
        assert (job.assignment.manager, job.pay.amount_minor, job.banks[0].number) == (
            "Given1 Family1",
            3_200_000,
            "•••• 9911",
        )
        assert [batch.state for batch in ImportBatch.objects.order_by("pk")] == ["dry_run", "applied", "applied"]


def codes(report) -> list[tuple[int, str, str]]:
    return sorted((each.row, each.column, each.code) for each in report.refused)


def tables() -> dict:
    """What `mp.written` sees, without the journal; batches are kept of refused files too."""
    return {name: rows for name, rows in mp.written().items() if name != "JournalEntry"}


def seen(house, key: str, day=None):
    with scope(house.hr):
        person = models.Person.objects.get(external_id=key)
        return queries.person(house.hr, person.pk, as_of=day)


def test_the_journal_has_one_entry_for_a_run_and_the_database_no_plain_secret():
    house = mp.house()
    report = take(house, file(another(1)), dry_run=False)
    with scope(house.hr):
        [entry] = JournalEntry.objects.filter(client=house.client)
        assert (entry.event, entry.object_id) == ("people.imported", str(report.batch_id))
        with connection.cursor() as cursor:
            cursor.execute(
                "select row_to_json(b)::text from people_bankaccount b union all select row_to_json(n)::text from people_nationalid n"
            )
            for (text,) in cursor.fetchall():
                assert not any(
                    secret in text for secret in ("55779911", "AB000001", b"55779911".hex(), b"AB000001C".hex())
                )
        bank = models.BankAccount.objects.get()
        assert (bank.account, bank.routing, models.NationalId.objects.get().value) == (
            "55779911",
            "200000",
            "AB000001C",
        )


def test_one_bad_row_refuses_the_file_and_names_itself():
    house = mp.house()
    rows = [another(number) for number in range(1, 501)]
    rows[316]["entity"] = "nowhere"
    before = tables()
    for dry_run in (True, False):
        report = take(house, file(*rows), dry_run=dry_run)
        assert codes(report) == [(318, "entity", "UNKNOWN_ENTITY")]
    assert (report.state, report.created) == ("refused", 499)
    assert tables() == before
    rows[316]["entity"] = "uk"
    report = take(house, file(*rows), dry_run=False)
    assert (report.state, report.created, report.refused) == ("applied", 500, [])


def test_with_partial_the_good_rows_are_taken_and_those_that_hang_on_bad_ones_are_not():
    house = mp.house()
    rows = [
        another(1),
        another(2, pay="lots"),
        another(3, manager="E-2"),
        another(4, manager="E-3"),
        another(5, manager="E-1"),
    ]
    report = take(house, file(*rows), dry_run=False, partial=True)
    assert (report.state, report.created) == ("applied", 2)
    assert codes(report) == [(3, "pay", "NUMBER"), (4, "manager", "UNKNOWN_MANAGER"), (5, "manager", "UNKNOWN_MANAGER")]
    with scope(house.hr):
        assert [row.external_id for row in queries.people(house.hr, house.client.pk).rows] == ["P-1", "P-5"]
    again = take(house, file(*rows), dry_run=False, partial=True)
    assert (again.created, again.changed, again.unchanged, again.refused_rows) == (0, 0, 2, 3)


@pytest.mark.parametrize(
    ("values", "column", "code"),
    [
        ({"given_name": ""}, "given_name", "REQUIRED"),
        ({"start": ""}, "start", "REQUIRED"),
        ({"job_title": ""}, "job_title", "REQUIRED"),
        ({"entity": ""}, "entity", "EMPLOYER_REQUIRED"),
        ({"provider_entity": "nb"}, "provider_entity", "UNKNOWN_ENTITY"),
        ({"country": "XX"}, "country", "COUNTRY"),
        ({"email": "nobody"}, "email", "EMAIL"),
        ({"sex": "Q"}, "sex", "CHOICE"),
        ({"date_of_birth": "2014-01-01"}, "date_of_birth", "TOO_YOUNG"),
        ({"date_of_birth": "2190-01-01"}, "date_of_birth", "BIRTH_IN_FUTURE"),
        ({"national_id": "QQ123456C"}, "national_id", "NATIONAL_ID"),
        ({"national_id_kind": ""}, "national_id_kind", "REQUIRED"),
        ({"city": ""}, "city", "REQUIRED"),
        ({"end": "2026-01-01", "end_reason": "other"}, "end", "END_BEFORE_START"),
        ({"end": "2026-12-01"}, "end_reason", "REQUIRED"),
        ({"continuous_service_from": "2026-12-01"}, "continuous_service_from", "SERVICE_AFTER_START"),
        ({"manager": "E-999"}, "manager", "UNKNOWN_MANAGER"),
        ({"manager": "E-1"}, "manager", "MANAGER_CYCLE"),
        ({"fte": "1.5"}, "fte", "FTE_RANGE"),
        ({"currency": ""}, "currency", "REQUIRED"),
        ({"currency": "XQQ"}, "currency", "CURRENCY"),
        ({"pay": "1.005"}, "pay", "AMOUNT_PRECISION"),
        ({"pay": "-1"}, "pay", "AMOUNT_RANGE"),
        ({"pay_basis": "hourly", "hours_week": ""}, "hours_week", "REQUIRED"),
        ({"bank_holder": ""}, "bank_holder", "REQUIRED"),
        ({"bank_routing": "1"}, "bank_routing", "BANK_SORT_CODE"),
        ({"bank_account": "1"}, "bank_account", "BANK_ACCOUNT"),
        ({"family_name": "=cmd()"}, "family_name", "FORMULA"),
    ],
)
def test_a_faulty_row_is_refused_at_its_column(values, column, code):
    house = mp.house()
    before = tables()
    assert codes(take(house, file(another(1, **values)), dry_run=False)) == [(2, column, code)]
    assert tables() == before


def test_rows_of_one_file_are_held_against_each_other():
    house = mp.house()
    rows = [
        another(1),
        another(1, given_name="Given1"),
        another(2, person_id="P-1", given_name="Given1", family_name="Changed", entity="us", country="US"),
        another(3, email="p1@example.org"),
        another(4, given_name="Given1", family_name="Family1"),
        another(5, national_id="AB000001C"),
        another(
            6,
            person_id="P-1",
            given_name="Given1",
            family_name="Family1",
            email="p1@example.org",
            national_id="AB000001C",
        ),
        another(7, email="p1@example.org", known_different="yes"),
        another(8, manager="E-9"),
        another(9, manager="E-8"),
    ]
    assert codes(take(house, file(*rows))) == [
        (3, "employment_id", "DUPLICATE_ROW"),
        (4, "email", "PERSON_DIFFERS"),
        (5, "person_id", "POSSIBLE_REHIRE"),
        (6, "person_id", "POSSIBLE_REHIRE"),
        (7, "national_id", "NATIONAL_ID_TAKEN"),
        (8, "start", "EMPLOYMENT_OVERLAP"),
        (10, "manager", "MANAGER_CYCLE"),
        (11, "manager", "MANAGER_CYCLE"),
    ]


def test_a_person_with_two_jobs_in_one_file():
    house = mp.house()
    second = another(1, employment_id="E-2", entity="us", country="US", manager="")
    report = take(house, file(another(1), second), dry_run=False)
    assert (report.created, report.refused) == (2, [])
    assert [job.external_id for job in seen(house, "P-1").employments] == ["E-1", "E-2"]


def test_a_file_of_changes_needs_only_the_keys_and_what_changes():
    house = mp.house()
    take(house, file(another(1), another(2), another(3)), dry_run=False)
    changes = [
        {"person_id": "P-1", "employment_id": "E-1", "effective": "2026-10-01", "job_title": "Lead", "cost_centre": "CC-9"},
        {"person_id": "P-2", "employment_id": "E-2", "effective": "2026-10-01", "pay_basis": "annual", "pay": "40000",
         "currency": "GBP", "bank_scheme": "bacs", "bank_holder": "New", "bank_routing": "200000", "bank_account": "12345678"},
        {"person_id": "P-3", "employment_id": "E-3", "effective": "2026-10-01", "family_name": "Newman", "city": "York",
         "national_id_kind": "NINO", "national_id": "CE123456D", "number": "77"},
    ]  # fmt: skip
    report = take(house, file(*changes), dry_run=False)
    assert (report.created, report.changed, report.unchanged, report.refused) == (0, 3, 0, [])
    one = [seen(house, "P-1", date(2026, *day)).employments[0].assignment for day in [(9, 30), (10, 1)]]
    assert [(post.job_title, post.cost_centre, post.site) for post in one] == [
        ("Assembly Technician", "CC-100", "Leeds"), ("Lead", "CC-9", "Leeds"),
    ]  # fmt: skip
    two = [seen(house, "P-2", date(2026, *day)).employments[0] for day in [(9, 30), (10, 1)]]
    assert [(job.pay.amount_minor, job.banks[0].number) for job in two] == [
        (3_200_000, "•••• 9911"),
        (4_000_000, "•••• 5678"),
    ]
    three = seen(house, "P-3", date(2026, 10, 1))
    assert (three.family_name, three.version, three.employments[0].number) == ("Newman", 2, "77")
    assert (three.address.lines, three.national_ids) == (("4 Kirkgate", "York", "LS1 6BX"), (("NINO", "•••• 456D"),))
    with scope(house.hr):
        assert models.PersonBefore.objects.get().values == {"family_name": "Family3"}
    again = take(house, file(*changes), dry_run=False)
    assert (again.changed, again.unchanged) == (0, 3)


def test_an_unchanged_file_of_leavers_and_joiners_to_come_stays_unchanged():
    house = mp.house()
    rows = [another(1, end="2026-07-31", end_reason="voluntary"), another(2, start="2027-06-01")]
    take(house, file(*rows), dry_run=False)
    with clock.travel(datetime(2026, 11, 23, tzinfo=UTC)):
        assert take(house, file(*rows), dry_run=False).unchanged == 2


def test_what_does_not_change_during_an_employment_is_refused():
    house = mp.house()
    take(house, file(another(1), another(2)), dry_run=False)
    keys = {"person_id": "P-1", "employment_id": "E-1"}
    tries = [
        (keys | {"entity": "us"}, "entity", "EMPLOYMENT_FIXED"),
        (keys | {"start": "2026-06-16"}, "start", "EMPLOYMENT_FIXED"),
        (keys | {"person_id": "P-2"}, "employment_id", "OTHER_PERSON"),
        (keys | {"effective": "2026-06-01", "site": "York"}, "effective", "OUTSIDE_EMPLOYMENT"),
    ]
    for row, column, code in tries:
        before = tables()
        assert codes(take(house, file(row), dry_run=False)) == [(2, column, code)]
        assert tables() == before


def test_leavers_are_ended_by_the_same_rules():
    house = mp.house()
    take(house, file(another(1), another(2, manager="E-1"), another(3)), dry_run=False)
    leave = {"person_id": "P-1", "employment_id": "E-1", "end": "2026-12-31", "end_reason": "retirement"}
    before = tables()
    assert codes(take(house, file(leave), dry_run=False)) == [(2, "end", "REPORTS_NOT_REHOMED")]
    assert tables() == before
    move = {"person_id": "P-2", "employment_id": "E-2", "manager": "E-3", "effective": "2026-06-15"}
    report = take(house, file(leave, move), dry_run=False)
    assert (report.changed, report.refused) == (2, [])
    assert seen(house, "P-1").employments[0].end == date(2026, 12, 31)


def test_only_who_may_import_does_and_bad_files_are_errors():
    house = mp.house()
    for role in (Role.AUDITOR, Role.EMPLOYEE, Role.MANAGER, Role.ENGAGEMENT_MANAGER):
        by = mp.actor(role, house.client)
        mp.refused(Forbidden, by, services.import_people, house.client.pk, file(another(1)), "f.csv")
    assert mp.refused(Invalid, house.hr, services.import_people, house.client.pk, b"", "f.csv").code == "FILE_EMPTY"
    fault = mp.refused(Invalid, house.hr, services.import_people, house.client.pk, b"person_id\n1\n", "f.csv")
    assert fault.detail["missing"] == ["employment_id"]


def test_the_template_is_taken_in_both_kinds():
    house = mp.house()
    for kind in ("csv", "xlsx"):
        report = take(house, imports.template(services.IMPORT_COLUMNS, kind).replace(b"HAL-UK", b"uk"))
        assert codes(report) in ([], [(2, "entity", "UNKNOWN_ENTITY")])


cell = st.one_of(
    st.just(""), st.text(max_size=12), st.sampled_from(list(ROW.values())), st.integers().map(str), st.dates().map(str)
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(HEADER, cell)), min_size=1, max_size=4))
def test_any_cells_give_a_report_or_a_refusal(rows):
    house = mp.house()
    keys = [{"person_id": f"P-{n % 2}", "employment_id": f"E-{n}"} for n in range(len(rows))]
    content = file(
        *(ROW | {name: text for name, text in row.items() if text} | key for row, key in zip(rows, keys, strict=True))
    )
    try:
        report = take(house, content, dry_run=False)
    except Refused:
        return
    assert report.state in ("applied", "refused")


# --- who employs ---------------------------------------------------------------------------------------------------


def test_specialists_hire_in_scope_only_and_the_employment_names_its_engagement():
    at = make_engagements.world()
    by = mp.actor(Role.PAYROLL_SPECIALIST, at.client)
    hr = mp.actor(Role.CLIENT_HR, at.client)
    person = mp.act(by, services.add_person, at.client.pk, mp.new_person())
    terms = services.Terms(external_id="E-1", start=date(2026, 1, 5), country="GB", entity_id=at.uk.pk)
    assert mp.refused(Invalid, by, services.hire, person.pk, terms, post=mp.post()).code == "OUT_OF_SCOPE"
    engagement = make_engagements.live(at)
    job = mp.act(by, services.hire, person.pk, terms, post=mp.post())
    assert job.engagement_id == engagement.pk
    us = services.Terms(external_id="E-2", start=date(2026, 1, 5), country="US", entity_id=at.us.pk)
    assert mp.refused(Invalid, by, services.hire, person.pk, us, post=mp.post()).code == "OUT_OF_SCOPE"
    assert mp.act(hr, services.hire, person.pk, us, post=mp.post()).engagement_id is None
    row = ROW | {"entity": at.us.code, "country": "US", "manager": ""}
    with scope(by):
        report = services.import_people(by, at.client.pk, file(row), "f.csv")
    assert codes(report) == [(2, "", "OUT_OF_SCOPE")]


def test_the_provider_employs_only_where_an_engagement_says_so():
    at = make_engagements.world()
    ours = make_engagements.provider_entity("DE", "payroll_withholding", "labour_leasing")
    hr = mp.actor(Role.CLIENT_HR, at.client)
    person = mp.act(hr, services.add_person, at.client.pk, mp.new_person(given_name="Lena"))
    terms = services.Terms(external_id="E-1", start=date(2026, 9, 1), country="DE", provider_entity_id=ours.pk)
    assert mp.refused(Invalid, hr, services.hire, person.pk, terms, post=mp.post()).code == "OUT_OF_SCOPE"
    german = make_engagements.entity(at.client, "DE")
    eor = [
        make_engagements.ScopeTerms(
            function=function, country="DE", start=make_engagements.SPRING, provider_entity_id=ours.pk
        )
        for function in ("employment", "payroll")
    ]
    engagement = make_engagements.live(at, *eor, model="EOR")
    wrong = services.Terms(external_id="E-1", start=date(2026, 9, 1), country="DE", entity_id=german.pk)
    assert mp.refused(Invalid, hr, services.hire, person.pk, wrong, post=mp.post()).code == "EMPLOYER_MUST_BE_PROVIDER"
    other = services.Terms(
        external_id="E-1", start=date(2026, 9, 1), country="DE", provider_entity_id=ours.pk, engagement_id=person.pk
    )
    assert mp.refused(Invalid, hr, services.hire, person.pk, other, post=mp.post()).code == "ENGAGEMENT_OTHER"
    job = mp.act(hr, services.hire, person.pk, terms, post=mp.post())
    assert (job.engagement_id, job.entity_id, job.provider_entity_id) == (engagement.pk, None, ours.pk)
    assert mp.act(hr, queries.person, person.pk).employments[0].employer == "Northbridge DE"
