"""The pay run, its calculations, problems, variances and approvals."""

from __future__ import annotations

import pgtrigger
from django.db import models

from openhro.core.base import TenantModel
from openhro.payroll.models.groups import PayPeriod


class PayRun(TenantModel):
    """One run of a period. Its state moves only by the services of this package (rules.py has the table)."""

    period = models.ForeignKey(PayPeriod, models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=12, default="regular")
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=16, default="open")
    scope_item_id = models.UUIDField(help_text="The contract line that covers this work.")
    employer = models.JSONField(
        help_text="The legal employer that the engagement names, as it stood when the run opened."
    )
    calculation = models.ForeignKey("payroll.Calculation", models.PROTECT, null=True, related_name="+")
    unlocks = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)
    locked_by = models.UUIDField(null=True)
    funded_at = models.DateTimeField(null=True)
    funded_by = models.UUIDField(null=True)
    funding = models.JSONField(
        default=dict, help_text="How the money came: cleared funds or a credit decision, with reference."
    )
    released_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    paid_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    filing = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "code"], condition=~models.Q(state="cancelled"), name="pay_run_code"
            ),
            models.UniqueConstraint(
                fields=["period"],
                condition=models.Q(kind="regular") & ~models.Q(state="cancelled"),
                name="pay_run_one_regular",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Calculation(TenantModel):
    """One calculation of a run. Once sealed, nothing in it changes: a new attempt is a new row."""

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="calculations")
    number = models.PositiveSmallIntegerField()
    shelf = models.BigIntegerField(help_text="The partition of payroll_result that holds the rows.")
    state = models.CharField(max_length=12, default="computing", help_text="computing, sealed or void.")
    pack = models.CharField(max_length=8)
    pack_version = models.CharField(max_length=20)
    law_day = models.DateField()
    manifest = models.JSONField(help_text="Names of the columns behind facts[], amounts[] and elements[].")
    people = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0, help_text="Employments left out because of an error.")
    totals = models.JSONField(default=dict, help_text="Sum of every result column, in minor units.")
    walk = models.JSONField(default=dict, help_text="The steps of rules.variance.WALK.")
    input_hash = models.BinaryField(max_length=32, default=b"")
    result_hash = models.BinaryField(max_length=32, default=b"")
    accounts_hash = models.BinaryField(
        max_length=32, default=b"", help_text="Which accounts are paid: a release to others is refused."
    )
    started_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="calculation_number")]
        triggers = [
            pgtrigger.Protect(
                name="sealed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="sealed", new__state__df="void"),
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"calculation {self.number} of {self.run_id}"


class Problem(TenantModel):
    """Something wrong with one person's input or result. Errors leave that person out; warnings want an answer."""

    calculation = models.ForeignKey(Calculation, models.PROTECT, related_name="problems")
    employment = models.ForeignKey("people.Employment", models.PROTECT, null=True, related_name="+")
    severity = models.CharField(max_length=8, help_text="error or warning.")
    code = models.CharField(max_length=60)
    message = models.CharField(max_length=300)
    field = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["calculation", "severity"])]

    def __str__(self) -> str:
        return f"{self.severity} {self.code}"


class Variance(TenantModel):
    """A change of one person's line against the run before, with the reason that the system found or a person gave."""

    calculation = models.ForeignKey(Calculation, models.PROTECT, related_name="variances")
    employment = models.ForeignKey("people.Employment", models.PROTECT, related_name="+")
    line = models.CharField(max_length=80, help_text="A result column, or element:<code>.")
    prior_minor = models.BigIntegerField()
    current_minor = models.BigIntegerField()
    reason = models.CharField(
        max_length=20, blank=True, help_text="hire, leaver, rate_change ...; empty is unexplained."
    )
    detail = models.CharField(max_length=200, blank=True)
    needs_answer = models.BooleanField(default=False)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["calculation", "-needs_answer", "employment"])]

    def __str__(self) -> str:
        return f"{self.line} {self.current_minor - self.prior_minor:+d}"


class Approval(TenantModel):
    """One person's yes to exactly these results: it carries their hash, and an unlock makes it void."""

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="approvals")
    calculation = models.ForeignKey(Calculation, models.PROTECT, related_name="+")
    step = models.CharField(max_length=16, help_text="preparer, reviewer or client.")
    by = models.UUIDField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    result_hash = models.BinaryField(max_length=32)
    note = models.CharField(max_length=300, blank=True)
    left_out = models.PositiveIntegerField(default=0, help_text="The preparer says: so many people are left out ...")
    left_out_why = models.CharField(max_length=300, blank=True, help_text="... or have lines that are not paid.")
    void_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "step"], condition=models.Q(void_at=None), name="approval_once"),
            models.UniqueConstraint(
                fields=["run", "by"], condition=models.Q(void_at=None), name="approval_three_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} approval by {self.by_name}"
