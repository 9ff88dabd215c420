"""Service levels: what two sides may agree on, and how a month is judged by it. Formulas of a contract, so exact.

A value is a percentage to two places, half up: what both sides read on the scorecard is held against the target.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Conflict, Invalid
from openhro.engagements.rules.moves import months_after
from openhro.engagements.rules.scope import Days
from openhro.engagements.rules.terms import check_words
from openhro.ui.formats import said

STATUSES = {
    "met": gettext_lazy("Met"),
    "small_volume": gettext_lazy("Met: too few to judge, one miss is allowed"),
    "missed": gettext_lazy("Missed"),
    "below_minimum": gettext_lazy("Below the minimum"),
    "nothing": gettext_lazy("Nothing measured"),
}
MISSES = frozenset({"missed", "below_minimum"})
GROUNDS = {
    "client_cause": gettext_lazy("The client caused it"),
    "third_party": gettext_lazy("A third party that neither side chose caused it"),
    "force_majeure": gettext_lazy("Force majeure"),
    "agreed_outage": gettext_lazy("An interruption that both sides had agreed on"),
}
"""What a level may agree to leave out; each case still needs the client's consent."""

TERMINATION_MONTHS, TERMINATION_WITHIN = 3, 6
POOL = Decimal(200)
"""Weights may add up to more than 100 %, so that each matters; what is lost never exceeds what is at risk."""

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """One promise. Percentages throughout; `minimum` and `expected` None: none, and the target itself.

    In the first `ramp_months` months of service a miss costs nothing and `ramp_target` (None: the target) is held
    against. `window_months` 3 judges each month by itself and the two before. Below `small_volume_n` items one miss is
    allowed.
    """

    metric: str
    target: Decimal
    weight: Decimal
    minimum: Decimal | None = None
    window_months: int = 1
    critical: bool = False
    calendar: str = ""
    exclusions: tuple[str, ...] = ()
    ramp_months: int = 0
    ramp_target: Decimal | None = None
    small_volume_n: int = 0
    earn_back: bool = False
    expected: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LevelSetTerms:
    """All promises of a contract from a day on, and what stands behind them.

    `at_risk` is the percentage of a month's charges that credits can reach. From the `multiplier_after`-th miss in a
    row a credit is multiplied. A month is closed `close_after_days` days after its end, so that rows can be looked at.
    """

    start: date
    at_risk: Decimal
    levels: tuple[LevelTerms, ...]
    last_day: date | None = None
    multiplier: Decimal = Decimal("1.5")
    multiplier_after: int = 3
    close_after_days: int = 5


STANDARD_AT_RISK = Decimal(10)
STANDARD = (
    LevelTerms("payroll_accuracy", Decimal("99.50"), Decimal(40)),
    LevelTerms("payroll_timeliness", Decimal(100), Decimal(35)),
    LevelTerms("ticket_resolution", Decimal("97.00"), Decimal(25), small_volume_n=20),
)
"""What a new draft starts with: an offer to be changed, not a rule. 10 to 12 % at risk is what the market asks."""


@dataclass(frozen=True, slots=True)
class LevelTally:
    """What was counted in a window; what is left out stands on neither side."""

    met: int
    missed: int
    excluded: int = 0

    @property
    def n(self) -> int:
        """How many count."""
        return self.met + self.missed


def check_levels(terms: LevelSetTerms, known: Collection[str]) -> None:
    """Raise the first thing wrong with a set; `known` are the metrics that something measures."""
    Days.to_last(terms.start, terms.last_day)
    _percent(terms.at_risk, "at_risk")
    if not (terms.multiplier.is_finite() and 1 <= terms.multiplier <= 5):
        raise _bad("multiplier", _("The multiplier lies between 1 and 5."))
    if not 1 <= terms.multiplier_after <= 12:
        raise _bad("multiplier_after", _("The multiplier begins with the 1st to 12th miss in a row."))
    if not 0 <= terms.close_after_days <= 27:
        raise _bad("close_after_days", _("A month closes 0 to 27 days after its end."))
    if not terms.levels:
        raise _bad("levels", _("Name at least one service level."))
    for level in terms.levels:
        try:
            _check_level(level, known)
        except Invalid as fault:
            fault.detail = {"metric": level.metric}
            raise
    names = [level.metric for level in terms.levels]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _bad("levels", _("Each metric stands in a set once. Twice: %s.") % ", ".join(twice))
    total = sum((level.weight for level in terms.levels), Decimal(0))
    if not 0 < total <= POOL:
        raise Invalid(
            "SLA_WEIGHTS",
            _("The weights add up to %(total)s %%. Together they must be above 0 and at most %(pool)s %%.")
            % {"total": total, "pool": POOL},
            field="levels",
            rule="1.8",
            detail={"total": str(total)},
        )


def _check_level(level: LevelTerms, known: Collection[str]) -> None:
    if level.metric not in known:
        raise _bad(
            "metric", _("Nothing measures this. What can be promised: %(all)s.") % {"all": ", ".join(sorted(known))}
        )
    for field in ("target", "weight", "minimum", "ramp_target", "expected"):
        value = getattr(level, field)
        if value is not None:
            _percent(value, field)
    if level.target == 0:
        raise _bad("target", _("A target of nothing promises nothing."))
    if level.minimum is not None and level.minimum > level.target:
        raise _bad("minimum", _("The minimum is above the target."))
    if level.ramp_target is not None and level.ramp_target > level.target:
        raise _bad("ramp_target", _("The target of the first months is above the target."))
    if not 1 <= level.window_months <= 12:
        raise _bad("window_months", _("A window is 1 to 12 months."))
    if not 0 <= level.ramp_months <= 24:
        raise _bad("ramp_months", _("The first months are 0 to 24."))
    if not 0 <= level.small_volume_n <= 1000:
        raise _bad("small_volume_n", _("A small volume is below a number from 0 to 1000."))
    if level.critical and level.minimum is None:
        raise _bad("minimum", _("A critical level needs a minimum: below it the client may end the contract."))
    if not set(level.exclusions) <= GROUNDS.keys():
        raise _bad("exclusions", _("What may be left out: %(all)s.") % {"all": ", ".join(GROUNDS)})
    check_words({"calendar": level.calendar}, 80)


def _percent(value: Decimal, field: str) -> None:
    if not (value.is_finite() and 0 <= value <= 100 and value == value.quantize(_CENT)):
        raise _bad(field, _("A percentage lies between 0 and 100 and has two decimal places at most."))


def _bad(field: str, message: str) -> Invalid:
    return Invalid("LEVEL_INVALID", message, field=field)


def value_of(tally: LevelTally) -> Decimal | None:
    """Met of met and missed, in per cent; None where nothing counts."""
    if not tally.n:
        return None
    return (Decimal(tally.met * 100) / tally.n).quantize(_CENT, ROUND_HALF_UP)


def status_of(tally: LevelTally, target: Decimal, minimum: Decimal | None, small_volume_n: int) -> str:
    """How a month stands: among few items one miss is allowed, whatever the percentage says."""
    value = value_of(tally)
    if value is None:
        return "nothing"
    if value >= target:
        return "met"
    if tally.n < small_volume_n and tally.missed <= 1:
        return "small_volume"
    return "below_minimum" if minimum is not None and value < minimum else "missed"


def months_between(first: date, month: date) -> int:
    """How many months after the month of `first` a month lies."""
    return (month.year - first.year) * 12 + month.month - first.month


def in_ramp(live_from: date, month: date, ramp_months: int) -> bool:
    """True in the first months of service; the month of going live is the first."""
    return months_between(live_from, month) < ramp_months


def misses_in_a_row(earlier: Sequence[str], status: str) -> int:
    """How many misses this one makes in a row; `earlier` is newest first. A month without items is passed over."""
    if status not in MISSES:
        return 0
    found = 1
    for one in earlier:
        if one == "nothing":
            continue
        if one not in MISSES:
            break
        found += 1
    return found


def multiplier_of(in_a_row: int, after: int, multiplier: Decimal) -> Decimal:
    """1, or more from the third miss in a row on (`after` 3)."""
    return multiplier if in_a_row >= after else Decimal(1)


def may_terminate(months_below: Sequence[bool]) -> bool:
    """Whether a critical level fell below its minimum in 3 of any 6 months; newest first, this month is one of them."""
    recent = months_below[:TERMINATION_WITHIN]
    return bool(recent) and recent[0] and sum(recent) >= TERMINATION_MONTHS


def earned_back(values: Sequence[Decimal | None], expected: Decimal) -> bool:
    """Whether twelve months on average reached what is expected; months without items have no part in the average."""
    year = values[:12]
    known = [value for value in year if value is not None]
    return len(year) == 12 and bool(known) and sum(known, Decimal(0)) >= expected * len(known)


def check_month(month: date) -> None:
    """A month is named by its first day."""
    if month.day != 1:
        raise Invalid("MONTH", _("Name the month by its first day."), field="month")


def check_over(month_ends: date, today: date) -> None:
    """A month can be closed once it is over."""
    if today <= month_ends:
        raise Conflict(
            "MONTH_NOT_OVER",
            _("The month runs until %s. It can be closed after that day.") % said(month_ends),
            field="month",
        )


def check_ground(ground: str, agreed: Collection[str]) -> None:
    """Only what the level agreed to leave out can be asked for."""
    if ground not in agreed:
        raise Invalid(
            "EXCLUSION_NOT_AGREED",
            _("This level leaves out: %(agreed)s. Anything else counts.")
            % {"agreed": ", ".join(agreed) or _("nothing")},
            field="ground",
        )


def service_days(month: date, live_from: date | None, last_day: date | None) -> tuple[date, date] | None:
    """The first and the last day of service in a month; None where there is none."""
    if live_from is None:
        return None
    first, last = max(month, live_from), months_after(month, 1) - timedelta(days=1)
    last = min(last, last_day) if last_day else last
    return (first, last) if first <= last else None
