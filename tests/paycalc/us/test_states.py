"""State rules: what leaves which base, limits, flat supplemental rates, locals, and refusals by name."""

from __future__ import annotations

import pytest
from tests.paycalc.us.people import PACK, pay

NONE = {"sui_account": "none"}


def test_california_taxes_hsa_but_leaves_it_out_of_sdi():
    slip = pay(work_state="CA", regular="4000", hsa="100", cafeteria="50", retirement="200", **NONE)
    assert slip["fit_wages"] == "3650.00"
    assert slip["state_wages"] == "3750.00"
    assert slip["state_disability"] == "50.05"  # 3,850 x 1.3%: the 401(k) stays in


def test_california_sdi_has_no_wage_limit_and_a_rate_a_year():
    assert pay(work_state="CA", regular="400000", **NONE)["state_disability"] == "5200.00"
    assert pay("2025-03-07", work_state="CA", regular="400000", **NONE)["state_disability"] == "4800.00"


def test_california_married_with_two_allowances_uses_the_second_column():
    one = pay(work_state="CA", frequency="weekly", regular="700", state_status="married", state_allowances=1, **NONE)
    two = pay(work_state="CA", frequency="weekly", regular="700", state_status="married", state_allowances=2, **NONE)
    assert "state_income_tax" in one and "state_income_tax" not in two  # 700 is under 727


def test_california_more_than_ten_allowances_are_multiples_of_one():
    slip = pay(
        work_state="CA", frequency="weekly", regular="10000", state_status="married", state_allowances=15, **NONE
    )
    assert slip["state_credit"] == "48.60"


def test_california_2025_holds_four_pay_periods():
    """6,000 - 462 = 5,538: 176.93 at 4,656, and 8.8% of 882 = 77.62."""
    slip = pay("2025-03-07", work_state="CA", frequency="monthly", regular="6000", **NONE)
    assert slip["state_income_tax"] == "254.55"
    refused = pay("2025-03-07", work_state="CA", frequency="quarterly", regular="6000", **NONE)
    assert "California EDD, Withholding Schedules Method B" in refused.problem and "quarterly" in refused.problem


def test_california_flat_rate_on_a_bonus():
    slip = pay(work_state="CA", supplemental="1000", state_supplemental="flat", **NONE)
    assert slip["state_income_tax"] == "102.30"


def test_california_unemployment_and_training_tax_stop_at_7000():
    slip = pay(work_state="CA", regular="3000", ytd_sui_wages="5000", sui_rate="3.4%")
    assert (slip["sui_wages"], slip["sui"], slip["state_employer_tax"]) == ("2000.00", "68.00", "2.00")


def test_colorado_follows_form_w4_unless_a_dr_0004_is_on_file():
    assert pay(work_state="CO", frequency="weekly", regular="1000", **NONE)["state_income_tax"] == "39.35"
    assert (
        pay(work_state="CO", frequency="weekly", regular="1000", w4_status="married", **NONE)["state_income_tax"]
        == "34.69"
    )
    assert (
        pay(work_state="CO", frequency="weekly", regular="1000", state_amount="1000", **NONE)["state_income_tax"]
        == "43.15"
    )
    assert (
        pay(work_state="CO", frequency="weekly", regular="1000", state_form="yes", **NONE)["state_income_tax"]
        == "44.00"
    )


def test_colorado_famli_is_on_gross_wages_up_to_the_social_security_base():
    slip = pay(work_state="CO", regular="5000", cafeteria="500", retirement="500", **NONE)
    assert (slip["leave_wages"], slip["state_leave"], slip["state_leave_employer"]) == ("5000.00", "22.00", "22.00")
    capped = pay(work_state="CO", regular="5000", ytd_leave_wages="182000", **NONE)
    assert (capped["leave_wages"], capped["state_leave"]) == ("2500.00", "11.00")
    small = pay(work_state="CO", regular="5000", employer_size=9, **NONE)
    assert "state_leave_employer" not in small and small["state_leave"] == "22.00"
    assert "state_leave_employer" in pay(work_state="CO", regular="5000", employer_size=10, **NONE)


def test_new_york_method_iii_taxes_the_whole_amount():
    slip = pay(work_state="NY", frequency="monthly", regular="120000", **NONE)
    assert slip["state_income_tax"] == "12475.56"


def test_new_york_pfl_stops_at_its_yearly_maximum_in_the_pay_that_meets_it():
    slip = pay(work_state="NY", regular="5000", ytd_leave="400.00", **NONE)
    assert slip["state_leave"] == "11.91"
    assert "state_leave" not in pay(work_state="NY", regular="5000", ytd_leave="411.91", **NONE)
    assert "state_leave" not in pay(work_state="NY", regular="5000", leave_exempt="yes", **NONE)


@pytest.mark.parametrize(
    ("frequency", "most"), [("weekly", "0.60"), ("biweekly", "1.20"), ("semimonthly", "1.30"), ("monthly", "2.60")]
)
def test_new_york_dbl_maximum_of_each_pay_period(frequency, most):
    assert pay(work_state="NY", frequency=frequency, regular="5000", **NONE)["state_disability"] == most
    assert pay(work_state="NY", frequency="weekly", regular="100", **NONE)["state_disability"] == "0.50"


def test_new_york_city_is_for_residents_only():
    assert "local_income_tax" not in pay(work_state="NY", regular="3000", work_locality="NYC", **NONE)
    assert "local_income_tax" in pay(work_state="NY", regular="3000", home_locality="NYC", **NONE)


def test_yonkers_resident_surcharge_is_on_the_state_tax_without_the_extra_amount():
    plain = pay(work_state="NY", regular="3000", home_locality="YONKERS", **NONE)
    extra = pay(work_state="NY", regular="3000", home_locality="YONKERS", state_additional="100", **NONE)
    assert plain["local_income_tax"] == extra["local_income_tax"]


def test_city_resident_who_works_in_yonkers_bears_both():
    city = pay(work_state="NY", regular="3000", home_locality="NYC", **NONE)
    both = pay(work_state="NY", regular="3000", home_locality="NYC", work_locality="YONKERS", **NONE)
    assert float(both["local_income_tax"]) - float(city["local_income_tax"]) == pytest.approx(15.0)


def test_new_york_supplemental_rates():
    flat = {"work_state": "NY", "supplemental": "1000", "state_supplemental": "flat", **NONE}
    assert pay(**flat, home_locality="NYC")["local_income_tax"] == "42.50"
    slip = pay(**flat, home_locality="YONKERS")
    assert (slip["state_income_tax"], slip["local_income_tax"]) == ("117.00", "19.60")


def test_state_aggregate_method_takes_off_what_was_withheld_before():
    for state, extra in (("CA", {}), ("CO", {}), ("NY", {"home_locality": "NYC"})):
        given = {"work_state": state, "frequency": "monthly", **NONE, **extra}
        whole, first = pay(regular="6000", **given), pay(regular="4000", **given)
        second = pay(
            supplemental="2000",
            earlier_wages="4000",
            earlier_state_tax=first["state_income_tax"],
            earlier_local_tax=first.get("local_income_tax", "0"),
            **given,
        )
        for line in ("state_income_tax", "local_income_tax"):
            parts = float(first.get(line, 0)) + float(second.get(line, 0))
            assert parts == pytest.approx(float(whole.get(line, 0)))


def test_texas_has_no_income_tax():
    slip = pay("2025-03-07", work_state="TX", regular="3000", sui_rate="2.7%", ytd_sui_wages="8000")
    assert "state_income_tax" not in slip and (slip["sui_wages"], slip["sui"]) == ("1000.00", "27.00")


# Refusals by name


@pytest.mark.parametrize(
    ("day", "given", "sentence"),
    [
        ("2025-03-07", {"work_state": "NY"}, "NYS-50-T-NYS, NYS-50-T-NYC and NYS-50-T-Y of the year"),
        (
            "2026-03-06",
            {"work_state": "NJ", "home_state": "NY", "home_state_rule": "reciprocal"},
            "no reciprocity with NY",
        ),
        (
            "2026-03-06",
            {"work_state": "TX", "sui_rate": "2.7%"},
            "Texas Workforce Commission, taxable wage base of the year",
        ),
        (
            "2026-03-06",
            {"work_state": "CA", "sui_account": "ask"},
            "The client's unemployment rate of CA for 2026 is not entered",
        ),
        ("2026-03-06", {"work_state": "NY", "frequency": "quarterly"}, "pay frequency quarterly"),
        ("2026-03-06", {"work_state": "NY", "home_state": "NJ"}, "The state of residence NJ is not the state of work"),
        ("2026-03-06", {"work_state": "CO", "state_allowances": 2}, "means nothing on the forms of CO"),
        ("2026-03-06", {"work_state": "TX", "state_status": "married"}, "means nothing on the forms of TX"),
        ("2026-03-06", {"work_state": "NY", "state_status": "married_both_work"}, "is not on the form of NY"),
        ("2026-03-06", {"work_state": "NY", "home_locality": "BUFFALO"}, "is not a taxing locality held for NY"),
        (
            "2026-03-06",
            {"work_state": "CO", "supplemental": "100", "state_supplemental": "flat"},
            "The flat rate of CO",
        ),
        ("2026-03-06", {"regular": "-1"}, "below zero"),
        ("2026-03-06", {"w4_allowances": 2}, "has no allowances"),
        ("2026-03-06", {"w4_form": "2019", "w4_step3": "2000"}, "2019 or earlier has no Credits"),
        ("2026-03-06", {"futa_net_rate": "7%"}, "is not between 0.6% and 6.0%"),
        ("2026-03-06", {"w4_step4c": "5000"}, "Taxes and deductions exceed the pay"),
    ],
)
def test_refused_by_name(day, given, sentence):
    slip = pay(day, **({"regular": "2000", "sui_account": "none" if "sui_rate" not in given else "rated"} | given))
    assert sentence in slip.problem
    assert slip == {}


def test_a_refused_state_year_leaves_the_others_alone():
    from datetime import date

    import numpy as np

    from paycalc.calendars import Dates
    from paycalc.run import run

    states = PACK.input("work_state").choices
    columns = {
        "frequency": np.zeros(3, np.int64),
        "work_state": np.array([states.index(state) for state in ("CA", "NY", "CO")], np.int64),
        "regular": np.full(3, 100_000, np.int64),
        "sui_account": np.full(3, 2, np.int64),
    }
    slips = run(PACK, columns, Dates.on(date(2025, 3, 7)))
    assert [problem.row for problem in slips.problems] == [1]
    assert (slips.columns["net_pay"] > 0).tolist() == [True, False, True]
    assert all(values[1] == 0 for values in slips.columns.values())


def test_residence_without_wage_tax_needs_no_word():
    assert pay(work_state="CA", home_state="NV", regular="2000", **NONE).problem == ""
    assert (
        pay(work_state="NY", home_state="NJ", home_state_rule="work_state_only", regular="2000", **NONE).problem == ""
    )


def test_years_outside_2025_and_2026_are_refused():
    from paycalc.errors import NotCovered

    for day in ("2024-12-31", "2027-01-01"):
        with pytest.raises(NotCovered):
            pay(day, regular="2000")
