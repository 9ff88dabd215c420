"""Unemployment taxes of the employer: FUTA with its credit reduction, and the state's tax at the client's rate.

FUTA: IRC 3301, 3302(c)(2), 3306(b). The credit reduction of a state is announced in November. Until it is held or
entered, FUTA is accrued at 0.6% and the wages concerned are shown in futa_wages_provisional.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paycalc.columns import Array
from paycalc.errors import FigureMissing
from paycalc.packs.us.bases import cash_wages, insured_wages
from paycalc.packs.us.lines import present, put
from paycalc.packs.us.places import STATES
from paycalc.packs.us.tables import compiled
from paycalc.parameters import Law
from paycalc.rounding import half_up, part, share
from paycalc.run import Run

__all__ = ["federal", "state"]

_MILLION: Final = 1_000_000


def federal(r: Run) -> None:
    """Set FUTA wages, FUTA and its credit reduction."""
    r.part("FUTA", "IRC 3301, 3302(c), 3306(b)")
    wages = insured_wages(r)
    if r.given("futa_exempt"):
        wages = np.where(r["futa_exempt"] == 1, 0, wages)
    if present(r, "family_of_employer"):
        wages = np.where(r["family_of_employer"] > 0, 0, wages)
    base = r.law.money("futa.base")
    wages = np.minimum(wages, np.maximum(base - r["ytd_futa_wages"], 0))
    r.note("", "FUTA base of the year", base)
    r.note("", "FUTA wages before this pay", r["ytd_futa_wages"])
    put(r, "futa_wages", wages)
    net = r.law.rate("futa.rate") - r.law.rate("futa.credit")
    put(r, "futa", part(wages, net, half_up))
    reduction, known = _credit_reduction(r, net)
    r.note(
        "",
        "Credit reduction of the state",
        reduction,
        unit="rate",
        formula="" if bool(np.all(known)) else f"NOT ANNOUNCED for {r.dates.pay.year}: accrued without it",
    )
    put(r, "futa_credit_reduction", share(wages, reduction, _MILLION, half_up))
    put(r, "futa_wages_provisional", np.where(known, 0, wages))


def _credit_reduction(r: Run, net: Fraction) -> tuple[Array, NDArray[np.bool_]]:
    """(rate in millionths, whether it is known) of each row: entered by the client, else as held for the state."""
    entered = r["futa_net_rate"]
    floor = int(net * _MILLION)
    if r.law.has("futa.credit_reduction"):
        held, known = compiled(r.law, _held_reductions)[r["work_state"]], np.ones(r.rows, np.bool_)
    else:
        held, known = r.zeros(), entered > 0
    return np.where(entered > 0, entered - floor, held), known


def _held_reductions(law: Law) -> Array:
    table = law.value("futa.credit_reduction")
    return np.array([int(Fraction(str(table.get(state, 0))) * _MILLION) for state in STATES], np.int64)


def state(r: Run) -> None:
    """Set state unemployment wages and tax at the client's rate; a base that is neither held nor entered is refused."""
    rated = (r["work_state"] > 0) & ((r["sui_account"] == 1) | (r["sui_rate"] > 0))
    wages = insured_wages(r)
    gross = compiled(r.law, _gross)[r["work_state"]]
    if gross.any():
        wages = np.where(gross == 1, cash_wages(r), wages)
    r.problem(
        (r["work_state"] > 0) & (r["sui_account"] == 0) & (r["sui_rate"] == 0) & (wages > 0),
        "work_state",
        "figure_missing",
        f"The client's unemployment rate of {{value}} for {r.dates.pay.year} is not entered: take sui_rate from the "
        "state's notice, or set sui_account to none for an exempt or reimbursing employer.",
    )
    if not rated.any():
        return
    r.part(
        "State unemployment tax",
        "unemployment insurance law of the state: its wage base, the employer's notice of rate",
    )
    base = np.where(r["sui_wage_base"] > 0, r["sui_wage_base"], compiled(r.law, _bases)[r["work_state"]])
    _refuse_unknown_bases(r, rated & (base < 0))
    wages = np.where(rated, np.minimum(wages, np.maximum(base - r["ytd_sui_wages"], 0)), 0)
    r.note("", "Wage base of the state", base)
    r.note("", "Wages before this pay", r["ytd_sui_wages"])
    r.note("", "The client's rate", r["sui_rate"], unit="rate")
    put(r, "sui_wages", wages)
    put(r, "sui", share(wages, r["sui_rate"], _MILLION, half_up))


def _gross(law: Law) -> Array:
    """1 for the states whose unemployment wages keep section 125 in."""
    held = law.value("sui.on_gross_wages")
    return np.array([state in held for state in STATES], np.int64)


def _bases(law: Law) -> Array:
    """Taxable wage base of each state in cents; -1 where the year's base is not held."""
    bases = [0] + [law.money(f"sui.base.{state}") if law.has(f"sui.base.{state}") else -1 for state in STATES[1:]]
    return np.array(bases, np.int64)


def _refuse_unknown_bases(r: Run, unknown: NDArray[np.bool_]) -> None:
    for index in np.unique(r["work_state"][unknown]):
        try:
            r.law.money(f"sui.base.{STATES[index]}")
        except FigureMissing as missing:
            sentence = f"{missing}; enter sui_wage_base from the state's notice"
            r.problem(unknown & (r["work_state"] == index), "sui_wage_base", missing.code, sentence)
