"""Calendars: the hours in which a desk is open (`business`); the days that count in law and at banks (`statutory`)."""

from __future__ import annotations

from openhro.core.calendars.business import BusinessCalendar, Hours, Span, time_zone, utc
from openhro.core.calendars.statutory import (
    Roll,
    WorkingDays,
    add_business_days,
    add_months,
    banking_days,
    complete_months,
    complete_years,
    corresponding_date,
    day_end,
    last_day_of_term,
    last_working_day,
    local_date,
    pay_date,
    roll,
    working_days,
)

__all__ = [
    "BusinessCalendar",
    "Hours",
    "Roll",
    "Span",
    "WorkingDays",
    "add_business_days",
    "add_months",
    "banking_days",
    "complete_months",
    "complete_years",
    "corresponding_date",
    "day_end",
    "last_day_of_term",
    "last_working_day",
    "local_date",
    "pay_date",
    "roll",
    "time_zone",
    "utc",
    "working_days",
]
