"""Social and health insurance (ZUS): pension and disability up to thirty average wages a year, the rest on all pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.rounding import half_up, part, share
from paycalc.trace import percent

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["contribute", "contribute_as_employer"]

MILLION: Final = 1_000_000
CITE: Final = "Ustawa o systemie ubezpieczeń społecznych, art. 16, 18, 19, 22"
TO_GROSZ: Final = "half up to the grosz"


def contribute(r: Run) -> None:
    """Sets the employee's insurance lines, social_base and health_base; needs gross_pay."""
    r.part("Social insurance", CITE)
    room = np.maximum(r.law.money("pl.zus.limit") - r["social_base_before"], 0)
    r.note("1", "Room up to thirty average wages", room)
    r["social_base"] = np.minimum(r["gross_pay"], room)
    r["pension_insurance"] = _due(r, "social_base", "pl.zus.employee.pension")
    r["disability_insurance"] = _due(r, "social_base", "pl.zus.employee.disability")
    r["sickness_insurance"] = _due(r, "gross_pay", "pl.zus.employee.sickness")
    r.part("Health insurance", "Ustawa o świadczeniach opieki zdrowotnej, art. 79, 81")
    social = r["pension_insurance"] + r["disability_insurance"] + r["sickness_insurance"]
    r["health_base"] = r["gross_pay"] - social
    r["health_insurance"] = _due(r, "health_base", "pl.health")


def contribute_as_employer(r: Run) -> None:
    """Sets the employer's lines and employer_cost; needs social_base and ppk_employer."""
    r.part("Employer's contributions", f"{CITE}; ustawa o rynku pracy; ustawa o ochronie roszczeń pracowniczych")
    r["pension_employer"] = _due(r, "social_base", "pl.zus.employer.pension")
    r["disability_employer"] = _due(r, "social_base", "pl.zus.employer.disability")
    given = r["accident_rate"]
    rate = np.where(given > 0, given, int(r.law.rate("pl.zus.employer.accident") * MILLION))
    r.note("w", "Accident rate", rate, unit="rate")
    r["accident_employer"] = share(r["gross_pay"], rate, MILLION, half_up)
    least = r.law.money("pl.minimum_wage")
    r.note("m", "Minimum wage, from which the Labour Fund is due", least)
    due = (r["gross_pay"] >= least) & (r["without_labour_fund"] == 0)
    r["labour_fund"] = np.where(due, _due(r, "gross_pay", "pl.zus.employer.labour_fund"), 0)
    r["guarantee_fund"] = _due(r, "gross_pay", "pl.zus.employer.guarantee_fund")
    cost = r["gross_pay"] + r["pension_employer"] + r["disability_employer"] + r["accident_employer"]
    r["employer_cost"] = cost + r["labour_fund"] + r["guarantee_fund"] + r["ppk_employer"]


def _due(r: Run, base: str, name: str) -> Array:
    rate = r.law.rate(name)
    due = part(r[base], rate, half_up)
    r.note("x", f"{base} at {percent(rate)}", due, rounding=TO_GROSZ, cite=r.law.cite(name))
    return due
