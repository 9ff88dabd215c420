"""Norway: tables, cards, traps of the routine, and the properties of the law."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.standing.packs import CODES, Country

from paycalc import Dates, check, convert, load
from paycalc.columns import pack_code
from paycalc.run import run

NO = load("no")
AT = Country("no", date(2026, 6, 15), pay_frequency="monthly", tax_table="8000", employer_contribution_rate="14.1%")


def test_the_vectors_are_all_here_and_exact():
    report = check(NO, files("paycalc.packs.no") / "golden" / "withholding.csv")
    assert (report.rows, report.exact) == (1783, 1783)


def test_a_payslip_from_top_to_bottom():
    slip = AT.paid(regular_pay="50000", bonus_pay="1000", benefits_in_kind="500", pension_employee="1000", expenses="300",
                   pay_without_withholding="2000", post_tax_deduction="100", pension_employer_rate="2%", extra_tax="50")  # fmt: skip
    assert (slip["gross_pay"], slip["taxable_pay"]) == ("53000.00", "50500.00")
    assert (slip["pension_employer"], slip["contribution_base"]) == ("1000.00", "54500.00")
    assert slip["employer_contribution"] == "7684.50"
    alone = AT.paid(regular_pay="50500")["tax_withheld"]
    assert Decimal(slip["tax_withheld"]) == Decimal(alone) + 50
    assert Decimal(slip["net_pay"]) == 53_000 + 300 - 1000 - Decimal(slip["tax_withheld"]) - 100
    assert slip["table_used"] == "8000"


def test_the_year_decides_the_table():
    assert AT.paid(date(2025, 12, 31), regular_pay="48333")["tax_withheld"] == "13815.00"
    assert AT.paid(date(2026, 1, 1), regular_pay="48333")["tax_withheld"] == "13524.00"


def test_the_basis_is_taken_at_the_middle_of_its_step():
    assert AT.paid(regular_pay="50000.00")["tax_withheld"] == AT.paid(regular_pay="50099.99")["tax_withheld"]
    assert AT.paid(regular_pay="50100.00")["tax_withheld"] != AT.paid(regular_pay="50099.99")["tax_withheld"]


@pytest.mark.parametrize("table", ["8000P", "9010P", "8400P"])
def test_tables_of_pensioners_are_refused_by_publication(table):
    refused = AT.refusal(tax_table=table, regular_pay="100")
    assert refused.code == "figure_missing"
    assert "Skatteetaten" in refused.sentence and "pensioners" in refused.sentence


@pytest.mark.parametrize(
    "table", ["", "8005", "9000", "8410", "9410", "7100", "ABCD", "800", "80000", "0102", "9000P", "7300P"]
)
def test_what_is_no_table_stops_the_row(table):
    assert AT.problem(tax_table=table, regular_pay="100") == "unknown_tax_table"
    assert AT.paid(tax_table=table, tax_card="exempt", regular_pay="100")["tax_withheld"] == "0.00"


def test_a_percentage_is_taken_in_whole_kroner_and_a_card_of_exemption_takes_nothing():
    facts = {"tax_table": "", "tax_percent": "34%", "regular_pay": "10002.99"}
    assert AT.paid(tax_card="percent", **facts)["tax_withheld"] == "3401.00"
    assert AT.paid(tax_card="exempt", **facts)["tax_withheld"] == "0.00"


def test_the_tax_is_never_more_than_the_pay():
    assert AT.paid(tax_table="9400", regular_pay="7.60")["tax_withheld"] == "7.00"
    assert AT.paid(tax_table="9400", regular_pay="0")["tax_withheld"] == "0.00"


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(CODES["no"]["tax_table"]), st.integers(0, 6), st.sampled_from([2025, 2026]),
       st.lists(st.integers(0, 40_000_000), min_size=2, max_size=40))  # fmt: skip
def test_more_pay_never_means_less_tax(table, period, year, pays):
    rows = len(pays)
    columns = {
        "regular_pay": np.array(sorted(pays)), "pay_frequency": np.full(rows, period), "tax_table": np.full(rows, pack_code(table)),
        "employer_contribution_rate": np.zeros(rows, np.int64),
    }  # fmt: skip
    slips = run(NO, columns, Dates.on(date(year, 3, 3)))
    assert slips.problems == []
    assert (np.diff(slips.columns["tax_withheld"]) >= 0).all()


def test_a_row_that_cannot_be_paid_says_why():
    assert AT.problem(regular_pay="100", post_tax_deduction="100.01") == "deductions_above_pay"
    assert AT.problem(regular_pay="100", extra_tax="-1") == "negative_deduction"


def test_the_converter_says_what_it_leaves_out(tmp_path):
    path = tmp_path / "vectors_no_more.csv"
    path.write_text(
        "source,tax_year,table,period,gross_nok,exp_withholding_nok\nx,2024,7100,PERIODE_1_MAANED,1,0\n"
        "x,2025,8010P,PERIODE_1_MAANED,1,0\nx,2026,8010,PERIODE_1_DAG,1000,300\n"
    )
    made = convert(path)
    assert (len(made.rows), len(made.dropped)) == (1, 2)
    assert made.rows[0]["pay_frequency"] == "daily"
