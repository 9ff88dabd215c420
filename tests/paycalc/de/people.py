"""One person at a time for tests: amounts and choices in text, as a form would give them."""

from datetime import date

import numpy as np

from paycalc import Columns, Dates, Slips, decode, encode, load
from paycalc.run import run

DE = load("de")
JUNE = date(2026, 6, 30)
WHO = {"pay_frequency": "monthly", "land": "NW", "stkl": "1", "kvz": "2.9%"}


def columns(**facts: str) -> Columns:
    """The input columns of one person; monthly, class I, in North Rhine-Westphalia unless said otherwise."""
    return {name: np.array([encode(DE.input(name), text, "EUR")], np.int64) for name, text in (WHO | facts).items()}


def slips(day: date = JUNE, **facts: str) -> Slips:
    """The run of one person."""
    return run(DE, columns(**facts), Dates.on(day))


def text(made: Slips, row: int = 0) -> dict[str, str]:
    """A payslip as text."""
    return {column.name: decode(column, int(made.columns[column.name][row]), "EUR") for column in DE.results}


def paid(day: date = JUNE, **facts: str) -> dict[str, str]:
    """The payslip of one person as text; a problem fails the test."""
    made = slips(day, **facts)
    assert made.problems == []
    return text(made)


def problem(day: date = JUNE, **facts: str) -> tuple[str, str]:
    """(column, code) of the problem of one person, whose payslip is all zero."""
    made = slips(day, **facts)
    assert not any(values.any() for values in made.columns.values())
    return made.problems[0].column, made.problems[0].code
