"""Why this cent: the official worksheet filled in for one employee, by the formulas that compute the payslip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypedDict

import numpy as np

from paycalc import money
from paycalc.columns import NO_DATE, Array, Column, Columns, day_of, decode, unpack_code

if TYPE_CHECKING:
    from paycalc.calendars import Dates
    from paycalc.packs import Pack

__all__ = ["How", "Step", "Tracer", "explain", "percent"]


_UNREACHABLE: Final = 2**59
"""A threshold that no pay reaches stands for "none"; it is not shown."""


class How(TypedDict, total=False):
    """What a note may add to a value."""

    scale: int  # the step's value is the array's times this
    unit: str  # a column type, "money" by default; or "money/100" (1/100 of a minor unit) or "count"
    formula: str
    rounding: str
    cite: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a worksheet."""

    section: str
    line: str
    label: str
    value: int
    unit: str = "money"
    formula: str = ""
    rounding: str = ""
    cite: str = ""

    def text(self, currency: str) -> str:
        """The value as its reader writes it."""
        match self.unit:
            case "money":
                return money.format(self.value, currency)
            case "money/100":
                digits = money.decimals(currency) + 2
                sign, rest = ("-" if self.value < 0 else ""), str(abs(self.value)).rjust(digits + 1, "0")
                return f"{sign}{rest[:-digits]}.{rest[-digits:]}"
            case "rate":
                return f"{self.value // 10_000}.{self.value % 10_000:04d}%"
            case "code":
                return unpack_code(self.value)
            case "date":
                return "" if self.value == NO_DATE else day_of(self.value).isoformat()
            case "bool":
                return "yes" if self.value else "no"
        return str(self.value)


def percent(rate: Fraction) -> str:
    """An exact rate as a note writes it: 33/400 is "8.25%"; what has no end in decimals stays a fraction."""
    scaled = rate * 10**8
    if scaled.denominator != 1:
        return f"{rate * 100}%"
    whole, part = divmod(int(scaled), 10**6)
    return f"{whole}.{part:06d}".rstrip("0").rstrip(".") + "%"


class Tracer:
    """Collects the steps of a run of one row."""

    def __init__(self, currency: str) -> None:
        self.steps: list[Step] = []
        self.section, self.cite, self.currency = "", "", currency

    def add(self, line: str, label: str, value: Array | int, how: How) -> None:
        """One step; an array has one row."""
        number = int(np.asarray(value).reshape(-1)[0]) * how.get("scale", 1)
        if number >= _UNREACHABLE:
            return
        self.steps.append(
            Step(
                self.section,
                line,
                label,
                number,
                how.get("unit", "money"),
                how.get("formula", ""),
                how.get("rounding", ""),
                how.get("cite", self.cite),
            )
        )

    def result(self, column: Column, value: Array | int) -> None:
        """The step in which a result column gets its value."""
        number, unit = int(np.asarray(value).reshape(-1)[0]), column.type.value
        self.steps.append(Step(self.section, "=", column.label, number, unit, column.name, cite=self.cite))


def explain(pack: Pack, columns: Columns, row: int, dates: Dates) -> list[Step]:
    """The steps of one row's payslip, in payslip order. Raises ValueError with the row's problem, if any."""
    from paycalc.run import trace_row

    one = {name: values[row : row + 1] for name, values in columns.items()}
    tracer = Tracer(pack.currency)
    problems = trace_row(pack, one, dates, tracer)
    if problems:
        raise ValueError(problems[0].sentence)
    return tracer.steps


def inputs_text(pack: Pack, columns: Columns, row: int, day: date) -> list[str]:
    """What went into the row: "name  value", defaults left out."""
    lines = [f"day  {day.isoformat()}"]
    for name, values in columns.items():
        column = pack.column(name)
        if int(values[row]) != column.default:
            lines.append(f"{name}  {decode(column, int(values[row]), pack.currency)}")
    return lines
