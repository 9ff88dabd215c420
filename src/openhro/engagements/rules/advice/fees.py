"""What the advice costs: fees from dated rates, and the in-house department beside them. Minor units, exact, explained.

What no rate is known for is not estimated: a sentence says so instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from openhro.core.money import Money, Rounding, rounded
from openhro.engagements.rules.advice.answers import Answers
from openhro.engagements.rules.advice.recommend import Advice
from openhro.engagements.rules.matrix import MODELS
from openhro.engagements.rules.prices import KINDS
from openhro.engagements.rules.terms import PriceTerms

MOST_YEARS = 5
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Rate:
    """A price of a model. `tiers` are (up to and with, minor units); `percent` is (least, most).

    `own`: the provider's price, which a draft takes over; else the market's, which only estimates. `functions` empty is
    all that the model holds.
    """

    model: str
    kind: str
    currency: str
    own: bool
    note: str
    source: str
    tiers: tuple[tuple[int | None, int], ...] = ()
    percent: tuple[Decimal, Decimal] | None = None
    minimum_minor: int | None = None
    basis: str = "any_day"
    functions: tuple[str, ...] = ()
    guarantee_days: int | None = None


@dataclass(frozen=True, slots=True)
class RateCard:
    """The rates on which a contract may begin from a first to a last day."""

    name: str
    start: date
    until: date
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class Fee:
    """An estimated fee of one year: from least to most, how it came about, and the source of its rate."""

    model: str
    kind: str
    low_minor: int
    high_minor: int
    how: str
    source: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the contract, or what of it the contract holds, side by side."""

    number: int
    months: int
    headcount: int
    inhouse_minor: int | None
    low_minor: int
    high_minor: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """The fees of the first year, what could not be estimated, and every year beside the in-house department.

    `without_model` functions stay with the client for now, so the fees say nothing about them.
    """

    currency: str
    card: str
    fees: tuple[Fee, ...]
    refused: tuple[str, ...]
    staff_minor: int | None
    systems_minor: int | None
    years: tuple[Year, ...]
    assumed: tuple[str, ...]
    without_model: int = 0

    @property
    def complete(self) -> bool:
        """True where all that was asked for has a model and a fee."""
        return bool(self.fees) and not self.refused and not self.without_model

    @property
    def inhouse_minor(self) -> int | None:
        """The department of today, a year; None where nobody said what it costs."""
        known = [one for one in (self.staff_minor, self.systems_minor) if one is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class _Heads:
    """Who is paid for under one model in one year."""

    model: str
    people: int
    recruits: bool
    more: bool


def estimate(answers: Answers, advice: Advice, card: RateCard) -> Estimate:
    """The fees of what fits now, and the in-house department beside them."""
    refused = _cannot(answers, advice, card)
    years, first = [], []
    for number in range(1, _years(answers) + 1):
        months = min(12, answers.months - 12 * (number - 1))
        fees, missing = _fees(answers, advice, card, number, months)
        if number == 1:
            first, refused = fees, [*refused, *missing]
        people = _grown(answers, answers.headcount, number)
        years.append(_year(answers, number, months, people, fees))
    return Estimate(
        currency=answers.currency,
        card=card.name,
        fees=tuple(first),
        refused=tuple(dict.fromkeys(refused)),
        staff_minor=answers.hr_cost_minor,
        systems_minor=answers.systems_minor,
        years=tuple(years),
        assumed=tuple(_assumed(answers, advice, first)),
        without_model=sum(cell.model is None for cell in advice.cells),
    )


def price_of(rate: Rate, start: date, last_day: date | None) -> PriceTerms:
    """The rate as the price of a contract; of a range its least."""
    return PriceTerms(
        code=rate.kind,
        kind=rate.kind,
        start=start,
        last_day=last_day,
        rate=rate.percent[0] if rate.percent else None,
        tiers=rate.tiers,
        count_basis=rate.basis,
        minimum_minor=rate.minimum_minor,
        functions=rate.functions,
        guarantee_days=rate.guarantee_days,
    )


def _years(answers: Answers) -> int:
    return min(MOST_YEARS, -(-answers.months // 12))


def _grown(answers: Answers, people: int, number: int) -> int:
    """So many people after the growth of the years before."""
    growth = Fraction(_HUNDRED + answers.growth_percent, _HUNDRED) ** (number - 1)
    return max(1, rounded(people * growth, Rounding.HALF_UP)) if people else 0


def _year(answers: Answers, number: int, months: int, people: int, fees: Sequence[Fee]) -> Year:
    known = [one for one in (answers.hr_cost_minor, answers.systems_minor) if one is not None]
    grown = Fraction(sum(known) * people * months, max(1, answers.headcount) * 12)
    return Year(
        number=number,
        months=months,
        headcount=people,
        inhouse_minor=rounded(grown, Rounding.HALF_UP) if known else None,
        low_minor=sum(fee.low_minor for fee in fees),
        high_minor=sum(fee.high_minor for fee in fees),
    )


def heads(answers: Answers, advice: Advice, model: str, number: int = 1) -> _Heads:
    """The people under one model: those of each country in which it holds more than recruitment."""
    cells = [cell for cell in advice.cells if cell.model == model]
    served = {cell.country for cell in cells if cell.function != "rpo"}
    people = sum(_grown(answers, one.headcount, number) for one in answers.places if one.country in served)
    return _Heads(model, people, any(cell.function == "rpo" for cell in cells), bool(served))


def _rates(card: RateCard, model: str) -> list[Rate]:
    return [one for one in card.rates if one.model == model]


def asked(rate: Rate, who: _Heads) -> bool:
    """True where what the rate is for is wanted: recruitment has prices of its own."""
    return who.recruits if "rpo" in rate.functions else who.more


def _cannot(answers: Answers, advice: Advice, card: RateCard) -> list[str]:
    """Why some of the models cannot be estimated at all."""
    if not card.start <= answers.start <= card.until:
        said = {"card": card.name, "start": card.start, "until": card.until}
        return [
            _("%(card)s holds for contracts that begin from %(start)s to %(until)s, so no fee is estimated.") % said
        ]
    found = []
    for model in advice.models:
        rates = _rates(card, model)
        known = sorted({one.currency for one in rates if one.currency})
        said = {"model": model, "name": MODELS[model].name, "currency": answers.currency, "known": ", ".join(known)}
        if not rates:
            text = _("No price is known for %(model)s (%(name)s), so its fee is not estimated. Ask for an offer.")
            found.append(text % said)
        elif not any(one.currency in ("", answers.currency) for one in rates):
            text = _("Prices of %(model)s are known in %(known)s only, not in %(currency)s. Ask for an offer.")
            found.append(text % said)
    return found


def _fees(answers: Answers, advice: Advice, card: RateCard, number: int, months: int) -> tuple[list[Fee], list[str]]:
    """The fees of one year, and the sentences about those that need an answer which was not given."""
    fees: list[Fee] = []
    refused: list[str] = []
    if not card.start <= answers.start <= card.until:
        return fees, refused
    for model in advice.models:
        who = heads(answers, advice, model, number)
        for rate in _rates(card, model):
            if rate.currency not in ("", answers.currency) or not asked(rate, who):
                continue
            found = _percentage(answers, rate, who, months) if rate.percent else _per_head(answers, rate, who, months)
            if isinstance(found, Fee):
                fees.append(found)
            else:
                refused.append(found)
    return fees, refused


def _per_head(answers: Answers, rate: Rate, who: _Heads, months: int) -> Fee:
    counted = by_bands(who.people, rate.tiers)
    monthly = max(counted, rate.minimum_minor or 0)
    said = {
        "people": who.people,
        "months": months,
        "monthly": Money(monthly, answers.currency),
        "kind": KINDS[rate.kind][0],
        "note": rate.note if monthly == counted else _("the minimum; %s") % rate.note,
    }
    how = _("%(kind)s: %(people)s people, %(monthly)s a month, %(months)s months (%(note)s)") % said
    return Fee(rate.model, rate.kind, monthly * months, monthly * months, how, rate.source)


def by_bands(people: int, tiers: Iterable[tuple[int | None, int]]) -> int:
    """Graduated bands: each part of the people at the price of its own band."""
    total = before = 0
    for upto, minor in tiers:
        inside = max(0, (people if upto is None else min(people, upto)) - before)
        total, before = total + inside * minor, upto or before
    return total


def _percentage(answers: Answers, rate: Rate, who: _Heads, months: int) -> Fee | str:
    """A share of the payroll of the people served, or of the first year's base of those who are hired."""
    hires = rate.kind == "per_hire"
    said = {"model": rate.model, "kind": KINDS[rate.kind][0]}
    if answers.payroll_minor is None:
        return _("%(model)s, %(kind)s: say what a year's payroll is, and it is estimated.") % said
    if hires and answers.hires is None:
        return _("%(model)s, %(kind)s: say how many people you hire a year, and it is estimated.") % said
    counted = (answers.hires or 0) if hires else who.people
    base = rounded(Fraction(answers.payroll_minor * counted * months, answers.headcount * 12), Rounding.HALF_UP)
    assert rate.percent is not None
    low, high = (rounded(base * Fraction(one) / _HUNDRED, Rounding.HALF_UP) for one in rate.percent)
    said |= {
        "base": Money(base, answers.currency),
        "range": "–".join(dict.fromkeys(f"{one.normalize():f}" for one in rate.percent)),
        "note": rate.note,
    }
    how = _("%(kind)s: %(range)s %% of %(base)s (%(note)s)") % said
    return Fee(rate.model, rate.kind, low, high, how, rate.source)


def _assumed(answers: Answers, advice: Advice, fees: Sequence[Fee]) -> list[str]:
    """What the comparison takes for granted, so that a reader may doubt it."""
    found = [_("The people of the first year are those of today; each later year has grown by your percentage.")]
    if answers.hr_cost_minor is not None or answers.systems_minor is not None:
        found.append(_("The in-house department costs as much per employee in later years as it does today."))
        found.append(_("What you keep in-house (strategy, oversight of the provider) is not taken off it."))
    if any(fee.kind in ("pct_payroll", "per_hire") for fee in fees):
        found.append(_("Everybody earns the average of your payroll."))
    if any(cell.model is None for cell in advice.cells):
        found.append(_("Functions for which no model fits today are not in the fees."))
    found.append(_("No price is raised in the years to come, by neither side."))
    return found
