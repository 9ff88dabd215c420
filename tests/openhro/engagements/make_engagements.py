"""A small provider and client as in the demo: entities, registrations, the people who act, and contracts in any state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from openhro.clients.models import Client, LegalEntity, ProviderEntity, ProviderRegistration, Registration
from openhro.core.actor import Actor, Role, system
from openhro.core.scope import scope
from openhro.engagements import services
from openhro.engagements.models import Engagement
from openhro.engagements.services import EngagementTerms, PriceTerms, ScopeTerms
from tests import make

SPRING = date(2026, 3, 1)


@dataclass
class World:
    """A client with entities in the US and the UK, the provider's people, and the client's administrator."""

    client: Client
    us: LegalEntity
    uk: LegalEntity
    em: Actor
    pa: Actor
    ca: Actor


def world() -> World:
    """Both entities are registered for payroll since 2020."""
    client = make.client(name="Halden Instruments Group")
    us, uk = entity(client, "US", "Halden Instruments Inc."), entity(client, "GB", "Halden Instruments Ltd")
    register(us, "US"), register(uk, "GB")
    em, pa = make.actor(Role.ENGAGEMENT_MANAGER, name="Aisha"), make.actor(Role.PROVIDER_ADMIN, name="Ivan")
    return World(client, us, uk, em, pa, make.actor(Role.CLIENT_ADMIN, client, name="Hannah"))


def entity(client: Client, country: str, name: str = "An Entity") -> LegalEntity:
    """A legal entity without registrations."""
    with scope(system()):
        return LegalEntity.objects.create(
            client=client,
            code=make.unique("e"),
            name=name,
            country=country,
            address="1 High Street",
            tax_ids={"EIN": "12-3456789"},
        )


def register(
    entity: LegalEntity, jurisdiction: str, start: date = date(2020, 1, 1), end: date | None = None
) -> Registration:
    """A payroll registration from a day to before another."""
    with scope(system()):
        return Registration.objects.create(
            client=entity.client,
            entity=entity,
            type="payroll_withholding",
            jurisdiction=jurisdiction,
            valid=DateRange(start, end),
        )


def provider_entity(country: str, *types: str, valid_to: date | None = None) -> ProviderEntity:
    """A company of the provider with registrations since 2025."""
    made = ProviderEntity.objects.create(
        code=make.unique("nb"),
        name=f"Northbridge {country}",
        country=country,
        address="2 Low Road",
        tax_ids={"EIN": "98-7654321"},
    )
    for kind in types:
        ProviderRegistration.objects.create(
            entity=made, type=kind, jurisdiction=country, valid_from=date(2025, 1, 1), valid_to=valid_to
        )
    return made


def terms(model: str = "HRO", **values) -> EngagementTerms:
    """The head of a contract."""
    return EngagementTerms(
        **{"code": make.unique("ENG"), "model": model, "currency": "USD", "effective_from": SPRING, "dpa_ref": "DPA-1"}
        | values
    )


def payroll_uk(at: World, **values) -> ScopeTerms:
    """Payroll for the client's UK entity."""
    return ScopeTerms(**{"function": "payroll", "country": "GB", "start": SPRING, "entity_id": at.uk.pk} | values)


def pepm(**values) -> PriceTerms:
    """The demo's graduated bands."""
    return PriceTerms(
        **{
            "code": "pepm",
            "kind": "pepm",
            "start": SPRING,
            "tiers": ((50, 1800), (200, 1500), (None, 1200)),
            "minimum_minor": 250_000,
        }
        | values
    )


def drafted(at: World, *scope_terms: ScopeTerms, price: PriceTerms | None = None, **values) -> Engagement:
    """A draft with scope and a price."""
    with scope(at.em):
        made = services.draft_engagement(at.em, at.client.pk, terms(**values))
        for one in scope_terms or (payroll_uk(at),):
            services.add_scope(at.em, made.pk, one)
        services.add_price(at.em, made.pk, price or pepm())
        made.refresh_from_db()
        return made


def reviewed(at: World, *scope_terms: ScopeTerms, **values) -> Engagement:
    """A contract that waits for the client's signature."""
    made = drafted(at, *scope_terms, **values)
    act(at.em, services.propose, made.pk)
    return act(at.em, services.send_for_review, made.pk)


def signed(at: World, *scope_terms: ScopeTerms, **values) -> Engagement:
    """A contract that both sides have signed."""
    made = reviewed(at, *scope_terms, **values)
    act(at.ca, services.sign, made.pk, "client")
    return act(at.pa, services.sign, made.pk, "provider")


def live(at: World, *scope_terms: ScopeTerms, day: date | None = None, **values) -> Engagement:
    """A contract at work since a day; by default since it took effect."""
    made = signed(at, *scope_terms, **values)
    act(at.em, services.start_transition, made.pk)
    return act(at.pa, services.go_live, made.pk, day or made.effective_from)


def act(by: Actor, service, *args, **kwargs):
    """Call one service as somebody."""
    with scope(by):
        return service(by, *args, **kwargs)


def state(engagement: Engagement | UUID) -> str:
    """The stored state."""
    with scope(system()):
        return Engagement.objects.get(pk=getattr(engagement, "pk", engagement)).state
