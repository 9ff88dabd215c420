"""A small provider and client as in the demo: entities, registrations, the people who act, and contracts in any state."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests import make

from openhro.clients.models import Client, Grant, LegalEntity, ProviderEntity, ProviderRegistration, Registration, User
from openhro.core import clock
from openhro.core.actor import Actor, Role, system
from openhro.core.errors import Refused
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.models import (
    AccessTest,
    Assessment,
    DataReconciliation,
    Engagement,
    Evidence,
    NamedContact,
    ParallelRun,
    PriceItem,
    Process,
    ProcessDocument,
    RaidEntry,
    ScopeItem,
    Signature,
    Task,
    Wave,
)
from openhro.engagements.services import EngagementTerms, LevelSetTerms, LevelTerms, PriceTerms, ScopeTerms

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
    return World(
        client, us, uk, actor(Role.ENGAGEMENT_MANAGER), actor(Role.PROVIDER_ADMIN), actor(Role.CLIENT_ADMIN, client)
    )


def actor(role: Role, *clients: Client) -> Actor:
    """Somebody in a role, like `make.actor`, but without a password: hashing one is the slowest step of a test."""
    made = User(username=make.unique("user"), name="Robin Example")
    made.set_unusable_password()
    made.save()
    for at in clients or (None,):
        make.grant(made, role, at)
    return make.as_actor(made)


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


def level(metric: str = "ticket_resolution", target: str = "97.00", weight: str = "25", **values) -> LevelTerms:
    """One promise."""
    return LevelTerms(metric, Decimal(target), Decimal(weight), **values)


def levels(*promised: LevelTerms, **values) -> LevelSetTerms:
    """The demo's set: requests, payslips and pay runs, with 12 % of the charges at risk."""
    standard = (
        level(small_volume_n=20),
        level("payroll_accuracy", "99.50", "40"),
        level("payroll_timeliness", "100.00", "35"),
    )
    return LevelSetTerms(**{"start": SPRING, "at_risk": Decimal(12), "levels": promised or standard} | values)


def drafted(at: World, *scope_terms: ScopeTerms, price: PriceTerms | None = None, **values) -> Engagement:
    """A draft with scope and a price."""
    with scope(at.em):
        made = services.draft_engagement(at.em, at.client.pk, terms(**values))
        for one in scope_terms or (payroll_uk(at),):
            services.add_scope(at.em, made.pk, one)
        services.add_price(at.em, made.pk, price or pepm())
        services.set_levels(at.em, made.pk, levels(start=made.effective_from))
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


def ready(at: World, made: Engagement) -> Engagement:
    """All that the gate asks of an engagement in transition, as rows at once: the suites need hundreds of these.

    What the services themselves demand for it is in test_readiness.py.
    """
    now, about = clock.now(), {"client_id": made.client_id, "engagement": made}
    with scope(system()):
        cells = queries.cells_of(ScopeItem.objects.filter(engagement=made).select_related("entity", "provider_entity"))
        ProcessDocument.objects.bulk_create(
            ProcessDocument(client_id=made.client_id, process=one, number=1, steps=STEPS, sha256="1" * 64, made_at=now)
            for one in Process.objects.filter(engagement=made)
        )
        Process.objects.filter(engagement=made).update(level=3, document=1, assessed_by=at.pa.user, assessed_at=now)
        places = [about | asdict(cell) for cell in cells]
        AccessTest.objects.bulk_create(
            AccessTest(**place, user_id=at.em.user, passed=True, tested_at=now) for place in places
        )
        same = {"source": SAME, "loaded": SAME, "agrees": True, "made_by": at.em.user, "made_at": now}
        DataReconciliation.objects.bulk_create(
            DataReconciliation(**place, data_set=data.code, **same)
            for place in places
            for data in queries.library().data_of(place["function"])
        )
        clean = {"employees": 1, "unexplained": 0, "reported_by": at.em.user, "reported_at": now}
        ParallelRun.objects.bulk_create(
            ParallelRun(**place, period=period, **clean)
            for place in places
            if place["function"] == "payroll"
            for period in ("2026-01", "2026-02")
        )
        name_contacts(at, made)
    return made


READINESS = [
    AccessTest, Assessment, DataReconciliation, Evidence, NamedContact, ParallelRun, Process, ProcessDocument,
    RaidEntry, Task, Wave,
]  # fmt: skip
STEPS = [{"owner": "Client HR", "does": "Sends the changes."}]
SAME = {"count": 1, "sha256": hashlib.sha256(b"x").hexdigest(), "totals": {}}
"""A data set that arrived as it was."""


def name_contacts(at: World, made: Engagement) -> None:
    """The client's approver, and who hears on both sides."""
    named = [("approver", "client", at.ca), ("escalation", "client", at.ca), ("escalation", "provider", at.em)]
    NamedContact.objects.bulk_create(
        NamedContact(
            client_id=made.client_id,
            engagement=made,
            purpose=purpose,
            side=side,
            user_id=who.user,
            named_at=clock.now(),
        )
        for purpose, side, who in named
    )


def live(at: World, *scope_terms: ScopeTerms, day: date | None = None, **values) -> Engagement:
    """A contract at work since a day; by default since it took effect."""
    made = signed(at, *scope_terms, **values)
    act(at.em, services.start_transition, made.pk)
    return act(at.pa, services.go_live, ready(at, made).pk, day or made.effective_from)


def act(by: Actor, service, *args, **kwargs):
    """Call one service as somebody."""
    with scope(by):
        return service(by, *args, **kwargs)


def state(engagement: Engagement | UUID) -> str:
    """The stored state."""
    with scope(system()):
        return Engagement.objects.get(pk=getattr(engagement, "pk", engagement)).state


def stored(engagement_id: UUID | str) -> Engagement:
    """The engagement as it is stored."""
    with scope(system()):
        return Engagement.objects.get(pk=engagement_id)


def refused(kind, by: Actor, service, *args, **kwargs) -> Refused:
    """The refusal of a call, after making sure that it wrote nothing at all."""
    before = _written()
    with pytest.raises(kind) as caught, scope(by):
        service(by, *args, **kwargs)
    assert _written() == before
    return caught.value


def _written() -> list:
    with scope(system()):
        tables = [Engagement, ScopeItem, PriceItem, Signature, JournalEntry, *READINESS]
        return [list(table.objects.order_by("pk").values_list()) for table in tables]


def also(by: Actor, role: Role, client: UUID | None = None) -> Actor:
    """The same person with one role more, at one client or at all."""
    with scope(system()):
        Grant.objects.create(user_id=by.user, client_id=client, role=role, valid_from=date(2020, 1, 1))
    return make.as_actor(User.objects.get(pk=by.user))


def end_grants(by: Actor, last_day: date) -> None:
    """A person's roles end on a day."""
    with scope(system()):
        Grant.objects.filter(user_id=by.user).update(valid_to=last_day)


def move_to_zone(client: Client, zone: str) -> None:
    """The client's clocks run elsewhere."""
    with scope(system()):
        Client.objects.filter(pk=client.pk).update(zone=zone)
