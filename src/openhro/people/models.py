"""Persons, their employments, and the dated facts of both: address, assignment, pay terms, bank accounts.

A dated row is closed when the next one begins and is never edited. A correction marks the old row with
`superseded_at` and adds a new one; superseded rows stand outside the exclusion constraints and the indexes of the
living ones. They stay in the same table because a secret's ciphertext is bound to its table and row: moved to a
history table it would no longer open.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from openhro.core import clock
from openhro.core.base import DatedModel, TenantModel, no_overlap
from openhro.core.fields import EncryptedField

LIVING = Q(superseded_at=None)

SEXES = [("F", _("Female")), ("M", _("Male")), ("X", _("Other"))]
END_REASONS = [
    ("voluntary", _("Resignation")),
    ("involuntary", _("Dismissal")),
    ("redundancy", _("Redundancy")),
    ("retirement", _("Retirement")),
    ("end_of_contract", _("End of a fixed term")),
    ("transfer", _("Transfer to another employer")),
    ("death", _("Death")),
    ("other", _("Other")),
]
BASES = [
    ("annual", _("a year")),
    ("monthly", _("a month")),
    ("weekly", _("a week")),
    ("daily", _("a day")),
    ("hourly", _("an hour")),
]
SCHEMES = [("ach", _("ACH (US)")), ("bacs", _("Bacs (UK)")), ("sepa", _("SEPA (IBAN)")), ("cheque", _("Cheque"))]
ACCOUNT_KINDS = [("checking", _("Checking or current")), ("savings", _("Savings"))]
SPLITS = [("remainder", _("What remains")), ("amount", _("A fixed amount")), ("percent", _("A share"))]


class Person(TenantModel):
    """One human at one client. Names and dates here are corrected, not dated: what they were stays in PersonBefore."""

    external_id = models.CharField(max_length=60)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    preferred_name = models.CharField(max_length=80, blank=True)
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(
        max_length=1, choices=SEXES, blank=True, help_text="As HMRC's real-time information asks it."
    )
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    user = models.ForeignKey("clients.User", models.SET_NULL, null=True, related_name="+")
    family_key = models.CharField(max_length=170, db_collation="C", editable=False)
    given_key = models.CharField(max_length=170, db_collation="C", editable=False)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "external_id"], name="person_external_id"),
            models.UniqueConstraint(fields=["client", "user"], name="person_user"),
        ]
        indexes = [
            # Without the id: it must stand first in one index only, or a foreign-key check planned on an empty
            # table may read the whole of this one for every row.
            models.Index(fields=["client", "family_key"], name="person_by_family"),
            models.Index(fields=["client", "given_key"], name="person_by_given"),
            models.Index(fields=["client", "email"], name="person_by_email", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return f"{self.preferred_name or self.given_name} {self.family_name}"


class PersonBefore(TenantModel):
    """What a correction of a person replaced: the journal says that and by whom, these rows say from what."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="earlier")
    version = models.PositiveIntegerField(help_text="The version that held these values.")
    values = models.JSONField()
    superseded_at = models.DateTimeField(default=clock.now)
    superseded_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="person_before_version")]

    def __str__(self) -> str:
        return f"version {self.version}"


class NationalId(TenantModel):
    """A number that a state gave a person, encrypted; equal numbers are found by the blind index."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="national_ids")
    kind = models.CharField(max_length=12, help_text="NINO, SSN, ...")
    country = models.CharField(max_length=2)
    value = EncryptedField()
    blind = models.BinaryField(max_length=16, help_text="Keyed hash of the value.")
    last4 = models.CharField(max_length=4)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "kind", "blind"], condition=LIVING, name="national_id_once"),
            models.UniqueConstraint(fields=["person", "kind"], condition=LIVING, name="national_id_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} …{self.last4}"


class Employment(TenantModel):
    """A person's work for one employer of record. Its state on a day follows from its dates: see rules.state_on."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="employments")
    external_id = models.CharField(max_length=60)
    number = models.CharField(max_length=30, blank=True, help_text="The staff number that a payslip prints.")
    entity = models.ForeignKey("clients.LegalEntity", models.PROTECT, null=True, related_name="+")
    provider_entity = models.ForeignKey("clients.ProviderEntity", models.PROTECT, null=True, related_name="+")
    engagement_id = models.UUIDField(null=True)
    country = models.CharField(max_length=2, help_text="Where the work is done.")
    start = models.DateField()
    end = models.DateField(null=True, help_text="The last day.")
    end_reason = models.CharField(max_length=20, choices=END_REASONS, blank=True)
    regretted = models.BooleanField(null=True)
    continuous_service_from = models.DateField()
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", help_text="Of a rehire.")
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "external_id"], name="employment_external_id"),
            models.CheckConstraint(
                condition=Q(entity__isnull=False) | Q(provider_entity__isnull=False), name="employment_employer"
            ),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="employment_dates"),
            ExclusionConstraint(
                name="employment_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Coalesce("entity", "provider_entity"), RangeOperators.EQUAL),
                    (
                        Func(
                            "start",
                            "end",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="DATERANGE",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["client", "start"], name="employment_by_start"),
            models.Index(fields=["client", "end"], name="employment_by_end"),
        ]

    def __str__(self) -> str:
        return self.external_id


class Versioned(DatedModel):
    """A dated fact whose corrected versions stay: see the module's first paragraph."""

    recorded_at = models.DateTimeField(default=clock.now)
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.UUIDField(null=True)

    class Meta:
        abstract = True


class Address(Versioned):
    """Where a person lives, on which days."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    line1 = models.CharField(max_length=80)
    line2 = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=60)
    region = models.CharField(max_length=40, blank=True, help_text="State or county; in the US the two-letter code.")
    postcode = models.CharField(max_length=16, blank=True)
    country = models.CharField(max_length=2)

    class Meta:
        constraints = [no_overlap("address_once", "person", condition=LIVING)]

    def __str__(self) -> str:
        return f"{self.postcode} {self.country}"


class Assignment(Versioned):
    """What somebody does, where and under whom, on which days."""

    employment = models.ForeignKey(Employment, models.CASCADE, related_name="assignments")
    job_title = models.CharField(max_length=120)
    site = models.CharField(max_length=80, blank=True)
    department = models.CharField(max_length=80, blank=True)
    cost_centre = models.CharField(max_length=40, blank=True)
    manager = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="reports")
    fte = models.DecimalField(max_digits=5, decimal_places=4, default=1)

    class Meta:
        constraints = [
            no_overlap("assignment_once", "employment", condition=LIVING),
            models.CheckConstraint(condition=Q(fte__gt=0, fte__lte=1), name="assignment_fte"),
            models.CheckConstraint(condition=Q(manager=None) | ~Q(manager=F("employment")), name="assignment_not_own"),
        ]

    def __str__(self) -> str:
        return self.job_title


class PayTerms(Versioned):
    """What was agreed to be paid, on which days."""

    employment = models.ForeignKey(Employment, models.CASCADE, related_name="pay_terms")
    basis = models.CharField(max_length=10, choices=BASES)
    amount_minor = models.BigIntegerField(help_text="For one unit of the basis, in minor units.")
    currency = models.CharField(max_length=3)
    hours_week = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            no_overlap("pay_terms_once", "employment", condition=LIVING),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="pay_terms_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.basis}"


class BankAccount(Versioned):
    """Where net pay goes, on which days. The numbers are encrypted; pages show the last four characters.

    ach: routing number and account; bacs: sort code and account; sepa: BIC and IBAN; cheque: neither.
    """

    employment = models.ForeignKey(Employment, models.CASCADE, related_name="bank_accounts")
    scheme = models.CharField(max_length=8, choices=SCHEMES)
    holder = models.CharField(max_length=70)
    routing = EncryptedField()
    account = EncryptedField()
    last4 = models.CharField(max_length=4, blank=True)
    kind = models.CharField(max_length=10, choices=ACCOUNT_KINDS, default="checking")
    priority = models.PositiveSmallIntegerField(default=1, help_text="Paid in this order; what remains is paid last.")
    split = models.CharField(max_length=10, choices=SPLITS, default="remainder")
    split_minor = models.BigIntegerField(null=True, help_text="Of an amount, in the pay's currency.")
    split_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        constraints = [no_overlap("bank_account_once", "employment", "priority", condition=LIVING)]

    def __str__(self) -> str:
        return f"{self.scheme} …{self.last4}"
