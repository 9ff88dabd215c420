"""The story as data: `story.json` read into plain values; people, named and generated, are `Employee`s."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("story.json")
KINDS = {"US": "SSN", "GB": "NINO", "DE": "IDNR"}
CURRENCIES = {"US": "USD", "GB": "GBP", "DE": "EUR"}
FULL_WEEK = {"US": "40", "GB": "37.5", "DE": "40"}


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives."""

    line1: str
    city: str
    region: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Bank:
    """Where net pay goes: ach, bacs or sepa."""

    scheme: str
    routing: str
    account: str


@dataclass(frozen=True, slots=True)
class Recurring:
    """A line of every period from a day to a last day (None: open), in minor units."""

    element: str
    minor: int
    start: date
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee:
    """Somebody of the cast with one employment. `pay` and `facts` are dated; amounts in minor units."""

    id: str
    given: str
    family: str
    born: date
    sex: str
    country: str
    start: date
    job: str
    site: str
    department: str
    home: Home
    bank: Bank
    staff_number: str
    entity: str = ""
    provider_entity: str = ""
    end: date | None = None
    end_reason: str = ""
    manager: str = ""
    number: str = ""
    number_from: date | None = None
    basis: str = "annual"
    pay: tuple[tuple[date, int], ...] = ()
    pay_reason: str = ""
    facts: tuple[tuple[date, dict[str, str]], ...] = ()
    recurring: tuple[Recurring, ...] = ()

    @property
    def name(self) -> str:
        """As people say it."""
        return f"{self.given} {self.family}"

    @property
    def email(self) -> str:
        """The work address; one a person."""
        plain = f"{self.given}.{self.family}".lower().replace(" ", "").replace("'", "").translate(_PLAIN)
        return f"{plain}@halden.example"

    @property
    def cost_centre(self) -> str:
        """By department."""
        return "CC-" + {"Operations": "100", "Engineering": "200", "Assembly": "300"}.get(self.department, "400")

    def rate_on(self, day: date) -> int:
        """The agreed amount on a day."""
        return [minor for start, minor in self.pay if start <= day or start == self.pay[0][0]][-1]

    def facts_on(self, day: date) -> dict[str, str]:
        """The tax facts on a day."""
        return [facts for start, facts in self.facts if start <= day or start == self.facts[0][0]][-1]

    def works_on(self, first: date, last: date) -> bool:
        """Employed on some day of a period."""
        return self.start <= last and (self.end is None or self.end >= first)


_PLAIN = str.maketrans("áéíóúüöäñçø", "aeiouuoanco")


@dataclass
class Story:
    """Everything that the demo tells; `scale` makes the cast of fillers smaller for tests."""

    raw: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, fillers: dict[str, int] | None = None) -> Story:
        """The story as shipped, or with fewer fillers."""
        raw = json.loads(FILE.read_text(encoding="utf-8"))
        if fillers is not None:
            raw["fillers"] = fillers
            raw["enrolled_medical"] = min(raw["enrolled_medical"], fillers["HAL-US"] // 2 + 3)
        return cls(raw)

    def __getitem__(self, name: str) -> Any:
        return self.raw[name]

    @property
    def password(self) -> str:
        """One for all demo users."""
        return str(self.raw["password"])

    @cached_property
    def people(self) -> tuple[Employee, ...]:
        """The named ones, then the generated ones."""
        from openhro.demo.fillers import cast

        return tuple(cast(self.raw))

    @cached_property
    def by_id(self) -> dict[str, Employee]:
        """By external id."""
        return {person.id: person for person in self.people}

    def of_entity(self, code: str) -> list[Employee]:
        """The people of one employer, the client's or the provider's."""
        return [person for person in self.people if code in (person.entity, person.provider_entity)]

    @property
    def months(self) -> list[date]:
        """The months that are run, as their first days."""
        return [date.fromisoformat(month) for month in self.raw["months"]]

    @property
    def run_from(self) -> date:
        """The first pay date's month begins here; what was paid before is the old system's."""
        return self.months[0]

    @property
    def run_until(self) -> date:
        """The last day of the last month."""
        last = self.months[-1]
        return date(last.year + last.month // 12, last.month % 12 + 1, 1).fromordinal(
            date(last.year + last.month // 12, last.month % 12 + 1, 1).toordinal() - 1
        )


def employer(group: dict[str, Any]) -> str:
    """The code of a pay group's employer: a company of the client, or one of the provider's."""
    return str(group.get("entity") or group["provider_entity"])


def day(text: str) -> date:
    """A date of the story."""
    return date.fromisoformat(text)


def minor(text: str) -> int:
    """Minor units of an amount with two decimals."""
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


def amount(minor_: int) -> str:
    """The text of minor units."""
    sign, value = ("-" if minor_ < 0 else ""), abs(minor_)
    return f"{sign}{value // 100}.{value % 100:02d}"
