"""One person at a time for tests: amounts and choices in text, as a form would give them."""

from datetime import date

import numpy as np

from paycalc import Columns, Dates, Slips, decode, encode, load
from paycalc.run import run

GB = load("gb")
APRIL = date(2026, 4, 6)


def columns(**facts: str) -> Columns:
    """The input columns of one person; monthly on 1257L unless said otherwise."""
    texts = {"pay_frequency": "monthly", "tax_code": "1257L"} | facts
    return {name: np.array([encode(GB.input(name), text, "GBP")], np.int64) for name, text in texts.items()}


def slips(day: date = APRIL, **facts: str) -> Slips:
    """The run of one person."""
    return run(GB, columns(**facts), Dates.on(day))


def paid(day: date = APRIL, **facts: str) -> dict[str, str]:
    """The payslip of one person as text; a problem fails the test."""
    made = slips(day, **facts)
    assert made.problems == []
    return {column.name: decode(column, int(made.columns[column.name][0]), "GBP") for column in GB.results}


def problem(day: date = APRIL, **facts: str) -> str:
    """The code of the problem of one person."""
    made = slips(day, **facts)
    assert not any(values.any() for values in made.columns.values())
    return made.problems[0].code
