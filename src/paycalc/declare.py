"""Short ways to declare the columns of a pack; columns.py says what each field means."""

from __future__ import annotations

from collections.abc import Iterable

from paycalc.columns import NO_DATE, Column, Kind, Section, Type

__all__ = ["base", "choice", "fact", "info", "line", "pay", "running_totals", "totals_before"]

BEFORE = "In this tax year in this employment before this payment; a mid-year start takes it from the old register."


def fact(name: str, type: Type, label: str, help: str, default: int | None = 0) -> Column:
    """A fact about the person; a date has no default day."""
    return Column(name, Kind.FACT, type, label, help, (), NO_DATE if type is Type.DATE and default == 0 else default)


def choice(name: str, label: str, help: str, choices: tuple[str, ...], default: int | None = 0) -> Column:
    """A fact that is one of a few words; `default` None makes it required."""
    return Column(name, Kind.FACT, Type.CHOICE, label, help, choices, default)


def pay(name: str, label: str, help: str, type: Type = Type.MONEY) -> Column:
    """What the client gives for the period."""
    return Column(name, Kind.PAY, type, label, help)


def line(section: Section, name: str, label: str, help: str, payee: str | None = None) -> Column:
    """A line of the payslip; TAX and EMPLOYER lines name who is owed."""
    return Column(name, Kind.RESULT, Type.MONEY, label, help, section=section, payee=payee)


def base(name: str, label: str, help: str) -> Column:
    """What a tax or contribution was worked out on."""
    return line(Section.BASE, name, label, help)


def info(name: str, type: Type, label: str, help: str) -> Column:
    """Something to know that is no line: a class, a rate, a coefficient."""
    return Column(name, Kind.RESULT, type, label, help, section=Section.INFO)


def totals_before(totals: Iterable[tuple[str, str, str]], resets: str = "tax_year") -> tuple[Column, ...]:
    """The inputs <name>_before of running totals given as (name, label, help)."""
    return tuple(
        Column(f"{name}_before", Kind.ACCUMULATOR, Type.MONEY, f"{label} before", BEFORE, resets=resets)
        for name, label, _ in totals
    )


def running_totals(totals: Iterable[tuple[str, str, str]]) -> tuple[Column, ...]:
    """The results <name>_ytd of the same, which feed <name>_before of the next run."""
    return tuple(
        Column(
            f"{name}_ytd",
            Kind.RESULT,
            Type.MONEY,
            f"{label} to date",
            help,
            section=Section.ACCUMULATOR,
            feeds=f"{name}_before",
        )
        for name, label, help in totals
    )
