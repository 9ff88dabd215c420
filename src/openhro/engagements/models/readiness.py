"""What is written down and proven before work is taken over: processes with documents and evidence, and the proofs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.core.base import TenantModel
from openhro.engagements.models.contracts import Engagement
from openhro.engagements.rules import LEVELS, PURPOSES


class CellModel(TenantModel):
    """A row about a cell of the scope matrix. `company` is the client's legal entity or one of the provider's."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+")
    function = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    company = models.UUIDField(null=True)

    class Meta:
        abstract = True


class Process(CellModel):
    """A process that must be known before it is taken over, and how mature it is."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=500, blank=True)
    asks = models.CharField(max_length=500, blank=True, help_text=_("What counts as evidence."))
    mandatory = models.BooleanField()
    weight = models.PositiveSmallIntegerField()
    owner = models.CharField(max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(default=0, choices=list(LEVELS.items()))
    assessed_by = models.UUIDField(null=True, editable=False)
    assessed_at = models.DateTimeField(null=True)
    document = models.PositiveIntegerField(default=0, help_text=_("The newest version of the document; 0 is none."))

    class Meta:
        ordering = ["function", "country", "company", "-mandatory", "-weight", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "function", "country", "company", "code"],
                nulls_distinct=False,
                name="process_once_a_cell",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProcessDocument(TenantModel):
    """A version of a process document. It is never edited: a change is the next version."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()
    steps = models.JSONField(help_text='[{"owner": "Client HR", "does": "Sends the changes."}]')
    change = models.CharField(max_length=200, blank=True, help_text=_("What is new in this version."))
    sha256 = models.CharField(max_length=64)
    made_by = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="process_document_once")]

    def __str__(self) -> str:
        return f"v{self.number}"


class Evidence(TenantModel):
    """A file that shows a process; its bytes lie in the output folder under their hash."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    document = models.PositiveIntegerField(help_text=_("The version that it was added to."))
    made_by = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["process", "sha256"], name="process_evidence_once")]

    def __str__(self) -> str:
        return self.name


class Assessment(TenantModel):
    """Somebody's judgement of a process on a day; the newest holds."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="assessments")
    level = models.PositiveSmallIntegerField(choices=list(LEVELS.items()))
    why = models.CharField(max_length=500, blank=True)
    document = models.PositiveIntegerField(help_text=_("The version that was judged; 0: there was none."))
    assessed_by = models.UUIDField(null=True, editable=False)
    assessed_at = models.DateTimeField()

    class Meta:
        ordering = ["-assessed_at", "-pk"]

    def __str__(self) -> str:
        return str(self.level)


class NamedContact(TenantModel):
    """Who approves for the client, or who hears on either side when something is stuck; ended, never removed."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="contacts")
    purpose = models.CharField(max_length=10, choices=list(PURPOSES.items()))
    side = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField(default=1, help_text=_("1 hears first."))
    user_id = models.UUIDField()
    named_by = models.UUIDField(null=True, editable=False)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["purpose", "side", "level", "named_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "purpose", "side", "user_id"],
                condition=models.Q(ended_at=None),
                name="contact_named_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.side}"


class AccessTest(CellModel):
    """Somebody who will do the work signed in and tried it."""

    user_id = models.UUIDField()
    passed = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    tested_at = models.DateTimeField()

    class Meta:
        ordering = ["-tested_at", "-pk"]

    def __str__(self) -> str:
        return "passed" if self.passed else "failed"


class DataReconciliation(CellModel):
    """A data set as it was in the old system and as it arrived; the newest of a data set holds."""

    data_set = models.CharField(max_length=40)
    source = models.JSONField(help_text='{"count": 84, "sha256": "...", "totals": {"base_pay": "3211000.00"}}')
    loaded = models.JSONField()
    differences = models.JSONField(default=list)
    agrees = models.BooleanField()
    made_by = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.data_set


class ParallelRun(CellModel):
    """The old payroll against the new one for a period; the newest report of a period holds."""

    period = models.CharField(max_length=10, help_text=_("A month, 2026-01, or a pay date, 2026-01-16."))
    employees = models.PositiveIntegerField()
    unexplained = models.PositiveIntegerField()
    differences = models.JSONField(default=list)
    reported_by = models.UUIDField(null=True, editable=False)
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["-period", "-reported_at", "-pk"]

    def __str__(self) -> str:
        return self.period
