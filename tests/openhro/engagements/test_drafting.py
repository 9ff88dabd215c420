"""Drafting: the model table holds on save, and a refused call changes nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import refused

from openhro.core import clock
from openhro.core.actor import Role
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.models import ScopeItem
from openhro.engagements.services import PriceTerms, ScopeTerms

pytestmark = pytest.mark.django_db


def test_a_draft_is_stored_with_its_terms_and_told():
    at = they.world()
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms(code="ENG-1", law="England and Wales"))
    with scope(at.em):
        found = queries.engagement(at.em, "ENG-1", at.client.pk)
        assert (found.pk, found.state, found.model, found.plan_sponsor, found.version) == (
            made.pk,
            "draft",
            "HRO",
            "client",
            1,
        )
        assert found.drafted_by == at.em.user
        entry = JournalEntry.objects.get(object_id=str(made.pk))
        assert (entry.event, entry.data) == (
            "engagements.drafted",
            {"code": "ENG-1", "model": "HRO", "currency": "USD"},
        )


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"model": "RPO"}, "MODEL_UNKNOWN", "model"),
        ({"currency": "usd"}, "CURRENCY_UNKNOWN", "currency"),
        ({"currency": "XQX"}, "CURRENCY_UNKNOWN", "currency"),
        ({"effective_to": date(2026, 2, 28)}, "DATES_REVERSED", "effective_to"),
        ({"code": ""}, "CODE_INVALID", "code"),
        ({"notice_months": -1}, "NOTICE_INVALID", "notice_months"),
        ({"term_months": 0}, "TERM_INVALID", "term_months"),
        ({"law": "x" * 121}, "TOO_LONG", "law"),
        ({"dpa_ref": "DPA\x00"}, "UNREADABLE", "dpa_ref"),
        ({"renewal": "maybe"}, "RENEWAL_INVALID", "renewal"),
        ({"risk_bearer": "nobody"}, "RISK_BEARER_INVALID", "risk_bearer"),
        ({"model": "ASO", "risk_bearer": "provider"}, "CLAIM_RISK_FORBIDDEN", "risk_bearer"),
        ({"model": "ASO", "plan_sponsor": "provider"}, "PLAN_SPONSOR_NOT_ALLOWED", "plan_sponsor"),
    ],
)
def test_a_head_against_the_rules_is_refused(values, code, field):
    at = they.world()
    answer = refused(Invalid, at.em, services.draft_engagement, at.client.pk, they.terms(**values))
    assert (answer.code, answer.field, answer.status) == (code, field, 422)


def test_a_code_is_given_once_per_client():
    at, other = they.world(), they.world()
    they.act(at.em, services.draft_engagement, at.client.pk, they.terms(code="ENG-1"))
    answer = refused(Conflict, at.em, services.draft_engagement, at.client.pk, they.terms(code="ENG-1"))
    assert answer.code == "CODE_TAKEN"
    they.act(at.em, services.draft_engagement, other.client.pk, they.terms(code="ENG-1"))
    with scope(at.em), pytest.raises(Conflict) as caught:
        queries.engagement(at.em, "ENG-1")
    assert caught.value.code == "CODE_AMBIGUOUS"


def test_a_framework_of_another_client_or_a_missing_provider_entity_is_not_found():
    at, other = they.world(), they.world()
    theirs = they.act(at.em, services.draft_engagement, other.client.pk, they.terms())
    refused(NotFound, at.em, services.draft_engagement, at.client.pk, they.terms(parent_id=theirs.pk))
    refused(NotFound, at.em, services.draft_engagement, at.client.pk, they.terms(provider_entity_id=theirs.pk))
    plain = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    refused(NotFound, at.em, services.draft_engagement, at.client.pk, they.terms(parent_id=plain.pk))
    frame = they.act(at.em, services.draft_engagement, at.client.pk, they.terms(framework=True))
    child = they.act(at.em, services.draft_engagement, at.client.pk, they.terms(parent_id=frame.pk))
    assert child.parent_id == frame.pk
    own = refused(Invalid, at.em, services.revise_engagement, frame.pk, 1, {"parent_id": frame.pk})
    assert own.code == "FRAMEWORK_NESTED"


def test_payroll_in_a_country_without_an_entity_needs_eor():
    """E-1, first part."""
    at = they.world()
    made = they.drafted(at)
    germany = ScopeTerms("payroll", "DE", they.SPRING)
    answer = refused(Invalid, at.em, services.add_scope, made.pk, germany)
    assert (answer.status, answer.code, answer.field) == (422, "ENTITY_REQUIRED", "entity")
    assert answer.detail == {"country": "DE", "suggests": "EOR", "day": "2026-03-01", "missing": "entity"}
    assert "DE" in answer.message and "EOR" in answer.message
    elsewhere = ScopeTerms("payroll", "DE", they.SPRING, entity_id=at.uk.pk)
    assert refused(Invalid, at.em, services.add_scope, made.pk, elsewhere).code == "ENTITY_REQUIRED"


def test_an_entity_without_a_payroll_registration_is_not_enough():
    """E-1, second part."""
    at = they.world()
    made = they.drafted(at)
    entity = they.entity(at.client, "DE")
    germany = ScopeTerms("payroll", "DE", date(2026, 12, 1), entity_id=entity.pk)
    answer = refused(Invalid, at.em, services.add_scope, made.pk, germany)
    assert (answer.code, answer.detail["missing"]) == ("ENTITY_REQUIRED", "payroll_withholding")
    they.register(entity, "DE", date(2027, 1, 1))
    assert they.act(at.em, services.add_scope, made.pk, germany).country == "DE"
    too_early = ScopeTerms("benefits", "DE", date(2026, 11, 1), date(2026, 12, 31), entity_id=entity.pk)
    assert refused(Invalid, at.em, services.add_scope, made.pk, too_early).code == "ENTITY_REQUIRED"


def test_an_aso_bears_no_risk_and_holds_benefits_only():
    """E-2."""
    at = they.world()
    benefits = ScopeTerms("benefits", "US", they.SPRING, entity_id=at.us.pk, process="HAL-MED-SF")
    made = they.drafted(at, benefits, price=they.pepm(tiers=(), rate_minor=4200, count_basis="enrolled"), model="ASO")
    plan = refused(Invalid, at.em, services.revise_engagement, made.pk, made.version, {"risk_bearer": "provider"})
    assert (plan.status, plan.code, plan.field) == (422, "CLAIM_RISK_FORBIDDEN", "risk_bearer")
    claim = PriceTerms("risk", "per_claim_risk", they.SPRING, rate_minor=5000)
    price = refused(Invalid, at.em, services.add_price, made.pk, claim)
    assert (price.status, price.code, price.field) == (422, "CLAIM_RISK_FORBIDDEN", "kind")
    hiring = ScopeTerms("recruitment", "US", they.SPRING, entity_id=at.us.pk)
    scope_ = refused(Invalid, at.em, services.add_scope, made.pk, hiring)
    assert (scope_.status, scope_.code, scope_.detail["allowed"]) == (422, "SCOPE_FUNCTION_NOT_ALLOWED", ["benefits"])


def test_risk_on_the_provider_is_refused_under_aso_even_when_live():
    at = they.world()
    benefits = ScopeTerms("benefits", "US", they.SPRING, entity_id=at.us.pk)
    made = they.live(at, benefits, model="ASO")
    answer = refused(Invalid, at.em, services.revise_engagement, made.pk, made.version, {"risk_bearer": "provider"})
    assert answer.code == "CLAIM_RISK_FORBIDDEN"


@pytest.mark.parametrize(
    ("model", "function"), [("HRO", "employment"), ("HRO", "catering"), ("EOR", "rpo"), ("ASO", "payroll"), ("BPO", "")]
)
def test_a_function_that_the_model_does_not_hold_is_refused(model, function):
    at = they.world()
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms(model))
    answer = refused(
        Invalid, at.em, services.add_scope, made.pk, ScopeTerms(function, "GB", they.SPRING, entity_id=at.uk.pk)
    )
    assert answer.code == "SCOPE_FUNCTION_NOT_ALLOWED"


def test_an_eor_names_the_provider_and_needs_its_registrations_there():
    """E-3, on the contract."""
    at = they.world()
    bare, licensed = (
        they.provider_entity("DE", "payroll_withholding"),
        they.provider_entity("DE", "payroll_withholding", "labour_leasing"),
    )
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms("EOR"))
    payroll = ScopeTerms("payroll", "DE", they.SPRING)
    nobody = refused(Invalid, at.em, services.add_scope, made.pk, payroll)
    assert (nobody.code, nobody.detail["missing"]) == (
        "PROVIDER_REGISTRATION_REQUIRED",
        ["payroll_withholding", "labour_leasing"],
    )
    unlicensed = ScopeTerms("payroll", "DE", they.SPRING, provider_entity_id=bare.pk)
    assert refused(Invalid, at.em, services.add_scope, made.pk, unlicensed).detail["missing"] == ["labour_leasing"]
    abroad = ScopeTerms("payroll", "FR", they.SPRING, provider_entity_id=licensed.pk)
    assert refused(Invalid, at.em, services.add_scope, made.pk, abroad).code == "PROVIDER_REGISTRATION_REQUIRED"
    clients = ScopeTerms("payroll", "GB", they.SPRING, entity_id=at.uk.pk)
    assert refused(Invalid, at.em, services.add_scope, made.pk, clients).code == "EMPLOYER_MUST_BE_PROVIDER"
    they.act(at.em, services.revise_engagement, made.pk, 1, {"provider_entity_id": licensed.pk})
    assert they.act(at.em, services.add_scope, made.pk, payroll).provider_entity_id == licensed.pk


def test_under_hro_the_provider_cannot_be_the_employer():
    at = they.world()
    ours = they.provider_entity("GB", "payroll_withholding")
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    answer = refused(Invalid, at.em, services.add_scope, made.pk, they.payroll_uk(at, provider_entity_id=ours.pk))
    assert (answer.code, answer.status) == ("EMPLOYER_MUST_BE_CLIENT", 422)


def test_co_employment_is_domestic_and_needs_a_state_registration():
    at = they.world()
    bare, peo = they.provider_entity("US", "payroll_withholding"), they.provider_entity("US", "peo_registration")
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms("PEO", provider_entity_id=bare.pk))
    uk = refused(Invalid, at.em, services.add_scope, made.pk, they.payroll_uk(at))
    assert (uk.code, uk.detail) == ("COEMPLOYMENT_NOT_ALLOWED", {"country": "GB", "allowed": ["US"]})
    us = ScopeTerms("payroll", "US", they.SPRING, entity_id=at.us.pk)
    assert refused(Invalid, at.em, services.add_scope, made.pk, us).detail["missing"] == ["peo_registration"]
    nobody = ScopeTerms("payroll", "US", they.SPRING, provider_entity_id=peo.pk)
    assert refused(Invalid, at.em, services.add_scope, made.pk, nobody).code == "ENTITY_REQUIRED"
    item = they.act(
        at.em,
        services.add_scope,
        made.pk,
        ScopeTerms("payroll", "US", they.SPRING, entity_id=at.us.pk, provider_entity_id=peo.pk),
    )
    assert (item.entity_id, item.provider_entity_id) == (at.us.pk, peo.pk)


def test_two_contracts_cannot_hold_the_same_work_on_one_day():
    """E-11: overlapping by a single day."""
    at = they.world()
    first = they.drafted(at, they.payroll_uk(at, last_day=date(2026, 6, 30)))
    second = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    answer = refused(Invalid, at.em, services.add_scope, second.pk, they.payroll_uk(at, start=date(2026, 6, 30)))
    assert (answer.status, answer.code) == (422, "SCOPE_OVERLAP")
    assert answer.detail == {"engagement": first.code, "from": "2026-03-01", "to": "2026-07-01"}
    they.act(at.em, services.add_scope, second.pk, they.payroll_uk(at, start=date(2026, 7, 1)))
    by_words = they.payroll_uk(at, start=date(2026, 3, 5), last_day=date(2026, 3, 6), population="directors")
    assert refused(Invalid, at.em, services.add_scope, second.pk, by_words).code == "SCOPE_OVERLAP"


def test_the_database_itself_refuses_the_overlap():
    at = they.world()
    first = they.drafted(at)
    second = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    with pytest.raises(IntegrityError, match="scope_claimed_once"), scope(at.em):
        ScopeItem.objects.create(
            client=at.client,
            engagement=second,
            function="payroll",
            country="GB",
            entity=at.uk,
            valid=DateRange(date(2026, 9, 9), None),
        )
    with scope(at.em):
        assert ScopeItem.objects.filter(engagement__in=[first, second]).count() == 1


def test_a_named_process_is_carved_out_of_its_function():
    """The demo's HRO benefits beside the ASO's self-funded plan."""
    at = they.world()
    they.drafted(at, ScopeTerms("benefits", "US", they.SPRING, entity_id=at.us.pk))
    aso = they.act(at.em, services.draft_engagement, at.client.pk, they.terms("ASO"))
    plan = ScopeTerms("benefits", "US", they.SPRING, entity_id=at.us.pk, process="HAL-MED-SF")
    assert they.act(at.em, services.add_scope, aso.pk, plan).process == "HAL-MED-SF"


def test_one_entity_has_one_employer_of_record():
    at = they.world()
    peo = they.provider_entity("US", "peo_registration")
    they.drafted(at, ScopeTerms("payroll", "US", they.SPRING, entity_id=at.us.pk))
    second = they.act(at.em, services.draft_engagement, at.client.pk, they.terms("PEO", provider_entity_id=peo.pk))
    answer = refused(
        Invalid, at.em, services.add_scope, second.pk, ScopeTerms("benefits", "US", they.SPRING, entity_id=at.us.pk)
    )
    assert (answer.code, answer.detail["model"]) == ("DUAL_EMPLOYER", "HRO")
    they.act(at.em, services.add_scope, second.pk, ScopeTerms("training", "US", they.SPRING, entity_id=at.us.pk))


def test_scope_keeps_within_its_own_days_and_the_contracts():
    at = they.world()
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms(effective_to=date(2026, 12, 31)))
    for values, code in [
        ({"last_day": date(2026, 2, 28)}, "DATES_REVERSED"),
        ({"start": date(2026, 2, 28)}, "OUTSIDE_TERM"),
        ({"last_day": date(2027, 1, 1)}, "OUTSIDE_TERM"),
        ({"responsibility": "nobody"}, "RESPONSIBILITY_INVALID"),
        ({"process": "x" * 81}, "TOO_LONG"),
        ({"country": "GBR"}, "TOO_LONG"),
        ({"population": "a\x00"}, "UNREADABLE"),
    ]:
        assert refused(Invalid, at.em, services.add_scope, made.pk, they.payroll_uk(at, **values)).code == code


def test_scope_ends_and_frees_the_work():
    at = they.world()
    first = they.drafted(at)
    with scope(at.em):
        item = queries.scope_items(at.em, first.pk).get()
    backwards = refused(Invalid, at.em, services.end_scope, item.pk, date(2026, 2, 28))
    assert backwards.code == "DATES_REVERSED"
    they.act(at.em, services.end_scope, item.pk, date(2026, 8, 31))
    second = they.drafted(at, they.payroll_uk(at, start=date(2026, 9, 1)))
    with scope(at.em):
        assert queries.scope_items(at.em, first.pk, date(2026, 8, 31)).count() == 1
        assert queries.scope_items(at.em, first.pk, date(2026, 9, 1)).count() == 0
        assert queries.scope_items(at.em, second.pk, date(2026, 9, 1)).count() == 1
    assert refused(Invalid, at.em, services.end_scope, item.pk, date(2026, 10, 31)).code == "ALREADY_ENDED"


def test_revising_asks_for_the_version_that_was_read():
    at = they.world()
    made = they.drafted(at)
    answer = refused(Stale, at.em, services.revise_engagement, made.pk, made.version - 1, {"law": "Scotland"})
    assert (answer.status, answer.code) == (412, "STALE")
    after = they.act(at.em, services.revise_engagement, made.pk, made.version, {"law": "Scotland", "notice_months": 6})
    assert (after.law, after.notice_months, after.version) == ("Scotland", 6, made.version + 1)


def test_revising_refuses_unknown_fields_and_a_model_that_the_scope_does_not_fit():
    at = they.world()
    made = they.drafted(at)
    assert (
        refused(Invalid, at.em, services.revise_engagement, made.pk, made.version, {"state": "live"}).code
        == "UNKNOWN_FIELD"
    )
    answer = refused(Invalid, at.em, services.revise_engagement, made.pk, made.version, {"model": "ASO"})
    assert answer.code == "SCOPE_FUNCTION_NOT_ALLOWED"


def test_a_live_contract_keeps_its_currency_and_its_terms():
    at = they.world()
    made = they.live(at)
    currency = refused(Conflict, at.em, services.revise_engagement, made.pk, made.version, {"currency": "EUR"})
    assert (currency.status, currency.code) == (409, "CURRENCY_FIXED")
    terms = refused(Conflict, at.em, services.revise_engagement, made.pk, made.version, {"notice_months": 1})
    assert (terms.status, terms.code, terms.detail) == (409, "AMENDMENT_REQUIRED", {"fields": ["notice_months"]})
    after = they.act(at.em, services.revise_engagement, made.pk, made.version, {"dpa_ref": "DPA-2"})
    assert (after.dpa_ref, after.state) == ("DPA-2", "live")


@pytest.mark.parametrize("role", [Role.CLIENT_ADMIN, Role.PAYROLL_SPECIALIST, Role.AUDITOR, Role.EMPLOYEE])
def test_only_the_providers_managers_draft(role):
    at = they.world()
    made = they.drafted(at)
    who = they.actor(role, at.client)
    with scope(at.em):
        item, price = queries.scope_items(at.em, made.pk).get(), queries.prices(at.em, made.pk).get()
    for call in [
        (services.draft_engagement, at.client.pk, they.terms()),
        (services.revise_engagement, made.pk, made.version, {"law": "x"}),
        (services.add_scope, made.pk, they.payroll_uk(at)),
        (services.end_scope, item.pk, date(2026, 12, 31)),
        (services.add_price, made.pk, they.pepm()),
        (services.end_price, price.pk, date(2026, 12, 31)),
    ]:
        assert refused(Forbidden, who, *call).status == 403


def test_another_clients_contract_does_not_exist():
    at, other = they.world(), they.world()
    made = they.drafted(at)
    stranger = they.actor(Role.ENGAGEMENT_MANAGER, other.client)
    with scope(at.em):
        item, price = queries.scope_items(at.em, made.pk).get(), queries.prices(at.em, made.pk).get()
    for call in [
        (services.draft_engagement, at.client.pk, they.terms()),
        (services.revise_engagement, made.pk, made.version, {"law": "x"}),
        (services.add_scope, made.pk, they.payroll_uk(at)),
        (services.end_scope, item.pk, date(2026, 12, 31)),
        (services.add_price, made.pk, they.pepm()),
        (services.end_price, price.pk, date(2026, 12, 31)),
        (queries.engagement, made.code),
        (queries.one, made.pk),
        (queries.scope_items, made.pk),
        (queries.prices, made.pk),
        (queries.signatures, made.pk),
        (queries.engagements, at.client.pk),
    ]:
        assert refused(NotFound, stranger, *call).status == 404
    with scope(stranger):
        assert list(queries.engagements(stranger)) == []


def test_a_contract_at_work_takes_on_nothing_for_days_that_have_passed():
    """Else one side alone could price, or cover, what was done without it."""
    at = they.world()
    made = they.live(at)
    today = clock.today(at.client.zone)
    work = ScopeTerms("training", "GB", today - timedelta(days=1), entity_id=at.uk.pk)
    price = they.pepm(code="more", start=today - timedelta(days=1))
    for service, terms in ((services.add_scope, work), (services.add_price, price)):
        answer = refused(Conflict, at.em, service, made.pk, terms)
        assert (answer.code, answer.field) == ("PAST_FIXED", "start")
        they.act(at.em, service, made.pk, replace(terms, start=today))
