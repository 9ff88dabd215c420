"""Why this cent: the factors of T4127 by their names, with figures, rounding and citation, and a step for every line."""

from datetime import date

import numpy as np
import pytest
from tests.paycalc.ca.people import CA, columns

from paycalc import Dates, Section, explain
from paycalc.packs.ca.places import PLACES
from paycalc.run import run

DAY = Dates.on(date(2026, 1, 16))


def factors(part: str, **facts: str) -> dict[str, str]:
    """The lines of one part of the worksheet."""
    steps = explain(CA, columns(**facts), 0, DAY)
    return {step.line: step.text("CAD") for step in steps if step.section.startswith(part)}


def test_the_factors_of_a_pay_in_ontario():
    facts = {"regular_pay": "2307.69"}
    assert factors("Federal tax of the year", **facts) == {
        "A": "59434.96", "R": "20.5000%", "K": "3804.00", "TC": "16452.00", "K1": "2303.28", "K2": "528.49", "K4": "210.14",
        "T3": "5338.26", "T1": "5338.26",
    }  # fmt: skip
    assert factors("Provincial or territorial tax", **facts) == {
        "V": "9.1500%", "KP": "2210.00", "TCP": "12989.00", "K1P": "655.94", "K2P": "190.63", "T4": "2381.73", "V1": "0.00",
        "V2": "600.00", "S": "0.00", "T2": "2981.73",
    }  # fmt: skip


def test_each_province_shows_its_own_factors():
    low = {"regular_pay": "1200"}
    assert {"K5P"} <= set(factors("Provincial", province="AB", **low))
    assert {"S"} <= set(factors("Provincial", province="BC", **low))
    assert {"K4P"} <= set(factors("Provincial", province="YT", **low))
    assert not {"K4P", "K5P", "S", "V1"} & set(factors("Provincial", province="NB", **low))


def test_a_bonus_shows_both_steps_and_each_line_says_where_it_is_printed():
    steps = explain(CA, columns(regular_pay="1000", bonus_pay="500", factor_rounding="deduction"), 0, DAY)
    parts = [step.section.partition(":")[0] for step in steps if step.line == "T1"]
    assert parts == ["Federal tax of the year (T1)", "Bonus step 1, with it", "Bonus step 2, without"]
    assert all("T4127" in step.cite for step in steps if step.line in ("A", "K1", "K2", "T3", "T4", "C(i)", "EI(ii)"))
    assert {"not rounded; shown to the cent"} == {step.rounding for step in steps if step.line in ("T3", "F5")}


def test_every_line_ends_in_a_step_with_its_value():
    pick = np.random.default_rng(5)
    rows = 28
    people = {
        "province": np.arange(rows) % len(PLACES), "pay_frequency": pick.integers(0, 4, rows), "quebec_tax_known": np.ones(rows, np.int64),
        "quebec_tax_given": np.where(np.arange(rows) % len(PLACES) == PLACES.index("QC"), 100, 0),
        "regular_pay": pick.integers(100_000, 900_000, rows), "bonus_pay": pick.integers(0, 2, rows) * 70_000,
        "rrsp_contribution": np.full(rows, 700), "union_dues": np.full(rows, 300), "employer_pension": np.full(rows, 900),
    }  # fmt: skip
    slips = run(CA, people, DAY)
    assert slips.problems == []
    sections = {Section.PRETAX, Section.TAX, Section.EMPLOYER, Section.NET}
    for row in range(rows):
        shown = {step.formula: step.value for step in explain(CA, people, row, DAY) if step.line == "="}
        for column in CA.results:
            if column.section in sections:
                assert shown.get(column.name, 0) == slips.columns[column.name][row], (row, column.name)


def test_a_refused_row_is_explained_by_its_sentence():
    with pytest.raises(ValueError, match=r"TP-1015\.F"):
        explain(CA, columns(province="QC", regular_pay="1000"), 0, DAY)
