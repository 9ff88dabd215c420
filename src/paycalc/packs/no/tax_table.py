"""The numbers of withholding tables and what each stands for, as arrays that are looked up by the number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array, pack_code

if TYPE_CHECKING:
    from paycalc.parameters import Law

__all__ = ["FINNMARK", "ORDINARY", "SEA", "UNKNOWN", "TaxTables", "number_of", "tax_tables"]

UNKNOWN, ORDINARY, SPECIAL, STANDARD, SEA, FINNMARK = range(6)
_KINDS: Final = {"special": SPECIAL, "standard": STANDARD, "sea": SEA, "finnmark": FINNMARK}
_LEVELS: Final = {"none": 0, "low": 1, "high": 2}
_NUMBERS: Final = 10_000


@dataclass(frozen=True)
class TaxTables:
    """Of each number from 0 to 9999; kroner where an amount."""

    kind: Array
    deduction: Array  # negative: an addition to income
    insurance: Array  # 0 none, 1 low, 2 high rate
    twelve: Array  # 1 where the year's tax is spread over all twelve months
    standard: Array  # 1 where the standard allowance is given
    code: Array  # the packed code that writes the number
    pensioner: Array  # the packed code of the number's table for pensioners, -1 for none


def number_of(code: Array) -> Array:
    """The number that a code of four digits begins with; 0 for what has none (table 0 does not exist)."""
    number = np.zeros_like(code)
    sound = np.ones(code.shape, np.bool_)
    for shift in (56, 48, 40, 32):
        digit = ((code >> shift) & 0xFF) - ord("0")
        sound &= (digit >= 0) & (digit <= 9)
        number = number * 10 + digit
    return np.where(sound, number, 0)


def tax_tables(law: Law) -> TaxTables:
    """Every table of the year."""
    kind, deduction, insurance, twelve = (np.zeros(_NUMBERS, np.int64) for _ in range(4))
    code, pensioner = np.zeros(_NUMBERS, np.int64), np.full(_NUMBERS, -1)
    first = law.value("no.table.ordinary")
    for sign, start in ((1, first["deduction"]), (-1, first["addition"])):
        for step in range(int(first["steps"]) + 1):
            number = start + 10 * step
            kind[number], insurance[number] = ORDINARY, _LEVELS["high"]
            deduction[number] = sign * step * first["kroner"]
            pensioner[number] = pack_code(f"{number}P")
    kind[first["addition"]], pensioner[first["addition"]] = UNKNOWN, -1  # an addition of nothing is table 8000
    for name, (type_, level, months) in law.value("no.table.named").items():
        number = int(name)
        kind[number], insurance[number], twelve[number] = _KINDS[type_], _LEVELS[level], months == 12
        code[number] = pack_code(name)
    ordinary = np.flatnonzero(kind == ORDINARY)
    code[ordinary] = [pack_code(f"{number:04}") for number in ordinary]
    standard = np.isin(kind, (STANDARD, SEA, FINNMARK)).astype(np.int64)
    return TaxTables(kind, deduction, insurance, twelve, standard, code, pensioner)
