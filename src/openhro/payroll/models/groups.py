"""Who is paid together and when: pay groups, their calendar, and the client's pay elements."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from openhro.core.base import TenantModel
from openhro.core.fields import EncryptedField


class PayGroup(TenantModel):
    """One legal employer, one country pack, one calendar, one currency."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    entity = models.ForeignKey("clients.LegalEntity", models.PROTECT, null=True, related_name="+")
    provider_entity = models.ForeignKey("clients.ProviderEntity", models.PROTECT, null=True, related_name="+")
    country = models.CharField(max_length=2)
    pack = models.CharField(max_length=8, help_text="The paycalc pack: gb, us. It may not be installed yet.")
    currency = models.CharField(max_length=3)
    frequency = models.CharField(max_length=20, help_text="One of the pack's frequencies: monthly, biweekly ...")
    zone = models.CharField(max_length=60)
    day_rule = models.CharField(
        max_length=20, default="working_days", help_text="How a part period is paid (rules.py)."
    )
    variance_percent = models.PositiveSmallIntegerField(default=10)
    variance_minor = models.BigIntegerField(default=10_000, help_text="Below this change nothing needs an answer.")
    originator = EncryptedField(help_text="JSON of the paying account by scheme: the fields of the bank file's header.")
    accounts = models.JSONField(default=dict, help_text="General-ledger accounts by section and payee.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "code"], name="pay_group_code"),
            models.CheckConstraint(
                condition=models.Q(entity__isnull=False) ^ models.Q(provider_entity__isnull=False),
                name="pay_group_one_employer",
            ),
        ]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def employer_id(self) -> UUID:
        """The one legal employer, the client's or the provider's."""
        employer = self.entity_id or self.provider_entity_id
        assert employer is not None  # the table's own constraint
        return employer


class PayPeriod(TenantModel):
    """A row of the calendar: the days that are paid, the pay date, and the deadlines counted back from it."""

    group = models.ForeignKey(PayGroup, models.PROTECT, related_name="periods")
    number = models.PositiveSmallIntegerField(help_text="Within the tax year, from 1.")
    start = models.DateField()
    end = models.DateField()
    pay_date = models.DateField()
    input_cutoff = models.DateTimeField()
    approval_due = models.DateTimeField()
    funding_due = models.DateTimeField()
    release_due = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "start"], name="pay_period_once"),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="pay_period_order"),
        ]
        ordering = ["pay_date"]

    def __str__(self) -> str:
        return f"{self.group.code} {self.pay_date}"


class PayElement(TenantModel):
    """A line by the client's own name (basic, shift premium, union dues); `category` is what the pack sees."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    pack = models.CharField(max_length=8)
    category = models.CharField(max_length=60, help_text="The pack's pay column that this line adds to.")
    unit = models.CharField(max_length=10, default="amount", help_text="amount, hours or units.")
    multiplier_micro = models.BigIntegerField(default=1_000_000, help_text="Millionths: 1.5 x hourly rate is 1500000.")
    gl_account = models.CharField(max_length=40, blank=True)
    sort = models.PositiveSmallIntegerField(default=100)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "pack", "code"], name="pay_element_code")]
        ordering = ["sort", "code"]

    def __str__(self) -> str:
        return self.name
