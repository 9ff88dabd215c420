"""The five places where engines of the trade go wrong, each with the official figure."""

import pytest
from tests.paycalc.gb.people import date, paid


def test_national_insurance_rounds_each_band_by_itself():
    slip = paid(date(2025, 4, 6), pay_frequency="fortnightly", ni_letter="B", regular_pay="1934.05")
    assert slip["ni_employee"] == "26.82"  # the total rounded at once would be 26.83


def test_national_insurance_drops_the_fourth_decimal_before_rounding():
    assert paid(date(2025, 4, 6), regular_pay="1048.07")["ni_employee"] == "0.00"  # plain half-down would give 0.01


def test_a_k_code_adds_nine_pounds_too():
    assert paid(tax_code="K585", regular_pay="895.00")["income_tax"] == "276.60"  # ten times the number alone: 276.40


@pytest.mark.parametrize(
    ("frequency", "pay", "employee", "employer"),
    [
        ("fortnightly", "193.00", "0.00", "0.00"),  # ST 193, not 2 x 96
        ("four_weekly", "385.00", "0.00", "0.00"),  # ST 385, not 4 x 96
        ("four_weekly", "967.00", "0.00", "87.30"),  # PT 967, not 4 x 242
        ("four_weekly", "3867.00", "232.00", "522.30"),  # UEL 3867, not 4 x 967
    ],
)
def test_thresholds_of_a_period_are_published_not_multiplied(frequency, pay, employee, employer):
    slip = paid(pay_frequency=frequency, regular_pay=pay)
    assert (slip["ni_employee"], slip["ni_employer"]) == (employee, employer)


@pytest.mark.parametrize(
    ("facts", "column", "amount"),
    [
        # weekly: 21000 / 52 = 403.846...: cut to 403.84, so that 16.67 more reaches a pound at 6 %
        (
            {"pay_frequency": "weekly", "has_postgraduate_loan": "yes", "regular_pay": "420.51"},
            "postgraduate_loan",
            "1.00",
        ),
        (
            {"pay_frequency": "weekly", "has_postgraduate_loan": "yes", "regular_pay": "420.50"},
            "postgraduate_loan",
            "0.00",
        ),
        # monthly plan 1: 26900 / 12 = 2241.666...: cut to 2241.66; 9 % of 22.22 is 1.9998, whole pounds only
        ({"student_loan_plan": "1", "regular_pay": "2263.88"}, "student_loan", "1.00"),
        ({"student_loan_plan": "1", "regular_pay": "2263.89"}, "student_loan", "2.00"),
    ],
)
def test_loan_thresholds_are_cut_to_the_penny_and_repayments_to_the_pound(facts, column, amount):
    assert paid(**facts)[column] == amount
