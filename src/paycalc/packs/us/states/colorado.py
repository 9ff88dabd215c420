"""Colorado: DR 1098 withholding worksheet and FAMLI premiums.

Annual wages less the allowance, times the rate, divided by the pay periods, rounded once half up to the cent.
FAMLI is charged on gross wages up to the Social Security base; nothing leaves its base.
"""

from __future__ import annotations

import numpy as np

from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.wages import extra_of, of_pay, settle
from paycalc.rounding import half_up, part, share

__all__ = ["insure", "withhold"]


def withhold(s: StateRows) -> None:
    """Set Colorado income tax."""
    law = s.law
    s.part("Colorado income tax", law.cite("co.rate"))
    wages = of_pay(s)
    periods = s.periods()
    allowance = np.where(s["w4_status"] == 1, law.money("co.allowance.married"), law.money("co.allowance.other"))
    if s.given("state_form") or s.given("state_amount"):
        filed = (s["state_form"] == 1) | (s["state_amount"] > 0)
        allowance = np.where(filed, s["state_amount"], allowance)
    annual = np.maximum(wages.together * periods - allowance, 0)
    rate = law.rate("co.rate")
    tax = share(annual, rate.numerator, rate.denominator * periods, half_up)
    s.note("1", "Wages of the period", wages.together)
    s.note("2", "Annual wages", wages.together * periods)
    s.note("3", "Annual withholding allowance", allowance)
    s.note("4", "Annual wages less the allowance", annual)
    s.note(
        "5",
        "Tax of the period",
        tax,
        formula="4.4% of the annual amount / pay periods",
        rounding="half up to the cent, once",
    )
    settle(s, wages, tax, extra_of(s, wages))


def insure(s: StateRows) -> None:
    """Set both FAMLI shares."""
    law = s.law
    s.part("Colorado FAMLI", law.cite("co.famli.rate"))
    gross = s.kept("cash_wages")
    wages = np.minimum(gross, np.maximum(law.money("fica.oasdi_base") - s["ytd_leave_wages"], 0))
    wages = np.where(s["leave_exempt"] == 1, 0, wages)
    premium = part(wages, law.rate("co.famli.rate"), half_up)
    small = (s["employer_size"] > 0) & (s["employer_size"] < law.whole("co.famli.employer_from"))
    s.note("", "Gross wages up to the Social Security base", wages)
    s.note("", "Premium of the employee", premium, rounding="half up to the cent")
    s["leave_wages"] = wages
    s["state_leave"] = premium
    s["state_leave_employer"] = np.where(small, 0, premium)
