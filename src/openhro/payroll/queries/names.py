"""How people call a pay period: by its month where they are paid once in it, by its pay day where more often."""

from __future__ import annotations

from datetime import date

from openhro.payroll.rules.calendar import WEEKS
from openhro.ui import formats

OFTEN = (*WEEKS, "daily", "semimonthly")


def period_name(pay_date: date, frequency: str) -> str:
    """November 2026; or 27 Nov 2026, because the month alone would name two payslips."""
    return formats.day(pay_date, formats.current_locale(), "short" if frequency in OFTEN else "month")
