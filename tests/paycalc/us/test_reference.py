"""A second, slow calculation in decimals, written from the publications and fed with the same printed figures."""

from __future__ import annotations

import tomllib
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.paycalc.us.people import PACK, many

from paycalc.packs.us import places

D = Decimal
PARAMETERS = Path(places.__file__).parent / "parameters"
ROWS = 1500


@cache
def figures(file: str) -> dict[str, Any]:
    return tomllib.loads((PARAMETERS / f"{file}.toml").read_text(), parse_float=D)


def figure(file: str, name: str, year: int) -> Any:
    node = figures(file)
    for key in name.split("."):
        node = node[key]
    return next(version["value"] for version in node if version["from"].year == year)


def cent(value: Decimal) -> Decimal:
    return value.quantize(D("0.01"), ROUND_HALF_UP)


def row_of(table: list[list[Any]], amount: Decimal, over: bool = False) -> tuple[Decimal, Decimal, Decimal]:
    fits = [row for row in table if (amount > row[0] if over else amount >= row[0])] or table[:1]
    return D(fits[-1][0]), D(fits[-1][1]), D(fits[-1][2])


def worksheet_1a(year: int, who: dict[str, int]) -> Decimal:
    """IRS Pub. 15-T section 1."""
    periods = places.PERIODS[who["frequency"]]
    status = places.W4_STATUS[who["w4_status"]]
    annual_wage = D(who["regular"]) / 100 * periods
    if who["w4_form"]:
        annual, credit = annual_wage - 4300 * who["w4_allowances"], D(0)
        schedule = "standard"
    else:
        line_1g = 0 if who["w4_step2"] else 12900 if status == "married" else 8600
        annual = annual_wage + D(who["w4_step4a"]) / 100 - D(who["w4_step4b"]) / 100 - line_1g
        schedule, credit = ("step2" if who["w4_step2"] else "standard"), D(who["w4_step3"]) / 100
    annual = max(annual, D(0))
    at_least, base, rate = row_of(figure("federal", f"income_tax.brackets.{schedule}.{status}", year), annual)
    tentative = (base + rate * (annual - at_least)) / periods
    return cent(max(tentative - credit / periods, D(0)) + D(who["w4_step4c"]) / 100)


def california(year: int, who: dict[str, int]) -> Decimal:
    """EDD Method B, exact calculation method."""
    frequency = places.FREQUENCIES[who["frequency"]]
    table = {0: "single", 1: "single", 2: "married", 3: "head_of_household"}[who["state_status"]]
    allowances, other = who["state_allowances"], who["state_allowances_other"]
    second = table == "head_of_household" or (table == "married" and allowances >= 2)
    wages = D(who["regular"]) / 100
    if wages <= figure("ca", f"ca.low_income.{frequency}", year)[second]:
        return D(0)

    def counted(name: str, count: int) -> Decimal:
        amounts = figure("ca", f"ca.{name}.{frequency}", year)
        return D(0) if count == 0 else D(amounts[0]) * count if count > 10 else D(amounts[count - 1])

    net = (
        wages - counted("estimated_deduction", other) - figure("ca", f"ca.standard_deduction.{frequency}", year)[second]
    )
    net = max(net, D(0))
    over, base, rate = row_of(figure("ca", f"ca.brackets.{table}.{frequency}", year), net, over=True)
    return max(cent((net - over) * rate) + base - counted("allowance_credit", allowances), D(0))


def new_york(year: int, who: dict[str, int]) -> Decimal:
    """NYS-50-T-NYS Methods II and III."""
    frequency = places.FREQUENCIES[who["frequency"]]
    periods = places.PERIODS[who["frequency"]]
    married = who["state_status"] == 2
    net = D(who["regular"]) / 100 - figure("ny", f"ny.deduction.{frequency}", year)[married]
    net = max(net - figure("ny", f"ny.exemption.{frequency}", year) * who["state_allowances"], D(0))
    name = "married" if married else "single"
    top = [row for row in figure("ny", f"ny.method_iii.{name}", year) if net * periods >= row[0]]
    if top:
        return cent(cent(net * periods * top[-1][1]) / periods)
    at_least, base, rate = row_of(figure("ny", f"ny.brackets.{name}.{frequency}", year), net)
    return cent((net - at_least) * rate) + base


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


def test_fica_agrees_with_the_decimal_reference():
    rng = np.random.default_rng(3)
    columns = people(3, list(range(8))) | {
        "ytd_oasdi_wages": rng.integers(0, 18_450_000, ROWS),
        "ytd_medicare_wages": rng.integers(0, 40_000_000, ROWS),
    }
    slips = many("2026-05-15", **columns)
    assert slips.problems == []
    for row in range(ROWS):
        wages, oasdi_before, medicare_before = (
            D(int(columns[name][row])) / 100 for name in ("regular", "ytd_oasdi_wages", "ytd_medicare_wages")
        )
        oasdi = cent(min(wages, max(D(184500) - oasdi_before, D(0))) * D("0.062"))
        over = min(wages, max(medicare_before + wages - 200000, D(0)))
        expected = [oasdi, oasdi, cent(wages * D("0.0145")), cent(wages * D("0.0145")), cent(over * D("0.009"))]
        names = ("oasdi", "oasdi_employer", "medicare", "medicare_employer", "additional_medicare")
        assert [int(slips.columns[name][row]) for name in names] == [int(value * 100) for value in expected]


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
