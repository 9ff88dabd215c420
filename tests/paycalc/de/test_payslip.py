"""A German payslip: church tax, markers, bases, the year projected for one-off pay, problems of a row."""

from datetime import date

import pytest
from tests.paycalc.de.people import DE, JUNE, columns, paid, problem, slips

from paycalc import Dates, FigureMissing, NotCovered, carry
from paycalc.run import run

NOBODY = {"kv_group": "0", "pv_group": "0", "rv_group": "0", "av_group": "0"}


def test_every_category_of_pay_goes_where_the_law_puts_it():
    slip = paid(
        regular_pay="3000", overtime_pay="200", taxable_allowance="100", tax_only_pay="50", tax_free_pay="80", expenses="25",
        benefit_in_kind="300", conversion="150", conversion_tax_free="40", attachment="10", post_tax_deduction="15",
        employer_pension="60",
    )  # fmt: skip
    assert (slip["sv_gross"], slip["tax_gross"]) == ("3450.00", "3460.00")
    assert (slip["deferred"], slip["deferred_tax_free"], slip["attached"], slip["deducted"]) == (
        "150.00",
        "40.00",
        "10.00",
        "15.00",
    )
    assert slip["employer_pension_paid"] == "60.00"
    taxes = ("lohnsteuer", "kv_employee", "kvz_employee", "pv_employee", "rv_employee", "av_employee")
    assert round(3455 - 215 - sum(float(slip[name]) for name in taxes), 2) == float(slip["net_pay"])


def test_pensions_are_taxed_with_their_allowances_and_owe_no_contributions():
    slip = paid(pension_pay="3000", vjahr="2015", vbezm="3000", **NOBODY)
    plain = paid(regular_pay="3000", **NOBODY)
    assert (slip["sv_gross"], slip["rv_base"]) == ("0.00", "0.00")
    assert float(slip["lohnsteuer"]) < float(plain["lohnsteuer"])
    assert slip["vfrb"] == "2442.00"  # 1800 and 540 of a pension of 2015, and 102 for expenses


@pytest.mark.parametrize(
    ("land", "tax", "once"), [("BY", "41.96", "16.80"), ("BW", "41.96", "16.80"), ("NW", "47.20", "18.90")]
)
def test_church_tax_is_a_share_of_the_tax_and_parts_of_a_cent_are_dropped(land, tax, once):
    facts = {"regular_pay": "4000", "one_off_pay": "1000", "pvz": "yes", "tax_gross_before": "0"}
    slip = paid(date(2026, 5, 31), land=land, church_member="yes", **facts)
    assert (slip["bk"], slip["church_tax"], slip["church_tax_one_off"]) == ("524.50", tax, once)
    assert paid(date(2026, 5, 31), land=land, **facts)["church_tax"] == "0.00"


def test_the_markers_follow_the_contribution_groups():
    full = paid(regular_pay="4000")["lohnsteuer"]
    assert paid(regular_pay="4000", krv="0", alv="0", pkv="0")["lohnsteuer"] == full
    assert (
        paid(regular_pay="4000", rv_group="0")["lohnsteuer"] == paid(regular_pay="4000", krv="1")["lohnsteuer"] != full
    )
    assert paid(regular_pay="1500", av_group="0")["lohnsteuer"] == paid(regular_pay="1500", alv="1")["lohnsteuer"]


def test_private_insurance_counts_its_premium_less_the_subsidy():
    facts = {"regular_pay": "7000", "kv_group": "0", "pv_group": "0"}
    worked_out = paid(private_health="700", private_care="90", pkpv="640", **facts)
    told = paid(pkv="1", pkpv="640", pkpvagz="395", **facts)
    assert (worked_out["private_health_subsidy"], worked_out["private_care_subsidy"]) == ("350.00", "45.00")
    assert worked_out["lohnsteuer"] == told["lohnsteuer"]
    y2025 = date(2025, 6, 30)
    assert (
        paid(y2025, private_health="700", pkpv="640", **facts)["vkvlzz"]
        == paid(y2025, pkv="2", pkpv="640", **facts)["vkvlzz"]
    )
    assert paid(y2025, pkpv="640", **facts)["vkvlzz"] == "640.00"


def test_the_factor_lowers_the_tax():
    assert paid(regular_pay="4000", stkl="4")["lohnsteuer"] == "531.83"  # 6382 a year
    assert paid(regular_pay="4000", stkl="4", factor="0.9")["lohnsteuer"] == "478.58"  # 5743.80 a year, 5743 of it


def test_the_wage_of_the_year_is_projected_from_its_payslips():
    before, day = {}, None
    for month in range(1, 7):
        day, after = date(2026, month, 28), date(2026, month + 1, 28)
        made = run(DE, columns(regular_pay="4000", one_off_pay="500" if month == 5 else "0") | before, Dates.on(day))
        before = carry(DE, made.columns, Dates.on(day), Dates.on(after))
    facts = {"regular_pay": "4200", "one_off_pay": "1000"}
    projected = run(DE, columns(**facts) | before, Dates.on(date(2026, 7, 28)))
    told = paid(date(2026, 7, 28), annual_pay="given", jre4="49700", **facts)  # 6 x 4000 + 500 + 6 x 4200
    assert projected.columns["lohnsteuer_one_off"][0] == int(float(told["lohnsteuer_one_off"]) * 100) > 0


def test_a_year_paid_at_once_is_its_own_wage_of_the_year():
    facts = {"pay_frequency": "annual", "regular_pay": "48000", "one_off_tax_only": "1000"}
    assert paid(**facts)["lohnsteuer_one_off"] == paid(annual_pay="given", jre4="48000", **facts)["lohnsteuer_one_off"]


def test_a_severance_payment_is_left_out_of_the_vorsorgepauschale():
    facts = {"regular_pay": "4000", "annual_pay": "given", "jre4": "48000"}
    severance = paid(severance_pay="20000", **facts)
    bonus = paid(one_off_tax_only="20000", **facts)
    assert severance["rv_base"] == bonus["rv_base"] == "4000.00"
    assert float(severance["lohnsteuer_one_off"]) > float(bonus["lohnsteuer_one_off"])


def test_an_amount_taken_back_gives_no_negative_tax():
    slip = paid(regular_pay="4000", one_off_tax_only="-500", annual_pay="given", jre4="48000")
    assert (slip["lohnsteuer_one_off"], slip["soli_one_off"], slip["earned_one_off_tax_only"]) == (
        "0.00",
        "0.00",
        "-500.00",
    )


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"regular_pay": "100", "conversion": "101"}, ("", "negative_pay")),
        ({"regular_pay": "100", "conversion_tax_free": "101"}, ("", "negative_pay")),
        ({"regular_pay": "-1"}, ("", "negative_pay")),
        ({"regular_pay": "100", "post_tax_deduction": "99"}, ("", "deductions_above_pay")),
        ({"regular_pay": "100", "lzzfreib": "-1"}, ("lzzfreib", "negative_amount")),
        ({"regular_pay": "100", "zmvb": "13"}, ("zmvb", "months")),
        ({"pay_frequency": "weekly", "one_off_pay": "100"}, ("annual_pay", "annual_pay")),
        ({"pay_frequency": "daily", "mbv": "100"}, ("annual_pay", "annual_pay")),
        ({"one_off_pay": "100"}, ("annual_pay", "annual_pay")),
        ({"mbv": "100"}, ("annual_pay", "annual_pay")),
        ({"pay_frequency": "weekly", "regular_pay": "900", "one_off_tax_only": "1"}, ("annual_pay", "annual_pay")),
        ({"pay_frequency": "weekly", "regular_pay": "900", "severance_pay": "1"}, ("annual_pay", "annual_pay")),
        ({"pay_frequency": "daily", "regular_pay": "900", "pension_one_off": "1"}, ("annual_pay", "annual_pay")),
    ],
)
def test_a_row_that_cannot_be_paid_says_why(facts, found):
    assert problem(**facts) == found


@pytest.mark.parametrize(
    ("day", "figure"), [(date(2024, 12, 31), "BMF|SVBezGrV|Länder"), (date(2027, 1, 1), "BMF|SVBezGrV|Länder")]
)
def test_outside_the_held_years_the_publication_is_named(day, figure):
    with pytest.raises(NotCovered, match=figure):
        slips(day, regular_pay="4000")


def test_a_period_that_ends_in_a_year_that_is_not_held_is_refused():
    dates = Dates(date(2025, 1, 5), date(2024, 12, 1), date(2024, 12, 31))
    with pytest.raises(FigureMissing, match="2024-12-31; it is published in: SVBezGrV"):
        run(DE, columns(regular_pay="4000"), dates)


def test_wages_belong_to_the_year_in_which_their_period_ends():
    late = run(DE, columns(regular_pay="4000"), Dates(date(2026, 1, 5), date(2025, 12, 1), date(2025, 12, 31)))
    december = run(DE, columns(regular_pay="4000"), Dates.on(date(2025, 12, 31)))
    assert late.columns["lohnsteuer"][0] == december.columns["lohnsteuer"][0]
    assert slips(JUNE, regular_pay="4000").columns["lohnsteuer"][0] != december.columns["lohnsteuer"][0]
