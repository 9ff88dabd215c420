"""What the two sides agree on, as plain values: the contract's head, a scope item, a price."""

from __future__ import annotations

import calendar
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from openhro.core.errors import Invalid
from openhro.ui.formats import said


@dataclass(frozen=True, slots=True)
class EngagementTerms:
    """The head of a contract. `effective_to` is the last day; `plan_sponsor` "" takes the model's own.

    A `framework` holds what its child engagements share; a child leaves `law` and `dpa_ref` empty to take its
    framework's (`parent_id`).
    """

    code: str
    model: str
    currency: str
    effective_from: date
    effective_to: date | None = None
    term_months: int | None = None
    renewal: str = "none"
    notice_months: int = 3
    law: str = ""
    provider_entity_id: UUID | None = None
    parent_id: UUID | None = None
    dpa_ref: str = ""
    risk_bearer: str = "client"
    plan_sponsor: str = ""
    framework: bool = False


@dataclass(frozen=True, slots=True)
class ScopeTerms:
    """A piece of work that somebody is responsible for. `last_day` None is open; `process` "" is the whole function."""

    function: str
    country: str
    start: date
    last_day: date | None = None
    entity_id: UUID | None = None
    provider_entity_id: UUID | None = None
    process: str = ""
    population: str = ""
    responsibility: str = "provider"


@dataclass(frozen=True, slots=True)
class PriceTerms:
    """A price. `rate_minor` in the engagement's currency, `rate` in percent; `tiers` are (up to and with, minor).

    `functions` and `entities` narrow what is counted; empty is all that the engagement's scope holds. `count_on` is the
    day of the month for the basis on_date; None is the last. A price with an `index` follows it from `index_from` on,
    every year; floor and cap in percent.
    """

    code: str
    kind: str
    start: date
    last_day: date | None = None
    rate_minor: int | None = None
    rate: Decimal | None = None
    tiers: tuple[tuple[int | None, int], ...] = ()
    tier_mode: str = "graduated"
    count_basis: str = "any_day"
    count_on: int | None = None
    minimum_minor: int | None = None
    cap_minor: int | None = None
    functions: tuple[str, ...] = ()
    entities: tuple[UUID, ...] = ()
    guarantee_days: int | None = None
    index: str = ""
    index_floor: Decimal | None = None
    index_cap: Decimal | None = None
    index_from: date | None = None
    index_lag_months: int = 2


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def check_day(day: date, field: str) -> None:
    """Refuse a date that can only be a typing error; beyond, the day after could not be told."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid(
            "DATE_RANGE",
            _("Give a date between %(first)s and %(last)s.") % {"first": said(FIRST_DAY), "last": said(LAST_DAY)},
            field=field,
        )


def months_after(day: date, months: int) -> date:
    """The same day some months later (or earlier), or the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def check_words(texts: Mapping[str, str], longest: int) -> None:
    """Refuse words that are too long to keep, or that hold control characters."""
    for field, text in texts.items():
        if len(text) > longest:
            raise Invalid("TOO_LONG", _("Keep this within %s characters.") % longest, field=field)
        if any(unicodedata.category(letter) == "Cc" for letter in text):
            raise Invalid("UNREADABLE", _("This holds characters that cannot be printed. Type it again."), field=field)


def fingerprint(terms: Any) -> str:
    """The SHA-256 of terms in canonical JSON: what a signature binds to."""
    text = json.dumps(terms, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
