"""Social insurance: ceilings, shares, Midijob, Minijob, one-off pay, the clause of March, levies, private insurance."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from tests.paycalc.de.people import DE, JUNE, columns, paid, problem, slips, text

from paycalc import Dates, carry
from paycalc.run import run

Y2025 = date(2025, 6, 30)
BRANCHES = ("kv", "kvz", "pv", "rv", "av")


def shares(slip, who):
    return [slip[f"{branch}_{who}"] for branch in BRANCHES]


def test_halves_are_rounded_branch_by_branch_with_the_additional_rate_apart():
    slip = paid(regular_pay="3333.33")
    assert shares(slip, "employee") == ["243.33", "48.33", "60.00", "310.00", "43.33"]
    assert shares(slip, "employer") == ["243.33", "48.33", "60.00", "310.00", "43.33"]


def test_pay_above_the_ceilings_owes_nothing():
    slip = paid(regular_pay="20000")
    assert (slip["kv_base"], slip["rv_base"]) == ("5812.50", "8450.00")
    assert shares(slip, "employee") == ["424.31", "84.28", "104.63", "785.85", "109.85"]
    old = paid(Y2025, regular_pay="20000", kvz="2.5%")
    assert (old["kv_base"], old["rv_base"]) == ("5512.50", "8050.00")


def test_a_part_of_a_month_has_a_part_of_the_ceilings():
    slip = paid(regular_pay="20000", sv_days="11")
    assert (slip["kv_base"], slip["rv_base"]) == ("2131.25", "3098.33")


@pytest.mark.parametrize(
    ("frequency", "kv", "rv"),
    [("weekly", "1356.25", "1971.67"), ("daily", "193.75", "281.67"), ("annual", "69750.00", "101400.00")],
)
def test_weeks_days_and_years_have_their_ceilings(frequency, kv, rv):
    slip = paid(pay_frequency=frequency, regular_pay="500000")
    assert (slip["kv_base"], slip["rv_base"]) == (kv, rv)


def test_a_second_payment_in_the_month_shares_its_ceiling():
    first = slips(regular_pay="5000")
    before = carry(DE, first.columns, Dates.on(JUNE), Dates.on(JUNE))
    again = columns(one_off_pay="1000", annual_pay="given", jre4="60000") | before
    second = text(run(DE, again, Dates.on(JUNE)))
    assert (second["kv_base"], second["rv_base"]) == ("812.50", "1000.00")
    assert (second["kv_room"], second["rv_room"], second["sv_days_month"]) == ("0.00", "2450.00", "30")
    assert second["last_year_kv_base"] == "0.00"
    july = text(run(DE, columns(regular_pay="5000") | before, Dates.on(date(2026, 7, 31))))
    assert (july["kv_base"], july["kv_room"], july["sv_month"]) == ("5000.00", "1625.00", "202607")


def test_four_weeks_share_the_ceiling_of_their_month():
    before, bases = {}, []
    for day in (date(2026, 6, 7), date(2026, 6, 14), date(2026, 6, 21), date(2026, 6, 28), date(2026, 7, 5)):
        pay = {7: "1000", 14: "3000", 21: "500", 28: "2000", 5: "2000"}[day.day]
        made = run(DE, columns(pay_frequency="weekly", regular_pay=pay) | before, Dates.on(day))
        bases.append(int(made.columns["kv_base"][0]))
        before = carry(DE, made.columns, Dates.on(day), Dates.on(day))
    # ceilings of 7, 14, 21, 28 days of June: pay above one of them may fill the next; then the first week of July
    assert bases == [100_000, 171_250, 135_625, 135_625, 135_625]


@pytest.mark.parametrize("name", ["regular_pay", "overtime_pay", "taxable_allowance", "tax_only_pay", "pension_pay"])
def test_a_wage_is_paid_once_a_month(name):
    first = slips(regular_pay="5000")
    before = carry(DE, first.columns, Dates.on(JUNE), Dates.on(JUNE))
    made = run(DE, columns(**{name: "1000"}) | before, Dates.on(JUNE))
    assert [one.code for one in made.problems] == ["second_payment"]


@pytest.mark.parametrize(
    ("facts", "employee", "employer"),
    [
        ({}, "90.00", "90.00"),
        ({"pvz": "yes"}, "120.00", "90.00"),
        ({"pva": "1"}, "77.50", "90.00"),
        ({"pva": "4"}, "40.00", "90.00"),
        ({"land": "SN"}, "115.00", "65.00"),
        ({"land": "SN", "pvz": "yes"}, "145.00", "65.00"),
        ({"land": "SN", "pva": "4"}, "65.00", "65.00"),
        ({"pv_group": "0"}, "0.00", "0.00"),
    ],
)
def test_care_insurance_knows_children_and_saxony(facts, employee, employer):
    slip = paid(regular_pay="5000", **facts)
    assert (slip["pv_employee"], slip["pv_employer"]) == (employee, employer)


@pytest.mark.parametrize(
    ("facts", "line", "employee", "employer"),
    [
        ({"kv_group": "3"}, "kv", "280.00", "280.00"),
        ({"kv_group": "9"}, "kv", "292.00", "292.00"),
        ({"kv_group": "0"}, "kv", "0.00", "0.00"),
        ({"kv_group": "0"}, "kvz", "0.00", "0.00"),
        ({"rv_group": "3"}, "rv", "0.00", "372.00"),
        ({"rv_group": "0"}, "rv", "0.00", "0.00"),
        ({"av_group": "2"}, "av", "0.00", "52.00"),
        ({"av_group": "0"}, "av", "0.00", "0.00"),
    ],
)
def test_a_contribution_group_decides_who_bears_what(facts, line, employee, employer):
    slip = paid(regular_pay="4000", **facts)
    assert (slip[f"{line}_employee"], slip[f"{line}_employer"]) == (employee, employer)


def test_bases_of_nobody_insured_are_zero():
    slip = paid(regular_pay="4000", kv_group="0", pv_group="0", rv_group="0", av_group="0")
    assert (slip["kv_base"], slip["rv_base"], slip["sv_year"]) == ("0.00", "0.00", "0")
    assert slip["u3"] == "6.00"  # owed for everybody


@pytest.mark.parametrize(("facts", "care"), [({"pvz": "yes"}, "14.72"), ({}, "9.82"), ({"pva": "1"}, "8.46")])
def test_the_pension_insurers_midijob_of_950(facts, care):
    slip = paid(Y2025, employment="midijob", kvz="2.5%", regular_pay="950", **facts)
    assert (slip["midijob_base"], slip["midijob_employee_base"]) == ("815.90", "545.71")
    assert (slip["pv_employee"], slip["pv_employer"]) == (care, "19.56")
    assert slip["rv_employee"] == "50.75" and slip["rv_employer"] == "101.01"


def test_a_midijob_at_its_ends():
    bottom = paid(employment="midijob", regular_pay="603.01")
    assert (bottom["midijob_base"], bottom["midijob_employee_base"]) == ("399.14", "0.01")
    top = paid(employment="midijob", regular_pay="2000")
    assert shares(top, "employee") == shares(paid(regular_pay="2000"), "employee")
    over = paid(employment="midijob", regular_pay="2000.01")
    assert over["midijob_base"] == "0.00" and over["rv_base"] == "2000.01"


def test_a_midijob_below_the_limit_for_once_owes_on_f_times_the_pay_and_the_employer_bears_it():
    slip = paid(employment="midijob", regular_pay="500")
    assert slip["midijob_base"] == "330.95"
    assert shares(slip, "employee") == ["0.00"] * 5
    assert (slip["rv_employer"], slip["kv_employer"]) == ("61.56", "48.32")


def test_part_of_a_month_of_a_midijob_is_raised_and_lowered_again():
    half, whole = (
        paid(employment="midijob", regular_pay=pay, sv_days=days) for pay, days in (("600", "15"), ("1200", "30"))
    )
    assert (whole["midijob_base"], half["midijob_base"]) == ("1083.25", "541.63")
    assert (whole["midijob_employee_base"], half["midijob_employee_base"]) == ("854.69", "427.34")


def test_one_off_pay_counts_for_the_limit_of_the_transition_range():
    within = paid(employment="midijob", regular_pay="1000", one_off_pay="500")
    assert within["midijob_base"] == paid(employment="midijob", regular_pay="1500")["midijob_base"]
    assert within["u3"] == "2.14"
    beyond = paid(employment="midijob", regular_pay="1500", one_off_pay="501")
    assert (beyond["midijob_base"], beyond["rv_base"]) == ("0.00", "2001.00")


MINIJOB = {"employment": "minijob", "kv_group": "6", "rv_group": "5", "av_group": "0", "pv_group": "0"}


def test_a_minijob_that_opted_out():
    slip = paid(regular_pay="500", u1_rate="1.1%", u2_rate="0.22%", flat_tax_rate="2%", **MINIJOB)
    assert (slip["minijob_kv"], slip["minijob_rv"], slip["minijob_tax"]) == ("65.00", "75.00", "10.00")
    assert (slip["minijob_u1"], slip["minijob_u2"], slip["minijob_u3"]) == ("5.50", "1.10", "0.75")
    assert (slip["net_pay"], slip["tax_gross"], slip["u3"], slip["kv_base"]) == ("500.00", "0.00", "0.00", "0.00")


def test_a_minijob_with_pension_insurance_pays_the_rest_of_the_rate():
    slip = paid(regular_pay="500", minijob_minimum="175", **MINIJOB | {"rv_group": "1"})
    assert (slip["minijob_rv"], slip["minijob_rv_employee"], slip["net_pay"]) == ("75.00", "18.00", "482.00")


def test_below_the_minimum_base_the_employee_bears_the_rest_of_it():
    slip = paid(regular_pay="100", minijob_minimum="175", **MINIJOB | {"rv_group": "1"})
    assert (slip["minijob_rv"], slip["minijob_rv_employee"]) == ("15.00", "17.55")


def test_a_privately_insured_minijob_has_no_lump_sum_for_health():
    slip = paid(regular_pay="500", **MINIJOB | {"kv_group": "0"})
    assert (slip["minijob_kv"], slip["minijob_rv"]) == ("0.00", "75.00")


def test_a_minijob_by_class_is_taxed_by_class():
    slip = paid(regular_pay="600", stkl="6", **MINIJOB)
    assert slip["tax_gross"] == "600.00" and slip["lohnsteuer"] != "0.00"


def test_a_minijob_leaves_the_rooms_as_they_were():
    slip = paid(regular_pay="500", sv_year_before="2025", kv_room_before="10", kvz_last_before="2.5%", **MINIJOB)
    assert (slip["sv_year"], slip["kv_room"], slip["kvz_last"]) == ("2025", "10.00", "2.5%")


def cents(rate, *pays):
    """Half up to the cent, as text."""
    return [str((Decimal(pay) * Decimal(rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)) for pay in pays]


HALVES = ("433.35", "500.25", "501.11", "333.37", "0.07", "12.49")


def test_lump_sums_and_levies_are_rounded_half_up():
    facts = MINIJOB | {"u1_rate": "1.1%", "u2_rate": "0.22%", "flat_tax_rate": "2%"}
    made = [paid(regular_pay=pay, **facts) for pay in HALVES]
    for line, rate in (
        ("kv", "0.13"),
        ("rv", "0.15"),
        ("tax", "0.02"),
        ("u1", "0.011"),
        ("u2", "0.0022"),
        ("u3", "0.0015"),
    ):
        assert [slip[f"minijob_{line}"] for slip in made] == cents(rate, *HALVES)
    own = [paid(regular_pay=pay, minijob_minimum="0.05", **MINIJOB | {"rv_group": "1"}) for pay in HALVES]
    assert [slip["minijob_rv_employee"] for slip in own] == cents("0.036", *HALVES)
    pays = ("3337.00", "3333.45", "4003.33")
    standard = [paid(regular_pay=pay, u1_rate="1.6%") for pay in pays]
    assert [slip["u3"] for slip in standard] == cents("0.0015", *pays)
    assert [slip["u1"] for slip in standard] == cents("0.016", *pays)
    below = [paid(employment="midijob", regular_pay=pay) for pay in HALVES]
    assert [slip["midijob_base"] for slip in below] == cents("0.6619", *HALVES)


def test_the_minimum_base_of_a_part_of_a_month():
    facts = MINIJOB | {"rv_group": "1", "minijob_minimum": "175"}
    slip = paid(regular_pay="30", sv_days="8", **facts)  # 46.67 of 175: 8.68 in all, 4.50 of it the employer's
    assert (slip["minijob_rv"], slip["minijob_rv_employee"]) == ("4.50", "4.18")
    edge = paid(regular_pay="46.67", sv_days="8", **facts)
    assert edge["minijob_rv_employee"] == "1.68"


def test_above_the_minijob_limit_it_says_so():
    assert paid(regular_pay="603", **MINIJOB)["above_minijob_limit"] == "no"
    assert paid(regular_pay="603.01", **MINIJOB)["above_minijob_limit"] == "yes"
    assert paid(Y2025, regular_pay="556.01", **MINIJOB)["above_minijob_limit"] == "yes"
    assert paid(regular_pay="5000")["above_minijob_limit"] == "no"


def test_levies_are_the_employers_and_one_off_pay_counts_for_the_third_only():
    slip = paid(regular_pay="4000", one_off_pay="1000", u1_rate="1.6%", u2_rate="0.44%")
    assert (slip["u1"], slip["u2"], slip["u3"]) == ("64.00", "17.60", "7.50")
    assert paid(regular_pay="4000", insolvency_levy="no")["u3"] == "0.00"
    assert paid(regular_pay="9000", u1_rate="1%")["u1"] == "84.50"


def year_of(first, *amounts, **facts):
    """Payslips month by month from `first`, each (regular, one-off); gives the last as text and its accumulators."""
    days = [
        date(first.year + (first.month + n - 1) // 12, (first.month + n - 1) % 12 + 1, 28)
        for n in range(len(amounts) + 1)
    ]
    before, slip = {}, {}
    for n, (regular, once) in enumerate(amounts):
        made = run(DE, columns(regular_pay=regular, one_off_pay=once, **facts) | before, Dates.on(days[n]))
        assert made.problems == []
        slip, before = text(made), carry(DE, made.columns, Dates.on(days[n]), Dates.on(days[n + 1]))
    return slip, before


def test_one_off_pay_fills_what_the_ceilings_of_the_year_have_left():
    slip, _ = year_of(date(2026, 4, 1), ("5000", "0"), ("5000", "0"), ("5000", "9000"))
    assert (slip["kv_base"], slip["rv_base"]) == ("7437.50", "14000.00")  # 3 x 812.50; 3 x 3450 > 9000
    assert (slip["kv_room"], slip["rv_room"]) == ("0.00", "1350.00")
    again, _ = year_of(date(2026, 4, 1), ("5000", "0"), ("5000", "0"), ("5000", "9000"), ("5000", "1000"))
    assert again["kv_base"] == "5812.50"


def test_the_clause_of_march_puts_it_into_the_year_before():
    months = [("5000", "0")] * 12 + [("5000", "0"), ("5000", "3000")]
    slip, after = year_of(date(2025, 1, 1), *months)
    # 2026 has 2 x 812.50 left for health insurance: less than 3000; 2025 had 12 x 512.50 and 12 x 3050
    assert (slip["last_year_kv_base"], slip["last_year_rv_base"]) == ("3000.00", "3000.00")
    assert (slip["kv_base"], slip["rv_base"], slip["kv_room"]) == ("8000.00", "8000.00", "1625.00")
    assert (slip["kv_room_prior"], slip["prior_year"]) == ("3150.00", "2025")
    assert after["kv_room_prior_before"][0] == 315_000
    assert slip["rv_employee"] == "744.00" and slip["u3"] == "12.00"


def test_the_clause_uses_the_rates_and_the_ceilings_of_the_year_before():
    facts = {"sv_year_before": "2025", "kv_room_before": "1000", "rv_room_before": "2500", "kvz_last_before": "1.7%"}
    slip = paid(date(2026, 1, 31), regular_pay="5000", one_off_pay="3000", **facts)
    assert (slip["last_year_kv_base"], slip["last_year_rv_base"]) == ("1000.00", "2500.00")
    assert slip["kvz_employee"] == "81.00"  # 1.45 % of 5000 and 0.85 % of 1000
    assert (slip["kv_room_prior"], slip["rv_room_prior"], slip["kvz_prior"]) == ("0.00", "0.00", "1.7%")


@pytest.mark.parametrize(
    ("day", "facts"),
    [
        (date(2026, 4, 30), {"sv_year_before": "2025"}),  # paid after March
        (date(2026, 1, 31), {"sv_year_before": "0"}),  # not employed here in the year before
        (date(2026, 1, 31), {"sv_year_before": "2025", "kv_group": "0", "pv_group": "0"}),  # room of pension insurance
    ],
)
def test_the_clause_of_march_does_not_hold(day, facts):
    slip = paid(day, regular_pay="5000", one_off_pay="3000", rv_room_before="1", **facts)
    assert (slip["last_year_kv_base"], slip["last_year_rv_base"]) == ("0.00", "0.00")
    assert slip["rv_base"] == "8000.00"


def test_the_privately_insured_are_judged_by_the_room_of_pension_insurance():
    facts = {"sv_year_before": "2025", "rv_room_before": "50000", "kv_group": "0", "pv_group": "0"}
    slip = paid(date(2026, 1, 31), regular_pay="5000", one_off_pay="3451", **facts)
    assert slip["last_year_rv_base"] == "3451.00"


def test_a_year_before_that_is_not_held_stops_the_row_by_name():
    facts = {"sv_year_before": "2024", "kv_room_before": "5000", "rv_room_before": "5000"}
    made = slips(date(2025, 1, 31), regular_pay="5000", one_off_pay="3000", **facts)
    assert made.problems[0].code == "figure_missing"
    assert "2024-12-31" in made.problems[0].sentence and "SVBezGrV" in made.problems[0].sentence


@pytest.mark.parametrize(
    ("day", "pay", "health", "care"),
    [(JUNE, "9000", "508.59", "104.63"), (Y2025, "9000", "471.32", "99.23"), (JUNE, "2000", "175.00", "36.00")],
)
def test_the_subsidy_to_private_insurance_is_at_most_what_a_fund_would_cost(day, pay, health, care):
    facts = {"kv_group": "0", "pv_group": "0", "private_health": "1200", "private_care": "300", "regular_pay": pay}
    slip = paid(day, **facts)
    assert (slip["private_health_subsidy"], slip["private_care_subsidy"]) == (health, care)
    saxony = paid(day, land="SN", **facts)
    assert (
        saxony["private_care_subsidy"] == {"9000": {JUNE: "75.56", Y2025: "71.66"}, "2000": {JUNE: "26.00"}}[pay][day]
    )


def test_the_subsidy_is_half_of_the_premium():
    slip = paid(kv_group="0", pv_group="0", private_health="701.01", private_care="80", regular_pay="7000")
    assert (slip["private_health_subsidy"], slip["private_care_subsidy"]) == ("350.51", "40.00")
    assert paid(private_health="700", regular_pay="7000")["private_health_subsidy"] == "0.00"


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"kv_group": "6"}, ("kv_group", "groups")),
        ({"rv_group": "5"}, ("kv_group", "groups")),
        (MINIJOB | {"kv_group": "1"}, ("kv_group", "groups")),
        (MINIJOB | {"av_group": "1"}, ("kv_group", "groups")),
        (MINIJOB | {"pv_group": "1"}, ("kv_group", "groups")),
        (MINIJOB | {"rv_group": "3"}, ("kv_group", "groups")),
        (MINIJOB | {"rv_group": "1"}, ("minijob_minimum", "figure_missing")),
        ({"flat_tax_rate": "2%"}, ("flat_tax_rate", "flat_tax")),
        ({"employment": "midijob", "rv_group": "3"}, ("rv_group", "not_covered")),
        ({"employment": "midijob", "av_group": "2"}, ("rv_group", "not_covered")),
        ({"employment": "midijob", "pay_frequency": "weekly"}, ("employment", "not_covered")),
        (
            {"employment": "midijob", "sv_month_before": "202606", "sv_days_month_before": "30"},
            ("employment", "not_covered"),
        ),
        ({"sv_days": "31"}, ("sv_days", "sv_days")),
        ({"pay_frequency": "annual", "sv_days": "361"}, ("sv_days", "sv_days")),
        ({"pay_frequency": "daily", "sv_days": "2"}, ("sv_days", "sv_days")),
        ({"sv_days": "-1"}, ("sv_days", "negative_amount")),
        ({"pay_frequency": "weekly", "sv_days": "8"}, ("sv_days", "sv_days")),
        ({"employed_days": "15"}, ("employed_days", "not_covered")),
        ({"employed_days": "3", "pay_frequency": "weekly"}, ("employed_days", "not_covered")),
        ({"employed_days": "-1"}, ("employed_days", "negative_amount")),
        ({"one_off_pay": "-1"}, ("one_off_pay", "negative_amount")),
    ],
)
def test_what_cannot_be_insured_says_why(facts, found):
    assert problem(regular_pay="500", **facts) == found
