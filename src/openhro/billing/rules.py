"""What a month costs: counting people by a basis, charging by bands, the minimum and the cap. Exact, and explained."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Conflict, Invalid, illegal_move
from openhro.ui import formats
from openhro.ui.formats import said

STATES: dict[str, Promise] = {
    "draft": gettext_lazy("Draft"),
    "reviewed": gettext_lazy("Reviewed"),
    "issued": gettext_lazy("Issued"),
    "disputed": gettext_lazy("Disputed"),
    "part_paid": gettext_lazy("Partly paid"),
    "paid": gettext_lazy("Paid"),
    "written_off": gettext_lazy("Written off"),
}
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "review": (frozenset({"draft"}), "reviewed"),
    "reopen": (frozenset({"reviewed"}), "draft"),
    "issue": (frozenset({"reviewed"}), "issued"),
}
ALLOWED = {state: [move for move, (sources, _to) in MOVES.items() if state in sources] for state in STATES}
PAYMENT_DAYS = 30
# Where the credits of one invoice pass this (minor units: some hundreds of pounds to a thousand dollars in each),
# somebody else gives them than the one who issued it. In a currency that is not listed that holds for every credit.
FOUR_EYES_ABOVE = {
    "AUD": 150_000, "CAD": 150_000, "CHF": 100_000, "DKK": 750_000, "EUR": 100_000, "GBP": 100_000, "INR": 10_000_000,
    "JPY": 150_000, "NOK": 1_000_000, "NZD": 150_000, "PLN": 400_000, "SEK": 1_000_000, "SGD": 150_000, "USD": 100_000,
}  # fmt: skip
PER_HEAD = frozenset({"pepm", "flat_per_employee"})
PER_MONTH = frozenset({"retainer", "fixed"})
PER_RUN = frozenset({"per_run", "per_payslip", "pct_payroll"})
# A placement fee is for somebody whom recruitment placed, not for everybody who starts; so it is not counted from
# first days of employment. The same holds for enrolments (drafting): who is employed is not who is enrolled.
NOT_COUNTED = {
    "per_hire": gettext_lazy(
        "Hires are counted from placements, not from everybody who starts: recruitment is not installed yet."
    ),
    "per_transaction": gettext_lazy("No function that is installed counts transactions yet."),
    "per_fte": gettext_lazy("The provider's own delivery staff are not counted here yet."),
    "pass_through": gettext_lazy("Costs passed on come from the provider's accounts, which are not connected yet."),
}
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

    `first` and `last` are a person's days in the month, or the pay date of a run.
    """

    kind: str
    id: UUID
    label: str
    quantity: Decimal
    number: str = ""
    name: str = ""
    first: date | None = None
    last: date | None = None


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


def charge(price: Price, count: Count) -> tuple[int, list[Step]]:
    """The amount in minor units, and the steps that made it: rate or bands, then the minimum, then the cap."""
    steps = list(count.steps)
    if price.kind == "pct_payroll":
        amount = percentage(int(count.quantity), price.rate or Decimal(0))
        text = _("%(rate)s %% of the gross") % {"rate": f"{(price.rate or Decimal(0)).normalize():f}"}
        steps.append({"text": text, "quantity": str(count.quantity), "amount_minor": amount})
    elif price.tiers:
        amount, bands = by_bands(count.quantity, price.tiers, price.tier_mode)
        steps += bands
    else:
        amount = half_up(count.quantity * (price.rate_minor or 0))
        steps.append(_times(_("Quantity x rate"), count.quantity, price.rate_minor or 0, amount))
    return _bounded(price, amount, steps), steps


def _bounded(price: Price, amount: int, steps: list[Step]) -> int:
    if price.minimum_minor is not None and amount < price.minimum_minor:
        amount = price.minimum_minor
        steps.append({"text": _("Raised to the minimum"), "amount_minor": amount})
    if price.cap_minor is not None and amount > price.cap_minor:
        amount = price.cap_minor
        steps.append({"text": _("Lowered to the cap"), "amount_minor": amount})
    return amount


def by_bands(quantity: Decimal, tiers: Sequence[tuple[int | None, int]], mode: str) -> tuple[int, list[Step]]:
    """Graduated: each band's part at its own rate. Volume: everything at the rate of the band that is reached.

    The amounts of the steps add up to the charge: each is what the rounded total grows by.
    """
    if mode == "volume":
        upto, rate = next((upto, rate) for upto, rate in tiers if upto is None or quantity <= upto)
        amount = half_up(quantity * rate)
        reached = _("All at the rate of the band up to %s") % upto if upto else _("All at the rate of the last band")
        return amount, [_times(reached, quantity, rate, amount)]
    total, below, steps = Decimal(0), Decimal(0), []
    for upto, rate in tiers:
        part = (quantity if upto is None else min(quantity, Decimal(upto))) - below
        if part <= 0:
            break
        before, total = half_up(total), total + part * rate
        steps.append(_times(_band(below, upto), part, rate, half_up(total) - before))
        below += part
    return half_up(total), steps


def _band(below: Decimal, upto: int | None) -> str:
    if not below:
        return _("All") if upto is None else _("Up to %s") % upto
    return _("Above %s") % below if upto is None else _("Above %(from)s, up to %(to)s") % {"from": below, "to": upto}


def _times(text: str, quantity: Decimal, rate_minor: int, amount_minor: int) -> Step:
    return {"text": text, "quantity": str(quantity), "rate_minor": rate_minor, "amount_minor": amount_minor}


def percentage(gross_minor: int, percent: Decimal) -> int:
    """A percentage of an amount, to the minor unit, half up."""
    return half_up(Decimal(gross_minor) * percent / 100)


def half_up(amount: Decimal) -> int:
    """To a whole minor unit; a half goes up."""
    return int(amount.quantize(_ONE, ROUND_HALF_UP))


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


def check_move(state: str, move: str) -> str:
    """The state after a move; refuses a move that this state does not know."""
    sources, target = MOVES[move]
    if state not in sources:
        raise illegal_move("invoice", state, move, ALLOWED[state])
    return target


def check_month(month: date) -> None:
    """A month is named by its first day."""
    if month.day != 1:
        raise Invalid("MONTH_INVALID", _("Name the month by its first day, as in 2026-11-01."), field="month")


def check_month_over(month: date, today: date) -> None:
    """People may still join or leave until the month's last day; before it, a draft is a preview only."""
    last = date(month.year, month.month, calendar.monthrange(month.year, month.month)[1])
    if today < last:
        raise Conflict(
            "PERIOD_OPEN",
            _("The month ends on %s. Until then counts may change: review it from that day on.") % said(last),
            rule="1.4",
        )


def check_something_counted(reasons: Iterable[str]) -> None:
    """An invoice charges something that was counted: a list of what could not be is no bill."""
    if all(reasons):
        raise Conflict(
            "NOTHING_COUNTED", _("Nothing on this draft could be counted, so there is nothing to bill."), rule="1.4"
        )


def needs_other_person(currency: str, credited_minor: int) -> bool:
    """Whether so much in credits of one invoice is given by somebody else than its issuer."""
    return credited_minor > FOUR_EYES_ABOVE.get(currency, 0)


def check_credit(amount_minor: int, total_minor: int, credited_minor: int, reason: str) -> None:
    """A credit is positive, says why, and all credits together stay within the invoice."""
    if not reason.strip() or not reason.isprintable() or len(reason) > 240:
        raise Invalid("REASON_REQUIRED", _("Say in 1 to 240 characters what the credit is for."), field="reason")
    if amount_minor <= 0:
        raise Invalid("AMOUNT_INVALID", _("A credit is more than nothing."), field="amount_minor")
    if amount_minor > total_minor - credited_minor:
        raise Invalid(
            "CREDIT_EXCEEDS_INVOICE",
            _("The credits would exceed the invoice."),
            field="amount_minor",
            detail={"left_minor": total_minor - credited_minor},
        )


def due_day(issued_on: date) -> date:
    """When an invoice is to be paid."""
    return issued_on + timedelta(days=PAYMENT_DAYS)
