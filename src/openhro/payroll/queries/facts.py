"""Somebody's tax facts: every version, and what the packs of their pay groups ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.payroll import engine, permissions
from openhro.payroll.engine import Column
from openhro.payroll.models import Membership, PayGroup, TaxFacts
from openhro.people import queries as people


@dataclass(frozen=True, slots=True)
class FactsVersion:
    """Facts that hold from a day until before another (None: open); `shown` is label and value as people read them."""

    start: date
    until: date | None
    facts: dict[str, str]
    shown: tuple[tuple[str, str], ...]
    source: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class PackFacts:
    """What one pack asks of the person. Not `installed`: nothing can be kept for it yet; `columns` is then empty."""

    pack: str
    name: str
    installed: bool
    group: str
    columns: tuple[Column, ...]
    versions: tuple[FactsVersion, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class TaxFactsView:
    """A person's tax data, of each pack that pays them."""

    client_id: UUID
    person: people.Named
    packs: tuple[PackFacts, ...]


def tax_facts(by: Actor, employment_id: UUID) -> TaxFactsView:
    """The tax facts of an employment that some group pays; 404 for one that none does."""
    groups = {one.group.pack: one.group for one in _memberships(employment_id)}
    if not groups:
        raise NotFound("person on a payroll")
    client_id = next(iter(groups.values())).client_id
    permit(by, permissions.PAYSLIP_READ, client_id)
    person = people.names_of(by, client_id, [employment_id])[employment_id]
    held = list(TaxFacts.objects.filter(employment_id=employment_id).order_by("-valid"))
    names = clients.user_names(by, {row.recorded_by for row in held if row.recorded_by})
    return TaxFactsView(
        client_id, person,
        tuple(_pack(group, [row for row in held if row.pack == code], names) for code, group in groups.items()),
    )  # fmt: skip


def _memberships(employment_id: UUID) -> list[Membership]:
    return list(Membership.objects.filter(employment_id=employment_id).select_related("group").order_by("valid"))


def _pack(group: PayGroup, held: list[TaxFacts], names: dict[UUID, str]) -> PackFacts:
    installed = engine.is_installed(group.pack)
    columns = tuple(engine.facts(engine.pack(group.pack))) if installed else ()
    labels = {column.name: column.label for column in columns}
    versions = tuple(
        FactsVersion(
            row.valid.lower, row.valid.upper, row.facts,
            tuple((labels.get(name, name), text.replace("_", " ")) for name, text in _ordered(row.facts, columns)),
            row.source, row.recorded_at, names.get(row.recorded_by, "") if row.recorded_by else "",
        )
        for row in held
    )  # fmt: skip
    name = engine.pack(group.pack).name if installed else group.pack
    return PackFacts(group.pack, name, installed, group.name, columns, versions, group.zone)


def _ordered(facts: dict[str, str], columns: tuple[Column, ...]) -> list[tuple[str, str]]:
    order = {column.name: i for i, column in enumerate(columns)}
    return sorted(facts.items(), key=lambda pair: order.get(pair[0], len(order)))
