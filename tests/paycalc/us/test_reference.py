"""A second, slow calculation in decimals, written from the publications and fed with the same printed figures."""

from __future__ import annotations

from decimal import ROUND_HALF_UP
from typing import Any

import numpy as np
import pytest
from bench.decimal_us import D, california, cent, colorado, fica, figure, new_york, worksheet_1a
from tests.paycalc.us.people import PACK, many

from paycalc.packs.us import places

ROWS = 1500


def people(seed: int, frequencies: list[int]) -> dict[str, np.ndarray]:
    """Wages of every size, close to thresholds as often as far from them."""
    rng = np.random.default_rng(seed)
    frequency = rng.choice(frequencies, ROWS)
    annual = np.where(
        rng.random(ROWS) < 0.5, rng.integers(500_000, 30_000_000, ROWS), rng.integers(500_000, 400_000_000, ROWS)
    )
    wages = annual // np.array(places.PERIODS)[frequency]
    wages = np.where(rng.random(ROWS) < 0.3, wages // 100 * 100, wages)
    return {"frequency": frequency, "regular": wages}


def compare(columns: dict[str, np.ndarray], got: np.ndarray, reference: Any, year: int) -> None:
    wrong = []
    for row in range(ROWS):
        who = {name: int(values[row]) for name, values in columns.items()}
        expected = int(reference(year, who) * 100)
        if expected != got[row]:
            wrong.append((who, expected, int(got[row])))
    assert wrong == []


@pytest.mark.parametrize("year", [2025, 2026])
def test_worksheet_1a_agrees_with_the_decimal_reference(year):
    rng = np.random.default_rng(year)
    old = rng.integers(0, 2, ROWS)
    new = 1 - old
    columns = people(year, list(range(8))) | {
        "w4_form": old,
        "w4_status": np.where(old, rng.integers(0, 2, ROWS), rng.integers(0, 3, ROWS)),
        "w4_allowances": old * rng.integers(0, 11, ROWS),
        "w4_step2": new * rng.integers(0, 2, ROWS),
        "w4_step3": new * rng.choice([0, 200_000, 450_000, 123_457], ROWS),
        "w4_step4a": new * rng.choice([0, 300_000, 1_234_567], ROWS),
        "w4_step4b": new * rng.choice([0, 800_000, 777_777], ROWS),
        "w4_step4c": rng.choice([0, 1, 99], ROWS),
    }
    slips = many(f"{year}-05-15", fica_exempt="yes", **columns)
    assert slips.problems == []
    compare(columns, slips.columns["federal_income_tax"], worksheet_1a, year)


@pytest.mark.parametrize(("year", "frequencies"), [(2025, [0, 1, 2, 3]), (2026, list(range(8)))])
def test_california_agrees_with_the_decimal_reference(year, frequencies):
    rng = np.random.default_rng(year)
    columns = people(year, frequencies) | {
        "state_status": rng.integers(0, 4, ROWS),
        "state_allowances": rng.integers(0, 14, ROWS),
        "state_allowances_other": rng.integers(0, 14, ROWS),
    }
    slips = many(f"{year}-05-15", work_state="CA", sui_account="none", **columns)
    assert slips.problems == []
    compare(columns, slips.columns["state_income_tax"], california, year)


def test_new_york_agrees_with_the_decimal_reference():
    rng = np.random.default_rng(7)
    columns = people(7, [0, 1, 2, 3, 6, 7]) | {
        "state_status": rng.integers(0, 4, ROWS),
        "state_allowances": rng.integers(0, 9, ROWS),
    }
    slips = many("2026-05-15", work_state="NY", sui_account="none", **columns)
    assert slips.problems == []
    compare(columns, slips.columns["state_income_tax"], new_york, 2026)


def test_colorado_agrees_with_the_decimal_reference():
    rng = np.random.default_rng(5)
    columns = people(5, list(range(8))) | {"w4_status": rng.integers(0, 3, ROWS)}
    slips = many("2026-05-15", work_state="CO", sui_account="none", **columns)
    assert slips.problems == []
    compare(columns, slips.columns["state_income_tax"], colorado, 2026)


def test_fica_agrees_with_the_decimal_reference():
    rng = np.random.default_rng(3)
    columns = people(3, list(range(8))) | {
        "ytd_oasdi_wages": rng.integers(0, 18_450_000, ROWS),
        "ytd_medicare_wages": rng.integers(0, 40_000_000, ROWS),
    }
    slips = many("2026-05-15", **columns)
    assert slips.problems == []
    for row in range(ROWS):
        expected = [int(tax * 100) for tax in fica(2026, {name: int(values[row]) for name, values in columns.items()})]
        lines = ("oasdi", "medicare", "additional_medicare")
        assert [int(slips.columns[line][row]) for line in lines] == expected
        assert [int(slips.columns[f"{line}_employer"][row]) for line in lines[:2]] == expected[:2]


def test_california_period_tables_of_2026_follow_the_rule_that_made_those_of_2025():
    """Threshold = annual / periods half up to the dollar (biweekly 2 x weekly, monthly 2 x semimonthly), base summed to the cent."""
    for name, periods, times in (("weekly", 52, 1), ("biweekly", 52, 2), ("semimonthly", 24, 1), ("monthly", 24, 2)):
        for status in ("single", "head_of_household"):
            annual = figure("ca", f"ca.brackets.{status}.annual", 2026)
            table = figure("ca", f"ca.brackets.{status}.{name}", 2026)
            base = D(0)
            for number, (row, whole) in enumerate(zip(table, annual, strict=True)):
                threshold = (D(whole[0]) / periods).quantize(D(1), ROUND_HALF_UP) * times
                if number:
                    base += cent((threshold - table[number - 1][0]) * table[number - 1][2])
                assert [D(cell) for cell in row] == [threshold, base, D(whole[2])]


def test_every_input_of_the_references_is_a_column():
    for name in ("w4_form", "w4_step2", "state_status", "state_allowances_other", "ytd_oasdi_wages"):
        assert PACK.input(name)
