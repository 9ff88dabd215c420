"""The worksheet: the flow chart's routines and variables, by the formulas that make the payslip."""

from datetime import date

import pytest
from tests.paycalc.de.people import DE, columns, slips

from paycalc import Dates, Section, explain

DAY = date(2026, 5, 31)
PERSON = {
    "regular_pay": "9000", "one_off_pay": "1000", "zkf": "1.0", "church_member": "yes", "factor": "0.95", "stkl": "4",
    "conversion": "100", "conversion_tax_free": "50", "private_health": "0", "u1_rate": "1%",
}  # fmt: skip


def steps(day=DAY, **facts):
    return explain(DE, columns(**facts), 0, Dates.on(day))


def test_every_line_that_somebody_is_owed_ends_in_its_value():
    made = slips(DAY, **PERSON).columns
    found = {step.formula: step.value for step in steps(**PERSON) if step.line == "="}
    for column in DE.results:
        if column.section in {Section.TAX, Section.EMPLOYER, Section.PRETAX} and made[column.name][0]:
            assert found[column.name] == made[column.name][0]


def test_the_routines_stand_in_the_order_of_the_chart():
    routines = [
        step.section.removeprefix("Lohnsteuer, ") for step in steps(**PERSON) if step.section.startswith("Lohnsteuer, ")
    ]
    order = list(dict.fromkeys(routines))
    assert order == [
        "MPARA",
        "MRE4JL",
        "MRE4ABZ",
        "MZTABFB",
        "UPEVP",
        "MLSTJAHR",
        "MSOLZ",
        "MOSONST",
        "MRE4SONST",
        "MSONST",
        "MSOLZSTS",
    ]


def test_a_variable_has_its_figure_rounding_and_paragraph():
    of = {step.line: step for step in steps(regular_pay="5000.01") if step.section.startswith("Lohnsteuer, ")}
    assert (of["ZRE4J"].value, of["ZRE4J"].rounding, of["ZRE4J"].cite) == (
        6_000_012,
        "down to the cent",
        "EStG s. 39b (2) sentence 2",
    )
    assert (of["VSPR"].value, of["SOLZFREI"].value, of["GFB"].value) == (558_001, 2_035_000, 1_234_800)
    assert of["VSP"].rounding == "up to the euro"


@pytest.mark.parametrize(("year", "line"), [(2025, "VSP2"), (2026, "VSPHB")])
def test_each_year_shows_its_own_vorsorgepauschale(year, line):
    made = [step for step in steps(date(year, 5, 31), regular_pay="5000") if step.section == "Lohnsteuer, UPEVP"]
    assert line in {step.line for step in made}
    assert f"Programmablaufplan {year}" in made[0].cite


def test_classes_five_and_six_show_their_limits():
    lines = {step.line: step.value for step in steps(regular_pay="5000", stkl="5")}
    assert (lines["W1STKL5"], lines["W3STKL5"]) == (1_407_100, 22_226_000)


def test_pensions_and_age_show_their_allowances():
    facts = {
        "pension_pay": "2000",
        "regular_pay": "500",
        "vjahr": "2020",
        "vbezm": "2000",
        "alter1": "yes",
        "ajahr": "2020",
    }
    lines = {step.line: step.value for step in steps(**facts)}
    assert (lines["FVB"], lines["FVBZ"], lines["ALTE"]) == (120_000, 36_000, 76_000)


def test_midijobs_minijobs_and_subsidies_show_their_formulas():
    midijob = [step for step in steps(employment="midijob", regular_pay="1000") if step.section == "Transition range"]
    assert [step.line for step in midijob] == ["G", "F", "AE", "BE", "BE"]
    assert (midijob[1].value, midijob[3].rounding) == (661_900, "half up")
    groups = {"kv_group": "6", "rv_group": "5", "av_group": "0", "pv_group": "0"}
    minijob = [step for step in steps(employment="minijob", regular_pay="500", **groups) if step.section == "Minijob"]
    assert {step.formula for step in minijob if step.line == "="} >= {"minijob_kv", "minijob_rv", "minijob_tax"}
    private = steps(regular_pay="7000", kv_group="0", pv_group="0", private_health="700", private_care="80")
    assert "SGB V s. 257" in next(step.cite for step in private if step.section.startswith("Subsidy"))
