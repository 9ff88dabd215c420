"""An Irish workforce for measuring speed: bases, credits and pay frequencies mixed."""

from __future__ import annotations

from datetime import date

import numpy as np
from bench.decimal_ie import payslip

from paycalc.calendars import Dates
from paycalc.columns import Columns

__all__ = ["DATES", "decimal_loop", "people"]

DATES = Dates(date(2026, 11, 27), date(2026, 11, 1), date(2026, 11, 30))


def people(rows: int) -> Columns:
    """Input columns of `rows` people, the same for the same number."""
    pick = np.random.default_rng(7)
    frequency = np.where(pick.integers(0, 10, rows) < 6, 3, pick.integers(0, 3, rows))
    pay = pick.integers(20_000, 200_000, rows) * np.array([1, 2, 4, 4], np.int64)[frequency]
    done = np.array([47, 23, 11, 10], np.int64)[frequency]
    year = np.array([52, 26, 13, 12], np.int64)[frequency]
    credits = np.array([400_000, 200_000, 600_000, 0], np.int64)[pick.integers(0, 4, rows)]
    cut_off = np.array([4_400_000, 4_800_000, 5_300_000], np.int64)[pick.integers(0, 3, rows)]
    so_far = pay * done
    paid = so_far // 5 + np.maximum(so_far - cut_off * done // year, 0) // 5 - credits * done // year
    return {
        "pay_frequency": frequency,
        "tax_basis": np.where(pick.integers(0, 10, rows) < 9, 0, pick.integers(1, 4, rows)),
        "tax_credits": credits,
        "rate_cut_off": cut_off,
        "usc_status": np.zeros(rows, np.int64),
        "regular_pay": pay,
        "pension_employee": np.where(pick.integers(0, 3, rows) == 0, pay // 20, 0),
        "taxable_pay_before": so_far,
        "paye_before": np.maximum(paid, 0),
        "usc_pay_before": so_far,
        "usc_before": so_far // 50,
    }


def decimal_loop(columns: Columns) -> None:
    """The same people, one by one with Fraction."""
    lists = {name: values.tolist() for name, values in columns.items()}
    for row in range(len(lists["regular_pay"])):
        payslip({name: values[row] for name, values in lists.items()}, DATES.pay)
