"""A workforce for measuring speed: frequencies, codes, letters, loans and pensions mixed as in a large employer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
from bench.decimal_gb import Person, payslip

from paycalc.calendars import Dates
from paycalc.columns import Array, Columns, pack_code, unpack_code
from paycalc.packs.gb.columns import FREQUENCIES, LETTERS

__all__ = ["DATES", "decimal_loop", "people"]

DATES = Dates(date(2026, 11, 27), date(2026, 11, 1), date(2026, 11, 30))


def people(rows: int) -> Columns:
    """Input columns of `rows` people, the same for the same number."""
    pick = np.random.default_rng(7)

    def some(texts: list[str]) -> Array:
        return np.array([pack_code(text) for text in texts], np.int64)[pick.integers(0, len(texts), rows)]

    codes = ["1257L"] * 500 + ["S1257L"] * 60 + ["C1257L"] * 40 + ["BR", "D0", "0T", "SD1", "NT"] * 8
    codes += [f"{number}L" for number in range(900, 1300, 2)] + [f"K{number}" for number in range(100, 400, 5)]
    pay = pick.integers(80_000, 900_000, rows)
    return {
        "pay_frequency": np.where(pick.integers(0, 10, rows) < 8, 3, pick.integers(0, 3, rows)),
        "tax_code": some(codes),
        "non_cumulative": (pick.integers(0, 20, rows) == 0).astype(np.int64),
        "ni_letter": np.where(pick.integers(0, 10, rows) < 8, 0, pick.integers(0, len(LETTERS), rows)),
        "student_loan_plan": np.where(pick.integers(0, 4, rows) == 0, pick.integers(1, 5, rows), 0),
        "has_postgraduate_loan": (pick.integers(0, 30, rows) == 0).astype(np.int64),
        "pension_method": pick.integers(0, 4, rows),
        "pension_basis": pick.integers(0, 3, rows),
        "pension_employee_rate": np.full(rows, 50_000),
        "pension_employer_rate": np.full(rows, 30_000),
        "regular_pay": pay,
        "bonus_pay": np.where(pick.integers(0, 12, rows) == 0, pick.integers(0, 500_000, rows), 0),
        "taxable_pay_before": pay * 7,
        "income_tax_before": pay,
        "niable_pay_before": pay * 7,
    }


def decimal_loop(columns: Columns) -> None:
    """The same people, one by one with Decimal; without the pension, so the comparison favours the loop."""
    texts = {name: values.tolist() for name, values in columns.items()}
    for row in range(len(texts["regular_pay"])):
        plan = ("", "1", "2", "4", "5")[texts["student_loan_plan"][row]]
        frequency = FREQUENCIES[texts["pay_frequency"][row]]
        payslip(
            Person(
                frequency,
                2026,
                8 if frequency == "monthly" else 36,
                unpack_code(texts["tax_code"][row]),
                bool(texts["non_cumulative"][row]),
                LETTERS[texts["ni_letter"][row]],
                Decimal(texts["regular_pay"][row]) / 100,
                Decimal(texts["taxable_pay_before"][row]) / 100,
                Decimal(texts["income_tax_before"][row]) / 100,
                plan,
                bool(texts["has_postgraduate_loan"][row]),
            )
        )
