"""What a prospect answers, and how answers are read from JSON: every fault is told, each with its field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel import Locale
from babel.numbers import list_currencies
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Invalid
from openhro.engagements.rules.matrix import FUNCTIONS
from openhro.engagements.rules.terms import FIRST_DAY, LAST_DAY

LIABILITY_WISHES: dict[str, Promise] = {
    "keep": gettext_lazy("Keep it: we stay the only employer"),
    "share": gettext_lazy("Share it with a co-employer"),
    "hand_over": gettext_lazy("Hand employment over to the provider"),
}
# The levels of the readiness gate; from DOCUMENTED on a function may go live.
LEVELS: tuple[Promise, ...] = (
    gettext_lazy("0: nothing is written down"),
    gettext_lazy("1: some people know how it works"),
    gettext_lazy("2: documented"),
    gettext_lazy("3: documented and followed"),
    gettext_lazy("4: documented, followed and measured"),
)
DOCUMENTED = 2
MOST_PLACES, MOST_FUNCTIONS = 40, 30
_MOST_MONEY = 10**15
_MOST_PEOPLE = 1_000_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Place:
    """One country: the people there, the functions wanted, the company that employs them ("" for none).

    `registered` says that this company is registered there as an employer for payroll.
    """

    country: str
    headcount: int
    functions: tuple[str, ...]
    entity: str = ""
    registered: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a prospect. Amounts are minor units a year, None where somebody does not say."""

    name: str
    currency: str
    start: date
    months: int
    places: tuple[Place, ...]
    liability: str = "keep"
    self_funded: bool = False
    documented: int = DOCUMENTED
    levels: Mapping[str, int] = field(default_factory=dict)
    growth_percent: int = 0
    payroll_minor: int | None = None
    hires: int | None = None
    hr_staff: int = 0
    hr_cost_minor: int | None = None
    systems_minor: int | None = None

    @property
    def headcount(self) -> int:
        """Everybody, in all countries."""
        return sum(place.headcount for place in self.places)

    def level(self, function: str) -> int:
        """How far a function is documented."""
        return self.levels.get(function, self.documented)


class _Reader:
    """Reads one object, noting each fault with its field; what is read after a fault is only a stand-in."""

    def __init__(self, given: Mapping[str, Any], faults: list[dict[str, str]], place: str = "") -> None:
        self.given, self.faults, self.place = given, faults, place

    def fault(self, name: str, code: str, message: str) -> None:
        self.faults.append({"field": f"{self.place}{name}", "code": code, "message": message})

    def known(self, names: Iterable[str]) -> None:
        for name in sorted(map(str, set(self.given) - set(names))):
            self.fault(_printed(name), "UNKNOWN_FIELD", _("There is no such question. Leave it out."))

    def text(self, name: str, longest: int, *, required: bool = True) -> str:
        value = self.given.get(name, "")
        if not isinstance(value, str):
            self.fault(name, "NOT_TEXT", _("Answer in words."))
            return ""
        value = value.strip()
        if required and not value:
            self.fault(name, "REQUIRED", _("Answer this one."))
        elif len(value) > longest:
            self.fault(name, "TOO_LONG", _("Keep this within %s characters.") % longest)
        elif any(unicodedata.category(letter) in ("Cc", "Cs") for letter in value):
            self.fault(name, "UNREADABLE", _("This holds characters that cannot be printed. Type it again."))
        return value

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        found = self.maybe(name, low, high)
        if found is None and default is None and self.given.get(name) is None:
            self.fault(name, "REQUIRED", _("Answer this one."))
        return found if found is not None else default if default is not None else low

    def maybe(self, name: str, low: int, high: int) -> int | None:
        """A whole number within bounds, or None where it is not said."""
        value = self.given.get(name)
        if value is None:
            return None
        if type(value) is not int:
            self.fault(name, "NOT_WHOLE", _("Answer with a whole number."))
            return None
        if not low <= value <= high:
            bounds = {"low": low, "high": high}
            self.fault(name, "OUT_OF_RANGE", _("Answer with a number from %(low)s to %(high)s.") % bounds)
            return None
        return value

    def yes(self, name: str) -> bool:
        value = self.given.get(name, False)
        if type(value) is not bool:
            self.fault(name, "NOT_YES_OR_NO", _("Answer with yes or no (true or false)."))
            return False
        return value

    def one_of(self, name: str, known: Iterable[str], default: str) -> str:
        value, all_ = self.given.get(name, default), list(known)
        if not isinstance(value, str) or value not in all_:
            self.fault(name, "NOT_OFFERED", _("Answer with one of: %s.") % ", ".join(all_))
            return default
        return value

    def day(self, name: str) -> date:
        value = self.given.get(name)
        try:
            # The calendar also reads 20270101 and 2027-W01-1, which are typing errors here.
            found = date.fromisoformat(value if isinstance(value, str) and _DAY.fullmatch(value) else "")
        except ValueError:
            self.fault(name, "DATE_INVALID", _("Answer with a day such as 2027-01-01."))
            return FIRST_DAY
        # A contract has a last day too, and it must be a day that the calendar knows.
        if not FIRST_DAY <= found <= LAST_DAY.replace(year=LAST_DAY.year - 51):
            self.fault(name, "DATE_RANGE", _("Check the year: this day lies too far away."))
            return FIRST_DAY
        return found


def _printed(text: str) -> str:
    """The beginning of a text that somebody made up, as any screen can show it."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:40])


_PLAIN = (
    "name", "currency", "start", "months", "places", "liability", "self_funded", "documented", "levels",
    "growth_percent", "payroll_minor", "hires", "hr_staff", "hr_cost_minor", "systems_minor",
)  # fmt: skip


def read_answers(given: Any) -> Answers:
    """The answers in a parsed JSON object; ANSWERS_INVALID lists every fault in `detail`, the first as its own."""
    if not isinstance(given, Mapping):
        raise Invalid("ANSWERS_INVALID", _("Answers are one JSON object, as in the guide “Advise a prospect”."))
    faults: list[dict[str, str]] = []
    reader = _Reader(given, faults)
    reader.known(_PLAIN)
    found = Answers(
        name=reader.text("name", 160),
        currency=_currency(reader),
        start=reader.day("start"),
        months=reader.whole("months", 1, 600),
        places=_places(reader),
        liability=reader.one_of("liability", LIABILITY_WISHES, "keep"),
        self_funded=reader.yes("self_funded"),
        documented=reader.whole("documented", 0, len(LEVELS) - 1),
        levels=_levels(reader),
        growth_percent=reader.whole("growth_percent", -90, 500, default=0),
        payroll_minor=reader.maybe("payroll_minor", 0, _MOST_MONEY),
        hires=reader.maybe("hires", 0, _MOST_PEOPLE),
        hr_staff=reader.whole("hr_staff", 0, _MOST_PEOPLE, default=0),
        hr_cost_minor=reader.maybe("hr_cost_minor", 0, _MOST_MONEY),
        systems_minor=reader.maybe("systems_minor", 0, _MOST_MONEY),
    )
    if faults:
        first = faults[0]
        raise Invalid(
            "ANSWERS_INVALID",
            _("%(field)s: %(message)s") % {"field": first["field"], "message": first["message"]},
            field=first["field"],
            detail=faults,
        )
    return found


def _currency(reader: _Reader) -> str:
    value = reader.text("currency", 3)
    if value and value not in list_currencies():
        reader.fault("currency", "CURRENCY_UNKNOWN", _("Use an ISO 4217 code such as USD or GBP."))
    return value


def _places(reader: _Reader) -> tuple[Place, ...]:
    given = reader.given.get("places")
    if not isinstance(given, list) or not given:
        reader.fault("places", "REQUIRED", _("Name at least one country."))
        return ()
    if len(given) > MOST_PLACES:
        reader.fault("places", "TOO_MANY_PLACES", _("Name at most %s countries at once.") % MOST_PLACES)
        return ()
    found: list[Place] = []
    for number, one in enumerate(given):
        if not isinstance(one, Mapping):
            reader.fault(f"places.{number}", "NOT_AN_OBJECT", _("Each country is an object of its own."))
            continue
        inner = _Reader(one, reader.faults, f"places.{number}.")
        found.append(_place(inner))
        if found[-1].country in [place.country for place in found[:-1]]:
            inner.fault("country", "NAMED_TWICE", _("This country is there already. Put its people together."))
    return tuple(found)


def _place(reader: _Reader) -> Place:
    reader.known(("country", "headcount", "functions", "entity", "registered"))
    country = reader.text("country", 2)
    if country and not (re.fullmatch("[A-Z]{2}", country) and country in Locale.parse("en").territories):
        reader.fault("country", "COUNTRY_UNKNOWN", _("A country is two capital letters, as in GB or US."))
    place = Place(
        country=country,
        headcount=reader.whole("headcount", 1, _MOST_PEOPLE),
        functions=_functions(reader),
        entity=reader.text("entity", 160, required=False),
        registered=reader.yes("registered"),
    )
    if place.registered and not place.entity:
        reader.fault("entity", "REQUIRED", _("Name the company that is registered there."))
    return place


def _functions(reader: _Reader) -> tuple[str, ...]:
    given = reader.given.get("functions")
    if not isinstance(given, list) or not given:
        reader.fault("functions", "REQUIRED", _("Choose at least one function."))
        return ()
    if len(given) > MOST_FUNCTIONS:
        reader.fault("functions", "TOO_MANY_FUNCTIONS", _("Name at most %s functions a country.") % MOST_FUNCTIONS)
        return ()
    bad = [_printed(str(one)) for one in given if not (isinstance(one, str) and _SLUG.fullmatch(one))]
    if bad:
        words = {"bad": bad[0], "known": ", ".join(FUNCTIONS)}
        message = _("%(bad)s is no function. Known: %(known)s; others in small letters, as in accounting.") % words
        reader.fault("functions", "FUNCTION_UNKNOWN", message)
        return ()
    return tuple(dict.fromkeys(given))


def _levels(reader: _Reader) -> dict[str, int]:
    given = reader.given.get("levels", {})
    if not isinstance(given, Mapping) or len(given) > MOST_FUNCTIONS or not all(isinstance(one, str) for one in given):
        reader.fault("levels", "NOT_AN_OBJECT", _("Answer with an object of functions and their levels."))
        return {}
    inner = _Reader(given, reader.faults, "levels.")
    for name in given:
        if not _SLUG.fullmatch(name):
            inner.fault(_printed(name), "FUNCTION_UNKNOWN", _("There is no such function."))
    return {name: inner.whole(name, 0, len(LEVELS) - 1) for name in given if _SLUG.fullmatch(name)}


def plain(answers: Answers) -> dict[str, Any]:
    """The answers as JSON that `read_answers` reads back."""
    found = {name: getattr(answers, name) for name in _PLAIN}
    names = ("country", "headcount", "entity", "registered")
    places = [
        {name: getattr(one, name) for name in names} | {"functions": list(one.functions)} for one in answers.places
    ]
    return found | {"start": answers.start.isoformat(), "levels": dict(answers.levels), "places": places}
