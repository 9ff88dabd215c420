"""What the client tells for one period: hours, one-offs, absences; versioned, with maker and source."""

from __future__ import annotations

from django.db import models

from openhro.core.base import TenantModel
from openhro.payroll.models.groups import PayElement, PayPeriod


class PayInput(TenantModel):
    """One line for one employment in one period. A change makes a new version; the old one stays, superseded."""

    period = models.ForeignKey(PayPeriod, models.PROTECT, related_name="inputs")
    employment = models.ForeignKey("people.Employment", models.PROTECT, related_name="+")
    element = models.ForeignKey(PayElement, models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=80, help_text="The sender's own id of the line; makes files re-runnable.")
    units = models.DecimalField(max_digits=12, decimal_places=4, null=True, help_text="Hours or pieces.")
    rate_minor = models.BigIntegerField(null=True, help_text="Per unit; empty takes the hourly rate of the pay terms.")
    amount_minor = models.BigIntegerField(null=True, help_text="The amount, where the line is not units x rate.")
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    superseded_at = models.DateTimeField(null=True)
    removed = models.BooleanField(default=False)
    source = models.CharField(max_length=20, help_text="typed, import or api.")
    batch_id = models.UUIDField(null=True, help_text="The import that brought it.")
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "employment", "element", "external_id"],
                condition=models.Q(superseded_at=None),
                name="pay_input_live_once",
            )
        ]
        indexes = [models.Index(fields=["period", "employment"])]

    def __str__(self) -> str:
        return f"{self.element_id} {self.units or self.amount_minor}"


class LateInput(TenantModel):
    """What came after the cut-off: kept with cause and owner, used in the next run or after an unlock."""

    period = models.ForeignKey(PayPeriod, models.PROTECT, related_name="late_inputs")
    payload = models.JSONField(help_text="The line as it came, without secrets.")
    cause = models.CharField(max_length=20, help_text="client, provider, employee or system.")
    owner = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    received_from = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_how = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"late for {self.period_id}: {self.cause}"
