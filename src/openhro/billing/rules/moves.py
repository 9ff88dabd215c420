"""The states of an invoice, what each move needs, and what is left to pay."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Conflict, Invalid, illegal_move
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
    """A credit is positive, says why, and all credits together stay within what was charged."""
    check_reason(reason, 240, _("Say in 1 to 240 characters what the credit is for."))
    if amount_minor <= 0:
        raise Invalid("AMOUNT_INVALID", _("A credit is more than nothing."), field="amount_minor")
    if amount_minor > total_minor - credited_minor:
        raise Invalid(
            "CREDIT_EXCEEDS_INVOICE",
            _("The credits would exceed the invoice."),
            field="amount_minor",
            detail={"left_minor": total_minor - credited_minor},
        )


def check_reason(reason: str, most: int, message: str) -> None:
    """Words for the other side: some, printable, and not too many."""
    if not reason.strip() or not reason.isprintable() or len(reason) > most:
        raise Invalid("REASON_REQUIRED", message, field="reason")


def due_day(issued_on: date, days: int = PAYMENT_DAYS) -> date:
    """When an invoice is to be paid."""
    return issued_on + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Balance:
    """What an issued invoice came to, and what of it is settled. Minor units, with tax."""

    total_minor: int
    credited_minor: int = 0
    paid_minor: int = 0
    written_off_minor: int = 0

    @property
    def open_minor(self) -> int:
        """What is left to pay; negative where more came than was owed."""
        return self.total_minor - self.credited_minor - self.paid_minor - self.written_off_minor


def settled_state(balance: Balance, disputed: bool) -> str:
    """The state of an issued invoice: a dispute first, then what is left to pay."""
    if disputed:
        return "disputed"
    if balance.written_off_minor and balance.open_minor <= 0:
        return "written_off"
    if balance.open_minor <= 0:
        return "paid"
    return "part_paid" if balance.paid_minor else "issued"


DISPUTE_STATES: dict[str, Promise] = {
    "open": gettext_lazy("Waits for an answer"),
    "accepted": gettext_lazy("Accepted"),
    "partly": gettext_lazy("Partly accepted"),
    "rejected": gettext_lazy("Rejected"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
OUTCOMES = ("accepted", "partly", "rejected")


def check_outcome(outcome: str, disputed_minor: int, credit_minor: int) -> int:
    """What a dispute's outcome credits: all of it, part of it, or nothing."""
    if outcome not in OUTCOMES:
        raise Invalid("OUTCOME_INVALID", _("A dispute is accepted, partly accepted or rejected."), field="outcome")
    if outcome == "partly" and not 0 < credit_minor < disputed_minor:
        raise Invalid(
            "AMOUNT_INVALID", _("Accepting a part credits more than nothing and less than is in dispute."),
            field="credit_minor", detail={"disputed_minor": disputed_minor},
        )  # fmt: skip
    return {"accepted": disputed_minor, "partly": credit_minor}.get(outcome, 0)
