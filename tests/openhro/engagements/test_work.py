"""Which contract covers work on a day, who employs, and what the nightly check finds."""

from datetime import UTC, date, datetime

import pytest
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import refused

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.queries import Work
from openhro.engagements.services import ScopeTerms

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 30)


def uk_payroll(at, day=NOVEMBER, **values) -> Work:
    return Work(
        **{
            "client_id": at.client.pk,
            "function": "payroll",
            "country": "GB",
            "entity_id": at.uk.pk,
            "provider_entity_id": None,
            "day": day,
        }
        | values
    )


def covered(at, work: Work):
    return they.act(at.em, queries.required_scope, work)


def not_covered(at, work: Work) -> str:
    return refused(Invalid, at.em, queries.required_scope, work).code


def test_live_scope_covers_the_work_and_nothing_else_does():
    at = they.world()
    made = they.live(at, they.payroll_uk(at, last_day=date(2026, 12, 31)))
    assert covered(at, uk_payroll(at)).engagement_id == made.pk
    assert covered(at, uk_payroll(at, date(2026, 12, 31))).engagement_id == made.pk
    answer = refused(Invalid, at.em, queries.required_scope, uk_payroll(at, date(2027, 1, 1)))
    assert (answer.status, answer.code) == (422, "OUT_OF_SCOPE")
    assert answer.detail == {"function": "payroll", "country": "GB", "day": "2027-01-01"}
    assert not_covered(at, uk_payroll(at, date(2026, 2, 28))) == "OUT_OF_SCOPE"
    assert not_covered(at, uk_payroll(at, function="rpo")) == "OUT_OF_SCOPE"
    assert not_covered(at, uk_payroll(at, country="US", entity_id=at.us.pk)) == "OUT_OF_SCOPE"
    assert not_covered(at, uk_payroll(at, entity_id=at.us.pk)) == "OUT_OF_SCOPE"


def test_a_contract_that_is_not_live_covers_nothing():
    at = they.world()
    made = they.signed(at)
    assert not_covered(at, uk_payroll(at)) == "OUT_OF_SCOPE"
    they.act(at.em, services.start_transition, made.pk)
    assert not_covered(at, uk_payroll(at)) == "OUT_OF_SCOPE"
    they.act(at.pa, services.go_live, they.ready(at, made).pk, date(2026, 11, 1))
    assert not_covered(at, uk_payroll(at, date(2026, 10, 31))) == "OUT_OF_SCOPE"
    assert covered(at, uk_payroll(at, date(2026, 11, 1))).engagement_id == made.pk


def test_work_of_the_client_itself_is_not_ours():
    at = they.world()
    they.live(at, they.payroll_uk(at, responsibility="client"))
    assert not_covered(at, uk_payroll(at)) == "OUT_OF_SCOPE"


def test_a_run_waits_for_the_registration():
    """E-1, last part: December refused, January accepted."""
    at = they.world()
    made = they.live(at)
    entity = they.entity(at.client, "DE", "Halden GmbH")
    they.register(entity, "DE", date(2027, 1, 1))
    they.act(at.em, services.add_scope, made.pk, ScopeTerms("payroll", "DE", date(2026, 12, 1), entity_id=entity.pk))
    december = uk_payroll(at, date(2026, 12, 31), country="DE", entity_id=entity.pk)
    answer = refused(Invalid, at.em, queries.required_scope, december)
    assert (answer.status, answer.code, answer.detail["day"]) == (422, "ENTITY_REQUIRED", "2026-12-31")
    january = uk_payroll(at, date(2027, 1, 1), country="DE", entity_id=entity.pk)
    assert covered(at, january).engagement_id == made.pk


def test_a_suspended_contract_lets_statutory_work_go_on():
    at = they.world()
    benefits = ScopeTerms("benefits", "GB", they.SPRING, entity_id=at.uk.pk)
    made = they.live(at, they.payroll_uk(at), benefits)
    they.act(at.pa, services.suspend, made.pk, "non_payment")
    assert covered(at, uk_payroll(at)).function == "payroll"
    answer = refused(Invalid, at.em, queries.required_scope, uk_payroll(at, function="benefits"))
    assert answer.code == "OUT_OF_SCOPE" and "suspended" in answer.message
    they.act(at.pa, services.resume, made.pk)
    assert covered(at, uk_payroll(at, function="benefits")).function == "benefits"


def test_work_goes_on_under_notice_until_the_last_day():
    at = they.world()
    made = they.live(at)
    with clock.travel(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        they.act(at.em, services.give_notice, made.pk, "provider", date(2027, 2, 23))
    assert covered(at, uk_payroll(at, date(2027, 2, 23))).engagement_id == made.pk
    assert not_covered(at, uk_payroll(at, date(2027, 2, 24))) == "OUT_OF_SCOPE"


def test_a_named_process_goes_before_its_function():
    at = they.world()
    hro = they.live(at, ScopeTerms("benefits", "US", they.SPRING, entity_id=at.us.pk))
    plan = ScopeTerms("benefits", "US", they.SPRING, entity_id=at.us.pk, process="HAL-MED-SF")
    aso = they.live(at, plan, model="ASO")
    work = uk_payroll(at, function="benefits", country="US", entity_id=at.us.pk)
    assert covered(at, work).engagement_id == hro.pk
    assert (
        covered(
            at, uk_payroll(at, function="benefits", country="US", entity_id=at.us.pk, process="HAL-MED-SF")
        ).engagement_id
        == aso.pk
    )
    assert (
        covered(
            at, uk_payroll(at, function="benefits", country="US", entity_id=at.us.pk, process="HAL-LIFE")
        ).engagement_id
        == hro.pk
    )


def test_under_hro_the_client_is_printed():
    at = they.world()
    they.live(at)
    item = covered(at, uk_payroll(at))
    employer = they.act(at.em, queries.employer_of, item)
    assert (employer.kind, employer.name, employer.country) == ("client", "Halden Instruments Ltd", "GB")
    assert (employer.entity_id, employer.provider_entity_id, employer.worksite) == (at.uk.pk, None, None)
    assert (employer.address, employer.tax_ids) == ("1 High Street", {"EIN": "12-3456789"})
    ours = they.provider_entity("GB", "payroll_withholding")
    assert not_covered(at, uk_payroll(at, entity_id=None, provider_entity_id=ours.pk)) == "EMPLOYER_MUST_BE_CLIENT"


def test_under_eor_the_provider_is_printed_and_the_client_refused():
    """E-3, on the work."""
    at = they.world()
    ours = they.provider_entity("DE", "payroll_withholding", "labour_leasing")
    made = they.live(at, ScopeTerms("employment", "DE", they.SPRING), model="EOR", provider_entity_id=ours.pk)
    contract = uk_payroll(at, function="employment", country="DE")
    answer = refused(Invalid, at.em, queries.required_scope, contract)
    assert (answer.status, answer.code) == (422, "EMPLOYER_MUST_BE_PROVIDER")
    right = uk_payroll(at, function="employment", country="DE", entity_id=None, provider_entity_id=ours.pk)
    item = covered(at, right)
    assert item.engagement_id == made.pk
    employer = they.act(at.em, queries.employer_of, item)
    assert (employer.kind, employer.name, employer.provider_entity_id, employer.entity_id) == (
        "provider",
        "Northbridge DE",
        ours.pk,
        None,
    )
    other = they.provider_entity("DE", "payroll_withholding", "labour_leasing")
    assert (
        not_covered(
            at, uk_payroll(at, function="employment", country="DE", entity_id=None, provider_entity_id=other.pk)
        )
        == "OUT_OF_SCOPE"
    )


def test_somebody_is_employed_under_any_function_that_acts_for_the_employer():
    at = they.world()
    ours = they.provider_entity("DE", "payroll_withholding", "labour_leasing")
    hro = they.live(at, ScopeTerms("lifecycle", "GB", they.SPRING, entity_id=at.uk.pk))
    eor = they.live(at, ScopeTerms("payroll", "DE", they.SPRING), model="EOR", provider_entity_id=ours.pk)
    assert they.act(at.em, queries.employing_scope, uk_payroll(at)).engagement_id == hro.pk
    german = uk_payroll(at, country="DE", entity_id=None, provider_entity_id=ours.pk)
    assert they.act(at.em, queries.employing_scope, german).engagement_id == eor.pk
    wrong = refused(Invalid, at.em, queries.employing_scope, uk_payroll(at, country="DE"))
    assert wrong.code == "EMPLOYER_MUST_BE_PROVIDER"
    french = refused(Invalid, at.em, queries.employing_scope, uk_payroll(at, country="FR"))
    assert french.code == "OUT_OF_SCOPE"


def test_under_peo_both_are_printed_and_the_provider_files():
    at = they.world()
    peo = they.provider_entity("US", "peo_registration")
    they.live(at, ScopeTerms("payroll", "US", they.SPRING, entity_id=at.us.pk), model="PEO", provider_entity_id=peo.pk)
    item = covered(at, uk_payroll(at, country="US", entity_id=at.us.pk))
    employer = they.act(at.em, queries.employer_of, item)
    assert (employer.kind, employer.name, employer.tax_ids) == (
        "co-employment",
        "Northbridge US",
        {"EIN": "98-7654321"},
    )
    assert employer.worksite and (employer.worksite.kind, employer.worksite.name) == (
        "client",
        "Halden Instruments Inc.",
    )
    assert (
        not_covered(at, uk_payroll(at, country="US", entity_id=None, provider_entity_id=peo.pk))
        == "EMPLOYER_MUST_BE_CLIENT"
    )


def test_a_bpo_touches_nobodys_employees():
    at = they.world()
    they.live(
        at,
        ScopeTerms("invoicing", "GB", they.SPRING),
        model="BPO",
        price=they.pepm(kind="fixed", tiers=(), rate_minor=1),
    )
    work = uk_payroll(at, function="invoicing")
    assert not_covered(at, work) == "EMPLOYER_MUST_BE_PROVIDER"
    item = covered(at, uk_payroll(at, function="invoicing", entity_id=None))
    assert refused(Conflict, at.em, queries.employer_of, item).code == "NO_EMPLOYER"


def test_another_clients_work_does_not_exist():
    at, other = they.world(), they.world()
    they.live(at)
    stranger = they.actor(Role.PAYROLL_SPECIALIST, other.client)
    assert refused(NotFound, stranger, queries.required_scope, uk_payroll(at)).status == 404
    item = covered(at, uk_payroll(at))
    assert refused(NotFound, stranger, queries.employer_of, item).status == 404


def test_the_nightly_check_tells_once_when_a_registration_has_expired():
    at, fine = they.world(), they.world()
    entity = they.entity(at.client, "DE")
    they.register(entity, "DE", date(2026, 1, 1), date(2026, 10, 1))
    made = they.live(at, ScopeTerms("payroll", "DE", they.SPRING, entity_id=entity.pk))
    they.live(fine)
    for day, broken in [(date(2026, 9, 30), []), (date(2026, 10, 1), [made]), (date(2026, 10, 2), [made])]:
        with clock.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
            found = they.act(system(), services.revalidate)
            assert [one for one in found if one.client_id in (at.client.pk, fine.client.pk)] == broken
    they.register(entity, "DE", date(2026, 10, 3))
    with clock.travel(datetime(2026, 10, 3, 12, tzinfo=UTC)):
        assert they.act(at.pa, services.revalidate) == []
    with scope(system()):
        entries = JournalEntry.objects.filter(client=at.client, event__contains="breach").order_by("pk")
        assert [entry.event for entry in entries] == ["engagements.in_breach", "engagements.breach_ended"]
        assert entries[0].data["codes"] == ["ENTITY_REQUIRED"] and entries[0].data["rules"][0]["country"] == "DE"
        assert not JournalEntry.objects.filter(client=fine.client, event__contains="breach").exists()


def test_the_nightly_check_is_not_for_everybody():
    at = they.world()
    assert refused(Forbidden, at.em, services.revalidate).status == 403
    assert refused(Forbidden, at.ca, services.revalidate).status == 403
