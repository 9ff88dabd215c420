"""The same Polish payslip, one person at a time with Decimal; tests and the bench compare."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

D = Decimal


def near(amount: Decimal) -> int:
    """Nearest whole number, an exact half up."""
    return int(amount.quantize(D(1), ROUND_HALF_UP))


def payslip(one: dict[str, int], day: date) -> dict[str, int]:
    """Every line, in grosze."""
    get = lambda name: one.get(name, 0)  # noqa: E731
    gross = get("regular_pay") + get("overtime_pay") + get("bonus_pay") + get("benefits_in_kind")
    limit, least = (26_019_000, 466_600) if day.year == 2025 else (28_260_000, 480_600)
    base = min(gross, max(limit - get("social_base_before"), 0))
    found = {
        "pension_insurance": near(base * D("0.0976")), "disability_insurance": near(base * D("0.015")),
        "sickness_insurance": near(gross * D("0.0245")),
    }  # fmt: skip
    left = gross - sum(found.values())
    found["health_insurance"] = near(left * D("0.09"))
    plan = get("ppk") == 1
    found |= {
        "ppk_employee": near(gross * D("0.02")) if plan else 0,
        "ppk_employer": near(gross * D("0.015")) if plan else 0,
    }
    taxed = max(near(D(left - (300_00 if get("costs") else 250_00)) / 100) * 100, 0)
    before = get("tax_base_before")
    above = min(max(before + taxed - 120_000_00, 0), taxed)
    relief = 300_00 if before <= 120_000_00 and one.get("pit2", 1) else 0
    due = max((taxed - above) * D("0.12") + above * D("0.32") - relief, D(0)) + found["ppk_employer"] * D("0.12")
    found["income_tax"] = 0 if get("youth_relief") else near(due / 100) * 100
    net = gross - get("benefits_in_kind") + get("expenses") - get("post_tax_deduction")
    own = (
        "pension_insurance",
        "disability_insurance",
        "sickness_insurance",
        "health_insurance",
        "income_tax",
        "ppk_employee",
    )
    rate = D(get("accident_rate")) / 10**6 or D("0.0167")
    found |= {
        "tax_base": taxed, "net_pay": net - sum(found[name] for name in own), "pension_employer": near(base * D("0.0976")),
        "disability_employer": near(base * D("0.065")), "accident_employer": near(gross * rate),
        "labour_fund": near(gross * D("0.0245")) if gross >= least and not get("without_labour_fund") else 0,
        "guarantee_fund": near(gross * D("0.001")),
    }  # fmt: skip
    return found
