"""Tax facts of the cast, as the packs' own columns name them: W-4s and states, tax codes, letters, loans, pensions."""

from __future__ import annotations

from datetime import date
from random import Random

GB_PENSION = {
    "pension_method": "net_pay",
    "pension_basis": "qualifying",
    "pension_employee_rate": "5%",
    "pension_employer_rate": "3%",
}
STATES = {
    "Denver CO": {"work_state": "CO", "home_state": "same", "sui_account": "rated", "sui_rate": "1.7%"},
    # The base of 2026 is entered from the state's notice: the pack holds none.
    "Austin TX": {
        "work_state": "TX",
        "home_state": "same",
        "sui_account": "rated",
        "sui_rate": "2.7%",
        "sui_wage_base": "9000.00",
    },
}


def us_facts(site: str, born: date, rng: Random | None = None) -> dict[str, str]:
    """A W-4 with the state's facts; without a generator the plainest."""
    facts = {"birth_date": born.isoformat(), "w4_form": "2020", "w4_status": "single"} | STATES[site]
    if rng is None:
        return facts
    if rng.random() < 0.05:
        status = rng.choice(("single", "married"))
        return facts | {"w4_form": "2019", "w4_status": status, "w4_allowances": str(rng.randrange(0, 4))}
    facts["w4_status"] = rng.choices(("single", "married", "head_of_household"), (52, 38, 10))[0]
    if rng.random() < 0.12:
        facts["w4_step2"] = "yes"
    if facts["w4_status"] != "single" and rng.random() < 0.6:
        facts["w4_step3"] = f"{2200 * rng.randrange(1, 4)}.00"
    if rng.random() < 0.06:
        facts["w4_step4a"] = f"{rng.randrange(5, 60) * 100}.00"
    if rng.random() < 0.07:
        facts["w4_step4b"] = f"{rng.randrange(10, 90) * 100}.00"
    if rng.random() < 0.05:
        facts["w4_step4c"] = f"{rng.choice((25, 50, 75))}.00"
    if site == "Denver CO" and rng.random() < 0.08:
        facts["state_amount"] = f"{rng.randrange(40, 120) * 100}.00"
    return facts


def gb_facts(rng: Random, born: date) -> dict[str, str]:
    """A tax code, a category letter, loans and a pension."""
    age = 2026 - born.year
    facts = {"tax_code": _code(rng), "ni_letter": "M" if age < 21 else "A"}
    if age < 25 and rng.random() < 0.3:
        facts["ni_letter"] = "H"
    if facts["ni_letter"] == "A" and rng.random() < 0.03:
        facts["ni_letter"] = rng.choice("JV")
    if rng.random() < 0.05 and facts["tax_code"][-1] == "L":
        facts["non_cumulative"] = "yes"
    if 21 < age < 48 and rng.random() < 0.34:
        facts["student_loan_plan"] = "1" if age > 34 else rng.choices("245", (70, 15, 15))[0]
        if rng.random() < 0.12:
            facts["has_postgraduate_loan"] = "yes"
    return facts | _pension(rng, age)


def _code(rng: Random) -> str:
    return rng.choices(
        ("1257L", "S1257L", "C1257L", "1383M", "1131N", "1100L", "1310L", "K212", "BR", "0T"),
        (70, 6, 3, 3, 3, 4, 4, 3, 3, 1),
    )[0]


def _pension(rng: Random, age: int) -> dict[str, str]:
    if age < 22:
        return {}
    kind = rng.choices(("net_pay", "salary_sacrifice", "relief_at_source", ""), (52, 28, 12, 8))[0]
    if kind == "salary_sacrifice":
        return {
            "pension_method": kind,
            "pension_basis": "regular",
            "pension_employee_rate": f"{rng.choice((5, 5, 6, 8))}%",
            "pension_employer_rate": "5%",
        }
    return GB_PENSION | {"pension_method": kind} if kind else {}
