"""Service levels: what was agreed, what each month measured, and the rows that prove it."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.core.base import DatedModel, TenantModel, no_overlap
from openhro.engagements.models.contracts import Engagement
from openhro.engagements.rules import GROUNDS, STATUSES

_EVIDENCE_FIXED = """
    if exists (select 1 from engagements_measurement m where m.closed_at is not null
               and (m.id = old.measurement_id or m.id = new.measurement_id)) then
        raise exception 'the evidence of a closed month cannot be changed';
    end if;
    if tg_op = 'DELETE' then return old; else return new; end if;
"""


class LevelSet(DatedModel):
    """All promises of a contract on given days, and what stands behind them; a change is another set from a day on."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="level_sets")
    at_risk = models.DecimalField(
        max_digits=5, decimal_places=2, help_text=_("Percent of a month's charges that credits can reach.")
    )
    multiplier = models.DecimalField(max_digits=4, decimal_places=2)
    multiplier_after = models.PositiveSmallIntegerField(help_text=_("From which miss in a row the multiplier holds."))
    close_after_days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["valid"]
        constraints = [no_overlap("level_set_once", "engagement")]

    def __str__(self) -> str:
        return f"service levels from {self.valid.lower}"


class ServiceLevel(TenantModel):
    """One promise of a set."""

    level_set = models.ForeignKey(LevelSet, models.CASCADE, related_name="levels")
    metric = models.CharField(max_length=40)
    target = models.DecimalField(max_digits=5, decimal_places=2)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    minimum = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    window_months = models.PositiveSmallIntegerField(default=1)
    critical = models.BooleanField(default=False)
    calendar = models.CharField(max_length=80, blank=True, help_text=_("The business hours that its clocks run by."))
    exclusions = ArrayField(models.CharField(max_length=20, choices=list(GROUNDS.items())), default=list)
    ramp_months = models.PositiveSmallIntegerField(default=0)
    ramp_target = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    small_volume_n = models.PositiveSmallIntegerField(default=0)
    earn_back = models.BooleanField(default=False)
    expected = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["level_set", "metric"], name="service_level_once")]

    def __str__(self) -> str:
        return f"{self.metric} {self.target} %"


class Measurement(TenantModel):
    """A level in a month. Until it is closed it is measured anew each night; then the database keeps it as it is."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="measurements")
    level = models.ForeignKey(ServiceLevel, models.PROTECT, related_name="measurements")
    metric = models.CharField(max_length=40)
    month = models.DateField(help_text=_("The first day of the month."))
    met = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    excluded = models.PositiveIntegerField(default=0)
    value = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    target = models.DecimalField(
        max_digits=5, decimal_places=2, help_text=_("What was held against: lower in the first months, where agreed.")
    )
    status = models.CharField(max_length=14, choices=list(STATUSES.items()))
    ramp = models.BooleanField(default=False, help_text=_("One of the first months: a miss costs nothing."))
    in_a_row = models.PositiveSmallIntegerField(default=0, help_text=_("How many misses it makes in a row."))
    multiplier = models.DecimalField(max_digits=4, decimal_places=2, default=1)
    termination_right = models.BooleanField(default=False)
    earns_back = ArrayField(
        models.UUIDField(), default=list, help_text=_("Earlier measurements whose credits twelve good months reverse.")
    )
    measured_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["-month", "level_id"]
        constraints = [models.UniqueConstraint(fields=["engagement", "metric", "month"], name="measured_once")]
        triggers = [
            pgtrigger.Protect(
                name="closed_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.month:%Y-%m}"


class LevelEvidence(TenantModel):
    """A thing that a measurement counted, in words that stay as they were."""

    measurement = models.ForeignKey(Measurement, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=40)
    item_id = models.UUIDField()
    label = models.CharField(max_length=120)
    met = models.BooleanField()
    excluded = models.BooleanField(default=False, help_text=_("Left out with the client's consent."))
    excluded_for = models.CharField(max_length=200, blank=True, help_text=_("Why it should not count."))
    at = models.DateTimeField(help_text=_("When it ended or was breached."))
    because = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=200, blank=True, help_text=_("Where it is explained."))

    class Meta:
        ordering = ["met", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["measurement", "kind", "item_id"], name="evidence_once")]
        triggers = [
            pgtrigger.Trigger(
                name="closed_fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_EVIDENCE_FIXED,
            )
        ]

    def __str__(self) -> str:
        return self.label


class LevelExclusion(TenantModel):
    """The provider asks that a thing does not count for a metric; it counts until the client consents."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+")
    metric = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    item_id = models.UUIDField()
    ground = models.CharField(max_length=20, choices=list(GROUNDS.items()))
    reason = models.CharField(max_length=200)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    consented_by = models.UUIDField(null=True)
    consented_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "metric", "kind", "item_id"], name="exclusion_once")
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.ground}"
