"""United States withholding, one person at a time with Decimal, from the published steps; tests and the bench compare.

The printed figures are read from the pack's files, the steps are written a second time.
"""

from __future__ import annotations

import tomllib
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from paycalc.packs.us import places

__all__ = ["D", "california", "cent", "colorado", "fica", "figure", "new_york", "worksheet_1a"]

D = Decimal
PARAMETERS = Path(places.__file__).parent / "parameters"


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


def colorado(year: int, who: dict[str, int]) -> Decimal:
    """DR 1098."""
    periods = places.PERIODS[who["frequency"]]
    allowance = figure("co", "co.allowance." + ("married" if who["w4_status"] == 1 else "other"), year)
    return cent(max(D(who["regular"]) / 100 * periods - allowance, D(0)) * figure("co", "co.rate", year) / periods)


def fica(year: int, who: dict[str, int]) -> tuple[Decimal, Decimal, Decimal]:
    """Social Security, Medicare and Additional Medicare of the employee (IRC 3101)."""
    wages = D(who["regular"]) / 100
    room = max(figure("federal", "fica.oasdi_base", year) - D(who["ytd_oasdi_wages"]) / 100, D(0))
    over = min(wages, max(D(who["ytd_medicare_wages"]) / 100 + wages - 200000, D(0)))
    return cent(min(wages, room) * D("0.062")), cent(wages * D("0.0145")), cent(over * D("0.009"))
