"""Employment insurance (chapter 7 of T4127) and Quebec parental insurance: premiums of employee and employer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.ca.places import QUEBEC
from paycalc.packs.ca.sheet import of, rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["Premiums", "Rates", "insure", "rates"]

CITE: Final = "Employment Insurance Act; T4127 chapter 7 and Table 8.7"
PARENTAL: Final = "Act respecting parental insurance (Quebec); T4127 Table 8.8"


@dataclass(frozen=True)
class Rates:
    """By place of the premium (0 outside Quebec, 1 Quebec, 2 QPIP): hundred-thousandths, and yearly maxima in cents."""

    rate: Array
    most: Array
    employer: Array
    employer_most: Array
    earnings: int  # maximum insurable earnings


@dataclass(frozen=True)
class Premiums:
    """Of each row: what the tax credit needs."""

    quebec: Array  # 0 or 1
    ei: Array
    reached: NDArray[np.bool_]  # the year's maximum is reached with this pay
    insured: NDArray[np.bool_]


def rates(law: Law) -> Rates:
    """The figures, once per run."""
    return law.once("ca.insurance", lambda: _build(law))


def _build(law: Law) -> Rates:
    names = ("ei.canada", "ei.quebec", "qpip")
    return Rates(
        np.array([rate(law, f"{name}.rate") for name in names], np.int64),
        np.array([law.money(f"{name}.most") for name in names], np.int64),
        np.array([rate(law, f"{name}.employer") for name in names], np.int64),
        np.array([law.money(f"{name}.employer_most") for name in names], np.int64),
        law.money("ei.earnings"),
    )


def insure(r: Run) -> Premiums:
    """Sets ei, ei_employer, qpip and qpip_employer; needs insurable_earnings."""
    r.part("Employment insurance (EI)", CITE)
    law = rates(r.law)
    quebec = (r["province"] == QUEBEC).astype(np.int64)
    insured = r["ei_exempt"] == 0
    earned = np.where(insured, r["insurable_earnings"], 0)
    charged, full = _chargeable(r, law, earned, quebec)
    by_rate = of(charged, law.rate[quebec])
    r.note("rate", "Rate", law.rate[quebec], unit="rate", scale=10)
    r.note("EI(ii)", "By the rate", by_rate, formula="rate x IE", rounding="half up to the cent")
    room = law.most[quebec] - r["ei_before"]
    r.note("EI(i)", "Left under the year's maximum", room, formula="maximum - D1")
    room = np.where(full, by_rate, room)
    r["ei"] = np.maximum(np.minimum(by_rate, room), 0)
    reached = np.where(full, r["insurable_earnings_before"] + earned >= law.earnings, r["ei"] >= room)
    share = of(charged, law.employer[quebec])
    r.note("EI employer", "Employer's premium by the rate", share, rounding="half up to the cent")
    left = np.where(full, share, law.employer_most[quebec] - r["ei_employer_before"])
    r["ei_employer"] = np.maximum(np.minimum(share, left), 0)
    if quebec.any():
        _parental(r, law, np.where(quebec == 1, earned, 0))
    return Premiums(quebec, r["ei"], reached, insured)


def _chargeable(r: Run, law: Rates, earned: Array, quebec: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Insurable earnings, and whether the year's maximum is held by earnings instead of by premiums.

    It is after a move into or out of Quebec: the two rates then share one maximum of earnings.
    """
    moved = np.where(quebec == 1, r["cpp_before"], r["qpp_before"]) > 0
    if not moved.any():
        return np.maximum(earned, 0), moved
    left = np.maximum(law.earnings - r["insurable_earnings_before"], 0)
    return np.maximum(np.where(moved, np.minimum(earned, left), earned), 0), moved


def _parental(r: Run, law: Rates, earned: Array) -> None:
    r.part("Quebec parental insurance (QPIP)", PARENTAL)
    for name, rate_, most in (("qpip", law.rate, law.most), ("qpip_employer", law.employer, law.employer_most)):
        by_rate = of(np.maximum(earned, 0), int(rate_[2]))
        room = int(most[2]) - r[f"{name}_before"]
        r[name] = np.maximum(np.minimum(by_rate, room), 0)
