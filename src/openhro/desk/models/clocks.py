"""What the desk promises, and the clock of each promise on each request. The arithmetic is in `core/clocks`."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.core.base import TenantModel
from openhro.core.fields import EncryptedField
from openhro.desk.models.tickets import written_once
from openhro.desk.rules import METRICS

METRIC_CHOICES = list(METRICS.items())


class Policy(TenantModel):
    """One version of what is promised to a client; clocks keep the version that they were started under."""

    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    close_after_days = models.PositiveSmallIntegerField(default=7)
    reopen_within_days = models.PositiveSmallIntegerField(default=10)
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "code", "version"], name="desk_policy_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Goal(TenantModel):
    """One promise of a policy: minutes of business time by priority."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="goals")
    metric = models.CharField(max_length=16, choices=METRIC_CHOICES)
    targets = models.JSONField(help_text='Minutes by priority: {"P1": 60, "P2": 240, "P3": 480, "P4": 960}')
    calendar = models.CharField(
        max_length=80, help_text=_("The name of a business calendar; its newest version starts.")
    )
    pauses_in = ArrayField(models.CharField(max_length=24), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "metric"], name="desk_goal_once")]
        ordering = ["metric"]

    def __str__(self) -> str:
        return self.metric


class EscalationRule(TenantModel):
    """Who is told when so much of a target is used, or again and again after a breach."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="escalations")
    metric = models.CharField(max_length=16, choices=METRIC_CHOICES)
    percent = models.PositiveSmallIntegerField(null=True)
    every_minutes = models.PositiveIntegerField(
        null=True, help_text=_("Business minutes after the breach, repeatedly.")
    )
    roles = ArrayField(models.CharField(max_length=10), help_text=_("The role codes that are told."))
    to_queue = models.ForeignKey("desk.Queue", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="desk_escalation_kind",
                condition=models.Q(percent__isnull=True) ^ models.Q(every_minutes__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.percent or self.every_minutes}"


class TicketClock(TenantModel):
    """One promise on one request. Its deadline holds pauses, calendar version and due time."""

    ticket = models.ForeignKey("desk.Ticket", models.PROTECT, related_name="clocks")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+")
    metric = models.CharField(max_length=16, choices=METRIC_CHOICES)
    deadline = models.OneToOneField("core.Deadline", models.PROTECT, null=True, related_name="+")
    breached_at = models.DateTimeField(null=True)
    breach_cause = models.CharField(max_length=14, blank=True)
    used_minutes = models.PositiveIntegerField(null=True, help_text=_("Business minutes until it stopped."))
    next_check_at = models.DateTimeField(null=True, help_text=_("When an escalation or the breach is due next."))
    ended_at = models.DateTimeField(null=True, help_text=_("When it was given up, or went on in another request."))
    goes_on_in = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    left_out_for = EncryptedField(help_text=_("Why it should not count."))
    left_out_by = models.UUIDField(null=True)
    consented_by = models.UUIDField(null=True)
    consented_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_check_at"], name="desk_clock_check", condition=models.Q(next_check_at__isnull=False)
            )
        ]
        triggers = [written_once("broken_once", "breached_at")]

    def __str__(self) -> str:
        return f"{self.metric} of {self.ticket_id}"


class Escalation(TenantModel):
    """An escalation that was carried out: each step once."""

    clock = models.ForeignKey(TicketClock, models.PROTECT, related_name="escalations")
    rule = models.ForeignKey(EscalationRule, models.PROTECT, related_name="+")
    step = models.PositiveIntegerField(help_text=_("0 for a percentage; 1, 2, ... after the breach."))
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "rule", "step"], name="desk_escalation_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} step {self.step}"
