"""The transition plan of an engagement: waves, tasks and the RAID log."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.core.base import TenantModel
from openhro.engagements.models.contracts import Engagement
from openhro.engagements.rules import RAID_KINDS, SEVERITIES


class Wave(TenantModel):
    """What is taken over together on a day."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="waves")
    name = models.CharField(max_length=160)
    go_live = models.DateField()
    functions = ArrayField(models.CharField(max_length=40), default=list, help_text=_("Empty: all in scope."))

    class Meta:
        ordering = ["go_live", "name"]
        constraints = [models.UniqueConstraint(fields=["engagement", "name"], name="wave_name_once")]

    def __str__(self) -> str:
        return self.name


class Task(TenantModel):
    """A piece of the transition, with the tasks that must be done before it."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="tasks")
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, related_name="tasks")
    name = models.CharField(max_length=160)
    owner = models.CharField(max_length=120, blank=True)
    side = models.CharField(max_length=8)
    start = models.DateField()
    last_day = models.DateField()
    needs = ArrayField(models.UUIDField(), default=list, help_text=_("Tasks of the same plan."))
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["start", "last_day", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class RaidEntry(TenantModel):
    """A risk, assumption, issue or dependency of the transition."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="raid")
    kind = models.CharField(max_length=10, choices=list(RAID_KINDS.items()))
    title = models.CharField(max_length=160)
    detail = models.TextField(blank=True)
    owner = models.CharField(max_length=120, blank=True)
    severity = models.PositiveSmallIntegerField(choices=list(SEVERITIES.items()))
    due = models.DateField(null=True)
    raised_by = models.UUIDField(null=True, editable=False)
    raised_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-severity", "due", "raised_at"]

    def __str__(self) -> str:
        return self.title
