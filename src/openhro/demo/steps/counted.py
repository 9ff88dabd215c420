"""What invoices count beside people and pay runs: who is in the plan, and a hire; and how tax is treated."""

from __future__ import annotations

from datetime import date

from openhro.billing import queries, services
from openhro.core.scope import scope
from openhro.demo import files, found
from openhro.demo.screen import Bar
from openhro.demo.story import day, minor
from openhro.demo.world import World, moment
from openhro.engagements import queries as engagements

CLIENT = "halden"
SAID = date(2026, 10, 5)
HEADER = ("external_id", "engagement", "kind", "first", "last", "number", "name", "subject")


def tell(world: World, bar: Bar) -> None:
    """Billing terms, the members of the self-funded plan, and the fee for a hire."""
    bar.total(3)
    for step, said in ((_terms, "billing terms"), (_members, "enrolments"), (_hire, "a hire")):
        step(world)
        bar.add(1, said)


def _terms(world: World) -> None:
    told = world.story["billing"]
    with scope(world.actor("aisha")) as by:
        held = queries.billing_terms(by, world.client(CLIENT)).filter(currency=told["currency"]).exists()
    if held:
        world.found["billing terms"] += 1
        return
    values = {
        "supplier_entity_id": world.provider_entity(told["supplier"]),
        "customer_entity_id": world.entity(CLIENT, told["customer"]), "purchase_order": told["purchase_order"],
        "treatment": told["treatment"], "tax_reason": told["tax_reason"],
    }  # fmt: skip
    world.act("aisha", moment(SAID), services.set_billing_terms, world.client(CLIENT), told["currency"], values)
    world.made["billing term"] += 1


def _members(world: World) -> None:
    """Who is in the plan, as the benefits team sends it."""
    told, name = world.story["members"], "plan-members-2026-10.csv"
    rows = [
        (f"{told['plan']}-{one.id}", told["engagement"], "enrolment", line.start, line.last, one.staff_number, one.name,
         told["plan"])
        for one in world.story.people for line in one.recurring if line.element == "medical"
    ]  # fmt: skip
    path = files.write(world.out / "inputs" / name, HEADER, rows)
    with scope(world.actor("aisha")):
        taken = found.imported(world.client(CLIENT), "billing.usage", name)
    if taken:
        world.found["usage file"] += 1
        return
    options = services.Options(dry_run=False)
    report = world.act(
        "aisha", moment(SAID), services.import_usage, world.client(CLIENT), path.read_bytes(), name, options
    )
    files.check(report)
    world.made["usage file"] += 1


def _hire(world: World) -> None:
    """The placement that recruitment made; she leaves after her guarantee is over, so nothing is given back."""
    told, client_id = world.story["placed"], world.client(CLIENT)
    person = next(one for one in world.story.people if one.id == told["person"])
    with scope(world.actor("aisha")) as by:
        held = queries.usage(by, client_id).filter(kind="hire", external_id=told["requisition"]).first()
        contract = engagements.engagement(by, told["engagement"], client_id).pk
    first = services.UsageTerms(
        contract, "hire", told["requisition"], person.start, amount_minor=minor(told["base"]),
        number=person.staff_number, name=person.name, subject=person.job,
    )  # fmt: skip
    if held is None:
        world.act("aisha", moment(day(told["told"])), services.record_usage, client_id, first)
        world.made["placement"] += 1
    else:
        world.found["placement"] += 1
