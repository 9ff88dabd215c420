"""What each fact and each kind of pay does to a payslip, and which rows are refused with which sentence."""

from datetime import date

import pytest
from tests.paycalc.ca.people import columns, paid, problem

from paycalc import Dates, FigureMissing, load
from paycalc.run import run

PAY = {"regular_pay": "2307.69"}


def test_every_kind_of_pay_goes_where_the_law_puts_it():
    slip = paid(regular_pay="1000", overtime_pay="100", vacation_pay="50", taxable_allowance="30", taxable_only_pay="20",
                bonus_pay="200", retroactive_pay="40", taxable_benefit="60", expenses="25", rpp_contribution="10",
                rrsp_contribution="11", bonus_rrsp="12", union_dues="13", maintenance="14", labour_fund_shares="15",
                post_tax_deduction="16", additional_tax_request="17", employer_pension="18")  # fmt: skip
    assert (slip["gross_pay"], slip["employment_income"]) == ("1440.00", "1500.00")
    assert (slip["pensionable_earnings"], slip["insurable_earnings"]) == ("1480.00", "1420.00")
    assert (slip["non_periodic_pay"], slip["rpp_employer"], slip["additional_tax"]) == ("240.00", "18.00", "17.00")
    assert (slip["ei"], slip["ei_employer"]) == ("23.15", "32.40")  # 1.63 % and 2.282 % of 1,420
    assert (slip["rrsp_ytd"], slip["bonus_ytd"], slip["bonus_deductions_ytd"], slip["recent_pay"]) == (
        "23.00", "240.00", "12.00", "1260.00")  # fmt: skip


def test_a_deduction_at_source_lowers_tax_and_not_contributions():
    plain, saved = paid(**PAY), paid(rrsp_contribution="200", **PAY)
    assert (saved["cpp"], saved["ei"]) == (plain["cpp"], plain["ei"])
    assert saved["federal_tax"] == "175.04" and plain["federal_tax"] == "205.32"


def test_contributions_stop_at_the_years_maximum_and_the_employer_pays_its_own():
    slip = paid(
        cpp_before="4200", ei_before="1100", ei_employer_before="1570", pensionable_earnings_before="74000", **PAY
    )
    assert (slip["cpp"], slip["cpp_employer"], slip["ei"], slip["ei_employer"]) == ("30.45", "30.45", "23.07", "2.30")
    assert (slip["cpp2"], slip["cpp_ytd"]) == ("68.31", "4230.45")  # (74,000 + 2,307.69 - 74,600) x 4 %


def test_the_credit_near_the_maximum_follows_the_method_chosen():
    facts = {"cpp_before": "4100", "ei_before": "1123.07", "pensionable_earnings_before": "68907.57", **PAY}
    assert paid(**facts)["federal_tax"] == "201.23"  # as CRA's calculator
    assert paid(credit_method="annualised", **facts)["federal_tax"] == "210.58"
    to_date = paid(credit_method="year_to_date", pay_periods_left="3", **facts)
    # D + PR x C is above the maximum, so it is the maximum: 0.14 x (3,519.45 + 1,123.07), not 3,410.92
    assert to_date["federal_tax"] == "200.65"


def test_months_of_the_plan_follow_the_birthdays_of_18_and_70():
    young = {"regular_pay": "5000", "pay_frequency": "monthly", "birth_date": "2008-05-10"}
    assert paid(date(2026, 5, 29), **young)["cpp"] == "0.00"
    assert paid(date(2026, 6, 30), **young)["cpp"] == "280.15"
    old = {"regular_pay": "9000", "pay_frequency": "monthly", "birth_date": "1956-03-10", "cpp_before": "900"}
    assert paid(date(2026, 4, 30), **old)["cpp"] == "0.00"
    assert paid(date(2026, 3, 31), **old)["cpp"] == "157.61"  # 4,230.45 x 3 / 12 - 900
    given = paid(date(2026, 3, 31), pensionable_months="6", **old)
    assert given["cpp"] == "518.15"


def test_exemptions_switch_off_one_thing_each():
    rich = {"regular_pay": "9000", "pensionable_earnings_before": "80000", "cpp_before": "4230.45"}
    assert paid(**rich)["cpp2"] == "360.00" and paid(cpp2_exempt="yes", **rich)["cpp2"] == "0.00"
    free = paid(cpp_exempt="yes", **PAY)
    assert (free["cpp"], free["cpp2"], free["ei"]) == ("0.00", "0.00", "37.62")
    assert paid(ei_exempt="yes", **PAY)["ei_employer"] == "0.00"


def test_an_exempt_claim_takes_no_tax_but_ontarios_health_premium():
    slip = paid(federal_claim_code="E", provincial_claim_code="E", **PAY)
    assert (slip["federal_tax"], slip["provincial_tax"]) == ("0.00", "23.08")  # 600 / 26
    assert paid(province="BC", federal_claim_code="E", provincial_claim_code="E", **PAY)["provincial_tax"] == "0.00"


def test_without_a_form_the_basic_amount_shrinks_with_income():
    high = {"pay_frequency": "monthly", "regular_pay": "18000", "province": "MB"}
    basic, code = paid(**high), paid(federal_claim_code="1", provincial_claim_code="1", **high)
    assert float(basic["federal_tax"]) > float(code["federal_tax"])
    assert float(basic["provincial_tax"]) > float(code["provincial_tax"])
    # A = 12 x (18,000 - 198.50...) is above 400,000 only with 40,000 a month: no basic amount is left in Manitoba
    none, zero = (paid(provincial_claim_code=code, **(high | {"regular_pay": "40000"})) for code in ("basic", "0"))
    assert none["provincial_tax"] == zero["provincial_tax"]


def test_nova_scotias_basic_amount_of_2025_falls_until_june_and_makes_up_for_it_from_july():
    facts = {"province": "NS", "pay_frequency": "monthly", "regular_pay": "7000"}
    january, july = (paid(date(2025, month, 17), **facts)["provincial_tax"] for month in (1, 7))
    fixed = paid(date(2025, 1, 17), provincial_claim_code="1", **facts)["provincial_tax"]
    assert float(january) - float(fixed) == pytest.approx(3000 * 0.0879 / 12, abs=0.011)
    assert float(fixed) - float(july) == pytest.approx(3000 * 0.0879 / 12, abs=0.011)


def test_ontarios_reduction_counts_dependants():
    facts = {"regular_pay": "1000", "provincial_claim_code": "1"}
    alone = float(paid(**facts)["provincial_tax"])
    assert alone > float(paid(dependants_under_19="1", **facts)["provincial_tax"])
    assert paid(dependants_under_19="1", **facts) == paid(disabled_dependants="1", **facts)


def test_shares_of_a_labour_fund_give_both_credits_up_to_the_years_maximum():
    facts = {"province": "SK", **PAY}
    plain, some, many = paid(**facts), paid(labour_fund_shares="20", **facts), paid(labour_fund_shares="400", **facts)
    assert float(plain["federal_tax"]) - float(some["federal_tax"]) == pytest.approx(3.00, abs=0.011)  # 15 %
    assert float(plain["provincial_tax"]) - float(some["provincial_tax"]) == pytest.approx(3.50, abs=0.011)  # 17.5 %
    assert float(plain["federal_tax"]) - float(many["federal_tax"]) == pytest.approx(750 / 26, abs=0.011)
    assert float(plain["provincial_tax"]) - float(many["provincial_tax"]) == pytest.approx(875 / 26, abs=0.011)
    assert some["labour_fund"] == "20.00"


def test_outside_canada_the_federal_surtax_stands_for_a_province():
    slip = paid(province="outside", **PAY)
    assert slip["provincial_tax"] == "0.00"
    assert float(slip["federal_tax"]) == pytest.approx(205.32 * 1.48, abs=0.011)


def test_quebec_is_paid_with_its_own_plans_once_its_tax_is_given():
    slip = paid(province="QC", quebec_tax_known="yes", quebec_tax_given="250", **PAY)
    assert (slip["qpp"], slip["cpp"], slip["provincial_tax"], slip["quebec_tax"]) == (
        "136.90",
        "0.00",
        "0.00",
        "250.00",
    )
    assert (slip["ei"], slip["ei_employer"], slip["qpip"], slip["qpip_employer"]) == ("30.00", "42.00", "9.92", "13.89")
    # K2Q = 0.14 x (26 x 136.90 x 53/63 + 26 x 30.00 + 59,999.94 x 0.0043); F5 = 136.90 x 10/63; T1 = 83.5 % of 5,302.21
    assert (slip["additional_contributions"], slip["federal_tax"]) == ("21.73", "170.28")


def test_quebec_without_its_tax_is_refused_with_the_missing_publication():
    code, sentence = problem(province="QC", **PAY)
    assert code == FigureMissing.code and "TP-1015.F" in sentence and "quebec_tax_given" in sentence


def test_a_bonus_paid_alone_is_taxed_on_the_most_recent_pay_and_has_no_exemption():
    alone = paid(bonus_pay="1000", recent_pay_before="2307.69")
    together = paid(bonus_pay="1000", **PAY)
    assert alone["cpp"] == "59.50" and alone["federal_tax"] == "0.00" and alone["recent_pay"] == "2307.69"
    assert float(alone["federal_bonus_tax"]) == pytest.approx(float(together["federal_bonus_tax"]), abs=8)
    assert alone["federal_bonus_tax"] != "0.00"


def test_a_bonus_of_a_very_small_year_is_taxed_at_15_percent():
    slip = paid(bonus_pay="1000")
    assert (slip["federal_bonus_tax"], slip["provincial_bonus_tax"]) == ("150.00", "0.00")
    there = paid(bonus_pay="1000", province="QC", quebec_tax_known="yes")
    assert there["federal_bonus_tax"] == "100.00"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"regular_pay": "100", "post_tax_deduction": "100"}, "deductions_above_pay"),
        ({"regular_pay": "-1"}, "negative_pay"),
        ({"bonus_pay": "-1"}, "negative_pay"),
        ({"union_dues": "-1"}, "negative_deduction"),
        ({"pensionable_months": "13"}, "out_of_range"),
        ({"pay_periods": "367"}, "out_of_range"),
        ({"retroactive_periods": "-1"}, "out_of_range"),
        ({"credit_method": "year_to_date"}, "out_of_range"),
        ({"credit_method": "year_to_date", "pay_periods_left": "27"}, "out_of_range"),
        ({"birth_date": "2027-01-01"}, "out_of_range"),
        ({"quebec_tax_given": "5"}, "not_in_quebec"),
    ],
)
def test_a_row_that_cannot_be_paid_says_why(facts, code):
    assert problem(**facts)[0] == code


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2026, 7, 1)])
def test_a_pay_date_outside_the_held_editions_names_the_publication(day):
    with pytest.raises(FigureMissing, match=r"T4127 Payroll Deductions Formulas.*not held: 123rd of July 2026"):
        run(load("ca"), columns(**PAY), Dates.on(day))
