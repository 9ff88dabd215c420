"""A Norwegian workforce for measuring speed: tables, percentages and periods mixed."""

from __future__ import annotations

from datetime import date

import numpy as np
from bench.decimal_no import payslip

from paycalc.calendars import Dates
from paycalc.columns import Columns, pack_code

__all__ = ["DATES", "decimal_loop", "people"]

DATES = Dates(date(2026, 11, 25), date(2026, 11, 1), date(2026, 11, 30))
TABLES = ["8000"] * 20 + [f"8{number:02}0" for number in range(41)] + [f"9{number:02}0" for number in range(1, 41)]
TABLES += ["7300", "7350", "7500", "7700", "6300", "6350", "0100", "0101", "7150"]


def people(rows: int) -> Columns:
    """Input columns of `rows` people, the same for the same number."""
    pick = np.random.default_rng(7)
    tables = np.array([pack_code(text) for text in TABLES], np.int64)
    pay = pick.integers(2_500_000, 12_000_000, rows)
    return {
        "pay_frequency": np.where(pick.integers(0, 10, rows) < 8, 0, pick.integers(0, 7, rows)),
        "tax_card": np.where(pick.integers(0, 10, rows) < 9, 0, 1),
        "tax_table": tables[pick.integers(0, len(TABLES), rows)],
        "tax_percent": np.full(rows, 330_000),
        "employer_contribution_rate": np.full(rows, 141_000),
        "pension_employer_rate": np.full(rows, 20_000),
        "regular_pay": pay,
        "bonus_pay": np.where(pick.integers(0, 12, rows) == 0, pick.integers(0, 3_000_000, rows), 0),
        "taxable_pay_before": pay * 10,
        "tax_withheld_before": pay * 3,
    }


def decimal_loop(columns: Columns) -> None:
    """The same people, one by one with Decimal."""
    lists = {name: values.tolist() for name, values in columns.items()}
    for row in range(len(lists["regular_pay"])):
        payslip({name: values[row] for name, values in lists.items()}, DATES.pay)
