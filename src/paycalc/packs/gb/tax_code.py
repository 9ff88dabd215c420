"""Tax codes: the grammar of HMRC's RTI schema, and the code that a starter declaration gives.

[S|C] then a number with a suffix letter (1257L), K and a number, or BR, D0 to D8, 0T, NT; W1, M1, X or NONCUM: alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array, pack_code, unpack_code

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["RUK", "SCOTLAND", "STARTER_BASIS", "TaxCode", "codes_used", "parse", "starter_codes"]

RUK: Final = 0  # England, Northern Ireland and, with C, Wales: one table, as their rates are equal
SCOTLAND: Final = 1
_GRAMMAR: Final = re.compile(
    r"(?P<nation>[SC]?)(?:(?P<number>[1-9][0-9]{0,5})[LMNPTY]|(?P<zero>0T)|K(?P<k>[1-9][0-9]{0,5})|(?P<flat>BR|D[0-8]))"
    r"(?P<basis>W1|M1|X|NONCUM)?"
)
_NO_TAX: Final = re.compile(r"NT(?P<basis>W1|M1|X|NONCUM)?")
STARTER_BASIS: Final = (1, 0, 1, 0)
"""Whether the code of declaration none, A, B, C stands alone in each period."""


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A code taken apart. `number` is negative for K; `flat` is "", "NT", "BR" or "D0".."D8"."""

    nation: int
    number: int
    flat: str
    non_cumulative: bool


@cache
def parse(packed: int) -> TaxCode | None:
    """The parts of a packed code, None for what is no tax code."""
    text = unpack_code(packed)
    if match := _NO_TAX.fullmatch(text):
        return TaxCode(RUK, 0, "NT", match["basis"] is not None)
    match = _GRAMMAR.fullmatch(text)
    if match is None:
        return None
    number = int(match["number"] or 0) - int(match["k"] or 0)
    return TaxCode(SCOTLAND if match["nation"] == "S" else RUK, number, match["flat"] or "", match["basis"] is not None)


@cache
def starter_codes(emergency: str) -> Array:
    """Packed codes for the declarations none, A, B, C: 0T, the emergency code, the same, BR."""
    return np.array([pack_code(text) for text in ("0T", emergency, emergency, "BR")], np.int64)


def codes_used(r: Run) -> tuple[Array, Array]:
    """(packed code, stands alone as 0 or 1) of each row: what HMRC issued, else what the starter declaration gives."""
    code, alone = r["tax_code"], r["non_cumulative"]
    missing = code == 0
    if missing.any():
        declared = r["starter_declaration"]
        code = np.where(missing, starter_codes(r.law.text("tax.code.emergency"))[declared], code)
        alone = np.where(missing, np.array(STARTER_BASIS, np.int64)[declared], alone)
    return code, alone
