"""The provider, its entities, client companies with entities and dated registrations, users and their grants."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from openhro.core.base import DatedModel, TenantModel, no_overlap
from openhro.core.ids import uuid7

REGISTRATION_TYPES = [
    ("payroll_withholding", "Payroll withholding"),
    ("state_withholding", "State withholding"),
    ("social_security", "Social security"),
    ("unemployment", "Unemployment insurance"),
    ("workers_comp", "Workers' compensation"),
    ("peo_registration", "PEO registration"),
    ("labour_leasing", "Labour-leasing licence"),
    ("pension", "Workplace pension"),
]


class Provider(models.Model):
    """Whose product this installation is: the name and colour of the desk. There is one row at most."""

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    name = models.CharField(max_length=80)
    colour = models.CharField(max_length=7, default="#1f4f82")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="provider_once")]

    def __str__(self) -> str:
        return self.name


class ProviderEntity(models.Model):
    """A company of the provider; in EOR and PEO it employs or co-employs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2)
    address = models.TextField(blank=True)
    tax_ids = models.JSONField(default=dict, help_text='{"EIN": "12-3456789"}')

    def __str__(self) -> str:
        return self.name


class ProviderRegistration(models.Model):
    """A registration or licence of a provider entity, with the days on which it holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entity = models.ForeignKey(ProviderEntity, models.CASCADE, related_name="registrations")
    type = models.CharField(max_length=40, choices=REGISTRATION_TYPES)
    jurisdiction = models.CharField(max_length=10, help_text="ISO 3166-1 or -2: DE, US-CO")
    number = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="The last day.")

    def __str__(self) -> str:
        return f"{self.entity} {self.type} {self.jurisdiction}"


class Client(models.Model):
    """A client company: the tenant. Its id stands on every row that is its own."""

    rls = {"column": "id"}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    brand_name = models.CharField(max_length=80, blank=True)
    brand_colour = models.CharField(max_length=7, default="#1f4f82")
    zone = models.CharField(max_length=60, default="Europe/London")
    locale = models.CharField(max_length=12, default="en-gb")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class LegalEntity(TenantModel):
    """A company of the client that can employ: the legal employer in HRO, PEO and ASO."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2)
    address = models.TextField(blank=True)
    tax_ids = models.JSONField(default=dict)
    sites = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "code"], name="legal_entity_code")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Registration(DatedModel):
    """A registration of a legal entity with an authority, with the days on which it holds."""

    entity = models.ForeignKey(LegalEntity, models.CASCADE, related_name="registrations")
    type = models.CharField(max_length=40, choices=REGISTRATION_TYPES)
    jurisdiction = models.CharField(max_length=10)
    number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [no_overlap("registration_once", "entity", "type", "jurisdiction")]

    def __str__(self) -> str:
        return f"{self.entity} {self.type} {self.jurisdiction}"


class UserManager(BaseUserManager["User"]):
    """Looks users up by username; accounts are made by `services.invite_user`."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do stands in their grants, never here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120)
    locale = models.CharField(max_length=12, default="en-gb")
    zone = models.CharField(max_length=60, default="Europe/London")
    is_active = models.BooleanField(default=True)
    session_round = models.PositiveIntegerField(default=0, help_text="Raised to end all sessions at once.")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    is_staff = is_superuser = False

    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What a session must carry to hold: another password or another round ends it."""
        return super().get_session_auth_hash() + self._round

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (one + self._round for one in super().get_session_auth_fallback_hash())

    @property
    def _round(self) -> str:
        return f".{self.session_round}" if self.session_round else ""

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Grant(models.Model):
    """A role that a user holds at one client (or, with no client, at all of them), on given days.

    A specialist's grant also names the functions it covers; empty means those of the role.
    """

    rls = {"own_rows": True, "may_be_null": True}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    client = models.ForeignKey(Client, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=10)
    functions = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="The last day.")
    granted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "client", "role", "valid_from"], nulls_distinct=False, name="grant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} at {self.client_id or 'every client'}"


class ApiToken(models.Model):
    """A key with which a program acts as a user; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
