"""The engagements, from draft to live, each move by the person whose move it is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from openhro.core.scope import scope
from openhro.demo.screen import Bar
from openhro.demo.steps import readiness
from openhro.demo.story import day, minor
from openhro.demo.world import World, moment
from openhro.engagements import queries, services

STARTING = ("draft", "proposed", "client_review", "signed", "transition")
COUNTRIES = {"HAL-US": "US", "HAL-UK": "GB"}


def tell(world: World, bar: Bar) -> None:
    """Each engagement goes on from the state in which it is found."""
    contracts = world.story["engagements"]
    bar.total(len(contracts) * 7)
    for contract in contracts:
        _contract(world, bar, contract)


def _contract(world: World, bar: Bar, contract: dict[str, Any]) -> None:
    client_id, code = world.client(contract["client"]), contract["code"]
    with scope(world.actor("aisha")) as by:
        held = queries.engagements(by, client_id).filter(code=code).first()
    if held is None:
        with world.acting("aisha", moment(day(contract["drafted"]), 10)) as by:
            held = _draft(world, by, client_id, contract)
        world.made["engagement"] += 1
    else:
        world.found["engagement"] += 1
    bar.add(1, code)
    if held.state not in STARTING:
        bar.add(6)
        return
    for done, who, when, service, *args in _moves(contract):
        with scope(world.actor("aisha")) as by:
            state = queries.one(by, held.pk).state
            signed = {one.side for one in queries.signatures(by, held.pk) if not one.void}
        if state == done and service is services.go_live:
            readiness.prepare(world, contract, held.pk)
        if state == done and not (args == ["client"] and "client" in signed):
            world.act(who, when, service, held.pk, *args)
        bar.add(1, code)


def _draft(world: World, by: Any, client_id: UUID, contract: dict[str, Any]) -> Any:
    """Head, scope, prices and service levels in one go."""
    start = day(contract["from"])
    head = services.EngagementTerms(
        contract["code"], contract["model"], contract["currency"], start, law=contract["law"],
        dpa_ref=contract["dpa_ref"], provider_entity_id=world.provider_entity(contract["provider_entity"]),
    )  # fmt: skip
    made = services.draft_engagement(by, client_id, head)
    for part in contract["scope"]:
        places: list[tuple[str, UUID | None]] = [
            (COUNTRIES[code], world.entity(contract["client"], code)) for code in part.get("entities", [])
        ]
        for country, entity_id in places or [(part["country"], None)]:
            for function in part["functions"]:
                for plan in part.get("plans", [""]):
                    terms = services.ScopeTerms(function, country, start, entity_id=entity_id, process=plan)
                    services.add_scope(by, made.pk, terms)
    for price in contract["prices"]:
        services.add_price(by, made.pk, _price(price, start))
    if "sla" in contract:
        levels = tuple(_level(one) for one in contract["sla"])
        services.set_levels(by, made.pk, services.LevelSetTerms(start, Decimal(contract["at_risk"]), levels))
    services.propose_duties(by, made.pk)
    return made


def _level(one: dict[str, Any]) -> services.LevelTerms:
    promise = (one["metric"], Decimal(one["target"]), Decimal(one["weight"]))
    return services.LevelTerms(*promise, small_volume_n=one.get("small_volume_n", 0))


def _price(price: dict[str, Any], start: Any) -> services.PriceTerms:
    return services.PriceTerms(
        price["code"],
        price["kind"],
        start,
        rate_minor=minor(price["rate"]) if "rate" in price else None,
        rate=Decimal(price["percent"]) if "percent" in price else None,
        tiers=tuple((upto, minor(rate)) for upto, rate in price.get("tiers", [])),
        tier_mode=price.get("tier_mode", "graduated"),
        count_basis=price.get("count_basis", "any_day"),
        minimum_minor=minor(price["minimum"]) if "minimum" in price else None,
        functions=tuple(price.get("functions", ())),
        guarantee_days=price.get("guarantee_days"),
    )


def _moves(contract: dict[str, Any]) -> list[tuple[Any, ...]]:
    """(state before, who, when, service, further arguments) in order."""
    drafted, signed, live = (day(contract[name]) for name in ("drafted", "signed", "live"))
    return [
        ("draft", "aisha", moment(drafted + timedelta(days=3)), services.propose),
        ("proposed", "aisha", moment(drafted + timedelta(days=4)), services.send_for_review),
        ("client_review", "hannah", moment(signed, 16), services.sign, "client"),
        ("client_review", "ivan", moment(signed + timedelta(days=1), 9), services.sign, "provider"),
        ("signed", "aisha", moment(signed + timedelta(days=2), 9), services.start_transition),
        ("transition", "ivan", moment(live, 8), services.go_live, live),
    ]
