"""The payroll engine: payslips on columns, exact to the cent, the same bytes on one core and on many.

>>> from datetime import date
>>> import numpy as np
>>> from paycalc import Dates, load, run
>>> slips = run(load("pl"), {"regular_pay": np.array([700_000])}, Dates.on(date(2026, 6, 30)))
>>> slips.columns["net_pay"].tolist()
[510167]

docs/start/engine-alone.md shows each public name at work. They are imported when first used; `run` is bound at once:
Python would otherwise let the module of that name take its place as soon as anybody imports it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from paycalc.run import Problem, Slips, Spread, carry, run

__all__ = [
    "NO_DATE", "BadValue", "Column", "Columns", "Dates", "EngineMissing", "FigureMissing", "Kind", "NotCovered",
    "Overflow", "Pack", "PaycalcError", "Problem", "Report", "Section", "Slips", "Spread", "Step", "Type",
    "UnknownColumn", "UnknownPack", "carry", "check", "convert", "decode", "encode", "explain", "installed", "load",
    "run",
]  # fmt: skip

if TYPE_CHECKING:
    from paycalc.calendars import Dates
    from paycalc.columns import NO_DATE, Column, Columns, Kind, Section, Type, decode, encode
    from paycalc.errors import (
        BadValue,
        EngineMissing,
        FigureMissing,
        NotCovered,
        Overflow,
        PaycalcError,
        UnknownColumn,
        UnknownPack,
    )
    from paycalc.golden import Report, check, convert
    from paycalc.packs import Pack, installed, load
    from paycalc.trace import Step, explain

_HOMES = {
    "calendars": ("Dates",),
    "columns": ("NO_DATE", "Column", "Columns", "Kind", "Section", "Type", "decode", "encode"),
    "errors": (
        "BadValue", "EngineMissing", "FigureMissing", "NotCovered", "Overflow", "PaycalcError", "UnknownColumn",
        "UnknownPack",
    ),
    "golden": ("Report", "check", "convert"),
    "packs": ("Pack", "installed", "load"),
    "trace": ("Step", "explain"),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import the home of a public name when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'paycalc' has no attribute {name!r}")
    return getattr(import_module(f"paycalc.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
