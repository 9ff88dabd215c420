"""Credit notes: what is taken back of an issued invoice, line by line, with the tax that was charged on it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from openhro.billing import events, permissions, rules
from openhro.billing.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from openhro.billing.services.moves import locked
from openhro.billing.services.numbers import next_number
from openhro.billing.services.printing import keep_note
from openhro.billing.services.standing import settle
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid
from openhro.core.money import Money, allocate_by
from openhro.core.permission import check_other_person, permit


@transaction.atomic
def credit(
    by: Actor, invoice_id: UUID, amount_minor: int, reason: str, lines: Mapping[UUID, int] | None = None
) -> CreditNote:
    """Correct an issued invoice by a credit note, before tax; a large one is given by another person than the issuer.

    `lines` says how much of which line; else the amount is spread over all charges in proportion.
    """
    invoice = locked(invoice_id)
    permit(by, permissions.CREDIT, invoice)
    return give(by, invoice, amount_minor, reason, lines)


def give(
    by: Actor, invoice: Invoice, amount_minor: int, reason: str, lines: Mapping[UUID, int] | None = None
) -> CreditNote:
    """As `credit`, for a caller that holds and permits the invoice: the answer to a dispute."""
    if invoice.number is None:
        raise Conflict("NOT_ISSUED", _("Only an issued invoice is corrected by a credit. Change the draft instead."))
    if invoice.state == "written_off":
        raise Conflict("WRITTEN_OFF", _("This invoice is written off: nothing is left that could be credited."))
    given = _given(invoice)
    rules.check_credit(amount_minor, invoice.subtotal_minor, given, reason)
    if rules.needs_other_person(invoice.currency, given + amount_minor):
        check_other_person(by, invoice.issued_by)
    parts = _parts(invoice, amount_minor, lines)
    note = CreditNote.objects.create(
        client_id=invoice.client_id,
        invoice=invoice,
        number=next_number("CN", clock.today(invoice.client.zone).year),
        currency=invoice.currency,
        amount_minor=amount_minor,
        tax_minor=_tax(invoice, given, amount_minor),
        reason=reason.strip(),
        issued_at=clock.now(),
        issued_by=by.user,
    )
    CreditNoteLine.objects.bulk_create(
        CreditNoteLine(client_id=invoice.client_id, note=note, line_id=line, amount_minor=part)
        for line, part in parts.items()
    )
    journal.record(
        by, events.CREDITED, note, {"number": note.number, "invoice": invoice.number, "amount_minor": amount_minor}
    )
    settle(invoice)
    keep_note(by, note)
    return note


def _given(invoice: Invoice) -> int:
    return CreditNote.objects.filter(invoice=invoice).aggregate(sum=Sum("amount_minor"))["sum"] or 0


def _tax(invoice: Invoice, given: int, amount_minor: int) -> int:
    """The tax on a credit: what the tax on all credits grows by, so that crediting everything takes back all tax."""
    tax = rules.Tax(invoice.tax_category, invoice.tax_rate)
    return tax.on(given + amount_minor) - tax.on(given)


def left_of_lines(invoice: Invoice) -> dict[UUID, int]:
    """What is left of each charge after the credits on it, in the order of the lines."""
    rows = CreditNoteLine.objects.filter(note__invoice=invoice).values("line_id").annotate(sum=Sum("amount_minor"))
    credited = dict(rows.values_list("line_id", "sum"))
    lines = InvoiceLine.objects.filter(invoice=invoice, reason="", amount_minor__gt=0).order_by("position")
    return {one.pk: one.amount_minor - credited.get(one.pk, 0) for one in lines}


def _parts(invoice: Invoice, amount_minor: int, lines: Mapping[UUID, int] | None) -> dict[UUID, int]:
    left = left_of_lines(invoice)
    if lines is None:
        open_ = {line: rest for line, rest in left.items() if rest > 0}
        shares = allocate_by(Money(amount_minor, invoice.currency), list(open_.values()))
        return {line: share.amount for line, share in zip(open_, shares, strict=True) if share.amount}
    for line, part in lines.items():
        if line not in left:
            raise Invalid("LINE_UNKNOWN", _("This invoice has no such charge."), field="lines")
        if not 0 < part <= left[line]:
            message = _("A line is credited with more than nothing, and with what is left of it at most.")
            detail = {"line": str(line), "left_minor": left[line]}
            raise Invalid("CREDIT_EXCEEDS_LINE", message, field="lines", detail=detail)
    if sum(lines.values()) != amount_minor:
        raise Invalid("CREDIT_SUM", _("The parts of the lines do not add up to the credit."), field="lines")
    return dict(lines)
