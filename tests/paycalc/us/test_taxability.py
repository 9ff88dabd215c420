"""Which pay and which benefit is in the base of which tax (Pub. 15-B Table 2-1, Pub. 15 section 15, W-2 box 3)."""

from __future__ import annotations

import pytest
from tests.paycalc.us.people import pay

NONE = {"sui_account": "none"}


@pytest.mark.parametrize(
    ("given", "income_tax", "fica", "futa"),
    [
        ({"cafeteria": "100"}, 900, 900, 900),  # accident and health, cafeteria plan
        ({"health_fsa": "100"}, 900, 900, 900),
        ({"dependent_care": "100"}, 900, 900, 900),
        ({"hsa": "100"}, 900, 900, 900),
        ({"hsa_employer": "100"}, 1000, 1000, 1000),  # never in wages
        ({"transit": "100"}, 900, 900, 900),
        ({"parking": "100"}, 900, 900, 900),
        ({"adoption": "100"}, 900, 1000, 1000),
        ({"retirement": "100"}, 900, 1000, 1000),
        ({"retirement_403b": "100"}, 900, 1000, 1000),
        ({"simple_ira": "100", "simple_ira_limit": "16500"}, 900, 1000, 1000),
        ({"retirement_roth": "100"}, 1000, 1000, 1000),
        ({"retirement_employer": "100"}, 1000, 1000, 1000),
        ({"group_term_life": "100"}, 1100, 1100, 1000),  # box 1, but no withholding
        ({"noncash_fringe": "100"}, 1100, 1100, 1100),
        ({"education": "100"}, 1000, 1000, 1000),
        ({"education": "100", "ytd_education": "5200"}, 1050, 1050, 1050),
        ({"reimbursement": "100"}, 1000, 1000, 1000),  # accountable plan
        ({"supplemental": "100"}, 1100, 1100, 1100),
        ({"post_tax": "100"}, 1000, 1000, 1000),
        ({"after_death": "same_year"}, 0, 1000, 1000),
        ({"after_death": "later_year"}, 0, 0, 0),
        ({"family_of_employer": "child_under_18"}, 1000, 0, 0),
        ({"family_of_employer": "child_18_to_20"}, 1000, 1000, 0),
        ({"family_of_employer": "parent"}, 1000, 1000, 0),
        ({"family_of_employer": "spouse"}, 1000, 1000, 0),
    ],
    ids=str,
)
def test_bases_of_the_federal_taxes(given, income_tax, fica, futa):
    slip = pay("2025-03-07", regular="1000", **given)
    assert slip.problem == ""
    bases = [round(float(slip.get(name, "0"))) for name in ("fit_wages", "medicare_wages", "futa_wages")]
    assert bases == [income_tax, fica, futa]


@pytest.mark.parametrize(
    ("state", "given", "wages"),
    [
        ("CA", {"hsa": "100"}, "1000.00"),
        ("CA", {"cafeteria": "100"}, "900.00"),
        ("NJ", {"cafeteria": "100"}, "1000.00"),
        ("NJ", {"hsa": "100"}, "1000.00"),
        ("NJ", {"retirement": "100"}, "900.00"),
        ("PA", {"retirement": "100"}, "1000.00"),
        ("PA", {"simple_ira": "100"}, "1000.00"),
        ("PA", {"cafeteria": "100"}, "900.00"),
        ("GA", {"retirement": "100", "hsa": "50"}, "850.00"),
    ],
)
def test_bases_of_the_states(state, given, wages):
    assert pay(work_state=state, regular="1000", **given, **NONE)["state_wages"] == wages


# Limits are met in the pay that meets them, before any base is computed


@pytest.mark.parametrize(
    ("day", "given", "line", "taken"),
    [
        ("2026-11-06", {"retirement": "1000", "ytd_retirement": "24000"}, "retirement_deduction", "500.00"),
        ("2026-11-06", {"retirement_403b": "1000", "ytd_roth": "24000"}, "retirement_403b_deduction", "500.00"),
        ("2026-11-06", {"simple_ira": "1000", "ytd_simple_ira": "16500"}, "simple_ira_deduction", "500.00"),
        ("2026-11-06", {"hsa": "500", "ytd_hsa": "4000"}, "hsa_deduction", "400.00"),
        ("2026-11-06", {"hsa": "500", "ytd_hsa": "4000", "hsa_coverage": "family"}, "hsa_deduction", "500.00"),
        ("2026-11-06", {"health_fsa": "500", "ytd_health_fsa": "3000"}, "health_fsa_deduction", "400.00"),
        ("2025-11-07", {"adoption": "500", "ytd_adoption": "17000"}, "adoption_deduction", "280.00"),
        ("2025-11-07", {"transit": "400"}, "transit_deduction", "325.00"),
        ("2026-11-06", {"retirement_employer": "5000", "ytd_retirement": "24500", "ytd_retirement_employer": "45000"}, "retirement_contribution", "2500.00"),
    ],
)  # fmt: skip
def test_a_limit_caps_the_pay_that_meets_it(day, given, line, taken):
    slip = pay(day, regular="5000", **given)
    assert slip[line] == taken


def test_catch_up_at_50_and_at_60_and_roth_only_for_high_earners():
    given = {"regular": "12000", "retirement": "9000", "ytd_retirement": "20000"}
    assert pay("2026-11-06", **given)["retirement_deduction"] == "4500.00"
    assert pay("2026-11-06", **given, birth_date="1976-12-31")["retirement_deduction"] == "9000.00"
    more = given | {"ytd_retirement": "27000"}
    assert pay("2026-11-06", **more, birth_date="1965-01-01")["retirement_deduction"] == "8750.00"  # 61
    assert "retirement_deduction" not in pay(
        "2026-11-06", **more, birth_date="1965-01-01", prior_year_fica_wages="160000"
    )


@pytest.mark.parametrize(
    "given",
    [{"education": "10"}, {"adoption": "10"}, {"transit": "10"}, {"dependent_care": "10"}],
)
def test_a_limit_that_is_not_held_is_asked_for(given):
    name = next(iter(given))
    slip = pay("2026-03-06", regular="1000", **given)
    assert f"{name}_limit" in slip.problem and slip.code == "figure_missing"
    assert pay("2026-03-06", regular="1000", **given, **{f"{name}_limit": "5000"}).problem == ""
