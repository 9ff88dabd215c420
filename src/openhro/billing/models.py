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
              new.issued_at, new.issued_by, new.due_on)
          is distinct from
          row(old.number, old.client_id, old.period, old.currency, old.subtotal_minor, old.tax_minor, old.total_minor,
              old.issued_at, old.issued_by, old.due_on)
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
    """One price of one engagement: what was counted by which rule, and the steps to the amount.

    A line with a `reason` could not be counted; it charges nothing and does not use up its period.
    """

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines")
    engagement = models.ForeignKey("engagements.Engagement", models.PROTECT, related_name="+")
    price_item = models.ForeignKey("engagements.PriceItem", models.PROTECT, related_name="+")
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
                fields=["client", "price_item", "period"], condition=models.Q(reason=""), name="period_billed_once"
            )
        ]
        triggers = [_fixed("issued_fixed", _LINES_FIXED, _WRITES)]

    def __str__(self) -> str:
        return self.description


class LineEvidence(TenantModel):
    """An employment or a run that a line counted, named as it was then: the document must stay as it was issued."""

    line = models.ForeignKey(InvoiceLine, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10)
    object_id = models.UUIDField()
    label = models.CharField(max_length=80)
    quantity = models.DecimalField(max_digits=20, decimal_places=4)
    number = models.CharField(max_length=80, blank=True, help_text=_("Staff number, or the code of a run."))
    name = models.CharField(max_length=170, blank=True)
    first = models.DateField(null=True, help_text=_("The first day counted, or a run's pay date."))
    last = models.DateField(null=True, help_text=_("The last day counted."))

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
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=240)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number
