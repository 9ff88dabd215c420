"""Setting a result: a line that is zero for everybody is left as the run made it, because touching its memory is what
costs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

from paycalc.columns import Array, Section
from paycalc.run import Run

__all__ = ["Lines", "present", "put", "total"]

_ALWAYS_SHOWN: Final = frozenset({Section.PRETAX, Section.TAX, Section.EMPLOYER, Section.NET})


class Lines(Protocol):
    """Columns by name: a run, or one state's rows of it."""

    def __getitem__(self, name: str) -> Array:
        """The array of an input or of a result that has been set."""

    def is_set(self, name: str) -> bool:
        """Whether a result has been set."""

    def zeros(self) -> Array:
        """A new array of zeros."""


def put(r: Run, name: str, values: Array) -> None:
    """Set a result unless it is zero in every row; a tax of zero is still shown when a payslip is explained."""
    if values.any() or (r.tracer is not None and r.pack.by_name[name].section in _ALWAYS_SHOWN):
        r[name] = values


def present(r: Run, name: str) -> bool:
    """Whether any row has the input."""
    return r.given(name) and bool(r[name].any())


def total(r: Lines, names: Iterable[str]) -> Array:
    """The sum of results; those that nobody has are not read, because reading zeros costs as much as reading pay."""
    found = [name for name in names if r.is_set(name)]
    if not found:
        return r.zeros()
    summed = r[found[0]]
    for name in found[1:]:
        summed = summed + r[name]
    return summed
