"""Answers of prospects and companies of the provider, as few words as a test needs."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from tests import make

from openhro.clients.models import Client
from openhro.core.actor import Actor, system
from openhro.core.scope import scope
from openhro.engagements import services
from openhro.engagements.models import KeptAdvice
from openhro.engagements.rules import Days, Party, Registered
from openhro.engagements.rules.advice import Answers, Place

START = date(2027, 1, 1)
HELD = {"DE": ("payroll_withholding", "labour_leasing"), "US": ("payroll_withholding", "peo_registration")}


def provider(country: str, *kinds: str) -> Party:
    """A company of the provider that holds these since 2025."""
    held = tuple(Registered(kind, country, Days(date(2025, 1, 1))) for kind in kinds)
    return Party(uuid4(), f"Northbridge {country}", country, held)


def everywhere() -> list[Party]:
    """All that EOR in Germany, and EOR and PEO in the US, ask of the provider."""
    return [provider(country, *kinds) for country, kinds in HELD.items()]


def place(country: str = "GB", *functions: str, **values: Any) -> Place:
    """A country with thirty people and a registered company."""
    return Place(
        **{
            "country": country,
            "headcount": 30,
            "functions": functions or ("payroll",),
            "entity": f"Acme {country}",
            "registered": True,
        }
        | values
    )


def abroad(country: str, *functions: str, **values: Any) -> Place:
    """A country with people and no company."""
    return place(country, *functions, **{"entity": "", "registered": False} | values)


def answers(*places: Place, **values: Any) -> Answers:
    """A prospect who knows its processes and keeps employment."""
    return Answers(
        **{"name": "Orchard Foods", "currency": "USD", "start": START, "months": 24, "places": places or (place(),)}
        | values
    )


def kept_for(by: Actor, client: Client) -> KeptAdvice:
    """An advice that belongs to a client, as one from which drafts were made; none were."""
    with scope(by):
        made = services.keep_advice(by, answers(name=make.unique("Prospect")))
    with scope(system()):
        KeptAdvice.objects.filter(pk=made.pk).update(client=client)
        made.refresh_from_db()
    return made


def given(**values: Any) -> dict[str, Any]:
    """The same as JSON: thirty in Britain with a company, three in Germany without."""
    return {
        "name": "Orchard Foods", "currency": "USD", "start": "2027-01-01", "months": 24, "documented": 2,
        "places": [
            {"country": "GB", "headcount": 30, "functions": ["payroll", "rpo"], "entity": "Orchard Ltd", "registered": True},
            {"country": "DE", "headcount": 3, "functions": ["payroll"]},
        ],
    } | values  # fmt: skip
