"""What is counted for billing because no other function of the product counts it, with the documents of costs."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.billing.rules import USAGE_KINDS
from openhro.core.base import TenantModel


class Usage(TenantModel):
    """A thing that a price counts: transactions, a worker's months, a cost, an enrolment, a hire.

    `external_id` is the teller's own, so that what is told twice is there once.
    """

    engagement = models.ForeignKey("engagements.Engagement", models.PROTECT, related_name="+")
    price_code = models.CharField(max_length=40, help_text=_("The code of the price that charges it."))
    kind = models.CharField(max_length=12, choices=[(kind, name) for kind, (name, _by) in USAGE_KINDS.items()])
    external_id = models.CharField(max_length=80)
    first = models.DateField(help_text=_("The day it happened, or its first day."))
    last = models.DateField(null=True, help_text=_("Its last day: of an enrolment, or of an employment that ended."))
    quantity = models.DecimalField(max_digits=20, decimal_places=4, default=1)
    amount_minor = models.BigIntegerField(null=True, help_text=_("The cost, or the base pay of the first year."))
    number = models.CharField(max_length=80, blank=True, help_text=_("Staff number, or the number of a document."))
    name = models.CharField(max_length=160, blank=True, help_text=_("Who or what it is."))
    subject = models.CharField(max_length=80, blank=True, help_text=_("The process, plan or post that it belongs to."))
    source = models.CharField(max_length=20, help_text=_("page, api, file, or the function that told it."))
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-first", "external_id"]
        constraints = [models.UniqueConstraint(fields=["client", "kind", "external_id"], name="usage_told_once")]
        indexes = [models.Index(fields=["engagement", "price_code", "first"], name="usage_of_a_price")]

    def __str__(self) -> str:
        return self.external_id


class UsageDocument(TenantModel):
    """A supplier's invoice or receipt behind a cost that is passed on."""

    usage = models.ForeignKey(Usage, models.PROTECT, related_name="documents")
    file_name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=60)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["added_at"]
        constraints = [models.UniqueConstraint(fields=["usage", "sha256"], name="usage_document_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.file_name
