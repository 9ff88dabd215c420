"""Each of the five models from draft to live: by services, over REST and on pages, with its rules and its employer."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests import make
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import SPRING, refused
from tests.openhro.rest.make_rest import Caller

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Invalid
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.models import Engagement
from openhro.engagements.queries import Work
from openhro.engagements.services import PriceTerms, ScopeTerms

pytestmark = pytest.mark.django_db


@dataclass
class Case:
    """One model: its scope, its price, the company of the provider, and who then employs and files."""

    model: str
    scope: ScopeTerms
    price: PriceTerms
    ours: object
    employer: str
    worksite: str
    told: str


def case(at, model: str) -> Case:
    if model == "HRO":
        work = ScopeTerms("payroll", "GB", SPRING, entity_id=at.uk.pk)
        price = PriceTerms("run", "per_run", SPRING, rate_minor=9_000)
        return Case(model, work, price, None, "Halden Instruments Ltd", "", "pays and files in its own name")
    if model == "EOR":
        ours = they.provider_entity("DE", "payroll_withholding", "labour_leasing")
        work = ScopeTerms("employment", "DE", SPRING, provider_entity_id=ours.pk)
        price = PriceTerms("flat", "flat_per_employee", SPRING, rate_minor=60_000)
        return Case(model, work, price, ours, "Northbridge DE", "", "pays and files, as legal employer")
    if model == "PEO":
        ours = they.provider_entity("US", "peo_registration")
        work = ScopeTerms("payroll", "US", SPRING, entity_id=at.us.pk, provider_entity_id=ours.pk)
        price = PriceTerms("pct", "pct_payroll", SPRING, rate=Decimal("2.75"))
        told = "files under its own number, as co-employer"
        return Case(model, work, price, ours, "Northbridge US", "Halden Instruments Inc.", told)
    if model == "ASO":
        work = ScopeTerms("benefits", "US", SPRING, entity_id=at.us.pk)
        price = PriceTerms("pepm", "pepm", SPRING, rate_minor=4_200, count_basis="enrolled")
        return Case(model, work, price, None, "Halden Instruments Inc.", "", "pays and files in its own name")
    ours = they.provider_entity("GB")
    work = ScopeTerms("accounts_payable", "GB", SPRING, provider_entity_id=ours.pk)
    price = PriceTerms("tx", "per_transaction", SPRING, rate_minor=150)
    told = "employs the delivery staff; your people are not touched"
    return Case("BPO", work, price, ours, "Northbridge GB", "", told)


MODELS = pytest.mark.parametrize("model", ["HRO", "EOR", "PEO", "ASO", "BPO"])


def employer(at, one: Case):
    work = Work(
        at.client.pk, one.scope.function, one.scope.country, one.scope.entity_id, one.scope.provider_entity_id, SPRING
    )
    with scope(at.em):
        return queries.employer_of(at.em, queries.required_scope(at.em, work))


@MODELS
def test_by_services(model):
    at = they.world()
    one = case(at, model)
    made = they.live(
        at, one.scope, model=model, price=one.price, provider_entity_id=getattr(one.ours, "pk", None),
        risk_bearer="client",
    )  # fmt: skip
    assert made.state == "live"
    found = employer(at, one)
    assert (found.name, found.worksite.name if found.worksite else "") == (one.employer, one.worksite)


def stored(engagement_id):
    with scope(system()):
        return Engagement.objects.get(pk=engagement_id)


@MODELS
def test_over_rest(model):
    at = they.world()
    one = case(at, model)
    em, pa, ca = Caller(at.em), Caller(at.pa), Caller(at.ca)
    head = {"client_id": at.client.pk, "code": "ENG-1", "model": model, "currency": "USD", "effective_from": SPRING,
            "dpa_ref": "DPA-1", "provider_entity_id": getattr(one.ours, "pk", None)}  # fmt: skip
    made = em.post("/engagements", head)["id"]
    item = {
        name: getattr(one.scope, name) for name in ("function", "country", "start", "entity_id", "provider_entity_id")
    }
    price = {name: getattr(one.price, name) for name in ("code", "kind", "start", "rate_minor", "rate", "count_basis")}
    assert em.post("/scope-items", item | {"engagement_id": made}).status == 201
    assert em.post("/prices", price | {"engagement_id": made})["warnings"] == []
    they.act(at.em, services.set_levels, made, they.levels(start=SPRING))
    for who, action, body in [
        (em, "propose", None), (em, "send_for_review", None), (ca, "sign", {"side": "client"}),
        (pa, "sign", {"side": "provider"}), (em, "start_transition", None), (pa, "go_live", {"day": SPRING}),
    ]:  # fmt: skip
        if action == "go_live":
            they.ready(at, stored(made))
        assert who.post(f"/engagements/{made}/actions/{action}", body).status == 200
    asked = {name: value for name, value in item.items() if name != "start" and value}
    covered = em.get("/coverage", client_id=at.client.pk, day="2026-06-01", **asked)
    site = covered["employer"]["worksite"]
    assert (covered["employer"]["name"], site["name"] if site else "") == (one.employer, one.worksite)


@MODELS
def test_on_pages(model):
    at = they.world()
    one = case(at, model)
    em, pa, ca = make.browser(at.em), make.browser(at.pa), make.browser(at.ca)
    head = {"code": "ENG-1", "model": model, "currency": "USD", "effective_from": "2026-03-01", "notice_months": "3",
            "dpa_ref": "DPA-1", "risk_bearer": "client",
            "provider_entity_id": str(getattr(one.ours, "pk", ""))}  # fmt: skip
    em.post(f"/engagements/new/?client={at.client.code}", head)
    with scope(system()):
        made = Engagement.objects.get(client=at.client)
    page = f"/engagements/{made.pk}/"
    item = {"function": one.scope.function, "country": one.scope.country, "start": "2026-03-01",
            "entity": str(one.scope.entity_id or ""), "provider_entity": str(one.scope.provider_entity_id or ""),
            "responsibility": "provider"}  # fmt: skip
    assert em.post(f"{page}scope/", item).url == page
    price = {"code": one.price.code, "kind": one.price.kind, "start": "2026-03-01", "tier_mode": "graduated",
             "rate_minor": "" if one.price.rate else "42.00", "rate": "2.75" if one.price.rate else "",
             "count_basis": one.price.count_basis}  # fmt: skip
    assert em.post(f"{page}price/", price).url == page
    they.act(at.em, services.set_levels, made.pk, they.levels(start=SPRING))
    for who, name, body in [
        (em, "propose", {}), (em, "send_for_review", {}), (ca, "sign", {}), (pa, "sign", {}),
        (em, "start_transition", {}), (pa, "go_live", {"day": "2026-03-01"}),
    ]:  # fmt: skip
        if name == "go_live":
            they.ready(at, stored(made.pk))
        assert who.post(f"{page}moves/{name}/", body).url == page, name
    told = make.text(ca.get(page))
    assert one.told in told and one.employer in told and one.worksite in told


def test_each_model_refuses_what_is_not_its_own():
    at = they.world()
    wrong = [
        ("HRO", ScopeTerms("payroll", "DE", SPRING), "ENTITY_REQUIRED"),
        ("HRO", ScopeTerms("employment", "GB", SPRING, entity_id=at.uk.pk), "SCOPE_FUNCTION_NOT_ALLOWED"),
        ("EOR", ScopeTerms("employment", "DE", SPRING), "PROVIDER_REGISTRATION_REQUIRED"),
        ("EOR", ScopeTerms("rpo", "DE", SPRING), "SCOPE_FUNCTION_NOT_ALLOWED"),
        ("EOR", ScopeTerms("employment", "GB", SPRING, entity_id=at.uk.pk), "EMPLOYER_MUST_BE_PROVIDER"),
        ("PEO", ScopeTerms("payroll", "GB", SPRING, entity_id=at.uk.pk), "COEMPLOYMENT_NOT_ALLOWED"),
        ("PEO", ScopeTerms("payroll", "US", SPRING, entity_id=at.us.pk), "PROVIDER_REGISTRATION_REQUIRED"),
        ("ASO", ScopeTerms("payroll", "US", SPRING, entity_id=at.us.pk), "SCOPE_FUNCTION_NOT_ALLOWED"),
        ("BPO", ScopeTerms("accounts_payable", "GB", SPRING, entity_id=at.uk.pk), "EMPLOYER_MUST_BE_PROVIDER"),
    ]
    for model, terms, code in wrong:
        made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms(model=model))
        assert refused(Invalid, at.em, services.add_scope, made.pk, terms).code == code, (model, terms)
    risk = they.terms(model="ASO", risk_bearer="provider")
    assert refused(Invalid, at.em, services.draft_engagement, at.client.pk, risk).code == "CLAIM_RISK_FORBIDDEN"


def test_a_registration_that_ends_is_found_at_night():
    at = they.world()
    ours = they.provider_entity("US", "peo_registration", valid_to=date(2026, 12, 31))
    work = ScopeTerms("payroll", "US", SPRING, entity_id=at.us.pk, provider_entity_id=ours.pk)
    made = they.live(at, work, model="PEO", provider_entity_id=ours.pk)
    for day, codes in (((2026, 12, 31), []), ((2027, 1, 1), ["PROVIDER_REGISTRATION_REQUIRED"])):
        with clock.travel(datetime(*day, 12, tzinfo=UTC)):
            they.act(system(), services.revalidate)
            with scope(system()):
                assert Engagement.objects.get(pk=made.pk).in_breach == codes
    assert make.text(make.browser(they.actor(Role.ENGAGEMENT_MANAGER)).get(f"/engagements/{made.pk}/")).count(
        "PROVIDER_REGISTRATION_REQUIRED"
    )
