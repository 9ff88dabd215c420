"""The lines of invoices and credit notes as paper and UBL say them: what was counted, the steps, the annex."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from openhro.billing.documents import Counted, InvoiceLine, Part, Words, ubl
from openhro.billing.models import CreditNote, LineEvidence
from openhro.billing.models import InvoiceLine as Line


def words() -> Words:
    """The words of an invoice."""
    return Words(
        title=_("Invoice"), supplier=_("From"), customer=_("Bill to"), issued=_("Issued"), due=_("Due"),
        purchase_order=_("Purchase order"), service=_("Service"), quantity=_("Quantity"), price=_("Unit price"),
        amount=_("Amount"), subtotal=_("Subtotal"), total=_("Total due"), evidence=_("Counted"), pay_to=_("Pay to"),
        annex=_("Annex: who and what was counted"), name=_("Name"), number=_("Number"), period=_("Counted for"),
    )  # fmt: skip


def note_words() -> Words:
    """The words of a credit note."""
    return replace(words(), title=_("Credit note"), due=_("Given on"), total=_("Credit in all"))


def printed(line: Line, evidence: list[LineEvidence]) -> InvoiceLine:
    """A charge with the steps that made it and the annex of what it counted."""
    percent = line.price.get("kind") == "pct_payroll" and line.price.get("rate")
    rate = Decimal(str(percent)) if percent else None
    parts = _parts(line)
    only = parts[0] if len(parts) == 1 else None
    return InvoiceLine(
        line.description,
        _statement(line, only),
        len(evidence),
        line.amount_minor,
        quantity=line.quantity,
        price=only.price if only else None,
        base=int(line.quantity) if rate is not None else None,
        percent=rate,
        parts=() if only else parts,
        counted=tuple(_row(row, line.unit) for row in evidence),
    )


def item(line: Line) -> ubl.Item:
    """A charge as UBL has it."""
    parts = _parts(line)
    only = parts[0] if len(parts) == 1 and parts[0].quantity is not None else None
    description = _statement(line, only)
    if only and only.price is not None and only.quantity is not None:
        return ubl.Item(line.description, description, line.amount_minor, only.quantity, only.price)
    return ubl.Item(line.description, description, line.amount_minor)


def credited(note: CreditNote) -> tuple[InvoiceLine, ...]:
    """What a credit note takes back of each line; of the whole invoice where it names none."""
    rows = list(note.lines.select_related("line").order_by("line__position"))
    if not rows:
        return (InvoiceLine(_("Credit"), note.reason, 0, note.amount_minor),)
    return tuple(InvoiceLine(row.line.description, note.reason, 0, row.amount_minor) for row in rows)


def _statement(line: Line, only: Part | None) -> str:
    """What was counted, by which rule, and, where the bands leave one rate for all, by which band."""
    steps = [f"{step['text']} = {step['quantity']}" for step in line.steps if "amount_minor" not in step]
    band = [only.label] if only and line.price.get("tiers") else []
    return ". ".join(text.rstrip(".") for text in (line.rule, *steps, *band))


def _parts(line: Line) -> tuple[Part, ...]:
    """The steps as amounts that add up: what a minimum adds or a cap takes off is a difference."""
    parts: list[Part] = []
    so_far = 0
    for step in line.steps:
        if "amount_minor" not in step:
            continue
        amount = int(step["amount_minor"])
        if "quantity" in step:
            quantity = Decimal(step["quantity"]) if line.unit != "minor" else None
            parts.append(Part(step["text"], amount, quantity, step.get("rate_minor")))
            so_far += amount
        else:
            parts.append(Part(step["text"], amount - so_far))
            so_far = amount
    return tuple(parts)


def _row(row: LineEvidence, unit: str) -> Counted:
    quantity = None if unit in ("people", "runs", "minor") else row.quantity
    amount = int(row.quantity) if unit == "minor" else row.amount_minor
    return Counted(row.name or row.label, row.number or row.label, row.first, row.last, quantity, amount)
