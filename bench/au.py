"""An Australian workforce for measuring speed: treatments, loans and pay frequencies mixed."""

from __future__ import annotations

from datetime import date

import numpy as np
from bench.decimal_au import payslip

from paycalc.calendars import Dates
from paycalc.columns import Columns

__all__ = ["DATES", "decimal_loop", "people"]

DATES = Dates(date(2026, 11, 25), date(2026, 11, 11), date(2026, 11, 24))


def people(rows: int) -> Columns:
    """Input columns of `rows` people, the same for the same number."""
    pick = np.random.default_rng(7)
    pay = pick.integers(80_000, 600_000, rows)
    treatment = np.where(pick.integers(0, 10, rows) < 7, 0, pick.integers(0, 8, rows))
    return {
        "pay_frequency": np.where(pick.integers(0, 10, rows) < 7, 1, pick.integers(0, 4, rows)),
        "tax_treatment": treatment,
        "has_study_loan": ((pick.integers(0, 5, rows) == 0) & (treatment != 7)).astype(np.int64),
        "regular_pay": pay,
        "overtime_pay": np.where(pick.integers(0, 4, rows) == 0, pick.integers(0, 60_000, rows), 0),
        "salary_sacrifice": np.where(pick.integers(0, 6, rows) == 0, pick.integers(0, 40_000, rows), 0),
        "taxable_pay_before": pay * 10,
        "income_tax_before": pay * 3,
    }


def decimal_loop(columns: Columns) -> None:
    """The same people, one by one with Decimal."""
    lists = {name: values.tolist() for name, values in columns.items()}
    for row in range(len(lists["regular_pay"])):
        payslip({name: values[row] for name, values in lists.items()}, DATES.pay)
