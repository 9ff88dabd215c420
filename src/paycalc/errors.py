"""What can go wrong, each with a stable code and a sentence that its reader can act on."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

__all__ = [
    "BadValue",
    "EngineMissing",
    "FigureMissing",
    "NotCovered",
    "Overflow",
    "PaycalcError",
    "UnknownColumn",
    "UnknownPack",
]


class PaycalcError(Exception):
    """Base of every error of the engine; str() is the sentence."""

    code: ClassVar[str] = "paycalc"


class BadValue(PaycalcError, ValueError):
    """A text that the column cannot hold."""

    code: ClassVar[str] = "bad_value"

    def __init__(self, column: str, text: str, sentence: str) -> None:
        super().__init__(f"{column}: {text!r} {sentence}")
        self.column, self.text, self.sentence = column, text, sentence

    def __reduce__(self) -> tuple[Any, ...]:
        """Exceptions are copied to another process by what they were made of, not by their sentence."""
        return type(self), (self.column, self.text, self.sentence)


class UnknownColumn(PaycalcError, KeyError):
    """A column that the pack does not have, or a required one that is not there."""

    code: ClassVar[str] = "unknown_column"

    def __str__(self) -> str:
        return str(self.args[0])


class UnknownPack(PaycalcError, KeyError):
    """No such country pack."""

    code: ClassVar[str] = "unknown_pack"

    def __str__(self) -> str:
        return str(self.args[0])


class EngineMissing(PaycalcError, ImportError):
    """A name of no engine, or one whose package is not installed."""

    code: ClassVar[str] = "engine_missing"


class Overflow(PaycalcError, OverflowError):
    """A product that would leave int64: the amount is named, nothing wraps around."""

    code: ClassVar[str] = "overflow"

    def __init__(self, amount: int, factor: int) -> None:
        super().__init__(f"{amount} times {factor} is more than 64 bits hold; no payslip has such an amount")
        self.amount, self.factor = amount, factor

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.amount, self.factor)


class FigureMissing(PaycalcError, LookupError):
    """A statutory figure that is not held for the day; it is never taken from another year."""

    code: ClassVar[str] = "figure_missing"

    def __init__(self, figure: str, day: date, publication: str) -> None:
        super().__init__(f"the figure {figure!r} is not held for {day.isoformat()}; it is published in: {publication}")
        self.figure, self.day, self.publication = figure, day, publication

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.figure, self.day, self.publication)


class NotCovered(FigureMissing):
    """The day lies outside the years that the pack holds."""

    code: ClassVar[str] = "not_covered"
