"""Australia: Schedules 1, 8 and 15, super, refusals, and the properties of the law."""

from datetime import date
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.standing.packs import Country

from paycalc import Dates, check, convert, load
from paycalc.packs.au.columns import TREATMENTS
from paycalc.run import run

AU = load("au")
AT = Country("au", date(2026, 7, 15), pay_frequency="weekly", tax_treatment="threshold")
BEFORE = date(2026, 6, 30)


def test_the_vectors_are_all_here_and_exact():
    report = check(AU, files("paycalc.packs.au") / "golden" / "withholding.csv")
    assert (report.rows, report.exact) == (699, 699)


def test_a_payslip_from_top_to_bottom():
    slip = AT.paid(pay_frequency="fortnightly", regular_pay="3000", overtime_pay="200", salary_sacrifice="300", workplace_giving="10",
                   expenses="45.50", post_tax_deduction="20", extra_tax="15", super_extra_rate="1%")  # fmt: skip
    assert (slip["gross_pay"], slip["taxable_pay"], slip["super_base"]) == ("3200.00", "2890.00", "3000.00")
    alone = AT.paid(pay_frequency="fortnightly", regular_pay="2890")["income_tax"]
    assert slip["income_tax"] == f"{int(alone[:-3]) + 15}.00"
    assert (slip["super_guarantee"], slip["super_extra"]) == ("360.00", "30.00")
    assert slip["weekly_earnings"] == "1445.99"
    assert slip["net_pay"] == f"{2890 + 45.5 - int(slip['income_tax'][:-3]) - 20:.2f}"


def test_a_year_is_new_on_the_first_of_july():
    assert AT.paid(BEFORE, regular_pay="400")["income_tax"] == "6.00"  # 0.16 x 400.99 - 57.8462
    assert AT.paid(date(2026, 7, 1), regular_pay="400")["income_tax"] == "6.00"  # 0.15 x 400.99 - 54.3462
    assert AT.paid(BEFORE, regular_pay="1000")["income_tax"] == "143.00"
    assert AT.paid(date(2026, 7, 1), regular_pay="1000")["income_tax"] == "138.00"


def test_33_cents_of_a_month_are_a_third_of_a_dollar():
    """1 083.33 x 3 / 13 is 249.999: without the extra cent it would be a dollar less a week."""
    slip = AT.paid(pay_frequency="monthly", tax_treatment="no_threshold", regular_pay="1083.33")
    assert slip["weekly_earnings"] == "250.99"
    assert (
        AT.paid(pay_frequency="monthly", tax_treatment="no_threshold", regular_pay="1083.32")["weekly_earnings"]
        == "249.99"
    )


def test_a_quarter_is_thirteen_weeks():
    week = AT.paid(regular_pay="1000")["income_tax"]
    quarter = AT.paid(pay_frequency="quarterly", regular_pay="13000")["income_tax"]
    assert int(quarter[:-3]) == 13 * int(week[:-3])


def test_without_a_tfn_cents_are_ignored_and_no_loan_is_withheld():
    slip = AT.paid(tax_treatment="no_tfn", regular_pay="1001.99", has_study_loan="yes")
    assert (slip["income_tax"], slip["study_loan"]) == ("470.00", "0.00")
    assert AT.paid(tax_treatment="no_tfn_foreign", regular_pay="1001.99")["income_tax"] == "450.00"


def test_a_loan_is_a_component_of_its_own():
    slip = AT.paid(pay_frequency="fortnightly", regular_pay="4409.75", has_study_loan="yes")
    assert slip["study_loan"] == "260.00"  # ATO Schedule 8 example
    assert slip["income_tax"] == AT.paid(pay_frequency="fortnightly", regular_pay="4409.75")["income_tax"]
    facts = {"regular_pay": "1200", "has_study_loan": "yes"}
    assert AT.paid(tax_treatment="no_threshold", **facts)["study_loan"] != "0.00"
    assert AT.paid(tax_treatment="foreign_resident", **facts)["study_loan"] == "0.00"


def test_a_working_holiday_maker_goes_up_the_bands_of_the_year():
    facts = {"tax_treatment": "working_holiday", "regular_pay": "1000"}
    assert AT.paid(**facts)["income_tax"] == "150.00"
    assert AT.paid(taxable_pay_before="44500", **facts)["income_tax"] == "225.00"
    assert AT.paid(taxable_pay_before="200000", **facts)["income_tax"] == "450.00"


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"has_study_loan": "yes"}, BEFORE),
        ({"tax_treatment": "no_tfn"}, BEFORE),
        ({"tax_treatment": "no_tfn_foreign"}, BEFORE),
        ({"tax_treatment": "working_holiday"}, BEFORE),
        ({"tax_treatment": "working_holiday", "has_study_loan": "yes"}, date(2026, 7, 15)),
    ],
)
def test_what_has_no_figures_is_refused_by_publication(facts, day):
    refused = AT.refusal(day, regular_pay="1000", **facts)
    assert refused.code == "figure_missing"
    assert "ATO, Schedule" in refused.sentence


@pytest.mark.parametrize("scale", [TREATMENTS.index(name) for name in ("threshold", "no_threshold", "foreign_resident",
                                                                       "medicare_exempt", "medicare_half")])  # fmt: skip
@settings(deadline=None, max_examples=15)
@given(st.integers(0, 3), st.lists(st.integers(0, 3_000_000), min_size=2, max_size=40))
def test_more_pay_never_means_less_tax(scale, frequency, pays):
    rows = len(pays)
    columns = {
        "regular_pay": np.array(sorted(pays)), "pay_frequency": np.full(rows, frequency), "tax_treatment": np.full(rows, scale),
        "has_study_loan": np.ones(rows, np.int64),
    }  # fmt: skip
    slips = run(AU, columns, Dates.on(date(2026, 9, 9)))
    assert (np.diff(slips.columns["income_tax"]) >= 0).all()
    assert slips.problems == []


def test_a_row_that_cannot_be_paid_says_why():
    assert AT.problem(regular_pay="100", post_tax_deduction="100.01") == "deductions_above_pay"
    assert AT.problem(regular_pay="100", salary_sacrifice="-1") == "negative_deduction"


def test_the_converter_says_what_it_leaves_out(tmp_path):
    path = tmp_path / "vectors_au_more.csv"
    path.write_text(
        "source,tax_year,period,earnings,scale,stsl_component_only,exp_withholding\nx,2023-24,weekly,100,1,0,1\n"
        "x,2025-26,weekly,1000,2,0,143\nx,2026-27,weekly,1000,4,0,470\n"
    )
    made = convert(path)
    assert (len(made.rows), len(made.dropped)) == (2, 1)
