"""What becomes of an issued invoice: disputes by line, payments whole or in part, and what is written off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.billing import events, permissions, queries, rules
from openhro.billing.models import Dispute, Invoice, Payment, WriteOff
from openhro.billing.queries import balance_of
from openhro.billing.services.crediting import give, left_of_lines
from openhro.billing.services.moves import locked
from openhro.billing.services.standing import settle
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.permission import check_other_person, permit


@transaction.atomic
def raise_dispute(by: Actor, line_id: UUID, amount_minor: int, reason: str) -> Dispute:
    """The client objects to a line, or to a part of it. The rest of the invoice stays due."""
    line = queries.line_of(by, line_id)
    invoice = locked(line.invoice_id)
    permit(by, permissions.DISPUTE, invoice)
    _check_issued(invoice)
    rules.check_reason(reason, 500, _("Say in 1 to 500 characters what is wrong with this line."))
    left = left_of_lines(invoice).get(line.pk, 0)
    if not 0 < amount_minor <= left:
        message = _("Dispute more than nothing, and what is left of the line at most.")
        raise Invalid("AMOUNT_INVALID", message, field="amount_minor", detail={"left_minor": left})
    if Dispute.objects.filter(line=line, state="open").exists():
        raise Conflict("DISPUTE_OPEN", _("This line is in dispute already. Wait for the answer, or withdraw it."))
    made = Dispute.objects.create(
        client_id=invoice.client_id, invoice=invoice, line=line, amount_minor=amount_minor, reason=reason.strip(),
        raised_at=clock.now(), raised_by=by.user,
    )  # fmt: skip
    settle(invoice)
    journal.record(by, events.DISPUTED, made, {"invoice": invoice.number, "amount_minor": amount_minor})
    return made


@transaction.atomic
def answer_dispute(by: Actor, dispute_id: UUID, outcome: str, answer: str, credit_minor: int = 0) -> Dispute:
    """Answer the client; what is accepted is credited in the same step, on the line in dispute."""
    dispute, invoice = _dispute(by, dispute_id)
    permit(by, permissions.ANSWER, invoice)
    rules.check_reason(answer, 500, _("Answer the client in 1 to 500 characters."))
    amount = rules.check_outcome(outcome, dispute.amount_minor, credit_minor)
    _check_open(dispute)
    if amount:
        reason = _("Dispute: %s") % dispute.reason
        dispute.note = give(by, invoice, amount, reason[:240], {dispute.line_id: amount})
    dispute.state, dispute.answer = outcome, answer.strip()
    dispute.answered_at, dispute.answered_by = clock.now(), by.user
    dispute.save()
    settle(invoice)
    data = {"invoice": invoice.number, "outcome": outcome, "credit_minor": amount}
    journal.record(by, events.DISPUTE_ANSWERED, dispute, data)
    return dispute


@transaction.atomic
def withdraw_dispute(by: Actor, dispute_id: UUID) -> Dispute:
    """The client lets the objection go."""
    dispute, invoice = _dispute(by, dispute_id)
    permit(by, permissions.DISPUTE, invoice)
    _check_open(dispute)
    dispute.state = "withdrawn"
    dispute.answered_at, dispute.answered_by = clock.now(), by.user
    dispute.save()
    settle(invoice)
    journal.record(by, events.DISPUTE_WITHDRAWN, dispute, {"invoice": invoice.number})
    return dispute


def _dispute(by: Actor, dispute_id: UUID) -> tuple[Dispute, Invoice]:
    found = Dispute.objects.filter(pk=dispute_id).first()
    if found is None:
        raise NotFound("dispute")
    queries.invoice(by, found.invoice_id)
    invoice = locked(found.invoice_id)
    return Dispute.objects.select_for_update().get(pk=dispute_id), invoice


def _check_open(dispute: Dispute) -> None:
    if dispute.state != "open":
        raise Conflict("DISPUTE_CLOSED", _("This dispute is closed: it was answered or withdrawn."))


def _check_issued(invoice: Invoice) -> None:
    if invoice.number is None:
        raise Conflict("NOT_ISSUED", _("This invoice is not issued yet."))
    if invoice.state == "written_off":
        raise Conflict("WRITTEN_OFF", _("This invoice is written off."))


@dataclass(frozen=True, slots=True)
class Received:
    """Money that came: the bank's own reference, how much in the invoice's currency, and on which day."""

    external_id: str
    amount_minor: int
    currency: str
    paid_on: date


@transaction.atomic
def record_payment(by: Actor, invoice_id: UUID, received: Received) -> Payment:
    """Record money that came, whole or in part; the same reference again changes nothing."""
    invoice = locked(invoice_id)
    permit(by, permissions.PAY, invoice)
    _check_issued(invoice)
    rules.same_currency([invoice.currency, received.currency])
    rules.check_reason(received.external_id, 80, _("Give the bank's reference, so that it is not recorded twice."))
    held = Payment.objects.filter(client_id=invoice.client_id, external_id=received.external_id.strip()).first()
    if held is not None:
        return _same(held, invoice, received)
    left = balance_of(invoice).open_minor
    if not 0 < received.amount_minor <= left:
        message = _("A payment is more than nothing, and what is left to pay at most.")
        raise Invalid("PAYMENT_EXCEEDS", message, field="amount_minor", detail={"open_minor": left})
    if not date(1990, 1, 1) <= received.paid_on <= clock.today(invoice.client.zone):
        raise Invalid("DATE_RANGE", _("A payment came today or before."), field="paid_on")
    made = Payment.objects.create(
        client_id=invoice.client_id, invoice=invoice, external_id=received.external_id.strip(),
        currency=invoice.currency, amount_minor=received.amount_minor, paid_on=received.paid_on,
        recorded_at=clock.now(), recorded_by=by.user,
    )  # fmt: skip
    settle(invoice)
    journal.record(by, events.PAID, made, {"invoice": invoice.number, "amount_minor": made.amount_minor})
    return made


def _same(held: Payment, invoice: Invoice, received: Received) -> Payment:
    same = (held.invoice_id, held.amount_minor, held.paid_on) == (
        invoice.pk, received.amount_minor, received.paid_on,
    )  # fmt: skip
    if same and held.reversed_at is None:
        return held
    raise Conflict("PAYMENT_TAKEN", _("A payment of this reference is recorded already."), field="external_id")


@transaction.atomic
def reverse_payment(by: Actor, payment_id: UUID, reason: str) -> Payment:
    """Take back a payment that bounced or was recorded by mistake; it stays on record."""
    found = Payment.objects.filter(pk=payment_id).first()
    if found is None:
        raise NotFound("payment")
    permit(by, permissions.PAY, found)
    invoice = locked(found.invoice_id)
    held = Payment.objects.select_for_update().get(pk=payment_id)
    rules.check_reason(reason, 240, _("Say in 1 to 240 characters why it is taken back."))
    if held.reversed_at is not None:
        raise Conflict("REVERSED", _("This payment is taken back already."))
    held.reversed_at, held.reversed_for = clock.now(), reason.strip()
    held.save()
    settle(invoice)
    journal.record(by, events.PAYMENT_REVERSED, held, {"invoice": invoice.number, "amount_minor": held.amount_minor})
    return held


@transaction.atomic
def ask_write_off(by: Actor, invoice_id: UUID, reason: str) -> WriteOff:
    """Ask for what is left to pay to be written off; somebody else decides."""
    invoice = locked(invoice_id)
    permit(by, permissions.ASK_WRITE_OFF, invoice)
    _check_issued(invoice)
    rules.check_reason(reason, 240, _("Say in 1 to 240 characters why it will not be paid."))
    if invoice.state == "disputed":
        raise Conflict("DISPUTE_OPEN", _("A line is in dispute. Answer the dispute first."))
    left = balance_of(invoice).open_minor
    if left <= 0:
        raise Conflict("NOTHING_OPEN", _("Nothing is left to pay on this invoice."))
    if WriteOff.objects.filter(invoice=invoice, state="asked").exists():
        raise Conflict("WRITE_OFF_ASKED", _("A write-off of this invoice waits for a decision already."))
    made = WriteOff.objects.create(
        client_id=invoice.client_id, invoice=invoice, amount_minor=left, reason=reason.strip(),
        asked_at=clock.now(), asked_by=by.user,
    )  # fmt: skip
    journal.record(by, events.WRITE_OFF_ASKED, made, {"invoice": invoice.number, "amount_minor": left})
    return made


@transaction.atomic
def approve_write_off(by: Actor, write_off_id: UUID) -> WriteOff:
    """Write off what is left to pay now; not by who asked for it."""
    held, invoice = _asked(by, write_off_id)
    left = balance_of(invoice).open_minor
    if invoice.state == "disputed" or left <= 0:
        raise Conflict("NOTHING_OPEN", _("Since it was asked, the invoice was paid or disputed. Refuse this."))
    held.amount_minor = left
    _decide(by, held, "approved")
    settle(invoice)
    journal.record(by, events.WRITTEN_OFF, held, {"invoice": invoice.number, "amount_minor": left})
    return held


@transaction.atomic
def refuse_write_off(by: Actor, write_off_id: UUID) -> WriteOff:
    """The invoice stays due."""
    held, invoice = _asked(by, write_off_id)
    _decide(by, held, "refused")
    journal.record(by, events.WRITE_OFF_REFUSED, held, {"invoice": invoice.number})
    return held


def _asked(by: Actor, write_off_id: UUID) -> tuple[WriteOff, Invoice]:
    found = WriteOff.objects.filter(pk=write_off_id).first()
    if found is None:
        raise NotFound("write-off")
    permit(by, permissions.DECIDE_WRITE_OFF, found)
    invoice = locked(found.invoice_id)
    held = WriteOff.objects.select_for_update().get(pk=write_off_id)
    if held.state != "asked":
        raise Conflict("DECIDED", _("This write-off is decided already."))
    check_other_person(by, held.asked_by)
    return held, invoice


def _decide(by: Actor, held: WriteOff, state: str) -> None:
    held.state, held.decided_at, held.decided_by = state, clock.now(), by.user
    held.save()
