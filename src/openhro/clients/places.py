"""How dates and amounts are written, and which clock holds, where somebody works. Pure.

Zones and their countries come from CLDR; what stands here is which of several a country's or a state's name means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel.core import get_global

# Countries where most people write 11/30/2026, or count so for want of a locale of their own.
_MONTH_FIRST = frozenset({"US", "PR", "GU", "VI", "AS", "MP"})
# Of countries with several zones: where most people, or the seat of business, are.
_MAIN = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia", "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid",
    "GL": "America/Nuuk", "ID": "Asia/Jakarta", "KZ": "Asia/Almaty", "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "US": "America/New_York", "UZ": "Asia/Tashkent",
}  # fmt: skip
# States and provinces whose clock differs from their country's main one; of a divided state, where most people are.
_STATES = {
    "America/Chicago": (
        "US-AL US-AR US-IA US-IL US-KS US-LA US-MN US-MO US-MS US-ND US-NE US-OK US-SD US-TN US-TX US-WI"
    ),
    "America/Denver": "US-CO US-ID US-MT US-NM US-UT US-WY",
    "America/Phoenix": "US-AZ",
    "America/Los_Angeles": "US-CA US-NV US-OR US-WA",
    "America/Anchorage": "US-AK",
    "Pacific/Honolulu": "US-HI",
    "America/Puerto_Rico": "US-PR",
    "America/St_Johns": "CA-NL",
    "America/Halifax": "CA-NB CA-NS CA-PE",
    "America/Winnipeg": "CA-MB",
    "America/Regina": "CA-SK",
    "America/Edmonton": "CA-AB CA-NT",
    "America/Vancouver": "CA-BC",
    "America/Whitehorse": "CA-YT",
    "Australia/Melbourne": "AU-VIC",
    "Australia/Brisbane": "AU-QLD",
    "Australia/Adelaide": "AU-SA",
    "Australia/Hobart": "AU-TAS",
    "Australia/Darwin": "AU-NT",
    "Australia/Perth": "AU-WA",
    "Atlantic/Canary": "ES-CN",
}  # fmt: skip
_ZONE_OF_STATE = {state: zone for zone, states in _STATES.items() for state in states.split()}


@dataclass(frozen=True, slots=True)
class Reader:
    """How dates and amounts are written for somebody, and in which time zone."""

    locale: str
    zone: str


def reader_in(country: str, state: str = "") -> Reader:
    """Who works in a country (ISO 3166-1), or in one of its parts (3166-2)."""
    return Reader(locale_in(country), _ZONE_OF_STATE.get(state) or _zone_in(country))


def locale_in(country: str) -> str:
    """The language of the installation that writes as the country does."""
    return "en-us" if country in _MONTH_FIRST else "en-gb"


def country_of_zone(zone: str) -> str:
    """The country of a time zone; empty for UTC and such."""
    return str(get_global("zone_territories").get(zone, ""))


def state_of(registered: Iterable[tuple[str, str]]) -> str:
    """The part of a country in which a company is at home, from its (type, jurisdiction) registrations.

    Where it withholds a state's tax, people work; several such states leave it open.
    """
    found = [(type_, place) for type_, place in registered if "-" in place]
    home = {place for type_, place in found if type_ == "state_withholding"} or {place for _type, place in found}
    return home.pop() if len(home) == 1 else ""


@cache
def _zone_in(country: str) -> str:
    zones = sorted(zone for zone, territory in get_global("zone_territories").items() if territory == country)
    return _MAIN.get(country) or (zones[0] if zones else "UTC")
