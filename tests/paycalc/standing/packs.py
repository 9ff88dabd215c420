"""What the standing tests know of each pack: random people made from the columns alone, or out of those of its bench.

Of a pack with many facts that rule each other out, people made from the columns alone would nearly all be refused.
"""

from datetime import date
from functools import cache
from importlib import import_module

import numpy as np
from hypothesis import strategies as st

from paycalc import Columns, Dates, Slips, decode, encode, installed, load
from paycalc.columns import Kind, Type, pack_code
from paycalc.run import run

CODES = {
    "no": {"tax_table": ["8000", "8010", "8130", "8400", "9010", "9400", "0100", "0101", "6300", "6350", "6500", "6550", "6700",
                         "7150", "7160", "7170", "7300", "7350", "7500", "7550", "7700"]},
    "au": {},
    "ie": {},
    "fr": {},
    "pl": {},
}  # fmt: skip
"""Of each pack whose people are made from its columns: what a CODE column may hold."""
RATES = {"fr": {"working_time": 1_000_000, "pas_rate": 400_000}}
"""Of each pack: the highest of a RATE column, in millionths, where 12 % is too much or too little."""
PACKS = installed()
MAIN = {"us": "regular"}
"""Of each pack: the column of ordinary pay, where it is another than regular_pay."""


def amounts(column):
    """Money: most pay is ordinary, some is none or very high; deductions stay small so that most rows can be paid."""
    if column.kind is Kind.ACCUMULATOR or column.name == "regular_pay":
        return st.one_of(st.integers(0, 900_000), st.integers(0, 30_000_000))
    return st.one_of(st.just(0), st.integers(0, 20_000))


def values(code, column):
    """What a column may hold."""
    match column.type:
        case Type.MONEY:
            return amounts(column)
        case Type.CHOICE:
            return st.integers(0, len(column.choices) - 1)
        case Type.CODE:
            return st.sampled_from([pack_code(text) for text in CODES[code][column.name]])
        case Type.RATE:
            return st.integers(0, RATES.get(code, {}).get(column.name, 120_000))
        case Type.DATE:
            return st.integers(20_089, 20_900)
        case Type.BOOL:
            return st.integers(0, 1)
    return st.integers(0, 300)


def main_of(code):
    """The name of the column of ordinary pay."""
    return MAIN.get(code, "regular_pay")


@cache
def bench_people(code, rows=400):
    """People as the bench has them: facts that fit each other; never written into."""
    return import_module(f"bench.{code}").people(rows)


@st.composite
def people(draw, code, count=None):
    """Random input columns of a few people."""
    rows = count or draw(st.integers(1, 8))
    if code in CODES:
        return {
            column.name: np.array(draw(st.lists(values(code, column), min_size=rows, max_size=rows)), np.int64)
            for column in load(code).inputs
        }
    known = bench_people(code)
    chosen = draw(st.lists(st.integers(0, 399), min_size=rows, max_size=rows))
    pay = st.lists(st.one_of(st.integers(0, 900_000), st.integers(0, 30_000_000)), min_size=rows, max_size=rows)
    return {name: known[name][chosen] for name in known} | {main_of(code): np.array(draw(pay), np.int64)}


def days(code):
    """A day of the held years."""
    return st.one_of(*(st.dates(first, last) for first, last in load(code).covers))


class Country:
    """One person at a time, amounts and choices in text as a form would give them."""

    def __init__(self, code: str, day: date, **usual: str) -> None:
        self.pack, self.day, self.usual = load(code), day, usual

    def columns(self, **facts: str) -> Columns:
        """The input columns of one person."""
        texts = self.usual | facts
        one = {name: encode(self.pack.input(name), text, self.pack.currency) for name, text in texts.items()}
        return {name: np.array([value], np.int64) for name, value in one.items()}

    def slips(self, day: date | None = None, **facts: str) -> Slips:
        """The run of one person."""
        return run(self.pack, self.columns(**facts), Dates.on(day or self.day))

    def paid(self, day: date | None = None, **facts: str) -> dict[str, str]:
        """The payslip of one person as text; a problem fails the test."""
        made = self.slips(day, **facts)
        assert made.problems == []
        return {
            column.name: decode(column, int(made.columns[column.name][0]), self.pack.currency)
            for column in self.pack.results
        }

    def problem(self, day: date | None = None, **facts: str) -> str:
        """The code of the problem of one person."""
        return self.refusal(day, **facts).code

    def refusal(self, day: date | None = None, **facts: str):
        """The problem of one person."""
        made = self.slips(day, **facts)
        assert not any(one.any() for one in made.columns.values())
        return made.problems[0]
