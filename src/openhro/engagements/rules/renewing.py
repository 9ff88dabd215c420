"""The end of a term: when it comes, until when notice helps, and whether it renews itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openhro.engagements.rules.terms import months_after

TOLD_BEFORE = timedelta(days=30)
"""So long before the last day for notice both sides are told."""


@dataclass(frozen=True, slots=True)
class Term:
    """What decides about the end of a term. `ends_on` wins over months counted from the first day."""

    effective_from: date
    effective_to: date | None
    term_months: int | None
    renewal: str
    notice_months: int
    renewals: int = 0

    @property
    def ends_on(self) -> date | None:
        """The last day of the present term; None where there is no end."""
        if self.effective_to is not None:
            return self.effective_to
        if self.term_months is None:
            return None
        return months_after(self.effective_from, self.term_months * (self.renewals + 1)) - timedelta(days=1)

    @property
    def notice_by(self) -> date | None:
        """The last day on which notice still ends the contract with its term."""
        end = self.ends_on
        if end is None:
            return None
        day = months_after(end, -self.notice_months)
        while months_after(day + timedelta(days=1), self.notice_months) <= end:
            day += timedelta(days=1)
        return day

    @property
    def told_on(self) -> date | None:
        """From this day on both sides should know what is coming."""
        day = self.notice_by
        return day - TOLD_BEFORE if day else None

    def renewed_end(self) -> date | None:
        """The last day after one more term, where the head names one."""
        if self.effective_to is None or self.term_months is None:
            return None
        return months_after(self.effective_to + timedelta(days=1), self.term_months) - timedelta(days=1)
