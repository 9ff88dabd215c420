"""What a month counts: people by a basis, pay runs, what was recorded as usage. Exact, and explained."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from babel.dates import format_date
from django.utils.translation import gettext as _

from openhro.core.errors import Invalid
from openhro.ui import formats

PER_HEAD = frozenset({"pepm", "flat_per_employee"})
PER_MONTH = frozenset({"retainer", "fixed"})
PER_RUN = frozenset({"per_run", "per_payslip", "pct_payroll"})
_ONE, _FOUR_PLACES = Decimal(1), Decimal("0.0001")

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a month on which an engagement is served; both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Head:
    """An employment that may be counted. `person` joins employments of one human being."""

    id: UUID
    label: str
    person: UUID | str
    start: date
    end: date | None
    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A finished pay run that may be counted."""

    id: UUID
    label: str
    gross_minor: int
    payslips: int
    currency: str
    reversed: bool
    billable: bool
    name: str = ""
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of evidence: what was counted, how much of it, and how an invoice names it.

    `first` and `last` are a person's days in the month, or the pay date of a run; `amount_minor` what it alone costs.
    """

    kind: str
    id: UUID
    label: str
    quantity: Decimal
    number: str = ""
    name: str = ""
    first: date | None = None
    last: date | None = None
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity, the rule that made it, its steps, and the rows behind it (`unit` is the unit of their quantities)."""

    quantity: Decimal
    rule: str
    unit: str
    evidence: tuple[Counted, ...]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """A price as it stood when it was charged; `tiers` are (up to and with, minor)."""

    kind: str
    rate_minor: int | None = None
    rate: Decimal | None = None
    tiers: tuple[tuple[int | None, int], ...] = ()
    tier_mode: str = "graduated"
    count_basis: str = "any_day"
    count_on: int | None = None
    minimum_minor: int | None = None
    cap_minor: int | None = None
    guarantee_days: int | None = None


def month_window(month: date, live_from: date, ends_on: date | None) -> Window | None:
    """The days of the month on which an engagement is served; None where there are none."""
    last = date(month.year, month.month, calendar.monthrange(month.year, month.month)[1])
    first, last = max(month.replace(day=1), live_from), min(last, ends_on or last)
    return Window(first, last) if first <= last else None


def count_heads(price: Price, heads: Iterable[Head], window: Window) -> Count:
    """People by the price's basis; a person with two employments counts once."""
    return _BASES[price.count_basis](price, _people(heads, window), window)


_Stretch = tuple[int, int]
_Employed = tuple[Head, list[_Stretch]]
_People = dict[UUID | str, _Employed]


def _people(heads: Iterable[Head], window: Window) -> _People:
    """Each person's first employment, and the stretches of days in the window on which they were employed."""
    people: _People = {}
    for head in sorted(heads, key=lambda head: (head.label, head.start)):
        first, last = max(head.start, window.first), min(head.end or window.last, window.last)
        if first <= last:
            people.setdefault(head.person, (head, []))[1].append((first.toordinal(), last.toordinal()))
    return people


def _days(stretches: list[_Stretch]) -> int:
    """How many different days some stretches cover."""
    days, reached = 0, 0
    for first, last in sorted(stretches):
        days += max(0, last - max(first - 1, reached))
        reached = max(reached, last)
    return days


def _any_day(price: Price, people: _People, window: Window) -> Count:
    rule = _("People employed on any day from %(first)s to %(last)s; leavers count.") % _span(window)
    return _each(rule, people.values())


def _on_date(price: Price, people: _People, window: Window) -> Count:
    last_of_month = calendar.monthrange(window.last.year, window.last.month)[1]
    wanted = window.last.replace(day=min(price.count_on or last_of_month, last_of_month))
    day = min(max(wanted, window.first), window.last)
    rule = _("People employed on %(day)s.") % {"day": _day(day)}
    on = day.toordinal()
    there = [one for one in people.values() if any(first <= on <= last for first, last in one[1])]
    return _each(rule, there)


def count_enrolled(heads: Iterable[Head], window: Window) -> Count:
    """People enrolled on some day of the window; who is enrolled twice counts once."""
    rule = _("People enrolled on any day from %(first)s to %(last)s, as recorded.") % _span(window)
    count = _each(rule, _people(heads, window).values())
    return replace(count, evidence=tuple(replace(row, kind="enrolment") for row in count.evidence))


def _each(rule: str, people: Iterable[_Employed]) -> Count:
    evidence = tuple(_row(head, stretches, _ONE) for head, stretches in people)
    return Count(Decimal(len(evidence)), rule, "people", evidence)


def _row(head: Head, stretches: list[_Stretch], quantity: Decimal) -> Counted:
    first, last = min(stretches)[0], max(last for _first, last in stretches)
    days = date.fromordinal(first), date.fromordinal(last)
    return Counted("employee", head.id, head.label, quantity, head.number or head.label, head.name, *days)


def _average(price: Price, people: _People, window: Window) -> Count:
    rule = _("Mean of the daily headcounts from %(first)s to %(last)s.") % _span(window)
    return _by_days(rule, people, window.days)


def _day_prorated(price: Price, people: _People, window: Window) -> Count:
    rule = _("Days employed from %(first)s to %(last)s, divided by the days of the month.") % _span(window)
    return _by_days(rule, people, calendar.monthrange(window.last.year, window.last.month)[1])


def _by_days(rule: str, people: _People, divisor: int) -> Count:
    evidence = tuple(_row(head, days, Decimal(_days(days))) for head, days in people.values())
    total = sum((row.quantity for row in evidence), Decimal(0))
    quantity = (total / divisor).quantize(_FOUR_PLACES, ROUND_HALF_UP)
    step = {"text": _("%(total)s days / %(divisor)s") % {"total": total, "divisor": divisor}, "quantity": str(quantity)}
    return Count(quantity, rule, "days", evidence, (step,))


def _span(window: Window) -> dict[str, str]:
    return {"first": _day(window.first), "last": _day(window.last)}


def _day(day: date) -> str:
    """As an invoice prints it, in the language that is active: the client's, while a month is drafted."""
    return str(format_date(day, format="long", locale=formats.current_locale()))


_BASES = {"any_day": _any_day, "on_date": _on_date, "average": _average, "day_prorated": _day_prorated}


def count_runs(price: Price, runs: Iterable[Run], currency: str) -> Count:
    """Runs paid in the month that stand and are billable: their number, their payslips, or their gross pay."""
    standing = [run for run in runs if run.billable and not run.reversed]
    if price.kind == "per_run":
        rule = _("Finished pay runs with their pay date in the month; reversed and unbillable ones are left out.")
        return _sum_of(rule, "runs", [(run, 1) for run in standing])
    if price.kind == "per_payslip":
        rule = _("Payslips of finished pay runs with their pay date in the month.")
        return _sum_of(rule, "payslips", [(run, run.payslips) for run in standing])
    same_currency([currency, *[run.currency for run in standing]])
    rule = _("Gross pay of finished pay runs with their pay date in the month; reversed ones are left out.")
    return _sum_of(rule, "minor", [(run, run.gross_minor) for run in standing])


def _sum_of(rule: str, unit: str, counted: Sequence[tuple[Run, int]]) -> Count:
    evidence = tuple(
        Counted("run", run.id, run.label, Decimal(quantity), run.label, run.name, run.paid_on, run.paid_on)
        for run, quantity in counted
    )
    return Count(Decimal(sum(quantity for _run, quantity in counted)), rule, unit, evidence)


def count_once(rule: str) -> Count:
    """What is charged once, whatever happened."""
    return Count(_ONE, rule, "once", ())


def same_currency(currencies: Iterable[str]) -> None:
    """Refuse to add unlike currencies."""
    different = sorted(set(currencies))
    if len(different) > 1:
        raise Invalid(
            "CURRENCY_MIX",
            _("%s cannot be added up. Price each currency in an engagement of its own.") % ", ".join(different),
            rule="G8",
            detail={"currencies": different},
        )
