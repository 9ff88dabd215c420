"""One-off pay: within the ceilings of the year so far; from January to March perhaps in the year before.

The room is what the ceilings of the months since January had left, SGB IV s. 23a (3). The accumulators never reset by
themselves: the first payslip of a year moves the room of the last one to the year before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.columns import KV_GROUPS
from paycalc.packs.de.social.people import is_minijob

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["Parts", "allot", "prior_rate", "remember"]

_MARCH: Final = 3
_INSURED: Final = np.array([KV_GROUPS.index("1"), KV_GROUPS.index("3")], np.int64)
CITE: Final = "SGB IV s. 23a"


@dataclass(frozen=True, slots=True)
class Parts:
    """Cents of health and care, and of pension and unemployment."""

    kv: Array
    rv: Array


def allot(r: Run, open_now: Parts, none: NDArray[np.bool_]) -> tuple[Parts, Parts]:
    """(contributory one-off pay of this year, that of the year before); `none` marks rows that pay it otherwise."""
    zero = np.broadcast_to(np.int64(0), r.rows)
    if not r.given("one_off_pay"):
        return Parts(zero, zero), Parts(zero, zero)
    r.part("One-off pay within the year's ceilings", CITE)
    once, same = np.where(none, 0, r["one_off_pay"]), r["sv_year_before"] == r.dates.end.year
    kv = np.maximum(np.where(same, r["kv_room_before"], 0) + open_now.kv, 0)
    rv = np.maximum(np.where(same, r["rv_room_before"], 0) + open_now.rv, 0)
    r.note("KV", "Unused ceiling of health and care", kv)
    r.note("RV", "Unused ceiling of pension and unemployment", rv)
    back = _belongs_back(r, once, Parts(kv, rv))
    now = np.where(back, 0, once)
    prior = _prior(r)
    late = np.where(back, once, 0)
    return Parts(np.minimum(now, kv), np.minimum(now, rv)), Parts(
        np.minimum(late, prior["kv_room"]), np.minimum(late, prior["rv_room"])
    )


def _belongs_back(r: Run, once: Array, room: Parts) -> NDArray[np.bool_]:
    """The clause of March: paid by March, beyond this year's room, and employed here in the year before.

    The room of health insurance decides for those who are compulsorily insured in it, that of pension insurance else.
    """
    if r.dates.end.month > _MARCH:
        return np.zeros(r.rows, np.bool_)
    decides = np.where(np.isin(r["kv_group"], _INSURED), room.kv, room.rv)
    back: NDArray[np.bool_] = (once > decides) & (_prior(r)["year"] == r.dates.end.year - 1)
    return back


def _prior(r: Run) -> dict[str, Array]:
    """Year before, its unused ceilings and additional rate: as carried, or from the last payslip if that was then."""
    same = r["sv_year_before"] == r.dates.end.year
    return {
        name: np.where(same, r[kept], r[last])
        for name, kept, last in (
            ("year", "prior_year_before", "sv_year_before"),
            ("kv_room", "kv_room_prior_before", "kv_room_before"),
            ("rv_room", "rv_room_prior_before", "rv_room_before"),
            ("kvz", "kvz_prior_before", "kvz_last_before"),
        )
    }


def prior_rate(r: Run) -> Array:
    """The fund's additional rate at the end of the year before."""
    return _prior(r)["kvz"]


def remember(r: Run, left: Parts, last_year: Parts) -> None:
    """Sets the rooms and years for the next payslip; who owes no contributions leaves them as they are."""
    year, prior = r.dates.end.year, _prior(r)
    same = r["sv_year_before"] == year
    groups = r["kv_group"] + r["pv_group"] + r["rv_group"] + r["av_group"]
    counts = ~is_minijob(r) & (groups > 0)
    new = {
        "sv_year": np.broadcast_to(np.int64(year), r.rows),
        "kv_room": np.where(same, r["kv_room_before"], 0) + left.kv,
        "rv_room": np.where(same, r["rv_room_before"], 0) + left.rv,
        "kvz_last": r["kvz"],
        "prior_year": prior["year"],
        "kv_room_prior": prior["kv_room"] - last_year.kv,
        "rv_room_prior": prior["rv_room"] - last_year.rv,
        "kvz_prior": prior["kvz"],
    }
    r.part("Ceilings left for one-off pay", CITE)
    for name, value in new.items():
        kept = np.where(counts, value, r[f"{name}_before"])
        if r.tracer is not None or kept.any():
            r[name] = kept
