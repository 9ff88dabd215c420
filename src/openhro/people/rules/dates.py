"""Dates of a working life: bounds, ages, length of service, rehires, and the state of an employment on a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from openhro.core.errors import Invalid
from openhro.ui.formats import said

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
MINIMUM_AGE = 13  # the lowest age at which any country we know lets somebody work at all; a check against typing errors
MAXIMUM_AGE = 110

PRE_HIRE, ACTIVE, ENDED = "pre_hire", "active", "ended"


def check_day(day: date, field: str) -> date:
    """Refuse a date that can only be a typing error."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid("DATE_RANGE", f"Give a date between {FIRST_DAY} and {LAST_DAY}.", field=field)
    return day


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def complete(since: date, on: date) -> tuple[int, int]:
    """Complete years and months from `since` to `on`, clamped at the end of the month; (0, 0) before it began."""
    months = (on.year - since.year) * 12 + on.month - since.month
    if add_months(since, months) > on:
        months -= 1
    return divmod(max(months, 0), 12)


def state_on(start: date, end: date | None, day: date) -> str:
    """The state of an employment on a day: it is active from its first to its last day."""
    if day < start:
        return PRE_HIRE
    return ACTIVE if end is None or day <= end else ENDED


def check_order(start: date, end: date | None) -> None:
    """An employment lasts at least one day."""
    if end is not None and end < start:
        raise Invalid(
            "END_BEFORE_START", f"The last day ({said(end)}) is before the first ({said(start)}).", field="end"
        )


def check_birth(birth: date | None, today: date) -> None:
    """Refuse a date of birth that nobody living can have."""
    if birth is None:
        return
    check_day(birth, "date_of_birth")
    if birth > today:
        raise Invalid("BIRTH_IN_FUTURE", "The date of birth is in the future.", field="date_of_birth")
    if complete(birth, today)[0] > MAXIMUM_AGE:
        raise Invalid(
            "AGE_IMPLAUSIBLE", f"That would be an age over {MAXIMUM_AGE}; check the year.", field="date_of_birth"
        )


def check_age_at_start(birth: date | None, start: date) -> None:
    """Refuse an employment that begins at an age at which nobody may work."""
    if birth is not None and complete(birth, start)[0] < MINIMUM_AGE:
        raise Invalid(
            "TOO_YOUNG",
            f"On {said(start)} this person is under {MINIMUM_AGE}; check the dates.",
            field="date_of_birth",
        )


def service_from(start: date, before: tuple[date, date] | None, bridging_months: int) -> date:
    """From when service counts: `before` is the last day and the service date of the employment before.

    A gap of at most the bridging months keeps the earlier date (0: any gap of a day breaks service).
    """
    if before is None:
        return start
    last_day, earlier = before
    bridged = start <= max(add_months(last_day, bridging_months), last_day + timedelta(days=1))
    return earlier if bridged else start
