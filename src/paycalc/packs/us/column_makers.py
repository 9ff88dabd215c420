"""How the pack writes its columns: a fact, an amount of the pay, an accumulator, a line of the payslip."""

from __future__ import annotations

from paycalc.columns import Column, Kind, Section, Type

__all__ = ["B", "M", "count", "fact", "line", "pay", "to_date", "total"]

M, B = Type.MONEY, Type.BOOL


def fact(
    name: str, kind: Type, label: str, help: str, choices: tuple[str, ...] = (), default: int | None = 0
) -> Column:
    return Column(name, Kind.FACT, kind, label, help, choices, default)


def pay(name: str, label: str, help: str) -> Column:
    return Column(name, Kind.PAY, M, label, help)


def count(name: str, label: str, help: str) -> Column:
    """A count of the pay."""
    return Column(name, Kind.PAY, Type.INT, label, help)


def to_date(name: str, label: str, help: str, resets: str = "tax_year") -> Column:
    return Column(name, Kind.ACCUMULATOR, M, label, help, resets=resets)


def line(section: Section, name: str, label: str, help: str, payee: str | None = None) -> Column:
    return Column(name, Kind.RESULT, M, label, help, section=section, payee=payee)


def total(name: str, label: str, feeds: str) -> Column:
    return Column(name, Kind.RESULT, M, label, f"{label}, this pay included.", section=Section.ACCUMULATOR, feeds=feeds)
