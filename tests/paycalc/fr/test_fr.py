"""France: brackets, CSG, PAS, reductions and their regularisation, refusals, and the properties of the law."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.standing.packs import Country

from paycalc import Dates, FigureMissing, carry, check, convert, load
from paycalc.packs.fr.reductions import SCALE, coefficient_steps
from paycalc.run import run

FR = load("fr")
AT = Country("fr", date(2026, 1, 31), category="non_cadre", employer_size="8", accident_rate="0.7%", pas_rate="0%")


def test_the_vectors_are_all_here():
    report = check(FR, files("paycalc.packs.fr") / "golden" / "openfisca.csv")
    assert (report.rows, report.exact, report.tolerated) == (1947, 554, 1393)


def test_a_payslip_from_top_to_bottom():
    slip = AT.paid(category="cadre", employer_size="300", regular_pay="5000", bonus_pay="100", benefits_in_kind="100", expenses="40",
                   post_tax_deduction="15", pas_rate="10%", transport_zone="paris")  # fmt: skip
    assert (slip["gross_pay"], slip["ceiling"], slip["csg_base"]) == ("5200.00", "4005.00", "5109.00")
    assert slip["agirc_arrco"] == "229.41"  # 126.16 on the ceiling and 103.25 above, each rounded
    assert (slip["csg_deductible"], slip["csg_imposable"], slip["crds"]) == ("347.41", "122.62", "25.55")
    assert (slip["fnal_employer"], slip["formation_employer"], slip["transport_employer"]) == (
        "26.00",
        "52.00",
        "166.40",
    )
    assert Decimal(slip["income_tax"]) == round(Decimal(slip["net_taxable"]) / 10, 2)
    net = (
        Decimal(slip["net_taxable"])
        - Decimal("122.62")
        - Decimal("25.55")
        - 100
        + 40
        - 15
        - Decimal(slip["income_tax"])
    )
    assert Decimal(slip["net_pay"]) == net
    assert slip["reduction_general"] == "-107.12"  # 0.0206: still below 3 SMIC (5,469.10)


def test_cet_begins_where_pay_passes_the_ceiling():
    assert AT.paid(regular_pay="4005")["cet"] == "0.00"
    assert AT.paid(regular_pay="4005.01")["cet"] == "5.61"


def test_rates_follow_the_period_and_not_the_pay_date():
    columns = AT.columns(regular_pay="2500")
    april = run(FR, columns, Dates(date(2025, 5, 5), date(2025, 4, 1), date(2025, 4, 30)))
    may = run(FR, columns, Dates(date(2025, 5, 31), date(2025, 5, 1), date(2025, 5, 31)))
    assert (april.columns["chomage_employer"][0], may.columns["chomage_employer"][0]) == (10_125, 10_000)
    with pytest.raises(FigureMissing, match="Urssaf"):
        run(FR, columns, Dates(date(2025, 1, 5), date(2024, 12, 1), date(2024, 12, 31)))


def test_the_single_reduction_ends_at_three_smic_of_1820_hours():
    assert AT.paid(regular_pay="5469.09")["reduction_coefficient"] == "200"
    assert AT.paid(regular_pay="5469.10")["reduction_coefficient"] == "0"
    assert AT.paid(regular_pay="1500", working_time="50%")["reduction_coefficient"] != "3981"
    assert AT.paid(regular_pay="1823.03")["reduction_coefficient"] == "3981"


def test_the_reductions_of_2025_end_at_their_number_of_smic():
    day = date(2025, 1, 31)
    assert AT.paid(day, regular_pay="4054.05")["reduction_health"] == "-243.24"
    assert AT.paid(day, regular_pay="4054.06")["reduction_health"] == "0.00"
    assert AT.paid(day, regular_pay="5945.94")["reduction_family"] == "-107.03"
    assert AT.paid(day, regular_pay="5945.95")["reduction_family"] == "0.00"
    assert AT.paid(day, regular_pay="1801.80")["reduction_coefficient"] == "3194"
    assert AT.paid(day, regular_pay="2882.88")["reduction_coefficient"] == "0"


def test_progressive_reductions_meet_the_year_and_months_alone_do_not():
    pays = [200_000, 200_000, 700_000, 200_000]
    facts = AT.columns()
    totals, given = {}, 0
    dates = [Dates.on(date(2026, month, 28)) for month in (1, 2, 3, 4)]
    for place, pay in enumerate(pays):
        slips = run(FR, facts | totals | {"regular_pay": np.array([pay])}, dates[place])
        given += int(slips.columns["reduction_general"][0])
        if place < 3:
            totals = carry(FR, slips.columns, dates[place], dates[place + 1])
    coefficient = int(slips.columns["reduction_coefficient"][0])
    assert -given == (2 * sum(pays) * coefficient + 10_000) // 20_000
    month = AT.paid(regular_pay="2000", gross_pay_before="7000", reduction_basis="month")
    assert month["reduction_general"] == AT.paid(regular_pay="2000")["reduction_general"]


def test_the_steps_of_the_coefficient_are_where_the_power_says():
    """ratio ** 7 against the half step ** 4, in whole numbers, on both sides of each step."""
    steps = coefficient_steps(3781)
    assert len(steps) == 3781 and (np.diff(steps) > 0).all() and steps[-1] < 3 * SCALE
    for number in (1, 2, 1000, 3780, 3781):
        wanted = Fraction(2 * number - 1, 2 * 3781) ** 4
        at = int(steps[number - 1]) - SCALE
        assert Fraction(at, 2 * SCALE) ** 7 >= wanted > Fraction(at - 1, 2 * SCALE) ** 7


@pytest.mark.parametrize(
    ("facts", "publication"), [({"alsace_moselle": "yes"}, "Alsace-Moselle"), ({"pas_default": "yes"}, "DGFiP")]
)
def test_what_has_no_figures_is_refused_by_publication(facts, publication):
    refused = AT.refusal(regular_pay="1000", **facts)
    assert refused.code == "figure_missing"
    assert publication in refused.sentence


def test_a_row_that_cannot_be_paid_says_why():
    assert AT.problem(regular_pay="100", post_tax_deduction="100.01") == "deductions_above_pay"
    assert AT.problem(regular_pay="100", benefits_in_kind="-1") == "negative_deduction"
    assert AT.problem(regular_pay="100", employer_size="0") == "no_headcount"
    assert AT.problem(regular_pay="100", transport_rate="1%") == "unused_rate"
    assert AT.problem(regular_pay="100", reduction_months_before="13000000") == "too_many_months"


@settings(deadline=None, max_examples=30)
@given(st.sampled_from([date(2025, 2, 1), date(2025, 8, 1), date(2026, 8, 1)]), st.integers(0, 1),
       st.lists(st.integers(0, 4_000_000), min_size=2, max_size=40))  # fmt: skip
def test_more_pay_never_means_a_lower_contribution_nor_a_higher_coefficient(day, cadre, pays):
    rows = len(pays)
    columns = {
        "regular_pay": np.array(sorted(pays)), "category": np.full(rows, cadre), "employer_size": np.full(rows, 60),
        "accident_rate": np.full(rows, 10_000), "pas_rate": np.full(rows, 50_000),
    }  # fmt: skip
    slips = run(FR, columns, Dates.on(day))
    assert slips.problems == []
    for column in FR.results:
        if column.payee and not column.name.startswith("reduction"):
            assert (np.diff(slips.columns[column.name]) >= 0).all(), column.name
    paid = columns["regular_pay"] > 0
    assert (np.diff(slips.columns["reduction_coefficient"][paid]) <= 0).all()


def test_the_converter_says_what_it_leaves_out(tmp_path):
    text = (files("paycalc.packs.fr") / "golden" / "openfisca.csv").read_text()
    assert text.startswith("# source: vectors_fr.csv, converter fr.openfisca\n")
    path = tmp_path / "vectors_fr_more.csv"
    path.write_text("source,period,categorie\nx,2024-01,prive_cadre\nx,2026-01,public_titulaire\n")
    made = convert(path)
    assert (len(made.rows), len(made.dropped)) == (0, 2)
