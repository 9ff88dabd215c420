"""What the product will not do, tried: each call is refused with a code and a sentence, and writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openhro.core.errors import Refused
from openhro.core.scope import scope
from openhro.demo.screen import Bar
from openhro.demo.world import World, moment
from openhro.engagements import queries as engagements
from openhro.engagements import services as contracts

CLIENT = "halden"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was tried, by whom, and how it was refused."""

    tried: str
    code: str
    message: str
    suggests: str = ""


def tell(world: World, bar: Bar) -> None:
    """Two of the contract, one of somebody else's client."""
    tries = (_germany, _risk, _other_client)
    bar.total(len(tries))
    for one in tries:
        world.refusals.append(one(world))
        bar.add(1)


def _refused(
    world: World, tried: str, who: str, when: datetime, call: Callable[..., Any], *args: Any
) -> Refusal:  # fmt: skip
    try:
        world.act(who, when, call, *args)
    except Refused as refused:
        detail = refused.detail if isinstance(refused.detail, dict) else {}
        return Refusal(tried, refused.code, refused.message, str(detail.get("suggests", "")))
    raise RuntimeError(f"{tried}: this was not refused.")


def _germany(world: World) -> Refusal:
    """Payroll in Germany under HRO: the client has no company there."""
    hro = _engagement(world, "ENG-HAL-01")
    terms = contracts.ScopeTerms("payroll", "DE", date(2026, 3, 1))
    tried = "aisha adds payroll in Germany to the HRO engagement ENG-HAL-01"
    return _refused(world, tried, "aisha", moment(date(2026, 1, 12)), contracts.add_scope, hro.pk, terms)


def _risk(world: World) -> Refusal:
    """Under ASO the provider bears no claims."""
    aso = _engagement(world, "ENG-HAL-02")
    changes = {"risk_bearer": "provider"}
    tried = "aisha lets the provider bear the claims of the ASO engagement ENG-HAL-02"
    when = moment(date(2026, 1, 15))
    return _refused(world, tried, "aisha", when, contracts.revise_engagement, aso.pk, aso.version, changes)


def _other_client(world: World) -> Refusal:
    """Another client's specialist asks for a Halden engagement by its id."""
    hro = _engagement(world, "ENG-HAL-01")
    return _refused(
        world, "kim (Orchard) asks for Halden's engagement", "kim", moment(date(2026, 11, 23)), engagements.one, hro.pk
    )


def _engagement(world: World, code: str) -> Any:
    with scope(world.actor("aisha")) as by:
        return engagements.engagement(by, code, world.client(CLIENT))
