"""Federal rules that are easily got wrong, each with the number that shows it."""

from __future__ import annotations

import pytest
from tests.paycalc.us.people import pay


def test_step_2_table_bases_come_from_half_dollars_and_are_not_recomputed():
    """Single, step 2, 2026: the row at 108,938 has the base of 108,937.50."""
    slip = pay(frequency="annual", regular="108938", w4_step2="yes")
    assert slip["federal_income_tax"] == "20512.00"


def test_2025_tables_keep_the_standard_deduction_of_their_print():
    assert pay("2025-07-01", frequency="annual", regular="15750")["federal_income_tax"] == "75.00"
    assert "federal_income_tax" not in pay("2026-07-01", frequency="annual", regular="16100")


def test_tax_is_rounded_once_at_the_end():
    """2h = 3,820.2592 / 52 = 73.4665, 3b = 2,000 / 52 = 38.4615: 35.0050 less a hair; rounding each first gives 35.01."""
    assert pay(frequency="weekly", regular="961.58", w4_step3="2000")["federal_income_tax"] == "35.00"


def test_extra_withholding_comes_after_the_floor_of_line_3c():
    slip = pay(frequency="weekly", regular="300", w4_step3="4000", w4_step4c="15")
    assert slip["federal_income_tax"] == "15.00"


def test_nothing_is_withheld_where_nothing_is_paid():
    assert pay(frequency="weekly", regular="0", w4_step4c="15") == {}


def test_no_head_of_household_table_for_an_old_form():
    slip = pay(w4_form="2019", w4_status="head_of_household", regular="2000")
    assert "no head of household" in slip.problem and slip == {}


def test_old_form_equals_its_bridge_to_the_new_one():
    """Pub. 15-T p.5: 4(a) = 8,600 or 12,900, 4(b) = 4,300 x allowances, 4(c) = line 6."""
    for status, line_4a in (("single", "8600"), ("married", "12900")):
        for wages in ("310.55", "1234.56", "9999.99", "40000.01"):
            old = pay(w4_form="2019", w4_status=status, w4_allowances=3, w4_step4c="7.50", regular=wages)
            new = pay(w4_status=status, w4_step4a=line_4a, w4_step4b="12900", w4_step4c="7.50", regular=wages)
            assert old == new


def test_exempt_employees_bear_only_the_37_percent():
    slip = pay(w4_exempt="yes", regular="5000", supplemental="1000100")
    assert "federal_income_tax" not in slip
    assert slip["federal_supplemental_tax"] == "37.00"


def test_wage_bracket_table_ends():
    slip = pay("2025-07-01", frequency="weekly", regular="1925", fit_method="wage_bracket")
    assert "percentage method" in slip.problem
    slip = pay("2026-07-01", frequency="weekly", regular="500", fit_method="wage_bracket")
    assert "'wage_bracket' is not held for 2026-07-01" in slip.problem


def test_whole_dollar_rounding_is_a_choice():
    assert pay(regular="2000", fit_rounding="dollar")["federal_income_tax"] == "156.00"
    assert pay(regular="2000")["federal_income_tax"] == "156.15"


# Supplemental wages (Pub. 15 section 7)


def test_flat_rate_below_and_mandatory_rate_above_one_million_in_one_payment():
    slip = pay(supplemental="300000", ytd_supplemental="900000")
    assert slip["federal_supplemental_tax"] == "96000.00"  # 100,000 x 22% + 200,000 x 37%


def test_flat_rate_needs_income_tax_withheld_before():
    flat = pay(supplemental="1000", frequency="monthly")
    assert flat["federal_supplemental_tax"] == "220.00"
    not_allowed = pay(supplemental="1000", frequency="monthly", fit_withheld_before="no")
    assert "federal_supplemental_tax" not in not_allowed  # aggregate on 1,000 a month: nothing
    same_pay = pay(regular="4000", supplemental="1000", frequency="monthly", fit_withheld_before="no")
    assert same_pay["federal_supplemental_tax"] == "220.00"


def test_aggregate_method_is_the_tax_on_everything_less_what_was_withheld():
    whole = pay(regular="5000", frequency="monthly")
    parts = pay(regular="3000", supplemental="2000", supplemental_method="aggregate", frequency="monthly")
    total = float(parts["federal_income_tax"]) + float(parts["federal_supplemental_tax"])
    assert f"{total:.2f}" == whole["federal_income_tax"]


def test_second_bonus_of_the_period_counts_everything_before_it():
    """Pub. 15 (2025) p.23: 427 - 77 - 113 = 237."""
    slip = pay(
        "2025-07-01",
        frequency="monthly",
        supplemental="2000",
        supplemental_method="aggregate",
        fit_method="wage_bracket",
        earlier_wages="3000",
        earlier_fit="190",
    )
    assert slip["federal_supplemental_tax"] == "237.00"


def test_pretax_deductions_lower_regular_wages_first():
    slip = pay(regular="100", supplemental="1000", cafeteria="150")
    assert "fit_regular_wages" not in slip
    assert slip["fit_supplemental_wages"] == "950.00"
    assert slip["federal_supplemental_tax"] == "209.00"


# Social Security and Medicare


@pytest.mark.parametrize(
    ("day", "base", "most"), [("2025-12-31", "176100.00", "10918.20"), ("2026-12-31", "184500.00", "11439.00")]
)
def test_social_security_stops_at_the_base(day, base, most):
    slip = pay(day, frequency="annual", regular="250000")
    assert (slip["oasdi_wages"], slip["oasdi"], slip["oasdi_employer"]) == (base, most, most)
    assert slip["medicare_wages"] == "250000.00"


def test_social_security_is_capped_within_the_pay_that_crosses():
    slip = pay(regular="10000", ytd_oasdi_wages="180000", ytd_oasdi="11160.00")
    assert (slip["oasdi_wages"], slip["oasdi"]) == ("4500.00", "279.00")
    assert "oasdi" not in pay(regular="10000", ytd_oasdi_wages="184500")


def test_box_4_never_passes_the_maximum_by_cents():
    slip = pay(regular="10000", ytd_oasdi_wages="180000", ytd_oasdi="11160.03")
    assert (slip["oasdi"], slip["oasdi_employer"]) == ("278.97", "279.00")
    assert slip["oasdi_to_date"] == "11439.00"


def test_additional_medicare_is_on_the_excess_of_the_crossing_pay_only():
    slip = pay(regular="10000", ytd_medicare_wages="195000", ytd_oasdi_wages="184500")
    assert slip["additional_medicare_wages"] == "5000.00"
    assert (slip["medicare"], slip["additional_medicare"], slip["medicare_employer"]) == ("145.00", "45.00", "145.00")


def test_additional_medicare_does_not_look_at_the_filing_status():
    for status in ("single", "married", "head_of_household"):
        assert pay(regular="10000", ytd_medicare_wages="200000", w4_status=status)["additional_medicare"] == "90.00"


# What leaves which base


@pytest.mark.parametrize(
    ("deduction", "fit", "fica", "futa"),
    [
        ("cafeteria", "900.00", "900.00", "900.00"),
        ("health_fsa", "900.00", "900.00", "900.00"),
        ("hsa", "900.00", "900.00", "900.00"),
        ("retirement", "900.00", "1000.00", "1000.00"),
        ("retirement_roth", "1000.00", "1000.00", "1000.00"),
        ("post_tax", "1000.00", "1000.00", "1000.00"),
    ],
)
def test_what_each_deduction_leaves(deduction, fit, fica, futa):
    slip = pay(regular="1000", **{deduction: "100"})
    assert (slip["fit_wages"], slip["medicare_wages"], slip["futa_wages"]) == (fit, fica, futa)


def test_transit_and_dependent_care_leave_every_base():
    for deduction in ("transit", "parking", "dependent_care"):
        slip = pay("2025-03-07", regular="1000", **{deduction: "100"})
        assert (slip["fit_wages"], slip["medicare_wages"], slip["futa_wages"]) == ("900.00", "900.00", "900.00")


def test_group_term_life_is_social_security_wages_and_in_box_1_but_nothing_is_withheld_for_income_tax():
    with_life, without = pay(regular="1000", group_term_life="50"), pay(regular="1000")
    assert with_life["federal_income_tax"] == without["federal_income_tax"]
    assert (with_life["fit_wages"], with_life["oasdi_wages"], with_life["futa_wages"]) == (
        "1050.00",
        "1050.00",
        "1000.00",
    )
    assert with_life["noncash_wages"] == "50.00" and with_life["gross_pay"] == "1000.00"


def test_fringe_benefit_is_taxed_but_not_paid():
    slip = pay(regular="1000", noncash_fringe="200")
    assert (slip["fit_wages"], slip["oasdi_wages"], slip["futa_wages"], slip["gross_pay"]) == (
        "1200.00",
        "1200.00",
        "1200.00",
        "1000.00",
    )


def test_expenses_are_paid_and_not_taxed():
    with_expenses, without = pay(regular="1000", reimbursement="75.25"), pay(regular="1000")
    assert float(with_expenses["net_pay"]) - float(without["net_pay"]) == pytest.approx(75.25)
    assert with_expenses["fit_wages"] == without["fit_wages"]


# Limits


def test_401k_is_capped_in_the_pay_that_meets_the_limit_before_the_bases():
    slip = pay(regular="5000", retirement="1000", ytd_retirement="23900")
    assert (slip["retirement_deduction"], slip["retirement_over_limit"], slip["fit_wages"]) == (
        "600.00",
        "400.00",
        "4400.00",
    )


def test_401k_traditional_and_roth_share_the_limit():
    slip = pay(regular="5000", retirement="600", retirement_roth="600", ytd_retirement="20000", ytd_roth="3500")
    assert (slip["retirement_deduction"], slip["roth_deduction"], slip["retirement_over_limit"]) == (
        "600.00",
        "400.00",
        "200.00",
    )


@pytest.mark.parametrize(
    ("born", "limit"),
    [
        ("1977-01-01", "24500.00"),
        ("1976-12-31", "32500.00"),
        ("1967-01-01", "32500.00"),
        ("1966-12-31", "35750.00"),
        ("1963-01-01", "35750.00"),
        ("1962-12-31", "32500.00"),
    ],
)
def test_catch_up_goes_by_the_age_at_the_end_of_the_year(born, limit):
    slip = pay(frequency="annual", regular="90000", retirement="60000", birth_date=born)
    assert slip["retirement_deduction"] == limit


def test_catch_up_of_high_earners_must_be_roth_from_2026():
    given = {
        "frequency": "annual",
        "regular": "90000",
        "retirement": "40000",
        "retirement_roth": "40000",
        "birth_date": "1970-01-01",
        "prior_year_fica_wages": "150000.01",
    }
    slip = pay(**given)
    assert (slip["retirement_deduction"], slip["roth_deduction"]) == ("24500.00", "8000.00")
    slip = pay("2025-03-07", **given)
    assert slip["retirement_deduction"] == "31000.00" and "roth_deduction" not in slip


def test_hsa_counts_the_employers_part_first():
    slip = pay(regular="5000", hsa="500", hsa_employer="100", ytd_hsa="4000")
    assert (slip["hsa_deduction"], slip["hsa_contribution"], slip["hsa_to_date"]) == ("300.00", "100.00", "4400.00")
    family = pay(regular="5000", hsa="500", hsa_coverage="family", ytd_hsa="9700", birth_date="1971-12-31")
    assert family["hsa_deduction"] == "50.00"  # 8,750 + 1,000 at 55


def test_what_a_nonresident_aliens_wages_are_raised_by_in_2026_is_the_clients_to_enter():
    """The amounts of 2025 are printed: a week adds 288.50 with a form of 2020. The tables of 2026 were not seen."""
    alien = {"frequency": "weekly", "regular": "900", "w4_nra": "yes"}
    raised = pay("2025-07-03", frequency="weekly", regular="1188.50")
    assert pay("2025-07-03", **alien)["federal_income_tax"] == raised["federal_income_tax"]
    plain = pay("2025-07-03", frequency="weekly", regular="901")
    assert pay("2025-07-03", **alien, nra_amount="1.00")["federal_income_tax"] == plain["federal_income_tax"]
    refused = pay(**alien)
    assert (refused.code, "IRS Pub. 15-T of the year" in refused.problem) == ("figure_missing", True)
    assert "enter nra_amount" in refused.problem
    entered = pay(**alien, nra_amount="300.00")
    assert entered["federal_income_tax"] == pay(frequency="weekly", regular="1200")["federal_income_tax"]
    assert entered["fit_wages"] == "900.00"
    assert pay(regular="900", nra_amount="300").code == "conflict"


def test_transit_limit_is_a_month_and_the_year_2026_is_the_clients_to_enter():
    assert pay("2025-03-07", regular="2000", transit="200", mtd_transit="200")["transit_deduction"] == "125.00"
    refused = pay(regular="2000", transit="200")
    assert "enter transit_limit from IRS Pub. 15-B (2026)" in refused.problem
    assert pay(regular="2000", transit="200", transit_limit="150")["transit_deduction"] == "150.00"


def test_dependent_care_limit_of_2026_is_the_clients_to_enter():
    assert "dependent_care_limit" in pay(regular="2000", dependent_care="100").problem
    assert (
        pay("2025-03-07", regular="2000", dependent_care="300", ytd_dependent_care="4800")["dependent_care_deduction"]
        == "200.00"
    )


# FUTA


def test_futa_stops_at_7000_in_the_pay_that_meets_it():
    slip = pay("2025-03-07", regular="3000", ytd_futa_wages="5000")
    assert (slip["futa_wages"], slip["futa"]) == ("2000.00", "12.00")


def test_credit_reduction_of_2025_is_californias_only():
    slip = pay("2025-03-07", regular="2000", work_state="CA", sui_rate="3.4%")
    assert (slip["futa"], slip["futa_credit_reduction"]) == ("12.00", "24.00")
    assert "futa_wages_provisional" not in slip
    assert "futa_credit_reduction" not in pay("2025-03-07", regular="2000", work_state="TX", sui_rate="2.7%")


def test_unannounced_credit_reduction_is_shown_and_can_be_entered():
    slip = pay(regular="2000")
    assert (slip["futa"], slip["futa_wages_provisional"]) == ("12.00", "2000.00")
    entered = pay(regular="2000", futa_net_rate="1.8%")
    assert (entered["futa"], entered["futa_credit_reduction"]) == ("12.00", "24.00")
    assert "futa_wages_provisional" not in entered
    none = pay(regular="2000", futa_net_rate="0.6%")
    assert "futa_wages_provisional" not in none and "futa_credit_reduction" not in none
