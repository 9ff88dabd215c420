"""From values to pixels, exactly: fractions all the way, rounded once when written."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import count

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from [low, high] to [start, end]; start may lie beyond end, as on a vertical axis."""

    low: Number
    high: Number
    start: Number
    end: Number

    def at(self, value: Number) -> Fraction:
        """Where the value lies, in pixels."""
        return Fraction(self.start) + Fraction(value - self.low, self.high - self.low) * (self.end - self.start)


def px(value: Number) -> str:
    """A coordinate as SVG writes it: at most two places, half up, no trailing noughts."""
    exact = Fraction(value)
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{rounded:f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def step_for(span: Number, wanted: int) -> Fraction:
    """The smallest of 1, 2, 5 times a power of ten that cuts the span into at most `wanted` steps."""
    rough = Fraction(span, wanted)
    power = Fraction(1)
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def ticks(low: Number, high: Number, wanted: int = 4) -> list[Fraction]:
    """Round values that cover [low, high]; the first is not above low and the last not below high."""
    if low == high:
        high = low + 1
    step = step_for(high - low, wanted)
    first = Fraction(low) // step * step
    found = [first]
    for number in count(1):
        if found[-1] >= high:
            return found
        found.append(first + number * step)
    raise AssertionError("unreachable")


def reach(values: Iterable[Number], *, zero: bool = True) -> tuple[Number, Number]:
    """The lowest and highest value, with nought among them when bars grow from it."""
    known = list(values)
    if zero or not known:
        known.append(0)
    return min(known), max(known)
