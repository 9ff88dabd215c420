"""Dated facts that a run reads: group membership, tax facts of the pack, recurring elements, opening balances."""

from __future__ import annotations

from django.db import models

from openhro.core.base import DatedModel, TenantModel, no_overlap
from openhro.payroll.models.groups import PayElement, PayGroup


class Membership(DatedModel):
    """An employment is paid in a group on these days."""

    group = models.ForeignKey(PayGroup, models.PROTECT, related_name="members")
    employment = models.ForeignKey("people.Employment", models.PROTECT, related_name="+")

    class Meta:
        constraints = [no_overlap("membership_once", "employment")]
        indexes = [models.Index(fields=["group", "employment"])]

    def __str__(self) -> str:
        return f"{self.employment_id} in {self.group_id}"


class TaxFacts(DatedModel):
    """What the country's pack must know of a person: tax code, W-4, state form. Checked by the pack on save.

    `facts` maps the pack's fact columns to their text, as the pack's forms and files write it.
    """

    employment = models.ForeignKey("people.Employment", models.PROTECT, related_name="+")
    pack = models.CharField(max_length=8)
    facts = models.JSONField()
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [no_overlap("tax_facts_once", "employment", "pack")]

    def __str__(self) -> str:
        return f"{self.pack} facts of {self.employment_id}"


class RecurringElement(DatedModel):
    """A line that is paid or taken every period until it ends: an allowance, a subscription."""

    employment = models.ForeignKey("people.Employment", models.PROTECT, related_name="+")
    element = models.ForeignKey(PayElement, models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [no_overlap("recurring_element_once", "employment", "element")]

    def __str__(self) -> str:
        return f"{self.element_id} for {self.employment_id}"


class OpeningBalance(TenantModel):
    """Year-to-date figures of the old system for somebody who starts mid-year; never typed over results of ours."""

    employment = models.ForeignKey("people.Employment", models.PROTECT, related_name="+")
    pack = models.CharField(max_length=8)
    as_of = models.DateField(help_text="The pay date of the last pay that is counted in.")
    values = models.JSONField(help_text="The pack's accumulator columns as text.")
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employment", "pack", "as_of"], name="opening_balance_once")]

    def __str__(self) -> str:
        return f"{self.pack} opening balance at {self.as_of}"
