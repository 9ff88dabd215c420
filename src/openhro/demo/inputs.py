"""What the client tells each period: hours, overtime, bonuses, expenses; the same for a person and period always."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from openhro.demo.story import Employee, Story, day, minor

COLUMNS = ("employment", "element", "line_id", "units", "amount", "note")
WEEK = {"US": 4000, "GB": 3750, "DE": 4000}  # hundredths of an hour
BONUS_MONTHS = (1, 4, 7, 10)
SALES = ("Sales", "Engineering", "Operations")


@dataclass(frozen=True, slots=True)
class Span:
    """A pay period of a group."""

    start: date
    end: date
    pay_date: date


@dataclass(frozen=True, slots=True)
class Given:
    """One line as it stands in a file; `hundredths` of units, or an amount in minor units."""

    who: str
    element: str
    hundredths: int | None = None
    minor: int | None = None
    note: str = ""
    tag: str = ""

    def row(self, span: Span) -> list[str]:
        """The line of a file."""
        units = "" if self.hundredths is None else f"{self.hundredths / 100:.2f}"
        money = "" if self.minor is None else f"{self.minor // 100}.{self.minor % 100:02d}"
        key = f"{span.pay_date:%Y%m%d}-{self.who}-{self.element}{self.tag}"
        return [self.who, self.element, key, units, money, self.note]


def period_lines(story: Story, people: list[Employee], span: Span) -> list[Given]:
    """All lines of a period for the people of one employer."""
    lines = [line for one in people if one.works_on(span.start, span.end) for line in _of_person(story, one, span)]
    ids = {one.id for one in people}
    for given in story["special_inputs"]:
        if given["who"] in ids and day(given["pay_date"]) == span.pay_date:
            lines.append(_given(given, "-extra"))
    for given in story["late_inputs"]:
        if given["who"] in ids and day(given["paid_with"]) == span.pay_date:
            lines.append(_given(given, "-late"))
    return lines


def _given(given: dict[str, str], tag: str = "") -> Given:
    units = minor(given["units"]) if "units" in given else None
    money = minor(given["amount"]) if "amount" in given else None
    return Given(given["who"], given["element"], units, money, given["note"], tag)


def _of_person(story: Story, one: Employee, span: Span) -> Iterator[Given]:
    if not one.id.startswith("HAL-"):
        return  # the named ones have only what the story gives them
    rng = Random(f"{story['seed']}:{span.pay_date}:{one.id}")
    if one.basis == "hourly":
        hours = _hours(one, span)
        if hours and rng.random() < 0.15:
            hours -= rng.choice((200, 400, 800)) if hours > 2000 else 0
        yield Given(one.id, "hours", hundredths=hours)
        if rng.random() < 0.4:
            extra = rng.randrange(100, 1200, 25)
            yield Given(one.id, "overtime", hundredths=extra)
            if one.country == "US":
                yield Given(one.id, "ot-premium", hundredths=extra)
    elif one.department == "Assembly" and one.country == "GB" and rng.random() < 0.2:
        yield Given(one.id, "overtime", hundredths=rng.randrange(100, 900, 50))
    first_of_month = span.pay_date.day <= 14 or one.country == "GB"
    if one.department in SALES and span.pay_date.month in BONUS_MONTHS and first_of_month and rng.random() < 0.22:
        yield Given(one.id, "bonus", minor=rng.randrange(25, 320) * 1000, note="Quarterly bonus")
    if rng.random() < 0.05:
        yield Given(one.id, "expenses", minor=rng.randrange(800, 42000), note="Travel")
    if one.country == "GB" and rng.random() < 0.01:
        yield Given(one.id, "ssp", minor=2465 * rng.randrange(1, 6), note="Sick pay from the statutory record")


def _hours(one: Employee, span: Span) -> int:
    """Agreed hours of the weekdays worked in the period, in hundredths, to the quarter hour."""
    first, last = max(one.start, span.start), min(one.end or span.end, span.end)
    days = sum((first + timedelta(days=i)).weekday() < 5 for i in range((last - first).days + 1))
    return days * WEEK[one.country] // 5 // 25 * 25
