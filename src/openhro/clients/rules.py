"""Pure rules about entities, registrations and roles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from stdnum.gb import utr
from stdnum.us import ein

from openhro.core.actor import Role
from openhro.core.errors import Conflict, Forbidden, Invalid, illegal_move
from openhro.ui.formats import said

PROVIDER_ROLES = frozenset(role for role in Role if role.startswith("SP-")) | {
    Role.PROVIDER_ADMIN,
    Role.ENGAGEMENT_MANAGER,
}
CLIENT_ROLES = frozenset(
    {
        Role.CLIENT_ADMIN, Role.CLIENT_HR, Role.MANAGER, Role.HIRING_MANAGER, Role.INTERVIEWER, Role.EMPLOYEE,
        Role.AUDITOR,
    }
)  # fmt: skip
# Whoever applies or reports comes by the pages of that function; nobody makes them one.
COME_BY_THEMSELVES = frozenset({Role.CANDIDATE, Role.WHISTLE_BLOWER})
# Which HR function each specialist works in: whose deadlines stand in their queue.
FUNCTIONS_OF: dict[Role, tuple[str, ...]] = {
    Role.PAYROLL_SPECIALIST: ("payroll",),
    Role.BENEFITS_SPECIALIST: ("benefits",),
    Role.RECRUITING_SPECIALIST: ("rpo",),
    Role.LEARNING_SPECIALIST: ("training",),
    Role.COMPLIANCE_SPECIALIST: ("compliance",),
    Role.RELATIONS_SPECIALIST: ("er",),
    Role.DESK_SPECIALIST: ("desk", "lifecycle"),
    Role.CLIENT_ADMIN: ("payroll", "benefits", "rpo", "training", "compliance", "er", "lifecycle", "desk"),
    Role.CLIENT_HR: ("payroll", "benefits", "rpo", "training", "compliance", "er", "lifecycle", "desk"),
}
ROLE_NAMES = {
    Role.PROVIDER_ADMIN: _("Provider administrator"),
    Role.ENGAGEMENT_MANAGER: _("Engagement manager"),
    Role.PAYROLL_SPECIALIST: _("Payroll specialist"),
    Role.BENEFITS_SPECIALIST: _("Benefits specialist"),
    Role.RECRUITING_SPECIALIST: _("Recruiting specialist"),
    Role.LEARNING_SPECIALIST: _("Learning specialist"),
    Role.COMPLIANCE_SPECIALIST: _("Compliance specialist"),
    Role.RELATIONS_SPECIALIST: _("Employee-relations specialist"),
    Role.DESK_SPECIALIST: _("Service-desk specialist"),
    Role.CLIENT_ADMIN: _("Client administrator"),
    Role.CLIENT_HR: _("Client HR"),
    Role.MANAGER: _("Manager"),
    Role.HIRING_MANAGER: _("Hiring manager"),
    Role.INTERVIEWER: _("Interviewer"),
    Role.EMPLOYEE: _("Employee"),
    Role.CANDIDATE: _("Candidate"),
    Role.WHISTLE_BLOWER: _("Whistle-blower"),
    Role.AUDITOR: _("Auditor"),
    Role.PARTNER_SERVICE: _("Partner's service account"),
    Role.SYSTEM: _("The product itself"),
}
_COUNTRY = re.compile(r"[A-Z]{2}")
_JURISDICTION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_YEARS = range(1900, 2201)
LENGTHS = {"name": 160, "brand_name": 80, "number": 60, "address": 1_000, "username": 60, "email": 254}
REGISTRATION_TYPES = (
    "payroll_withholding", "state_withholding", "social_security", "unemployment", "workers_comp", "peo_registration",
    "labour_leasing", "pension",
)  # fmt: skip


def check_code(code: str) -> None:
    """A short key: letters, digits, hyphens and underscores."""
    if not _CODE.fullmatch(code):
        raise Invalid("CODE", "A code has 1 to 40 letters, digits, - and _.", field="code")


def check_texts(texts: Mapping[str, object]) -> None:
    """No text is longer than its column, or holds characters that nobody can see; names are not empty."""
    for field, text in texts.items():
        if not isinstance(text, str) or field not in LENGTHS:
            continue
        if field in ("name", "username") and not text.strip():
            raise Invalid("REQUIRED", "This may not be empty.", field=field)
        if len(text) > LENGTHS[field]:
            raise Invalid("TOO_LONG", f"At most {LENGTHS[field]} characters.", field=field)
        if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\r\n" for letter in text):
            raise Invalid("UNREADABLE", "This holds characters that cannot be printed. Type it again.", field=field)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def check_zone(zone: str) -> None:
    """An IANA time zone: clocks of the client run in it."""
    if zone not in _zones():
        raise Invalid("ZONE", "Choose a time zone such as Europe/London.", field="zone")


def check_locale(locale: str) -> None:
    """One of the languages of the installation."""
    if locale not in dict(settings.LANGUAGES):
        raise Invalid("LOCALE", "Choose one of the languages.", field="locale")


def check_registration_type(type: str) -> None:
    """A kind of registration that the engagement models know."""
    if type not in REGISTRATION_TYPES:
        raise Invalid("REGISTRATION_TYPE", f"The type is one of: {', '.join(REGISTRATION_TYPES)}.", field="type")


def check_country(code: str, field: str = "country") -> None:
    """ISO 3166-1 alpha-2."""
    if not _COUNTRY.fullmatch(code):
        raise Invalid("COUNTRY", "A country is two capital letters, as in GB or US.", field=field)


def check_jurisdiction(code: str) -> None:
    """ISO 3166-1, or 3166-2 for a state."""
    if not _JURISDICTION.fullmatch(code):
        raise Invalid(
            "JURISDICTION", "A jurisdiction is a country (DE) or one of its parts (US-CO).", field="jurisdiction"
        )


def check_colour(code: str) -> None:
    """A brand colour as #rrggbb."""
    if not _COLOUR.fullmatch(code):
        raise Invalid("COLOUR", "A colour is written as #1f4f82.", field="brand_colour")


def check_dates(start: date, last: date | None) -> None:
    """A last day is not before the first, and both lie within living memory and plans."""
    for day, field in ((start, "start"), (last, "valid_to")):
        if day is not None and day.year not in _YEARS:
            raise Invalid("DATES", f"The day {said(day)} lies too far away; check the year.", field=field)
    if last is not None and last < start:
        raise Invalid("DATES", f"The last day {said(last)} is before the first day {said(start)}.", field="valid_to")


def check_tax_ids(tax_ids: dict[str, str]) -> None:
    """Check digits of the ids that have some: EIN, UTR."""
    checks = {"EIN": ein.is_valid, "UTR": utr.is_valid}
    for kind, value in tax_ids.items():
        if kind in checks and not checks[kind](value):
            raise Invalid("TAX_ID", f"{value} is not a valid {kind}.", field="tax_ids")


def check_grant(giver: frozenset[Role], role: Role, at_client: bool) -> None:
    """A client's administrator gives client roles only; roles at every client are the provider's own."""
    if Role.PROVIDER_ADMIN not in giver and Role.SYSTEM not in giver and role not in CLIENT_ROLES:
        raise Forbidden("ROLE_NOT_YOURS", f"Only a provider administrator gives the role {role}.")
    if role in COME_BY_THEMSELVES:
        raise Invalid("ROLE_NOT_GIVEN", f"Nobody is given the role {role}: they come by themselves.", field="role")
    if (role in CLIENT_ROLES or role is Role.PARTNER_SERVICE) and not at_client:
        raise Invalid("ROLE_NEEDS_CLIENT", f"The role {role} is held at one client; name it.", field="client")


def check_active(is_active: bool, *, wanted: bool) -> None:
    """An open account is closed, a closed one opened."""
    moves = {True: "deactivate", False: "reactivate"}
    if is_active != wanted:
        raise illegal_move("account", "active" if is_active else "inactive", moves[wanted], [moves[is_active]])


def check_administrator_stays(others: bool) -> None:
    """Somebody must be left who can let people in."""
    if not others:
        raise Conflict("LAST_ADMINISTRATOR", "This is the last provider administrator. Name another one first.")
