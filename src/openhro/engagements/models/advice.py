"""Advice that was given to prospects."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.core.ids import uuid7


class KeptAdvice(models.Model):
    """What a prospect answered, and the models that this gave on that day; other answers make another one.

    A prospect is nobody's client yet: the row is the provider's and its maker's, until it was turned into drafts.
    """

    rls = {"may_be_null": True, "made_by": "made_by"}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("clients.Client", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160, help_text=_("The prospect."))
    answers = models.JSONField()
    decided = models.JSONField(help_text='{"DE/payroll": "EOR", "GB/rpo": ""}')
    made_by = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField()
    drafted_at = models.DateTimeField(null=True)
    drafts = ArrayField(models.UUIDField(), default=list, help_text=_("The engagements that were drafted from it."))

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name
