"""What becomes of an issued invoice: service credits, disputes, payments, write-offs; and how a client is billed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.billing.models.invoices import CreditNote, Invoice, InvoiceLine
from openhro.billing.rules import DISPUTE_STATES, TREATMENTS
from openhro.core.base import TenantModel


class BillingTerms(TenantModel):
    """How a client is billed in one currency: by which company, to which, and how tax is treated."""

    currency = models.CharField(max_length=3)
    supplier_entity = models.ForeignKey("clients.ProviderEntity", models.PROTECT, null=True, related_name="+")
    customer_entity = models.ForeignKey("clients.LegalEntity", models.PROTECT, null=True, related_name="+")
    purchase_order = models.CharField(max_length=60, blank=True)
    payment_days = models.PositiveSmallIntegerField(default=30)
    treatment = models.CharField(max_length=16, choices=list(TREATMENTS.items()), default="rule")
    tax_reason = models.CharField(max_length=240, blank=True, help_text=_("Why there is no tax, in print."))
    supplier_endpoint = models.CharField(max_length=60, blank=True, help_text=_("Peppol address: scheme, colon, id."))
    customer_endpoint = models.CharField(max_length=60, blank=True)
    bank_account = models.CharField(max_length=60, blank=True, help_text=_("Where payment goes."))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["currency"]
        constraints = [models.UniqueConstraint(fields=["client", "currency"], name="billing_terms_once")]

    def __str__(self) -> str:
        return self.currency


class ServiceCredit(TenantModel):
    """A missed service level as money: `open` on a draft, `applied` once its invoice is issued, `reversed` once earned
    back. Each measurement counts once."""

    engagement = models.ForeignKey("engagements.Engagement", models.PROTECT, related_name="+")
    month = models.DateField(help_text=_("The measured month."))
    definition_id = models.UUIDField()
    measurement_id = models.UUIDField()
    metric = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    weight = models.DecimalField(max_digits=9, decimal_places=4)
    multiplier = models.DecimalField(max_digits=6, decimal_places=3)
    at_risk_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    earned_back = models.BooleanField(default=False)
    state = models.CharField(
        max_length=8, choices=[("open", _("Open")), ("applied", _("Applied")), ("reversed", _("Reversed"))],
        default="open",
    )  # fmt: skip
    line = models.OneToOneField(InvoiceLine, models.CASCADE, related_name="service_credit")

    class Meta:
        ordering = ["-month", "metric"]
        constraints = [
            models.UniqueConstraint(fields=["client", "measurement_id", "earned_back"], name="service_credit_once")
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.month:%Y-%m}"


class Dispute(TenantModel):
    """A client's objection to a line, with the answer, and the credit note where it was right."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="disputes")
    line = models.ForeignKey(InvoiceLine, models.PROTECT, related_name="disputes")
    amount_minor = models.BigIntegerField(help_text=_("How much of the line is in dispute."))
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=9, choices=list(DISPUTE_STATES.items()), default="open")
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField(null=True, editable=False)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True, editable=False)
    note = models.ForeignKey(CreditNote, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=models.Q(state="open"), name="one_open_dispute_a_line")
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.state}"


class Payment(TenantModel):
    """Money that came for an invoice; a payment that bounced is taken back, never removed."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments")
    external_id = models.CharField(max_length=80, help_text=_("The bank's own reference."))
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    paid_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True, editable=False)
    reversed_at = models.DateTimeField(null=True)
    reversed_for = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["paid_on"]
        constraints = [models.UniqueConstraint(fields=["client", "external_id"], name="payment_once")]

    def __str__(self) -> str:
        return self.external_id


class WriteOff(TenantModel):
    """What will not be paid: one asks, another decides."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="write_offs")
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=240)
    state = models.CharField(
        max_length=8, choices=[("asked", _("Asked")), ("approved", _("Approved")), ("refused", _("Refused"))],
        default="asked",
    )  # fmt: skip
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["invoice"], condition=models.Q(state="asked"), name="one_write_off_asked")
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.state}"
