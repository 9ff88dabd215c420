"""The cast: the named people of the story, and fillers generated from the seed, the same on every machine."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from openhro.demo import words
from openhro.demo.facts import GB_PENSION, gb_facts, us_facts
from openhro.demo.story import Bank, Employee, Home, Recurring, day, minor

COUNTRY = {"HAL-US": "US", "HAL-UK": "GB"}
OLD_YEAR = date(2026, 1, 1)
RAISE = date(2026, 11, 1)
OCTOBER = {
    "US": [date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 19)],
    "GB": [date(2026, 10, 1), date(2026, 10, 12)],
}
CITIES = {"Denver CO": "Denver", "Austin TX": "Austin", "Leeds": "Leeds"}
PLAIN = ("id", "staff_number", "given", "family", "sex", "job", "site", "department")
MEDICAL = 6554  # a biweekly pay's share of 142.00 a month


def cast(raw: dict[str, Any]) -> Iterator[Employee]:
    """Everybody: the named, then the fillers of each entity in order of their ids."""
    named = [_named(raw, person) for person in raw["people"]]
    fillers = [person for code in raw["fillers"] for person in _fillers(raw, code)]
    enrolled = raw["enrolled_medical"] - sum(any(line.element == "medical" for line in one.recurring) for one in named)
    yield from named
    yield from _with_medical(raw["seed"], fillers, enrolled)


def _named(raw: dict[str, Any], given: dict[str, Any]) -> Employee:
    country = {"HAL-US": "US", "HAL-UK": "GB"}.get(given.get("entity", ""), "DE")
    start, rng = day(given["start"]), Random(f"{raw['seed']}:{given['id']}")
    pay = tuple((day(since), minor(rate)) for since, rate in given["pay"])
    base = (us_facts(given["site"], day(given["born"])) if country == "US" else {}) | given["facts"]
    facts = [(max(start, OLD_YEAR), base)]
    facts += [(day(since), base | more) for since, more in given.get("facts_from", [])]
    lines = [
        Recurring(element, minor(rate), day(since), day(last) if last else None)
        for element, rate, since, last in given.get("recurring", [])
    ]
    since = max(start, OLD_YEAR)
    if given.get("deferral"):
        lines.append(Recurring("401k", _share(pay[0][1], 26, given["deferral"]), since))
    if given.get("medical"):
        lines.append(Recurring("medical", MEDICAL, since))
    plain = {name: given[name] for name in PLAIN}
    also = {name: given.get(name, "") for name in ("entity", "provider_entity", "end_reason", "manager", "number")}
    return Employee(
        **plain, **also, born=day(given["born"]), country=country, start=start,
        end=day(given["end"]) if given.get("end") else None, home=Home(*given["home"]), bank=_bank(rng, country),
        pay=pay, pay_reason=given.get("pay_reason", ""), facts=tuple(facts), recurring=tuple(lines),
    )  # fmt: skip


def _fillers(raw: dict[str, Any], code: str) -> list[Employee]:
    country, count = COUNTRY[code], raw["fillers"][code]
    names = _names(Random(f"{raw['seed']}:names"))
    used = {(person["given"], person["family"]) for person in raw["people"]}
    mine = itertools.islice((name for name in names if name[1:] not in used), 300 if country == "GB" else 0, None)
    leads = max(1, count // 24)
    made = []
    for number in range(1, count + 1):
        rng = Random(f"{raw['seed']}:{code}:{number}")
        sex, given, family = next(mine)
        joined = _start(rng, country, number, count, leads)
        manager = "ruth" if number <= leads else f"{code}-{1 + rng.randrange(leads):04d}"
        made.append(
            _filler(rng, f"{code}-{number:04d}", (sex, given, family), (country, joined, number <= leads, manager))
        )
    return [_specials(person, number, count) for number, person in enumerate(made, 1)]


def _names(rng: Random) -> list[tuple[str, str, str]]:
    """Every pair of a given and a family name once, mixed."""
    pairs = [("F", given, family) for given in words.WOMEN for family in words.FAMILIES]
    pairs += [("M", given, family) for given in words.MEN for family in words.FAMILIES]
    rng.shuffle(pairs)
    return pairs


def _start(rng: Random, country: str, number: int, count: int, leads: int) -> date:
    """Leads came first; the last ids are this October's joiners, those before them joined from March on."""
    october = OCTOBER[country][: max(1, min(len(OCTOBER[country]), count // 20))]
    if number > count - len(october):
        return october[number - count - 1]
    if number <= leads:
        return _monday(date(2015, 1, 5) + timedelta(days=rng.randrange(900)))
    if number > count - len(october) - max(1, count // 18):
        return _monday(date(2026, 3, 9) + timedelta(days=rng.randrange(170)))
    return _monday(date(2018, 1, 8) + timedelta(days=rng.randrange(2900)))


def _monday(at: date) -> date:
    return at - timedelta(days=at.weekday())


def _filler(
    rng: Random, key: str, who: tuple[str, str, str], post: tuple[str, date, bool, str]
) -> Employee:  # fmt: skip
    (sex, given, family), (country, joined, lead, manager) = who, post
    jobs = words.JOBS[country]
    job = words.LEAD[country] if lead else rng.choices(jobs, [job.weight for job in jobs])[0]
    site = "Leeds" if country == "GB" else rng.choices(["Denver CO", "Austin TX"], [74, 26])[0]
    youngest, oldest = (28, 58) if lead else (19, 63)
    born = date(2026 - rng.randrange(youngest, oldest), 1, 1) + timedelta(days=rng.randrange(365))
    born = min(born, date(joined.year - 18, joined.month, 1))
    if job.hourly:
        rate = rng.randrange(job.low, job.high, 5)
    else:
        rate = rng.randrange(job.low * 1000, job.high * 1000, 250) * 100
    since = max(joined, OLD_YEAR)
    facts = us_facts(site, born, rng) if country == "US" else gb_facts(rng, born)
    street, number = rng.choice(words.STREETS[site]), rng.randrange(1, 240)
    region = {"Denver CO": "CO", "Austin TX": "TX", "Leeds": "West Yorkshire"}[site]
    person = Employee(
        id=key, staff_number=key.removeprefix("HAL-"),
        given=given, family=family, sex=sex, born=born, country=country, start=joined, job=job.title, site=site,
        department=job.department, manager=manager, entity=key[:6], basis="hourly" if job.hourly else "annual",
        home=Home(f"{number} {street}", CITIES[site], region, rng.choice(words.POSTCODES[site])),
        bank=_bank(rng, country), number=_national(rng, country), pay=((joined, rate),), facts=((since, facts),),
    )  # fmt: skip
    return replace(person, recurring=tuple(_lines(rng, person, since, lead)))


def _lines(rng: Random, person: Employee, since: date, lead: bool) -> Iterator[Recurring]:
    """What is paid or taken every period."""
    period = person.pay[0][1] * 80 if person.basis == "hourly" else person.pay[0][1] // 26
    if person.country == "US":
        if rng.random() < 0.72:
            roth = rng.random() < 0.15
            yield Recurring("roth" if roth else "401k", period * rng.choice((3, 4, 5, 6, 6, 8)) // 100, since)
        if rng.random() < 0.12:
            yield Recurring("hsa", rng.choice((5000, 7500, 10000)), since)
        if lead:
            yield Recurring("car", 15000, since)
        return
    if lead:
        yield Recurring("car", 35000, since)
    if person.department == "Assembly" and rng.random() < 0.5:
        yield Recurring("union", 1840, since)
    if rng.random() < 0.08:
        yield Recurring("cycle", 8333, since)
    if rng.random() < 0.06:
        yield Recurring("giving", 1000, since)


def _specials(person: Employee, number: int, count: int) -> Employee:
    """A few whose facts change: November's raises, a dearer car, a pension that begins, a number that comes later."""
    if number == count and person.country == "US":
        return replace(person, number_from=RAISE)
    if number == 2 and person.country == "GB":
        lines = [replace(line, last=date(2026, 10, 31)) if line.element == "car" else line for line in person.recurring]
        lines = (
            lines
            if any(line.element == "car" for line in lines)
            else [*lines, Recurring("car", 35000, OLD_YEAR, date(2026, 10, 31))]
        )
        return replace(person, recurring=(*lines, Recurring("car", 55000, RAISE)))
    if number == count and person.country == "GB" and not person.facts[0][1].get("pension_method"):
        return replace(person, facts=(*person.facts, (RAISE, person.facts[0][1] | GB_PENSION)))
    if number % 17 == 5 and person.start < OLD_YEAR:
        rate = person.pay[0][1] * 103 // 100
        rate -= rate % (5 if person.basis == "hourly" else 10_000)
        return replace(person, pay=(*person.pay, (RAISE, rate)), pay_reason="Merit increase")
    return person


def _with_medical(seed: int, fillers: list[Employee], places: int) -> Iterator[Employee]:
    """Exactly so many are in the medical plan."""
    able = [one.id for one in fillers if one.country == "US" and one.start <= date(2026, 8, 1)]
    Random(f"{seed}:medical").shuffle(able)
    enrolled = set(able[: max(places, 0)])
    for one in fillers:
        if one.id in enrolled:
            line = Recurring("medical", MEDICAL, max(one.start, OLD_YEAR))
            one = replace(one, recurring=(*one.recurring, line))
        yield one


def _bank(rng: Random, country: str) -> Bank:
    if country == "US":
        routing = rng.choice(("102009912", "107005830", "111907746", "312970527"))
        return Bank("ach", routing, str(rng.randrange(10**8, 10**10)))
    if country == "GB":
        sort_code = rng.choice(("204060", "401733", "601428", "090128"))
        return Bank("bacs", sort_code, f"{rng.randrange(10**7, 10**8)}")
    return Bank("sepa", "COBADEFFXXX", "DE89370400440532013000")


def _national(rng: Random, country: str) -> str:
    if country == "US":
        area = rng.choice((*range(521, 525), *range(449, 467), *range(303, 317)))
        return f"{area}-{rng.randrange(10, 99)}-{rng.randrange(1001, 9999)}"
    first, second = rng.choice("ABCEHJLMNPRSTWXY"), rng.choice("ABCEHJLMPRSWXYZ")
    if first + second in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
        second = "A"
    return f"{first}{second}{rng.randrange(10**5, 10**6)}{rng.choice('ABCD')}"


def _share(annual: int, periods: int, percent: int) -> int:
    """A percentage of a period's salary, half up to the cent."""
    return (2 * annual * percent + 100 * periods) // (200 * periods)
