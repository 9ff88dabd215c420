"""What the two sides agreed after they had signed, on paper and step by step: amendments, versions, duties, indices."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.core.base import DatedModel, TenantModel, no_overlap
from openhro.core.ids import uuid7
from openhro.engagements.models.contracts import Engagement
from openhro.engagements.rules.amending import AMENDMENT_KINDS, AMENDMENT_STATES


class Amendment(TenantModel):
    """A change of a signed contract, or the request for one: both sides sign it, and it holds from a day on."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=list(AMENDMENT_KINDS.items()))
    state = models.CharField(max_length=10, choices=list(AMENDMENT_STATES.items()), default="draft")
    title = models.CharField(max_length=160)
    reason = models.TextField(blank=True)
    effective_on = models.DateField(help_text=_("The first day on which it holds."))
    price_impact_minor = models.BigIntegerField(null=True, help_text=_("What it adds to the monthly charge."))
    changes = models.JSONField(default=list, help_text=_("What it does to head, scope and prices."))
    head_before = models.JSONField(
        default=dict, help_text=_("The fields of the head that it changed, as they were before it took effect.")
    )
    calculation = models.JSONField(default=dict, help_text=_("Indexation only: index, floor, cap, old and new price."))
    refused_code = models.CharField(
        max_length=60,
        blank=True,
        help_text=_("Why it could not take effect on its day; empty: nothing stands against it."),
    )
    drafted_by = models.UUIDField(null=True, editable=False)
    drafted_side = models.CharField(max_length=8)
    revised_by = models.UUIDField(null=True, editable=False)
    drafted_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="amendment_number")]

    def __str__(self) -> str:
        return f"{self.engagement.code} {self.number}"


class ContractVersion(TenantModel):
    """The contract on paper as it stood when somebody signed: bytes and hash, then again with both signatures."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="versions")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, related_name="versions")
    number = models.PositiveIntegerField()
    terms_hash = models.CharField(max_length=64)
    content = models.JSONField(help_text=_("What the paper says; the same content and day give the same bytes."))
    day = models.DateField()
    pdf = models.BinaryField()
    hash = models.CharField(max_length=64)
    signed_content = models.JSONField(default=dict)
    signed_day = models.DateField(null=True)
    signed_pdf = models.BinaryField(default=b"")
    signed_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="contract_version_number")]

    def __str__(self) -> str:
        return f"{self.engagement.code} v{self.number}"


class Duty(DatedModel):
    """A step of a process: who does it, who answers for it, who is asked and who is told. A row of the RACI matrix."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="duties")
    function = models.CharField(max_length=40)
    process = models.CharField(max_length=80, blank=True, help_text=_("Empty: the whole function."))
    step = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    employer_decision = models.BooleanField(default=False)
    responsible = ArrayField(models.CharField(max_length=8))
    accountable = models.CharField(max_length=8)
    consulted = ArrayField(models.CharField(max_length=8), default=list)
    informed = ArrayField(models.CharField(max_length=8), default=list)

    class Meta:
        ordering = ["function", "process", "recorded_at", "step"]
        verbose_name_plural = "duties"
        constraints = [no_overlap("duty_once", "engagement", "function", "process", "step")]

    def __str__(self) -> str:
        return f"{self.function}/{self.step}"


class IndexValue(models.Model):
    """How much a price index rose in the twelve months to a month, with the source that says so. Nobody's client's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    index = models.CharField(max_length=40)
    month = models.DateField(help_text=_("Its first day."))
    change = models.DecimalField(max_digits=9, decimal_places=6, help_text=_("Percent: 2.6 is 2.6 %."))
    source = models.CharField(max_length=400)
    entered_by = models.UUIDField(null=True, editable=False)
    entered_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, help_text=_("Since then a price rests on it, and it stays as it is."))

    class Meta:
        ordering = ["index", "-month"]
        constraints = [models.UniqueConstraint(fields=["index", "month"], name="index_value_once")]

    def __str__(self) -> str:
        return f"{self.index} {self.month:%Y-%m}"
