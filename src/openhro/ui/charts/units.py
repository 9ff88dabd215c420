"""What a chart's numbers are: money in minor units, counts, or percent in hundredths of a percent."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from django.utils.translation import gettext

from openhro.ui import formats


class Unit(Protocol):
    """A way to write values: in full for labels and tables, short for axes, and by name for the caption."""

    def full(self, value: int) -> str: ...

    def short(self, value: Fraction | int) -> str: ...

    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Money:
    """Minor units of a currency."""

    currency: str

    def full(self, value: int) -> str:
        return str(formats.money(value, self.currency, formats.current_locale()))

    def short(self, value: Fraction | int) -> str:
        return formats.short_money(int(value), self.currency, formats.current_locale())

    def name(self) -> str:
        return self.currency


@dataclass(frozen=True, slots=True)
class Count:
    """Whole things; `noun` names them: people, hours, tickets."""

    noun: str

    def full(self, value: int) -> str:
        return formats.count(value, formats.current_locale())

    def short(self, value: Fraction | int) -> str:
        return formats.short_count(int(value), formats.current_locale())

    def name(self) -> str:
        return self.noun


@dataclass(frozen=True, slots=True)
class Percent:
    """Hundredths of a percent: 9950 is 99.50 %."""

    def full(self, value: int) -> str:
        return formats.hundredths(value, formats.current_locale())

    def short(self, value: Fraction | int) -> str:
        return formats.hundredths(int(value), formats.current_locale(), places=0 if value % 100 == 0 else 1)

    def name(self) -> str:
        return gettext("percent")
