"""The one place that talks to paycalc: packs by code, columns from stored text, names for people to read."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

import paycalc
from openhro.core.errors import Invalid
from paycalc.calendars import Dates, year_start
from paycalc.columns import Column, Kind, Section, Type, decode, encode
from paycalc.money import decimals
from paycalc.money import format as money_text
from paycalc.packs import Pack, installed, load
from paycalc.parameters import figures
from paycalc.run import Spread, run
from paycalc.trace import explain

Ints = NDArray[np.int64]
DEDUCTIONS = (Section.PRETAX, Section.TAX, Section.ORDER, Section.POSTTAX)

__all__ = [
    "DEDUCTIONS",
    "GROSS",
    "Column",
    "Dates",
    "Ints",
    "Kind",
    "Pack",
    "Section",
    "Spread",
    "Type",
    "balance",
    "check_facts",
    "decimals",
    "decode",
    "encoded",
    "explain",
    "facts",
    "law_changed",
    "money_text",
    "pack",
    "paycalc",
    "run",
    "sums",
    "year_start",
]


def is_installed(code: str) -> bool:
    """Whether a country's pack is here."""
    return code in installed()


def pack(code: str) -> Pack:
    """The country pack of that code; refuses one that is not installed with a sentence that says so."""
    if not is_installed(code):
        raise Invalid(
            "PACK_NOT_INSTALLED", f"The payroll pack of {code} is not installed yet; nobody can be paid with it."
        )
    return load(code)


def facts(pack_: Pack) -> list[Column]:
    """The facts about a person that the pack asks for, without those that the pay group gives."""
    return [column for column in pack_.inputs if column.kind is Kind.FACT and column.name not in GROUP_FACTS]


GROUP_FACTS = ("pay_frequency", "frequency")
"""Names of the fact that is the same for a whole pay group and comes from it: how often it is paid."""


EMPLOYED_DAYS = "employed_days"
"""Name of the pay column that takes the calendar days employed of who joins or leaves within the period."""


def check_facts(pack_: Pack, given: dict[str, str]) -> dict[str, str]:
    """The facts as the pack writes them, or a refusal that names the field. Empty ones are left out."""
    known = {column.name: column for column in facts(pack_)}
    for name in given:
        if name not in known:
            raise Invalid("UNKNOWN_FIELD", f"{pack_.name} has no tax fact called {name}.", field=name)
    clean: dict[str, str] = {}
    for name, column in known.items():
        text = str(given.get(name, "")).strip()
        try:
            value = encode(column, text, pack_.currency)
        except paycalc.BadValue as bad:
            raise Invalid("BAD_FACT", f"{column.label}: {bad.sentence}.", field=name) from None
        if text:
            clean[name] = decode(column, value, pack_.currency)
    return clean


@lru_cache(maxsize=200_000)
def encoded(code: str, name: str, text: str) -> int:
    """The int64 of a stored text; cached, because a million people share a few thousand texts."""
    pack_ = load(code)
    return encode(pack_.column(name), text, pack_.currency)


def law_changed(pack_: Pack, before: date, after: date) -> bool:
    """Whether between two pay dates a tax year began or a figure of the pack got a new value."""
    if year_start(before, pack_.tax_year) != year_start(after, pack_.tax_year):
        return True
    return any(before < one.start <= after for versions in figures(pack_.package).values() for one in versions)


GROSS = "gross"
"""The one opening balance that is no pack's: gross pay of the tax year, for the year to date of a payslip."""
_GROSS = Column(GROSS, Kind.ACCUMULATOR, Type.MONEY, "Gross pay", "Of the tax year, in the old system.")


def balance(pack_: Pack, name: str, text: str) -> int:
    """The int64 of an opening balance: one of the pack's accumulators, or gross pay."""
    return encode(_GROSS, text, pack_.currency) if name == GROSS else encoded(pack_.code, name, text)


def sums(pack_: Pack, columns: dict[str, Ints]) -> tuple[Ints, Ints, Ints, Ints]:
    """Gross, deductions, net and employer cost of each row: the pack's lines added up by section."""
    some = next(iter(columns.values()))

    def total(*sections: Section) -> Ints:
        parts = [columns[column.name] for column in pack_.results if column.section in sections]
        return np.sum(parts, axis=0, dtype=np.int64) if parts else np.zeros_like(some)

    return total(Section.EARNING), total(*DEDUCTIONS), total(Section.NET), total(Section.EMPLOYER)
