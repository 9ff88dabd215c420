"""A Polish workforce for measuring speed: costs, relief and PPK mixed."""

from __future__ import annotations

from datetime import date

import numpy as np
from bench.decimal_pl import payslip

from paycalc.calendars import Dates
from paycalc.columns import Columns

__all__ = ["DATES", "decimal_loop", "people"]

DATES = Dates(date(2026, 11, 30), date(2026, 11, 1), date(2026, 11, 30))


def people(rows: int) -> Columns:
    """Input columns of `rows` people, the same for the same number."""
    pick = np.random.default_rng(7)
    pay = pick.integers(480_600, 3_000_000, rows)
    return {
        "costs": pick.integers(0, 2, rows),
        "youth_relief": (pick.integers(0, 8, rows) == 0).astype(np.int64),
        "ppk": pick.integers(0, 2, rows),
        "regular_pay": pay,
        "bonus_pay": np.where(pick.integers(0, 12, rows) == 0, pick.integers(0, 300_000, rows), 0),
        "social_base_before": np.minimum(pay * 10, 28_260_000),
        "tax_base_before": pay * 8 // 100 * 100,
    }


def decimal_loop(columns: Columns) -> None:
    """The same people, one by one with Decimal."""
    lists = {name: values.tolist() for name, values in columns.items()}
    for row in range(len(lists["regular_pay"])):
        payslip({name: values[row] for name, values in lists.items()}, DATES.pay)
