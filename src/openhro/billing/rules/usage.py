"""Usage: what prices count that no function of the product counts yet; what a record of each kind must say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.billing.rules.counting import Count, Counted, Head, Price
from openhro.core.errors import Invalid

# kind: name, and the kinds of price that count it.
USAGE_KINDS: dict[str, tuple[Promise, frozenset[str]]] = {
    "transaction": (gettext_lazy("Transactions"), frozenset({"per_transaction"})),
    "fte": (gettext_lazy("Full-time equivalents"), frozenset({"per_fte"})),
    "cost": (gettext_lazy("Costs passed on"), frozenset({"pass_through"})),
    "enrolment": (gettext_lazy("Enrolments"), frozenset({"pepm", "flat_per_employee"})),
    "hire": (gettext_lazy("Hires"), frozenset({"per_hire"})),
}
BY_PRICE = {kind: usage for usage, (_name, kinds) in USAGE_KINDS.items() for kind in kinds if usage != "enrolment"}
_LARGEST = 10**13
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
_UNITS = {"per_transaction": "items", "per_fte": "fte"}


@dataclass(frozen=True, slots=True)
class UsageTerms:
    """What somebody tells. `amount_minor` in the contract's currency: the cost, or the base pay of the first year.

    `price_code` may be left out where one price only counts such things.
    """

    engagement_id: UUID
    kind: str
    external_id: str
    first: date
    last: date | None = None
    quantity: Decimal = Decimal(1)
    amount_minor: int | None = None
    number: str = ""
    name: str = ""
    subject: str = ""
    price_code: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A record of usage as it is counted."""

    id: UUID
    kind: str
    external_id: str
    first: date
    last: date | None
    quantity: Decimal
    amount_minor: int | None
    number: str
    name: str


def kind_for(price: Price) -> str | None:
    """The kind of usage that a price counts; None where it counts people, runs or nothing."""
    if price.count_basis == "enrolled" and price.kind in USAGE_KINDS["enrolment"][1]:
        return "enrolment"
    return BY_PRICE.get(price.kind)


def check_usage(terms: UsageTerms) -> None:
    """Raise the first thing wrong with a record."""
    if terms.kind not in USAGE_KINDS:
        raise _bad("kind", _("This kind is unknown. Known: %s.") % ", ".join(USAGE_KINDS))
    _check_words(terms)
    for field in ("first", "last"):
        day = getattr(terms, field)
        if day is not None and not _FIRST_DAY <= day <= _LAST_DAY:
            raise _bad(field, _("Give a day between 1990 and 2199."))
    if terms.last is not None and terms.last < terms.first:
        raise _bad("last", _("The last day lies before the first."))
    if not (terms.quantity.is_finite() and 0 < terms.quantity < Decimal(10**12)):
        raise _bad("quantity", _("A quantity is more than nothing."))
    if terms.quantity != round(terms.quantity, 4):
        raise _bad("quantity", _("A quantity has four decimal places at most."))
    if terms.kind in ("enrolment", "hire") and terms.quantity != 1:
        raise _bad("quantity", _("An enrolment or a hire is one person."))
    _check_amount(terms)


def _check_words(terms: UsageTerms) -> None:
    if not terms.external_id.strip():
        raise _bad("external_id", _("Give the record an id of your own, the same whenever you tell it."))
    for field, most in (("external_id", 80), ("number", 80), ("name", 160), ("subject", 80), ("price_code", 40)):
        text = getattr(terms, field)
        if len(text) > most:
            raise _bad(field, _("Keep this within %s characters.") % most)
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
            raise _bad(field, _("This holds characters that cannot be printed. Type it again."))


def _check_amount(terms: UsageTerms) -> None:
    if terms.amount_minor is not None and not 0 <= terms.amount_minor <= _LARGEST:
        raise _bad("amount_minor", _("The amount must not be negative, nor beyond what an invoice holds."))
    if terms.kind == "cost" and not terms.amount_minor:
        raise _bad("amount_minor", _("Say what the cost was."))
    if terms.kind == "hire" and terms.amount_minor is None:
        raise _bad("amount_minor", _("Say what the base pay of the first year is: the fee may be a part of it."))
    if terms.kind not in ("cost", "hire") and terms.amount_minor is not None:
        raise _bad("amount_minor", _("Only a cost or a hire has an amount; the contract prices the rest."))


def _bad(field: str, message: str) -> Invalid:
    return Invalid("USAGE_INVALID", message, field=field)


def as_heads(told: Iterable[Told]) -> list[Head]:
    """Enrolments as people who may be counted; a staff number joins the enrolments of one person."""
    return [
        Head(one.id, one.external_id, one.number or one.external_id, one.first, one.last, one.number, one.name)
        for one in told
    ]


def count_usage(price: Price, told: Sequence[Told], month: date) -> Count:
    """What was recorded until the end of a month and not billed before; what came late is counted with it."""
    late = sum(one.first < month for one in told)
    rule = _RULES[price.kind]
    said = str(rule) if not late else f"{rule} {_('Recorded late, from earlier months: %s.') % late}"
    if price.kind in ("pass_through", "per_hire"):
        by_amount = price.kind == "pass_through" or price.rate is not None
        quantities = [Decimal(one.amount_minor or 0) if by_amount else Decimal(1) for one in told]
        unit = "minor" if by_amount else "people"
    else:
        quantities, unit = [one.quantity for one in told], _UNITS[price.kind]
    evidence = tuple(
        Counted(
            one.kind, one.id, one.external_id, quantity, one.number or one.external_id, one.name, one.first,
            one.last or one.first,
        )
        for one, quantity in zip(told, quantities, strict=True)
    )  # fmt: skip
    return Count(sum(quantities, Decimal(0)), said, unit, evidence)


_RULES: dict[str, Promise] = {
    "per_transaction": gettext_lazy("Transactions recorded for the month."),
    "per_fte": gettext_lazy("Full-time equivalents recorded for the month."),
    "pass_through": gettext_lazy("Costs of the month, each with its document, passed on as they are."),
    "per_hire": gettext_lazy("People hired whose first day lies in the month."),
}
NOTHING_TOLD: dict[str, Promise] = {
    "transaction": gettext_lazy("No transaction is recorded for this price. Record usage, then count the month again."),
    "fte": gettext_lazy("No full-time equivalent is recorded for this price. Record usage, then count again."),
    "cost": gettext_lazy("No cost with its document is recorded for this price."),
    "enrolment": gettext_lazy("No enrolment is recorded for this price. Record usage, then count the month again."),
    "hire": gettext_lazy("No hire is recorded for this price. A first day of employment alone proves no placement."),
}
