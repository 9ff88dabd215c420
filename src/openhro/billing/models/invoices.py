"""Invoices with lines, the evidence behind each line, credit notes, and the counters that number them."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.billing.rules import STATES
from openhro.core.base import TenantModel

_INVOICE_FIXED = """
    if old.number is null then
        if tg_op = 'DELETE' then return old; else return new; end if;
    end if;
    if tg_op = 'DELETE'
       or row(new.number, new.client_id, new.period, new.currency, new.subtotal_minor, new.tax_minor, new.total_minor,
              new.issued_at, new.issued_by, new.due_on, new.supplier, new.customer, new.purchase_order,
              new.tax_category, new.tax_rate, new.tax_name, new.tax_reason, new.tax_cite)
          is distinct from
          row(old.number, old.client_id, old.period, old.currency, old.subtotal_minor, old.tax_minor, old.total_minor,
              old.issued_at, old.issued_by, old.due_on, old.supplier, old.customer, old.purchase_order,
              old.tax_category, old.tax_rate, old.tax_name, old.tax_reason, old.tax_cite)
       or new.state in ('draft', 'reviewed')
       or (old.document_hash <> '' and new.document_hash <> old.document_hash)
    then
        raise exception 'invoice % is issued and cannot be changed', old.number;
    end if;
    return new;
"""
_LINES_FIXED = """
    if exists (select 1 from billing_invoice i
               where i.number is not null and (i.id = old.invoice_id or i.id = new.invoice_id)) then
        raise exception 'the lines of an issued invoice cannot be changed';
    end if;
    if tg_op = 'DELETE' then return old; else return new; end if;
"""
_EVIDENCE_FIXED = """
    if exists (select 1 from billing_invoiceline l join billing_invoice i on i.id = l.invoice_id
               where i.number is not null and (l.id = old.line_id or l.id = new.line_id)) then
        raise exception 'the evidence of an issued invoice cannot be changed';
    end if;
    if tg_op = 'DELETE' then return old; else return new; end if;
"""


PURPOSES = {
    "charge": _("Charge"),
    "refund": _("Refund of a fee"),
    "credit": _("Service credit"),
    "earn_back": _("Credit earned back"),
}


def _fixed(name: str, func: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=func)


_WRITES = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


class NumberSeries(models.Model):
    """A counter that is advanced in the transaction that uses the number, so that a series has no gaps."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Invoice(TenantModel):
    """One client's month in one currency. With its number it is issued, and the database keeps it as it is."""

    number = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001 - many drafts have none
    period = models.DateField(help_text=_("The first day of the month."))
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=12, choices=list(STATES.items()), default="draft")
    subtotal_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField(default=0)
    drafted_by = models.UUIDField(null=True, editable=False)
    reviewed_by = models.UUIDField(null=True, editable=False)
    issued_by = models.UUIDField(null=True, editable=False)
    issued_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    document_hash = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of the issued document."))
    supplier = models.JSONField(default=dict, help_text=_("Who bills, as it stood then: name, address, country, ids."))
    customer = models.JSONField(default=dict, help_text=_("Who is billed, as it stood then."))
    purchase_order = models.CharField(max_length=60, blank=True)
    tax_category = models.CharField(max_length=2, blank=True, help_text=_("UNCL 5305; empty: no rule is known."))
    tax_rate = models.DecimalField(max_digits=7, decimal_places=4, default=0, help_text=_("Percent."))
    tax_name = models.CharField(max_length=40, blank=True)
    tax_reason = models.CharField(max_length=240, blank=True, help_text=_("Why no tax is charged."))
    tax_cite = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["-period", "currency"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "period", "currency"], condition=models.Q(number=None), name="one_open_invoice"
            )
        ]
        triggers = [_fixed("issued_fixed", _INVOICE_FIXED, pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number or f"draft {self.period:%Y-%m}"


class InvoiceLine(TenantModel):
    """One price of one engagement: what was counted by which rule, and the steps to the amount. Or, with another
    purpose, what is given back: part of a fee under its guarantee, or the credit for a service level that was missed.

    A line with a `reason` could not be counted; it charges nothing and does not use up its period.
    """

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines")
    engagement = models.ForeignKey("engagements.Engagement", models.PROTECT, related_name="+")
    price_item = models.ForeignKey("engagements.PriceItem", models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=10, choices=list(PURPOSES.items()), default="charge")
    period = models.DateField()
    position = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=200)
    price = models.JSONField(help_text=_("The price as it stood when it was charged."))
    quantity = models.DecimalField(max_digits=20, decimal_places=4)
    unit = models.CharField(max_length=10, help_text=_("Of the evidence: people, days, runs, payslips, minor, once."))
    rule = models.CharField(max_length=240, help_text=_("How it was counted."))
    steps = models.JSONField(default=list)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=240, blank=True, help_text=_("Why it could not be counted."))

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "price_item", "period", "purpose"],
                condition=models.Q(reason=""),
                name="period_billed_once",
            )
        ]
        triggers = [_fixed("issued_fixed", _LINES_FIXED, _WRITES)]

    def __str__(self) -> str:
        return self.description


class LineEvidence(TenantModel):
    """What a line counted, an employment or a run or a record of usage, named as it was then."""

    line = models.ForeignKey(InvoiceLine, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=12)
    object_id = models.UUIDField()
    label = models.CharField(max_length=80)
    quantity = models.DecimalField(max_digits=20, decimal_places=4)
    number = models.CharField(max_length=80, blank=True, help_text=_("Staff number, or the code of a run."))
    name = models.CharField(max_length=170, blank=True)
    first = models.DateField(null=True, help_text=_("The first day counted, or a run's pay date."))
    last = models.DateField(null=True, help_text=_("The last day counted."))
    amount_minor = models.BigIntegerField(null=True, help_text=_("What this piece alone was charged, where it was."))

    class Meta:
        ordering = ["label"]
        triggers = [_fixed("issued_fixed", _EVIDENCE_FIXED, _WRITES)]

    def __str__(self) -> str:
        return self.label


class CreditNote(TenantModel):
    """A correction of an issued invoice; it is issued when it is made."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="credits")
    number = models.CharField(max_length=40, unique=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField(help_text=_("Before tax."))
    tax_minor = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=240)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number

    @property
    def total_minor(self) -> int:
        """With the tax that is taken back."""
        return self.amount_minor + self.tax_minor


class CreditNoteLine(TenantModel):
    """What a credit note takes back of one line."""

    note = models.ForeignKey(CreditNote, models.PROTECT, related_name="lines")
    line = models.ForeignKey(InvoiceLine, models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.amount_minor}"


class KeptDocument(TenantModel):
    """A document as it went out, byte for byte: the PDF or the UBL of an invoice or of a credit note."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="documents")
    note = models.ForeignKey(CreditNote, models.PROTECT, null=True, related_name="documents")
    kind = models.CharField(max_length=3, choices=[("pdf", "PDF"), ("ubl", "UBL")])
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "note", "kind"], nulls_distinct=False, name="one_document_of_a_kind"
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:16]}"
