"""Rules of single states that are easily got wrong, each with the number that shows it; residence, programmes, locals."""

from __future__ import annotations

import pytest
from tests.paycalc.us.people import pay

NONE = {"sui_account": "none"}


def tax(day: str = "2026-03-06", **given: str) -> str | None:
    slip = pay(day, **(NONE | given))
    assert slip.problem == ""
    return slip.get("state_income_tax")


# One number for each trap


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"work_state": "OR", "frequency": "weekly", "regular": "1000"}, "80.00"),  # no form: 8%
        ({"work_state": "CT", "frequency": "weekly", "regular": "1000"}, "69.90"),  # no form: 6.99% of everything
        ({"work_state": "CT", "frequency": "weekly", "regular": "1000", "state_table": "E"}, None),  # withhold nothing
        (
            {"work_state": "VA", "frequency": "semimonthly", "regular": "2649", "state_allowances": 5},
            "109.48",
        ),  # the guide prints 109.50, from an annual tax in whole dollars
        (
            {
                "work_state": "VA",
                "frequency": "semimonthly",
                "regular": "2649",
                "state_allowances": 5,
                "state_rounding": "dollar",
            },
            "109.50",
        ),
        ({"work_state": "NE", "regular": "1000", "state_allowances": 10}, "15.00"),  # 1.5% at least
        ({"work_state": "NE", "regular": "1000", "state_allowances": 10, "employer_size": 24}, None),
        ({"work_state": "NE", "regular": "1000", "state_allowances": 10, "state_documented": "yes"}, None),
        ({"work_state": "NM", "frequency": "monthly", "regular": "730"}, None),  # 0.89 in a month is not withheld
        ({"work_state": "NM", "frequency": "biweekly", "regular": "340"}, "0.45"),
        ({"work_state": "SC", "frequency": "weekly", "regular": "750"}, "32.38"),  # no allowance, no deduction
        ({"work_state": "MD", "frequency": "weekly", "regular": "95.99", "state_form": "yes"}, None),  # under 96
        ({"work_state": "AZ", "regular": "1000"}, "20.00"),
        ({"work_state": "AZ", "regular": "1000", "state_rate": "3.5%"}, "35.00"),
        ({"work_state": "AZ", "regular": "1000", "state_rate": "3.5%", "state_exempt": "yes"}, None),
        ({"work_state": "MO", "frequency": "monthly", "regular": "2916.67", "state_additional": "0.50"}, "59.00"),
        ({"work_state": "MO", "regular": "2916.67", "state_specified": "10"}, "10.00"),
        ({"work_state": "NJ", "regular": "1000", "cafeteria": "100"}, "16.62"),  # stays in wages
        ({"work_state": "PA", "regular": "1000", "retirement": "100"}, "30.70"),  # stays in wages
        ({"work_state": "GA", "regular": "1000", "retirement": "100"}, "22.76"),
        ({"work_state": "KS", "frequency": "daily", "regular": "100", "state_share": "50%"}, "2.24"),  # half of 4.47
        ({"work_state": "OK", "regular": "2000", "state_share": "50%"}, "26.00"),
    ],
)
def test_the_number_of_each_trap(given, expected):
    assert tax(**given) == expected


def test_a_new_edition_starts_on_the_date_it_keys_on():
    georgia = {"work_state": "GA", "regular": "2000"}
    assert (tax("2026-05-10", **georgia), tax("2026-05-11", **georgia)) == ("79.85", "71.01")
    idaho = {"work_state": "ID", "regular": "2000"}
    assert tax("2026-07-22", **idaho) != tax("2026-07-23", **idaho)


def test_ohio_keys_on_the_end_and_utah_on_the_begin_of_the_pay_period():
    from datetime import date

    import numpy as np
    from tests.paycalc.us.people import PACK

    from paycalc.calendars import Dates
    from paycalc.run import run

    states = PACK.input("work_state").choices
    columns = {
        "frequency": np.array([1, 1]),
        "work_state": np.array([states.index("OH"), states.index("UT")]),
        "regular": np.array([260_000, 260_000]),
        "sui_account": np.array([2, 2]),
    }
    before = run(PACK, columns, Dates(date(2026, 8, 7), date(2026, 5, 31), date(2026, 7, 31)))
    after = run(PACK, columns, Dates(date(2026, 8, 7), date(2026, 6, 1), date(2026, 8, 1)))
    assert before.columns["state_income_tax"].tolist() == [6556, 11700]
    assert after.columns["state_income_tax"].tolist() == [6381, 11600]


def test_maine_asks_which_print_from_august():
    asked = pay("2026-08-03", work_state="ME", regular="2000", **NONE)
    assert "printed its withholding tables of 2026 twice" in asked.problem and asked.code == "figure_missing"
    first = tax("2026-08-03", work_state="ME", regular="2000", state_method="first_print")
    second = tax("2026-08-03", work_state="ME", regular="2000", state_method="second_print")
    assert (first, second) == (tax(work_state="ME", regular="2000"), "92.00")


def test_indiana_county_rates_after_september_are_entered():
    given = {"work_state": "IN", "regular": "2000", "home_locality": "31", **NONE}
    assert pay("2026-09-30", **given)["local_income_tax"] == "20.00"
    refused = pay("2026-10-01", **given)
    assert "Notice #1 of 1 October" in refused.problem and "local_home_rate" in refused.problem
    assert pay("2026-10-01", **given, local_home_rate="1.1%")["local_income_tax"] == "22.00"


def test_ohio_school_districts_have_two_bases():
    given = {"work_state": "OH", "frequency": "monthly", "regular": "2000", "state_allowances": 2, **NONE}
    assert pay(**given, home_locality="0303")["local_income_tax"] == "23.65"  # 1.25% of 2,000 - 108.33
    assert pay(**given, home_locality="0302")["local_income_tax"] == "25.00"  # earned income: no exemption
    assert "not a taxing locality" in pay(**given, home_locality="9999").problem


# States of work and of residence


def test_reciprocity_takes_the_residence_in_place_of_the_work_state():
    slip = pay(work_state="PA", home_state="NJ", home_state_rule="reciprocal", regular="2000", state_table="B", **NONE)
    assert "state_income_tax" not in slip and "state_wages" not in slip
    assert (
        slip["home_state_income_tax"]
        == pay(work_state="NJ", regular="2000", state_table="B", **NONE)["state_income_tax"]
    )
    assert slip["home_state_wages"] == "2000.00" and slip["home_state_tax_to_date"] == slip["home_state_income_tax"]
    assert slip["state_unemployment"] == "1.40"  # the work state's insurance stays


def test_reciprocity_never_relieves_local_taxes():
    slip = pay(
        work_state="PA",
        home_state="NJ",
        home_state_rule="reciprocal",
        work_locality="PHL",
        regular="2000",
        lst_annual="52",
        **NONE,
    )
    assert (slip["municipal_tax"], slip["local_services_tax"]) == ("68.60", "2.00")
    county = pay(
        work_state="IN", home_state="OH", home_state_rule="reciprocal", work_locality="49", regular="1000", **NONE
    )
    assert county["local_income_tax"] == "20.20" and "state_income_tax" not in county


@pytest.mark.parametrize(("work", "home"), [("PA", "NY"), ("CA", "AZ"), ("IL", "IN"), ("NY", "NJ")])
def test_no_reciprocity_no_certificate(work, home):
    slip = pay(work_state=work, home_state=home, home_state_rule="reciprocal", regular="2000", **NONE)
    assert "no reciprocity" in slip.problem


def test_both_states_the_residence_takes_what_it_exceeds_the_work_state_by():
    alone = pay(work_state="NY", regular="3000", home_locality="NYC", **NONE)
    slip = pay(
        work_state="NJ",
        home_state="NY",
        home_state_rule="both",
        home_status="single",
        home_locality="NYC",
        regular="3000",
        **NONE,
    )
    work = pay(work_state="NJ", regular="3000", **NONE)["state_income_tax"]
    assert slip["state_income_tax"] == work
    cents = {name: round(float(text) * 100) for name, text in slip.items() if name.endswith("tax")}
    assert cents["home_state_income_tax"] == round(float(alone["state_income_tax"]) * 100) - round(float(work) * 100)
    assert slip["home_local_income_tax"] == alone["local_income_tax"]
    assert slip["state_disability"] == "5.70"  # New Jersey's insurance only


def test_maryland_nonresidents_bear_the_special_rate():
    slip = pay(
        work_state="MD", home_state="DE", home_state_rule="work_state_only", state_form="yes", regular="2000", **NONE
    )
    home = pay(work_state="MD", home_locality="24", state_form="yes", regular="2000", **NONE)
    assert slip["state_income_tax"] == home["state_income_tax"]  # Worcester County has the same 2.25%


def test_the_states_forms_do_not_mix():
    slip = pay(
        work_state="NJ", home_state="NY", home_state_rule="work_state_only", home_status="single", regular="9", **NONE
    )
    assert "means nothing on the forms" in slip.problem
    slip = pay(work_state="GA", regular="2000", home_allowances=2, **NONE)
    assert "means nothing" in slip.problem


# Programmes


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"work_state": "CT", "cafeteria": "200"}, {"state_leave": "9.00"}),
        ({"work_state": "DE"}, {"state_leave": "8.00", "state_leave_employer": "8.00"}),
        ({"work_state": "DE", "employer_size": 24}, {"state_leave": "3.20", "state_leave_employer": "3.20"}),
        ({"work_state": "DE", "employer_size": 9}, {}),
        ({"work_state": "DC"}, {"state_leave_employer": "15.00"}),
        ({"work_state": "MA"}, {"state_leave": "9.20", "state_leave_employer": "8.40"}),
        ({"work_state": "MA", "employer_size": 24}, {"state_leave": "9.20"}),
        ({"work_state": "ME", "employer_size": 14}, {"state_leave": "10.00"}),
        ({"work_state": "MN"}, {"state_leave": "8.80", "state_leave_employer": "8.80"}),
        ({"work_state": "MN", "leave_employee_rate": "0.2%"}, {"state_leave": "4.00", "state_leave_employer": "13.60"}),
        ({"work_state": "MN", "leave_paid_by_employer": "yes"}, {"state_leave_employer": "17.60"}),
        (
            {"work_state": "NJ", "cafeteria": "200"},
            {"state_leave": "4.60", "state_disability": "3.80", "state_unemployment": "8.50"},
        ),
        ({"work_state": "NJ", "ytd_unemployment_wages": "43800", "leave_exempt": "yes", "disability_exempt": "yes"}, {"state_unemployment": "4.25"}),
        ({"work_state": "OR"}, {"state_leave": "12.00", "state_leave_employer": "8.00", "state_other_tax": "2.00"}),
        ({"work_state": "PA"}, {"state_unemployment": "1.40"}),
        ({"work_state": "RI", "retirement": "500"}, {"state_disability": "16.50"}),
        ({"work_state": "RI", "ytd_disability_wages": "99000"}, {"state_disability": "11.00"}),
        ({"work_state": "VT"}, {"state_other_tax": "2.20", "state_other_employer": "6.60"}),
        ({"work_state": "WA"}, {"state_leave": "16.14", "state_leave_employer": "6.46", "state_other_tax": "11.60"}),
        ({"work_state": "WA", "employer_size": 49, "other_exempt": "yes"}, {"state_leave": "16.14"}),
        ({"work_state": "WA", "ytd_leave_wages": "184500", "other_exempt": "yes"}, {}),
    ],
)  # fmt: skip
def test_programmes_of_the_states(given, expected):
    slip = pay(regular="2000", **(NONE | given))
    assert slip.problem == ""
    names = (
        "state_leave",
        "state_leave_employer",
        "state_disability",
        "state_unemployment",
        "state_other_tax",
        "state_other_employer",
    )
    assert {name: slip[name] for name in names if name in slip} == expected


def test_pennsylvania_carries_three_decimals():
    assert pay(work_state="PA", regular="100.68", **NONE)["state_unemployment"] == "0.07"  # 0.070476 -> 0.070
    assert pay(work_state="PA", regular="107.15", **NONE)["state_unemployment"] == "0.08"  # 0.075005 -> 0.075


def test_minnesota_is_refused_where_its_wage_limit_would_be_needed():
    high = {"work_state": "MN", "regular": "2000", "ytd_leave_wages": "184000", **NONE}
    assert "wage limit" in pay(**high).problem
    assert pay(**high, leave_wage_base="185000")["state_leave"] == "4.40"
    assert "at most 0.44%" in pay(work_state="MN", regular="2000", leave_employee_rate="0.5%", **NONE).problem


def test_new_jersey_2025_names_the_rates_that_are_not_held():
    slip = pay("2025-03-07", work_state="NJ", regular="2000", **NONE)
    assert "employee contribution rates of the year" in slip.problem


def test_unemployment_wages_of_new_jersey_keep_section_125():
    slip = pay(work_state="NJ", regular="2000", cafeteria="300", sui_rate="3%")
    assert (slip["sui_wages"], slip["futa_wages"]) == ("2000.00", "1700.00")


# Municipalities


def test_municipal_rates_are_entered():
    both = {"local_home_rate": "1%", "local_work_rate": "2%", "regular": "1000", **NONE}
    assert pay(work_state="PA", **both)["municipal_tax"] == "20.00"  # Act 32: the higher
    assert pay(work_state="OH", **both)["municipal_tax"] == "30.00"
    assert pay(work_state="OH", local_days=20, **both)["municipal_tax"] == "10.00"
    assert pay(work_state="KY", local_work_rate="2.2%", regular="1000", **NONE)["municipal_tax"] == "22.00"


def test_detroit_takes_what_another_city_of_work_leaves():
    given = {"work_state": "MI", "regular": "1000", **NONE}
    assert pay(**given, home_locality="DETROIT")["municipal_tax"] == "24.00"
    assert pay(**given, work_locality="DETROIT")["municipal_tax"] == "12.00"
    assert pay(**given, home_locality="DETROIT", local_work_rate="0.5%")["municipal_tax"] == "24.00"


def test_a_local_services_tax_never_passes_its_annual_amount():
    given = {"work_state": "PA", "regular": "1000", "frequency": "monthly", **NONE}
    assert pay(**given, lst_annual="52")["local_services_tax"] == "4.33"
    assert pay(**given, lst_annual="52", ytd_local_services="50.00")["local_services_tax"] == "2.00"
    assert pay(**given, lst_annual="10")["local_services_tax"] == "10.00"
    assert "local_services_tax" not in pay(**given, lst_annual="52", lst_exempt="yes")
