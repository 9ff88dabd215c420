"""One person at a time for tests: amounts and choices in text, as a form would give them."""

from datetime import date

import numpy as np

from paycalc import Columns, Dates, Slips, decode, encode, load
from paycalc.run import run

CA = load("ca")
MAY = date(2026, 5, 15)


def columns(**facts: str) -> Columns:
    """The input columns of one person; every two weeks in Ontario unless said otherwise."""
    texts = {"pay_frequency": "biweekly", "province": "ON"} | facts
    return {name: np.array([encode(CA.input(name), text, "CAD")], np.int64) for name, text in texts.items()}


def slips(day: date = MAY, **facts: str) -> Slips:
    """The run of one person."""
    return run(CA, columns(**facts), Dates.on(day))


def paid(day: date = MAY, **facts: str) -> dict[str, str]:
    """The payslip of one person as text; a problem fails the test."""
    made = slips(day, **facts)
    assert made.problems == []
    return {column.name: decode(column, int(made.columns[column.name][0]), "CAD") for column in CA.results}


def problem(day: date = MAY, **facts: str) -> tuple[str, str]:
    """The code and the sentence of the problem of one person."""
    made = slips(day, **facts)
    assert not any(values.any() for values in made.columns.values())
    return made.problems[0].code, made.problems[0].sentence
