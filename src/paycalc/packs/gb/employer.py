"""What belongs to the employer and not to a payslip: Employment Allowance, apprenticeship levy, recovery of family pay.

Each works on sums over the columns of a run, in pence. No executable oracle was found for them; where the publication
names no rounding, amounts are rounded down to the penny.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.gb.columns import LETTERS
from paycalc.packs.gb.columns_statutory import FAMILY
from paycalc.parameters import Law

if TYPE_CHECKING:
    from paycalc.calendars import Dates
    from paycalc.columns import Array, Columns

__all__ = ["Levy", "Recovery", "employment_allowance", "family_pay", "is_small", "levy", "pay_bill", "secondary"]

_PACKAGE: Final = "paycalc.packs.gb"
_POUND: Final = 100
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Levy:
    """Pence: of the tax year so far, and what of it is due now; a negative `due` corrects an earlier month."""

    to_date: int
    due: int

    @property
    def reported(self) -> int:
        """EPS LevyDueYTD: pence of whole pounds."""
        return self.to_date // _POUND * _POUND


@dataclass(frozen=True, slots=True)
class Recovery:
    """Pence of one family payment: what is recovered of it, and the compensation on top for a small employer."""

    recovered: int
    compensation: int


def _law(dates: Dates) -> Law:
    return Law(_PACKAGE, dates, "GBP")


def secondary(results: Columns) -> int:
    """Employer's Class 1 contributions of a run."""
    return int(results["ni_employer"].sum())


def employment_allowance(dates: Dates, contributions: int, used_before: int) -> int:
    """How much of a run's employer contributions the allowance pays, after what the tax year has used of it.

    Whether the employer may claim (a company whose only employee paid above the threshold is a director may not) is for
    the caller to know.
    """
    left = _law(dates).money("employer.allowance") - used_before
    return max(min(contributions, left), 0)


def pay_bill(letters: Array, results: Columns) -> int:
    """Pay on which employer's Class 1 contributions may be due; letter X has none."""
    counts = letters != LETTERS.index("X")
    return int(results["niable_pay"][counts].sum())


def levy(dates: Dates, bill_to_date: int, month: int, *, due_before: int = 0, allowance: int | None = None) -> Levy:
    """Apprenticeship levy after `month` tax months on the pay bill of the tax year to date.

    `allowance` is what of the year's allowance this employer has (connected employers share one); None is all of it.
    """
    if not 1 <= month <= MONTHS:
        raise ValueError(f"a tax year has no month {month}")
    law = _law(dates)
    year = MONTHS * law.money("employer.levy.allowance") if allowance is None else allowance
    rate = law.rate("employer.levy.rate")
    to_date = max(bill_to_date * rate.numerator // rate.denominator - year * month // MONTHS, 0)
    return Levy(to_date, to_date - due_before)


def is_small(dates: Dates, contributions: int) -> bool:
    """Whether the Class 1 contributions of the qualifying tax year let the employer recover all of a family payment."""
    return contributions <= _law(dates).money("employer.recovery.limit")


def family_pay(dates: Dates, results: Columns, *, small: bool) -> dict[str, Recovery]:
    """What is recovered of each family payment of the tax year to date, by its name ("SMP")."""
    rate = _law(dates).rate("employer.recovery.small" if small else "employer.recovery.normal")
    found = {}
    for name in FAMILY[1:]:
        paid = int(np.sum(results[f"{name.lower()}_ytd"]))
        whole = paid * rate.numerator // rate.denominator
        found[name] = Recovery(min(whole, paid), max(whole - paid, 0))
    return found
