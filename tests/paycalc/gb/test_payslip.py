"""A UK payslip: codes, weeks 53 to 56, limits, pensions, directors, problems of a row."""

import pytest
from tests.paycalc.gb.people import date, paid, problem

from paycalc.columns import pack_code
from paycalc.packs.gb.tax_code import RUK, SCOTLAND, TaxCode, parse


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1257L", TaxCode(RUK, 1257, "", False)),
        ("C1257M", TaxCode(RUK, 1257, "", False)),
        ("S1257LW1", TaxCode(SCOTLAND, 1257, "", True)),
        ("1257LX", TaxCode(RUK, 1257, "", True)),
        ("SK475M1", TaxCode(SCOTLAND, -475, "", True)),
        ("0T", TaxCode(RUK, 0, "", False)),
        ("CBR", TaxCode(RUK, 0, "BR", False)),
        ("SD3", TaxCode(SCOTLAND, 0, "D3", False)),
        ("NT", TaxCode(RUK, 0, "NT", False)),
    ],
)
def test_a_tax_code_is_taken_apart(text, code):
    assert parse(pack_code(text)) == code


@pytest.mark.parametrize(
    "text", ["L", "1257", "0L", "012L", "1257Q", "K0", "K", "BRL", "SNT", "XBR", "D9", "W1", "1257LM2"]
)
def test_what_is_no_tax_code_stops_the_row(text):
    assert parse(pack_code(text)) is None
    assert problem(tax_code=text, regular_pay="100") == "unknown_tax_code"


@pytest.mark.parametrize("text", ["D2", "CD3", "SD4", "D8"])
def test_a_d_code_without_a_rate_stops_the_row(text):
    assert problem(tax_code=text, regular_pay="100") == "unknown_tax_code"


@pytest.mark.parametrize(
    ("declaration", "code", "alone"),
    [("A", "1257L", "no"), ("B", "1257L", "yes"), ("C", "BR", "no"), ("none", "0T", "yes")],
)
def test_without_a_code_the_starter_declaration_gives_one(declaration, code, alone):
    slip = paid(date(2026, 8, 28), tax_code="", starter_declaration=declaration, regular_pay="3000")
    assert (slip["tax_code_used"], slip["tax_non_cumulative"]) == (code, alone)
    same = paid(date(2026, 8, 28), tax_code=code, non_cumulative=alone, starter_declaration="B", regular_pay="3000")
    assert slip == same


@pytest.mark.parametrize("basis", ["W1", "M1", "X"])
def test_the_basis_may_follow_the_code(basis):
    slip = paid(date(2026, 8, 28), tax_code=f"1257L{basis}", regular_pay="3000", taxable_pay_before="9")
    assert slip["income_tax"] == paid(regular_pay="3000")["income_tax"] == "390.20"


@pytest.mark.parametrize(
    ("frequency", "day", "number"),
    [
        ("weekly", date(2027, 4, 5), "53"),
        ("fortnightly", date(2027, 4, 5), "54"),
        ("four_weekly", date(2027, 4, 5), "56"),
        ("fortnightly", date(2026, 4, 20), "4"),
        ("four_weekly", date(2026, 5, 3), "4"),
        ("monthly", date(2027, 4, 5), "12"),
    ],
)
def test_the_tax_period_of_a_pay_date(frequency, day, number):
    assert paid(day, pay_frequency=frequency)["tax_period"] == number


@pytest.mark.parametrize(("frequency", "weeks"), [("weekly", 1), ("fortnightly", 2), ("four_weekly", 4)])
def test_the_last_odd_payday_stands_alone_on_the_allowance_of_its_weeks(frequency, weeks):
    pay = str(500 * weeks)
    odd = paid(
        date(2027, 4, 5), pay_frequency=frequency, regular_pay=pay, taxable_pay_before="9999", income_tax_before="5"
    )
    first = paid(pay_frequency=frequency, regular_pay=pay, non_cumulative="yes")
    assert odd["income_tax"] == first["income_tax"]
    assert odd["tax_non_cumulative"] == "yes"
    assert odd["income_tax"] == {1: "51.60", 2: "103.20", 4: "206.40"}[weeks]


def test_fortnights_and_four_weeks_count_as_that_many_weeks():
    weekly = paid(date(2026, 4, 27), pay_frequency="weekly", regular_pay="4000")
    four = paid(date(2026, 4, 27), pay_frequency="four_weekly", regular_pay="4000")
    two = paid(date(2026, 4, 27), pay_frequency="fortnightly", regular_pay="4000")
    assert weekly["income_tax"] == four["income_tax"] == two["income_tax"]


def test_tax_takes_at_most_half_of_a_payment_and_the_rest_is_carried():
    slip = paid(tax_code="K5000", regular_pay="1000")
    assert (slip["income_tax"], slip["income_tax_ytd"]) == ("500.00", "500.00")
    later = paid(
        date(2026, 5, 6), tax_code="K5000", regular_pay="9000", taxable_pay_before="1000", income_tax_before="500"
    )
    assert later["income_tax"] == "4500.00"


def test_payrolled_benefits_are_taxed_but_are_no_pay_to_take_from():
    slip = paid(tax_code="D1", regular_pay="100", payrolled_benefits="900")
    assert (slip["taxable_pay"], slip["income_tax"], slip["niable_pay"]) == ("1000.00", "50.00", "100.00")


def test_a_cumulative_code_refunds_and_a_week_1_code_never_does():
    facts = {"regular_pay": "500", "taxable_pay_before": "3000", "income_tax_before": "390.20"}
    assert paid(date(2026, 5, 6), **facts)["income_tax"] == "-109.60"
    assert paid(date(2026, 5, 6), non_cumulative="yes", **facts)["income_tax"] == "0.00"


PENSION = {"pension_employee_rate": "5%", "pension_employer_rate": "3%", "regular_pay": "3000", "tax_code": "BR"}


@pytest.mark.parametrize(
    ("method", "line", "amount", "taxable", "niable", "employer"),
    [
        ("net_pay", "pension_net_pay", "124.00", "2876.00", "3000.00", "74.40"),
        ("relief_at_source", "pension_relief_at_source", "99.20", "3000.00", "3000.00", "74.40"),
        ("salary_sacrifice", "pension_sacrifice", "124.00", "2876.00", "2876.00", "198.40"),
        ("none", "pension_net_pay", "0.00", "3000.00", "3000.00", "0.00"),
    ],
)
def test_a_pension_gets_its_relief_in_its_own_way(method, line, amount, taxable, niable, employer):
    slip = paid(pension_method=method, **PENSION)
    assert (slip[line], slip["taxable_pay"], slip["niable_pay"], slip["pension_employer"]) == (
        amount, taxable, niable, employer)  # fmt: skip


def test_the_basis_of_a_pension_may_be_regular_pay_or_all_earnings():
    facts = {"pension_method": "net_pay", "overtime_pay": "1000", **PENSION}
    assert paid(pension_basis="regular", **facts)["pensionable_pay"] == "3000.00"
    assert paid(pension_basis="all", **facts)["pensionable_pay"] == "4000.00"
    assert paid(pension_basis="qualifying", **facts)["pensionable_pay"] == "3480.00"


def test_the_enrolment_trigger_is_passed_only_above_it():
    assert paid(regular_pay="833.00")["over_enrolment_trigger"] == "no"
    assert paid(regular_pay="833.01")["over_enrolment_trigger"] == "yes"


def test_every_category_of_pay_goes_where_the_law_puts_it():
    slip = paid(
        tax_code="0T", regular_pay="1000", overtime_pay="100", bonus_pay="200", taxable_allowance="50", taxable_only_pay="70",
        statutory_pay="30", expenses="25", salary_sacrifice="40", payroll_giving="10", post_tax_deduction="15",
    )  # fmt: skip
    assert slip["gross_pay"] == "1410.00"
    assert slip["taxable_pay"] == "1400.00"
    assert slip["niable_pay"] == "1340.00"
    assert (slip["income_tax"], slip["ni_employee"]) == ("280.00", "23.36")
    assert slip["net_pay"] == "1106.64"


def test_plan_5_begins_in_april_2026():
    facts = {"student_loan_plan": "5", "regular_pay": "3000"}
    assert paid(date(2026, 4, 5), **facts)["student_loan"] == "0.00"
    assert paid(date(2026, 4, 6), **facts)["student_loan"] == "82.00"


def test_letter_x_pays_and_reports_nothing():
    slip = paid(ni_letter="X", regular_pay="5000")
    names = ("ni_employee", "ni_employer", "ni_at_lel", "ni_lel_to_pt", "ni_pt_to_uel")
    assert [slip[name] for name in names] == ["0.00"] * 5


def test_a_director_pays_on_the_year_so_far():
    first = paid(director="annual", regular_pay="12570")
    assert (first["ni_employee"], first["ni_employer"]) == ("0.00", "1135.50")
    second = paid(date(2026, 5, 6), director="annual", regular_pay="1000", director_pay_before="12570",
                  director_ni_employer_before="1135.50", ni_at_lel_before="6708", ni_lel_to_pt_before="5862")  # fmt: skip
    assert (second["ni_employee"], second["ni_employer"]) == ("80.00", "150.00")
    assert (second["ni_at_lel_ytd"], second["ni_lel_to_pt_ytd"], second["ni_pt_to_uel_ytd"]) == (
        "6708.00",
        "5862.00",
        "1000.00",
    )


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"regular_pay": "100", "post_tax_deduction": "100.01"}, "deductions_above_pay"),
        ({"regular_pay": "-1"}, "deductions_above_pay"),
        ({"regular_pay": "100", "post_tax_deduction": "-5"}, "negative_deduction"),
    ],
)
def test_a_row_that_cannot_be_paid_says_why(facts, code):
    assert problem(**facts) == code
