"""Parallel runs: the old payroll and the new one on the same period, and how many were clean in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from openhro.core.errors import Invalid
from openhro.engagements.rules.terms import check_words

LONGEST_GAP_DAYS = 35
"""Two pay dates further apart are not consecutive at any frequency that is paid at least monthly."""

MOST_DIFFERENCES = 10_000


@dataclass(frozen=True, slots=True)
class Difference:
    """One amount of one employee that differs. `reason` empty: nobody can say why yet."""

    employee: str
    line: str
    old_minor: int
    new_minor: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ParallelReport:
    """A parallel run as payroll reports it. `period` is a month (2026-01) or a pay date (2026-01-16).

    `unexplained` counts all of them; `differences` may hold only the first ones.
    """

    entity_id: UUID | None
    period: str
    employees: int
    unexplained: int
    differences: tuple[Difference, ...] = ()


def check_report(report: ParallelReport) -> None:
    """Refuse a report that proves nothing: nobody compared, an unreadable period, or fewer unexplained than listed."""
    _started(report.period)
    if not 1 <= report.employees <= 10**7:
        raise Invalid("PARALLEL_EMPTY", _("A parallel run compares at least one employee."), field="employees")
    if len(report.differences) > MOST_DIFFERENCES:
        text = _("List the first %s differences.") % MOST_DIFFERENCES
        raise Invalid("TOO_MANY_DIFFERENCES", text, field="differences")
    listed = 0
    for one in report.differences:
        check_words({"differences": one.employee}, 80)
        check_words({"differences": one.line}, 80)
        check_words({"differences": one.reason}, 200)
        listed += not one.reason.strip()
        if one.old_minor == one.new_minor:
            raise Invalid("NO_DIFFERENCE", _("A line of equal amounts is no difference."), field="differences")
    if not listed <= report.unexplained <= 10**9:
        text = _("%(listed)s listed differences have no reason, so at least as many are unexplained.")
        raise Invalid("PARALLEL_COUNT", text % {"listed": listed}, field="unexplained")


def clean_in_a_row(runs: Iterable[tuple[str, int]]) -> int:
    """How many of the latest runs, (period, unexplained), are clean without a gap between their periods."""
    count, after = 0, None
    for period, unexplained in sorted(runs, reverse=True):
        if unexplained or (after is not None and not _follows(period, after)):
            break
        count, after = count + 1, period
    return count


def _follows(period: str, after: str) -> bool:
    first, then = _started(period), _started(after)
    if len(period) == len(after) == 7:
        return (then.year * 12 + then.month) - (first.year * 12 + first.month) == 1
    return len(period) == len(after) and 0 < (then - first).days <= LONGEST_GAP_DAYS


def _started(period: str) -> date:
    whole = f"{period}-01" if len(period) == 7 else period
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", whole):
            return date.fromisoformat(whole)
    except ValueError:
        pass
    text = _("Give the period as a month, 2026-01, or as a pay date, 2026-01-16.")
    raise Invalid("PERIOD_INVALID", text, field="period")
