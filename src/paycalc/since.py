"""@since(day, cite=...): a formula that a law changed; both versions stand one after the other under one name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from paycalc.errors import FigureMissing

__all__ = ["held", "since", "versions"]

P = ParamSpec("P")
R = TypeVar("R")
_VERSIONS: dict[str, dict[date, tuple[Callable[..., Any], str]]] = {}


def since(day: date, *, cite: str, key: str = "pay_date") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register the function as the version in force from `day`; the call picks by the law day of its first argument.

    The first argument is a Run or a Law. Raises FigureMissing, naming the formula, for a day before the first version.
    """

    def register(formula: Callable[P, R]) -> Callable[P, R]:
        name = f"{formula.__module__}.{formula.__qualname__}"
        held = _VERSIONS.setdefault(name, {})
        held[day] = (formula, cite)

        @wraps(formula)
        def dispatch(*args: P.args, **kwargs: P.kwargs) -> R:
            first: Any = args[0]
            on: date = first.dates.keyed(key)
            starts = [start for start in held if start <= on]
            if not starts:
                raise FigureMissing(name, on, next(iter(held.values()))[1])
            result: R = held[max(starts)][0](*args, **kwargs)
            return result

        return dispatch

    return register


def versions(formula: Callable[..., Any]) -> dict[date, str]:
    """The days from which versions of a formula hold, with their citations."""
    return {day: cite for day, (_, cite) in _VERSIONS[f"{formula.__module__}.{formula.__qualname__}"].items()}


def held() -> dict[str, tuple[date, ...]]:
    """The days from which versions hold, of every formula of the packs that are loaded, by its dotted name."""
    return {name: tuple(sorted(versions)) for name, versions in _VERSIONS.items()}
