"""Why this cent: the worksheets as the agencies number them, and a step for every line."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.paycalc.us.people import BASE, PACK, crowd, section

from paycalc.calendars import Dates
from paycalc.columns import Section, encode
from paycalc.run import run
from paycalc.trace import Step, explain


def steps(day: str = "2026-03-06", **given: str) -> list[Step]:
    columns = {
        name: np.array([encode(PACK.input(name), text, "USD")], np.int64) for name, text in (BASE | given).items()
    }
    return explain(PACK, columns, 0, Dates.on(date.fromisoformat(day)))


def lines(found: list[Step], part: str) -> dict[str, str]:
    return {step.line: step.text("USD") for step in found if step.section.startswith(part) and step.line}


def test_worksheet_1a_is_filled_in():
    found = lines(
        steps(regular="4550", w4_status="married", w4_step3="2000", w4_step4c="25"), "Federal income tax, Worksheet 1A"
    )
    assert found == {
        "1a": "4550.00",
        "1b": "26",
        "1c": "118300.00",
        "1d": "0.00",
        "1e": "118300.00",
        "1f": "0.00",
        "1g": "12900.00",
        "1h": "12900.00",
        "1i": "105400.00",
        "2a": "105400.00",
        "2b": "44100.00",
        "2c": "2480.00",
        "2d": "12.0000%",
        "2e": "61300.00",
        "2f": "7356.00",
        "2g": "9836.00",
        "2h": "378.3077",
        "3a": "2000.00",
        "3b": "76.9231",
        "3c": "301.3846",
        "4a": "25.00",
        "4b": "326.38",
        "=": "326.38",
    }


def test_an_old_form_shows_lines_1j_to_1l():
    found = lines(steps(regular="2000", w4_form="2019", w4_allowances="2"), "Federal income tax, Worksheet 1A")
    assert (found["1j"], found["1k"], found["1l"]) == ("2", "8600.00", "43400.00")
    assert "1g" not in found


def test_states_show_their_own_steps():
    found = steps(
        frequency="biweekly",
        regular="1600",
        work_state="CA",
        state_status="married",
        state_allowances="2",
        state_allowances_other="1",
        sui_account="none",
    )
    labels = {step.label: step.text("USD") for step in found if step.section.startswith("California income tax")}
    assert labels["Product"] == "5.96" and labels["Plus"] == "9.37" and labels["State income tax"] == "2.38"
    assert any(
        step.section.startswith("New York City")
        for step in steps(regular="900", work_state="NY", home_locality="NYC", sui_account="none")
    )


def test_an_unannounced_credit_reduction_is_said():
    found = [step for step in steps(regular="1000") if step.label == "Credit reduction of the state"]
    assert "NOT ANNOUNCED for 2026" in found[0].formula
    found = [step for step in steps("2025-03-07", regular="1000") if step.label == "Credit reduction of the state"]
    assert found[0].formula == ""


def test_every_line_ends_in_a_step_with_its_value():
    """For random people the last step of each deduction, tax and employer line is the value on the payslip."""
    people = crowd(160, seed=11)
    dates = Dates.on(date(2026, 3, 6))
    slips = run(PACK, people, dates)
    names = section(Section.PRETAX) + section(Section.TAX) + section(Section.EMPLOYER) + section(Section.NET)
    for row in range(160):
        shown = {step.formula: step.value for step in explain(PACK, people, row, dates) if step.line == "="}
        for name in names:
            assert shown.get(name, 0) == slips.columns[name][row], (row, name)


def test_a_refused_row_is_explained_by_its_sentence():
    with pytest.raises(ValueError, match="Georgia Employer Withholding Tax Guide"):
        steps("2025-03-07", regular="1000", work_state="GA", sui_account="none")


def test_every_state_shows_the_steps_of_its_tax_with_a_citation():
    from paycalc.packs.us.places import NO_WAGE_TAX, STATES

    for state in STATES:
        if state in NO_WAGE_TAX or state == "none":
            continue
        found = steps(regular="2000", work_state=state, sui_account="none", state_table="A" if state == "CT" else "")
        ends = [step for step in found if step.formula == "state_income_tax"]
        own = [step for step in found if step.section == ends[-1].section]
        assert len(own) >= 3 and own[0].cite, state


def test_the_residences_tax_is_explained_too():
    found = steps(
        regular="2000",
        work_state="NJ",
        home_state="NY",
        home_state_rule="both",
        sui_account="none",
    )
    credit = [step for step in found if step.label == "Credit for the tax of the state of work"]
    assert credit and credit[0].text("USD") == "59.18"
    assert [step.value for step in found if step.formula == "home_state_income_tax"][-1] == 8628 - 5918
