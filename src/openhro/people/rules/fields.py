"""Inputs: lengths, required values, choices, and which fields of a person the person may change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields as fields_of
from decimal import Decimal
from functools import cache
from typing import Any

from openhro.core.errors import Forbidden, Invalid
from openhro.people.rules.specs import Home, NewPerson, Pay, Post

LENGTHS = {
    "external_id": 60, "given_name": 80, "family_name": 80, "preferred_name": 80, "email": 254, "phone": 30,
    "line1": 80, "line2": 80, "city": 60, "region": 40, "postcode": 16, "number": 30, "job_title": 120, "site": 80,
    "department": 80, "cost_centre": 40, "reason": 120, "holder": 70,
}  # fmt: skip
REQUIRED = frozenset({"external_id", "given_name", "family_name", "line1", "city", "job_title", "holder"})
PERSON_FIELDS = frozenset(f.name for f in fields_of(NewPerson)) - {"external_id"}
OWN_FIELDS = frozenset({"preferred_name", "email", "phone"})
WORK_FIELDS = frozenset(f.name for kind in (Post, Pay) for f in fields_of(kind)) | {
    "start",
    "end",
    "external_id",
    "grade",
}
# Whose letters name the postcode before the town, on one line.
_POSTCODE_FIRST = "AT BE BG CH CZ DE DK EE ES FI FR GR HR IT LI LU NL NO PL PT RO RS SE SI SK"
POSTCODE_FIRST = frozenset(_POSTCODE_FIRST.split())
BASES = ("annual", "monthly", "weekly", "daily", "hourly")
END_REASONS = (
    "voluntary", "involuntary", "redundancy", "retirement", "end_of_contract", "transfer", "death", "other",
)  # fmt: skip
_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]\\]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
_PHONE = re.compile(r"\+?[0-9 ()./-]{5,30}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def text(value: Any, field: str) -> str:
    """A line of text, trimmed; refuses what is too long, missing, or has characters nobody can see."""
    if not isinstance(value, str):
        raise Invalid("TEXT", "Give text.", field=field)
    plain = value.strip()
    if _UNSEEN.search(plain):
        raise Invalid("TEXT", "Remove line breaks and invisible characters.", field=field)
    if field in REQUIRED and not plain:
        raise Invalid("REQUIRED", "This may not be empty.", field=field)
    if len(plain) > LENGTHS[field]:
        raise Invalid("TOO_LONG", f"At most {LENGTHS[field]} characters.", field=field)
    return plain


def texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with every text of them trimmed and checked."""
    return {name: text(value, name) if name in LENGTHS else value for name, value in values.items()}


def person(values: Mapping[str, Any]) -> dict[str, Any]:
    """Some or all values of a person, checked; dates are checked against today by the caller."""
    clean = texts(values)
    if clean.get("sex", "") not in ("", "F", "M", "X"):
        raise Invalid("CHOICE", "Choose F, M or X, or leave it empty.", field="sex")
    if clean.get("email"):
        clean["email"] = email(clean["email"])
    if clean.get("phone") and not _PHONE.fullmatch(clean["phone"]):
        raise Invalid("PHONE", "Give digits, spaces and a leading + only.", field="phone")
    return clean


def email(value: str) -> str:
    """An address in lower case, so that equal ones are found."""
    if not _EMAIL.fullmatch(value):
        raise Invalid("EMAIL", "This is not an e-mail address.", field="email")
    return value.lower()


def check_person_fields(names: Iterable[str], *, own: bool) -> None:
    """Refuse fields that are unknown (422), or, to the person themself, not theirs to change (403 with the list)."""
    unknown = sorted(set(names) - PERSON_FIELDS - WORK_FIELDS)
    if unknown:
        raise Invalid("UNKNOWN_FIELD", f"There is no field {', '.join(unknown)}.", field=unknown[0], detail=unknown)
    allowed = OWN_FIELDS if own else PERSON_FIELDS
    refused = sorted(set(names) - allowed)
    if refused and own:
        raise Forbidden(
            "FIELDS_NOT_YOURS",
            f"Your HR team changes these for you: {', '.join(refused)}.",
            field=refused[0],
            detail=refused,
        )
    if refused:
        raise Invalid(
            "FIELD_ELSEWHERE",
            f"Change these on the employment: {', '.join(refused)}.",
            field=refused[0],
            detail=refused,
        )


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 codes."""
    from babel import Locale

    known = map(str, Locale("en").territories)
    return frozenset(code for code in known if len(code) == 2 and code.isalpha()) - {"EU", "EZ", "UN", "XA", "XB", "ZZ"}


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 codes."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def country(value: str, field: str = "country") -> str:
    """A country's two-letter code."""
    if value not in countries():
        raise Invalid("COUNTRY", "Give a country's two-letter code, as GB or US.", field=field)
    return value


def home(values: Home) -> dict[str, Any]:
    """A home address, checked, without its day."""
    raw = {f.name: getattr(values, f.name) for f in fields_of(values) if f.name != "since"}
    return texts(raw) | {"country": country(values.country)}


def post(values: Mapping[str, Any]) -> dict[str, Any]:
    """Some or all values of an assignment, checked."""
    unknown = sorted(set(values) - {f.name for f in fields_of(Post)})
    if unknown:
        raise Invalid("UNKNOWN_FIELD", f"There is no field {', '.join(unknown)}.", field=unknown[0], detail=unknown)
    clean = texts(values)
    fte = clean.get("fte")
    if fte is not None and not (isinstance(fte, Decimal) and fte.is_finite() and 0 < fte <= 1 and fte == round(fte, 4)):
        raise Invalid(
            "FTE_RANGE", "The full-time equivalent is above 0 and at most 1, with four decimals.", field="fte"
        )
    return clean


def pay(values: Pay) -> Pay:
    """Pay terms, checked."""
    if values.basis not in BASES:
        raise Invalid("CHOICE", f"Choose one of {', '.join(BASES)}.", field="basis")
    if not 0 <= values.amount_minor < 10**13:
        raise Invalid("AMOUNT_RANGE", "The amount is not negative, and below a hundred billion.", field="amount")
    if values.currency not in currencies():
        raise Invalid("CURRENCY", "Give a currency's three-letter code, as GBP or USD.", field="currency")
    hours = values.hours_week
    if hours is not None and not (hours.is_finite() and 0 < hours <= 168 and hours == round(hours, 2)):
        raise Invalid("HOURS_RANGE", "A week has above 0 and at most 168 hours, with two decimals.", field="hours_week")
    if values.basis == "hourly" and hours is None:
        raise Invalid("REQUIRED", "Hourly pay needs the hours of a week.", field="hours_week")
    text(values.reason, "reason")
    return values


def name_keys(values: Mapping[str, str]) -> dict[str, str]:
    """The keys by which lists are sorted and names found: lower case, family name first, and the name used first."""
    called = values.get("preferred_name") or values["given_name"]
    return {
        "family_key": f"{values['family_name']} {values['given_name']}".casefold()[:170],
        "given_key": f"{called} {values['family_name']}".casefold()[:170],
    }
