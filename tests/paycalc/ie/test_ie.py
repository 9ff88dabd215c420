"""Ireland: bases of the RPN, USC bands, PRSI classes, refusals, and the properties of the law."""

from datetime import date
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.standing.packs import Country

from paycalc import Dates, carry, check, convert, load
from paycalc.calendars import add_months
from paycalc.golden import render
from paycalc.run import run

IE = load("ie")
RPN = {"tax_credits": "4000", "rate_cut_off": "44000"}
AT = Country("ie", date(2026, 1, 5), pay_frequency="weekly", **RPN)


def test_the_vectors_are_all_here_and_exact():
    report = check(IE, files("paycalc.packs.ie") / "golden" / "examples.csv")
    assert (report.rows, report.exact) == (19, 19)


def test_a_payslip_from_top_to_bottom():
    slip = AT.paid(pay_frequency="monthly", regular_pay="5000", bonus_pay="100", benefits_in_kind="200", pension_employee="250",
                   expenses="30", post_tax_deduction="10", pension_employer_rate="5%")  # fmt: skip
    assert (slip["gross_pay"], slip["taxable_pay"], slip["usc_pay"]) == ("5100.00", "5050.00", "5300.00")
    assert slip["paye"] == "953.34"  # 3666.67 at 20 %, 1383.33 at 40 %, less 333.33
    assert slip["usc"] == "120.07"  # 1001 at 0.5 %, to 2391.67 at 2 %, the rest at 3 %
    assert (slip["prsi_employee"], slip["prsi_employer"], slip["prsi_subclass"]) == ("222.60", "596.25", "A1")
    assert slip["pension_employer"] == "250.00"
    assert slip["net_pay"] == "3573.99"


def test_a_cumulative_basis_refunds_and_week_1_never_does():
    facts = {
        "regular_pay": "100",
        "taxable_pay_before": "900",
        "paye_before": "113.85",
        "usc_pay_before": "900",
        "usc_before": "14",
    }
    later = date(2026, 1, 12)
    assert AT.paid(later, **facts)["paye"] == "-67.70"  # 1000 at 20 % less 153.85, less 113.85
    assert AT.paid(later, tax_basis="week1", **facts)["paye"] == "0.00"


@pytest.mark.parametrize(
    ("basis", "weeks", "paye"),
    [
        ("emergency", "0", "190.77"),
        ("emergency", "3", "190.77"),
        ("emergency", "4", "360.00"),
        ("emergency_no_ppsn", "0", "360.00"),
    ],
)
def test_the_emergency_basis_gives_the_cut_off_for_four_weeks_and_no_credit(basis, weeks, paye):
    slip = AT.paid(tax_basis=basis, emergency_weeks_before=weeks, regular_pay="900")
    assert (slip["paye"], slip["usc"]) == (paye, "72.00")
    assert slip["emergency_weeks_ytd"] == (str(int(weeks) + 1) if basis == "emergency" else "0")


def test_a_week_53_stands_alone():
    facts = {
        "regular_pay": "850",
        "taxable_pay_before": "40000",
        "paye_before": "9999",
        "usc_pay_before": "1",
        "usc_before": "5",
    }
    slip = AT.paid(date(2026, 12, 31), **facts)
    assert (slip["tax_period"], slip["paye"]) == ("53", "93.85")
    assert slip["usc"] == AT.paid(regular_pay="850")["usc"]


@pytest.mark.parametrize(
    ("pay", "subclass", "employee", "employer"),
    [
        ("38.00", "A0", "0.00", "3.42"),
        ("352.00", "A0", "0.00", "31.68"),
        ("352.01", "AX", "2.78", "31.68"),
        ("424.00", "AX", "17.81", "38.16"),
        ("424.01", "AL", "17.81", "38.16"),
        ("552.00", "AL", "23.18", "49.68"),
        ("552.01", "A1", "23.18", "62.10"),
    ],
)
def test_the_subclass_follows_the_pay_of_the_week(pay, subclass, employee, employer):
    slip = AT.paid(regular_pay=pay)
    assert (slip["prsi_subclass"], slip["prsi_employee"], slip["prsi_employer"]) == (subclass, employee, employer)


def test_rates_of_prsi_change_on_the_first_of_october():
    late = AT.paid(date(2026, 10, 1), regular_pay="1000")
    assert (late["prsi_employee"], late["prsi_employer"]) == ("43.50", "114.00")
    early = AT.paid(date(2026, 9, 30), regular_pay="1000")
    assert (early["prsi_employee"], early["prsi_employer"]) == ("42.00", "112.50")
    assert AT.paid(date(2025, 9, 30), regular_pay="527")["prsi_employer"] == "46.90"
    assert AT.paid(date(2025, 9, 30), regular_pay="527.01")["prsi_employer"] == "58.76"


def test_the_published_thresholds_of_a_fortnight_and_a_month_hold():
    for frequency, pay in (("fortnightly", "1104"), ("monthly", "2392")):
        assert AT.paid(pay_frequency=frequency, regular_pay=pay)["prsi_subclass"] == "AL"
        assert AT.paid(pay_frequency=frequency, regular_pay=f"{pay}.01")["prsi_subclass"] == "A1"


@pytest.mark.parametrize(
    ("facts", "publication"),
    [
        ({"prsi_class": "S"}, "DSP"),
        ({"usc_status": "reduced"}, "Revenue"),
        ({"auto_enrolled": "yes"}, "NAERSA"),
        ({"regular_pay": "37.99"}, "class J"),
    ],
)
def test_what_has_no_figures_is_refused_by_publication(facts, publication):
    refused = AT.refusal(**({"regular_pay": "1000"} | facts))
    assert refused.code == "figure_missing"
    assert publication in refused.sentence


def test_twelve_months_on_the_cumulative_basis_end_in_the_tax_of_the_year():
    pick = np.random.default_rng(3)
    facts = {
        "pay_frequency": np.full(200, 3),
        "tax_credits": np.full(200, 400_000),
        "rate_cut_off": np.full(200, 4_400_000),
    }
    totals, paid, dates = (
        {},
        np.zeros(200, np.int64),
        [Dates.on(add_months(date(2026, 1, 28), month)) for month in range(12)],
    )
    for month, day in enumerate(dates):
        slips = run(IE, facts | totals | {"regular_pay": pick.integers(200_000, 900_000, 200)}, day)
        assert slips.problems == []
        paid += slips.columns["paye"]
        if month < 11:
            totals = carry(IE, slips.columns, day, dates[month + 1])
    year = slips.columns["taxable_pay_ytd"]
    once = np.maximum((np.minimum(year, 4_400_000) * 2 + np.maximum(year - 4_400_000, 0) * 4 + 5) // 10 - 400_000, 0)
    assert np.array_equal(paid, once)
    assert np.array_equal(paid, slips.columns["paye_ytd"])


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 3), st.integers(0, 3), st.lists(st.integers(0, 3_000_000), min_size=2, max_size=40))
def test_more_pay_never_means_less_tax(basis, frequency, pays):
    rows = len(pays)
    columns = {
        "regular_pay": np.array(sorted(pays)) + 20_000, "pay_frequency": np.full(rows, frequency), "tax_basis": np.full(rows, basis),
        "tax_credits": np.full(rows, 400_000), "rate_cut_off": np.full(rows, 4_400_000),
    }  # fmt: skip
    slips = run(IE, columns, Dates.on(date(2026, 1, 5)))
    assert slips.problems == []
    for name in ("paye", "usc", "prsi_employee", "prsi_employer"):
        assert (np.diff(slips.columns[name]) >= 0).all(), name


def test_a_row_that_cannot_be_paid_says_why():
    assert AT.problem(regular_pay="100", post_tax_deduction="100.01") == "deductions_above_pay"
    assert AT.problem(regular_pay="100", pension_employee="-1") == "negative_deduction"


def test_the_converter_says_what_it_leaves_out(tmp_path):
    path = tmp_path / "vectors_ie_more.csv"
    path.write_text(
        "source,tax_year,case,independent,inputs,expected,note\n"
        "a,2023,USC_monthly_month1,1,gross=1500,usc=10,\nb,2023,PRSI_A_weekly,1,gross=1500,prsi=10,\n"
        "c,2026,CREDIT,1,gross=1,credit=10,\nd,2026,OTHER,1,gross=1,paye=10,\n"
        "e,2026,PAYE_emergency_PPSN_wk1-4,1,gross=900;weekly_cutoff=846.16,paye=190.77,\n"
        "f,2026,PAYE_month1,1,gross=5000;monthly_credit=333.33;monthly_cutoff=3666.67,paye=933.34,\n"
    )
    made = convert(path)
    assert (len(made.rows), len(made.dropped)) == (2, 4)
    assert made.rows[0]["tax_basis"] == "emergency"
    golden = tmp_path / "golden.csv"
    golden.write_text(render(made))
    assert check(IE, golden).exact == 2
