"""A French workforce for measuring speed: sizes, categories and zones mixed."""

from __future__ import annotations

from datetime import date

import numpy as np
from bench.decimal_fr import payslip

from paycalc.calendars import Dates
from paycalc.columns import Columns

__all__ = ["DATES", "decimal_loop", "people"]

DATES = Dates(date(2026, 11, 30), date(2026, 11, 1), date(2026, 11, 30))


def people(rows: int) -> Columns:
    """Input columns of `rows` people, the same for the same number."""
    pick = np.random.default_rng(7)
    pay = pick.integers(150_000, 900_000, rows)
    return {
        "category": (pay > 350_000).astype(np.int64),
        "employer_size": np.array([8, 25, 300], np.int64)[pick.integers(0, 3, rows)],
        "accident_rate": np.array([7_000, 15_000, 32_000], np.int64)[pick.integers(0, 3, rows)],
        "pas_rate": pick.integers(0, 200, rows) * 1_000,
        "transport_zone": np.where(pick.integers(0, 3, rows) == 0, 0, pick.integers(2, 12, rows)),
        "regular_pay": pay,
        "bonus_pay": np.where(pick.integers(0, 12, rows) == 0, pick.integers(0, 300_000, rows), 0),
        "gross_pay_before": pay * 10,
        "reduction_months_before": np.full(rows, 10_000_000),
    }


def decimal_loop(columns: Columns) -> None:
    """The same people, one by one with Fraction."""
    lists = {name: values.tolist() for name, values in columns.items()}
    for row in range(len(lists["regular_pay"])):
        payslip({name: values[row] for name, values in lists.items()}, DATES.pay)
