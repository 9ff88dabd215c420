"""Pay periods of the year, the basic exemption of a period, and who contributes for how many months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import NO_DATE, Array
from paycalc.packs.ca.places import PERIODS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.run import Run

__all__ = ["contributes", "pensionable_months", "periods"]

_USUAL: Final = np.array(list(PERIODS.values()), np.int64)
_FROM, _TO = 18 * 12, 70 * 12


def periods(r: Run) -> Array:
    """P of each row."""
    if "ca.periods" not in r.memo:
        usual = _USUAL[r["pay_frequency"]]
        r.memo["ca.periods"] = (
            np.where(r["pay_periods"] > 0, r["pay_periods"], usual) if r.given("pay_periods") else usual
        )
    return r.memo["ca.periods"]


def _born(r: Run) -> Array:
    """Month of birth counted from January 1970."""
    return r["birth_date"].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def contributes(r: Run) -> NDArray[np.bool_]:
    """Rows that contribute to CPP or QPP: not exempt, from the month after the 18th to that of the 70th birthday."""
    able: NDArray[np.bool_] = r["cpp_exempt"] == 0
    if r.given("birth_date"):
        month = (r.dates.pay.year - 1970) * 12 + r.dates.pay.month - 1
        age = month - _born(r)
        able &= (r["birth_date"] == NO_DATE) | ((age > _FROM) & (age <= _TO))
    return able


def pensionable_months(r: Run) -> Array:
    """PM: as given, or what a 18th or 70th birthday in the year leaves of twelve."""
    if not r.given("pensionable_months") and not r.given("birth_date"):
        return np.broadcast_to(np.int64(12), r.rows)
    born = _born(r)
    january = (r.dates.pay.year - 1970) * 12
    begin, end = born + _FROM - january, born + _TO - january  # 0 is January of the pay year
    months = np.where((begin >= 0) & (begin < 11), 11 - begin, 12)
    months = np.where((end >= 0) & (end < 12), end + 1, months)
    months = np.where(r["birth_date"] == NO_DATE, 12, months)
    return np.where(r["pensionable_months"] > 0, r["pensionable_months"], months)
