"""Engagements between the provider and a client, with scope, prices and signatures."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from openhro.core.base import DatedModel, TenantModel, no_overlap
from openhro.engagements.rules import BASES, KINDS, MODELS, STATES

# The company whose people the work is about; nil where an item names none, so that equality still compares.
PLACE = Coalesce("entity", "provider_entity", models.Value(uuid.UUID(int=0)), output_field=models.UUIDField())


class Engagement(TenantModel):
    """A service contract: the model says who employs, scope says what is done where, prices what it costs."""

    code = models.CharField(max_length=40)
    model = models.CharField(max_length=3, choices=[(code, model.name) for code, model in MODELS.items()])
    state = models.CharField(max_length=14, choices=list(STATES.items()), default="draft")
    currency = models.CharField(max_length=3)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, help_text=_("The last day."))
    term_months = models.PositiveSmallIntegerField(null=True)
    renewal = models.CharField(max_length=4, choices=[("none", _("None")), ("auto", _("Automatic"))], default="none")
    notice_months = models.PositiveSmallIntegerField(default=3)
    law = models.CharField(max_length=120, blank=True)
    provider_entity = models.ForeignKey("clients.ProviderEntity", models.PROTECT, null=True, related_name="+")
    framework = models.BooleanField(
        default=False, help_text=_("It holds what its child engagements share; they hold scope and prices.")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    dpa_ref = models.CharField(
        max_length=120, blank=True, help_text=_("Reference of the signed data-processing agreement.")
    )
    risk_bearer = models.CharField(max_length=8, default="client")
    plan_sponsor = models.CharField(max_length=8, default="client")
    drafted_by = models.UUIDField(null=True, editable=False)
    transition_by = models.UUIDField(null=True, editable=False)
    live_from = models.DateField(null=True, help_text=_("The first day of service."))
    suspended_for = models.CharField(max_length=12, blank=True)
    notice_on = models.DateField(null=True)
    notice_side = models.CharField(max_length=8, blank=True)
    renewals = models.PositiveSmallIntegerField(default=0, help_text=_("How often the term was renewed."))
    told_of_term = models.DateField(
        null=True, help_text=_("The last day of the term of whose end both sides were told.")
    )
    in_breach = models.JSONField(
        default=list, help_text=_("Codes of the model rules that the last nightly check found broken.")
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "code"], name="engagement_code")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ScopeItem(DatedModel):
    """Who is responsible for a function of one entity on given days; every unit of work resolves to exactly one."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="scope")
    function = models.CharField(max_length=40)
    process = models.CharField(max_length=80, blank=True, help_text=_("Empty: the whole function."))
    country = models.CharField(max_length=2)
    entity = models.ForeignKey("clients.LegalEntity", models.PROTECT, null=True, related_name="+")
    provider_entity = models.ForeignKey("clients.ProviderEntity", models.PROTECT, null=True, related_name="+")
    population = models.CharField(max_length=160, blank=True, help_text=_("Empty: everybody."))
    responsibility = models.CharField(
        max_length=8,
        choices=[("provider", _("Provider")), ("client", _("Client")), ("shared", _("Shared"))],
        default="provider",
    )
    binding = models.BooleanField(
        default=True, help_text=_("False once the engagement was withdrawn: it claims no day.")
    )

    class Meta:
        ordering = ["function", "country", "process"]
        constraints = [
            ExclusionConstraint(
                name="scope_claimed_once",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    ("function", RangeOperators.EQUAL),
                    ("process", RangeOperators.EQUAL),
                    ("country", RangeOperators.EQUAL),
                    (PLACE, RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(binding=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.function}/{self.country}"


class PriceItem(DatedModel):
    """What is charged, for which counted thing, on given days. Currency is the engagement's."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="prices")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=[(kind, name) for kind, (name, _made_of) in KINDS.items()])
    rate_minor = models.BigIntegerField(null=True)
    rate = models.DecimalField(max_digits=9, decimal_places=6, null=True, help_text=_("Percent: 2.75 is 2.75 %."))
    tiers = models.JSONField(default=list, help_text="[[50, 1800], [200, 1500], [null, 1200]]")
    tier_mode = models.CharField(max_length=10, default="graduated")
    count_basis = models.CharField(max_length=12, choices=[(basis, basis) for basis in BASES], default="any_day")
    count_on = models.PositiveSmallIntegerField(
        null=True, help_text=_("Day of the month for on_date; empty: the last.")
    )
    minimum_minor = models.BigIntegerField(null=True)
    cap_minor = models.BigIntegerField(null=True)
    functions = ArrayField(models.CharField(max_length=40), default=list)
    entities = ArrayField(models.UUIDField(), default=list)
    guarantee_days = models.PositiveSmallIntegerField(null=True)
    index = models.CharField(max_length=40, blank=True, help_text=_("The price index that it follows; empty: none."))
    index_floor = models.DecimalField(max_digits=9, decimal_places=6, null=True, help_text=_("Percent, at least."))
    index_cap = models.DecimalField(max_digits=9, decimal_places=6, null=True, help_text=_("Percent, at most."))
    index_from = models.DateField(null=True, help_text=_("The first anniversary; then every year."))
    index_lag_months = models.PositiveSmallIntegerField(
        default=2, help_text=_("The figure of the month that lies so many months before the anniversary.")
    )

    class Meta:
        ordering = ["code", "valid"]
        constraints = [no_overlap("price_item_once", "engagement", "code")]

    def __str__(self) -> str:
        return self.code


class Signature(TenantModel):
    """Somebody's consent to a fingerprint of the terms; a change of terms makes it void, it is never removed."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="signatures")
    amendment = models.ForeignKey("engagements.Amendment", models.PROTECT, null=True, related_name="signatures")
    purpose = models.CharField(max_length=9, default="contract", help_text=_("contract, amendment or closing"))
    side = models.CharField(max_length=8)
    signed_by = models.UUIDField()
    signer = models.CharField(max_length=160, blank=True, help_text=_("The name under which somebody was signed in."))
    via = models.CharField(max_length=8, blank=True, help_text=_("The way in: web or rest."))
    document_hash = models.CharField(
        max_length=64, blank=True, help_text=_("SHA-256 of the paper that was signed; empty for a closing.")
    )
    signed_at = models.DateTimeField()
    terms_hash = models.CharField(max_length=64)
    void = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "purpose", "side"],
                condition=models.Q(void=False, amendment=None),
                name="one_signature_a_side",
            ),
            models.UniqueConstraint(
                fields=["amendment", "side"], condition=models.Q(void=False), name="one_signature_a_side_amended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.side}"
