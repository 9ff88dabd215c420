"""Money out: a payment per person and account, and the files that a run made."""

from __future__ import annotations

from django.db import models

from openhro.core.base import TenantModel
from openhro.payroll.models.runs import PayRun


class Payment(TenantModel):
    """One amount to one account."""

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="payments")
    employment = models.ForeignKey("people.Employment", models.PROTECT, related_name="+")
    bank_account = models.ForeignKey("people.BankAccount", models.PROTECT, null=True, related_name="+")
    scheme = models.CharField(max_length=10, help_text="ach, bacs, sepa or cheque.")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=12, default="prepared", help_text="prepared, sent, settled or returned.")
    trace = models.CharField(max_length=40, blank=True, help_text="The bank file's own reference of the entry.")
    masked = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["run", "employment"])]
        constraints = [models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="payment_positive")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.amount_minor}"


class RunFile(TenantModel):
    """A file of a run: bank file, journal, payslips, register. The bytes lie in storage, the hash here."""

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=20, help_text="bank, journal, payslips or register.")
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    totals = models.JSONField(default=dict, help_text="Control totals: entries, amounts, hash.")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "kind", "sha256"], name="run_file_once")]

    def __str__(self) -> str:
        return self.name
