"""Poland: insurance and its limit, the advance around its threshold, PPK, and the properties of the law."""

from datetime import date
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.standing.packs import Country

from paycalc import Dates, carry, check, convert, load
from paycalc.run import run

PL = load("pl")
AT = Country("pl", date(2026, 6, 30))


def test_the_vectors_are_all_here_and_exact():
    report = check(PL, files("paycalc.packs.pl") / "golden" / "salaries.csv")
    assert (report.rows, report.exact) == (561, 561)


def test_the_payslip_that_was_checked_by_hand():
    slip = AT.paid(regular_pay="7000")
    assert (slip["health_base"], slip["tax_base"], slip["income_tax"]) == ("6040.30", "5790.00", "395.00")
    assert slip["net_pay"] == "5101.67"


def test_a_payslip_from_top_to_bottom():
    slip = AT.paid(regular_pay="9000", overtime_pay="500", bonus_pay="300", benefits_in_kind="200", expenses="50", ppk="yes",
                   costs="increased", accident_rate="0.93%", post_tax_deduction="25", without_labour_fund="yes")  # fmt: skip
    assert (slip["gross_pay"], slip["health_base"], slip["tax_base"]) == ("10000.00", "8629.00", "8329.00")
    assert slip["income_tax"] == "717.00"  # 999.48 - 300 + 12 % of the employer's PPK of 150
    assert (slip["ppk_employee"], slip["ppk_employer"]) == ("200.00", "150.00")
    assert (slip["accident_employer"], slip["labour_fund"]) == ("93.00", "0.00")
    assert slip["net_pay"] == "6760.39"  # 8629 - 776.61 - 717 - 200 - 200 in kind + 50 - 25


def test_pension_insurance_ends_at_thirty_average_wages_and_sickness_does_not():
    slip = AT.paid(date(2026, 12, 31), regular_pay="10000", social_base_before="280000")
    assert (slip["social_base"], slip["pension_insurance"], slip["sickness_insurance"]) == (
        "2600.00",
        "253.76",
        "245.00",
    )
    full = AT.paid(date(2025, 12, 31), regular_pay="10000", social_base_before="260190")
    assert (full["social_base"], full["pension_employer"], full["accident_employer"]) == ("0.00", "0.00", "167.00")


@pytest.mark.parametrize(
    ("before", "tax"),
    [("0", "395.00"), ("114210", "395.00"), ("118000", "1153.00"), ("120000", "1553.00"), ("120001", "1853.00")],
)
def test_the_month_that_passes_the_threshold_is_split_and_has_the_relief(before, tax):
    assert AT.paid(regular_pay="7000", tax_base_before=before)["income_tax"] == tax


def test_without_pit_2_there_is_no_relief_and_the_young_pay_no_tax():
    assert AT.paid(regular_pay="7000", pit2="no")["income_tax"] == "695.00"
    young = AT.paid(regular_pay="7000", youth_relief="yes", ppk="yes")
    assert (young["income_tax"], young["tax_base"]) == ("0.00", "5790.00")


def test_the_labour_fund_begins_at_the_minimum_wage_of_the_year():
    assert AT.paid(regular_pay="4805.99")["labour_fund"] == "0.00"
    assert AT.paid(regular_pay="4806")["labour_fund"] == "117.75"
    assert AT.paid(date(2025, 6, 30), regular_pay="4666")["labour_fund"] == "114.32"


def test_twelve_months_meet_the_limit_of_the_year():
    facts, totals = {"regular_pay": np.full(3, 3_000_000)}, {}
    dates = [Dates.on(date(2026, month, 28)) for month in range(1, 13)]
    paid = np.zeros(3, np.int64)
    for place, day in enumerate(dates):
        slips = run(PL, facts | totals, day)
        paid += slips.columns["social_base"]
        totals = carry(PL, slips.columns, day, dates[min(place + 1, 11)])
    assert (paid == 28_260_000).all()
    assert (slips.columns["social_base_ytd"] == 28_260_000).all()


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1), st.integers(0, 20_000_000), st.lists(st.integers(0, 6_000_000), min_size=2, max_size=40))
def test_more_pay_never_means_less_of_any_line(ppk, before, pays):
    rows = len(pays)
    columns = {
        "regular_pay": np.array(sorted(pays)),
        "ppk": np.full(rows, ppk),
        "tax_base_before": np.full(rows, before),
    }
    slips = run(PL, columns, Dates.on(date(2026, 8, 1)))
    assert slips.problems == []
    for column in PL.results:
        if column.payee:
            assert (np.diff(slips.columns[column.name]) >= 0).all(), column.name


def test_a_row_that_cannot_be_paid_says_why():
    assert AT.problem(regular_pay="100", post_tax_deduction="100") == "deductions_above_pay"
    assert AT.problem(regular_pay="-1") == "negative_amount"


def test_the_converter_says_what_it_leaves_out(tmp_path):
    path = tmp_path / "vectors_pl_more.csv"
    path.write_text("source,tax_year\nx,2024\n")
    made = convert(path)
    assert (len(made.rows), made.reasons()) == (0, {"another year than 2025 and 2026": 1})
