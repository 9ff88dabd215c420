"""Orders against wages: support, tax levy, federal debts, creditors, each held to its limit, in their order.

Disposable earnings are gross pay less what the law requires to be withheld (taxes and statutory contributions, not
voluntary deductions): 15 USC 1672. Support takes 50% of them, 60% without another family, 5 points more with arrears of
twelve weeks. Student loans and federal debts take 15%. Creditors take the lesser of 25% and what passes 30 times the
minimum wage a week, and only what support and federal debts leave of that limit (29 CFR 870.11). Table 1494 of exempt
amounts is not held: the employer enters the amount that the levy leaves.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from paycalc.columns import Array, Section
from paycalc.packs.us.lines import present, put, total
from paycalc.packs.us.places import FREQUENCIES, PERIODS, STATES
from paycalc.packs.us.results import RESULTS, TAX_LINES
from paycalc.packs.us.tables import compiled
from paycalc.parameters import Law
from paycalc.rounding import floor, part, share
from paycalc.run import Run

__all__ = ["ORDER_INPUTS", "take"]

ORDER_INPUTS: Final = ("support_order", "tax_levy", "student_loan_order", "federal_debt_order", "creditor_order")
_RESULT: Final = {name: f"{name}_taken" for name in ORDER_INPUTS}
_LATER: Final = 1


def take(r: Run) -> None:
    """Set every order's line and what the limits did not leave room for."""
    if not any(present(r, name) for name in ORDER_INPUTS):
        return
    r.part("Orders", "15 USC 1673; 29 CFR 870")
    disposable = np.maximum(r["gross_pay"] - _required(r), 0)
    r.note("", "Disposable earnings", disposable, formula="gross pay - taxes and statutory contributions")
    available = _available(r)
    support = np.minimum(np.minimum(r["support_order"], _support_limit(r, disposable)), available)
    levy = np.minimum(np.maximum(disposable - support - r["levy_exempt"], 0), r["tax_levy"])
    levy = np.minimum(levy, available - support)
    first = r["levy_first"] == _LATER
    if first.any():  # a levy served before the support order comes first (IRC 6334(a)(8))
        early = np.minimum(np.minimum(np.maximum(disposable - r["levy_exempt"], 0), r["tax_levy"]), available)
        levy = np.where(first, early, levy)
        support = np.where(first, np.minimum(support, available - early), support)
    available = available - support - levy
    rest = np.maximum(_creditor_limit(r, disposable) - support, 0)
    taken = {"support_order": support, "tax_levy": levy}
    for name, limit in (
        ("student_loan_order", part(disposable, r.law.rate("orders.student_loan"), floor)),
        ("federal_debt_order", part(disposable, r.law.rate("orders.federal_debt"), floor)),
        ("creditor_order", rest),
    ):
        amount = np.minimum(np.minimum(r[name], np.minimum(limit, rest)), available)
        if name == "creditor_order":
            amount = _state_limit(r, amount)
        taken[name] = amount
        rest, available = rest - amount, available - amount
    refused = r.zeros()
    for name, amount in taken.items():
        put(r, _RESULT[name], amount)
        refused = refused + r[name] - amount
    put(r, "orders_not_taken", refused)


def _required(r: Run) -> Array:
    return total(r, TAX_LINES)


def _available(r: Run) -> Array:
    """Money that is there: an order is paid before voluntary deductions after tax, not before those of the plans."""
    before = r["gross_pay"] - _required(r) - r["roth_deduction"] - total(r, _PLANS)
    return np.where(before < 0, 0, before)


_PLANS: Final = tuple(column.name for column in RESULTS if column.section is Section.PRETAX)


def _support_limit(r: Run, disposable: Array) -> Array:
    """15 USC 1673(b)(2): 50% with another family to support, 60% without; 5 points for arrears over twelve weeks."""
    law = r.law
    own, other = law.rate("orders.support.alone"), law.rate("orders.support.other_family")
    more = law.rate("orders.support.arrears")
    rates = [int(rate * 100) for rate in (own, other, own + more, other + more)]
    which = r["support_other_family"] + 2 * r["support_arrears"]
    rate = np.array(rates, np.int64)[which]
    limit = share(disposable, rate, 100, floor)
    r.note("", "Support: at most", limit, formula="50 to 65% of disposable earnings")
    return limit


def _creditor_limit(r: Run, disposable: Array) -> Array:
    """15 USC 1673(a): the lesser of 25% and the excess over 30 x the minimum wage a week, in multiples for a period."""
    protected = compiled(r.law, _protected)[r["frequency"]]
    wanted = r["creditor_order"] + r["student_loan_order"] + r["federal_debt_order"]
    r.problem(
        (protected < 0) & (wanted > 0),
        "frequency",
        "figure_missing",
        "29 CFR 870.10 has no protected amount for daily pay: pay the order with the weekly pay.",
    )
    limit = np.minimum(part(disposable, r.law.rate("orders.ordinary"), floor), disposable - protected)
    limit = np.where(limit < 0, 0, limit)
    r.note("", "Protected amount of the period", protected)
    r.note("", "Creditors and federal debts: at most", limit, formula="the lesser of 25% and the excess")
    return limit


def _protected(law: Law) -> Array:
    """30 x the minimum wage a week: weekly, in whole weeks biweekly, 52 weeks / periods above; daily has none (-1)."""
    week = 30 * law.money("orders.minimum_wage")
    daily = FREQUENCIES.index("daily")
    return np.array([-1 if n == daily else week * 52 // PERIODS[n] for n in range(len(FREQUENCIES))], np.int64)


def _state_limit(r: Run, amount: Array) -> Array:
    """States whose law protects more than the federal law: the amount of the writ's own computation is entered."""
    entered = r["creditor_limit"]
    stricter = compiled(r.law, _stricter)[r["work_state"]] == 1
    r.problem(
        stricter & (entered == 0) & (r["creditor_order"] > 0),
        "creditor_limit",
        "figure_missing",
        "The law of the state of work protects more than the federal limit, and its figures are not held: enter "
        "creditor_limit from the order (where the state allows none, do not enter the order).",
    )
    return np.where(entered > 0, np.minimum(amount, entered), amount)


def _stricter(law: Law) -> Array:
    held = law.value("orders.stricter_states")
    return np.array([state in held for state in STATES], np.int64)
