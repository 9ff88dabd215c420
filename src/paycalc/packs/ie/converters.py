"""Worked examples of Revenue and DSP as golden rows. A row has a case, `inputs` and `expected` as name=value lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from paycalc import money
from paycalc.golden import Converted, Converter, Row

__all__ = ["CONVERTERS"]

_YEARS: Final = ("2025", "2026")
_PERIODS: Final = {
    "fortnight": ("fortnightly", 26),
    "month": ("monthly", 12),
    "week": ("weekly", 52),
    "wk": ("weekly", 52),
}
_EXPECTED: Final = {"paye": "paye", "usc": "usc", "prsi": "prsi_employee", "prsi_employer": "prsi_employer"}


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.strip().split("=", 1) for pair in text.split(";") if "=" in pair)


def _year(row: Row) -> str | None:
    """The first held year that the row names."""
    return next((year for year in re.findall(r"\d{4}", row["tax_year"]) if year in _YEARS), None)


def _annual(given: dict[str, str], name: str, slice_: str, periods: int) -> str:
    """The amount of the year; where only that of a period is given, the year of which it is exactly the share."""
    if f"{name}_year" in given:
        return given[f"{name}_year"]
    period = given.get(f"{slice_}_{name}", "0")
    return money.format(money.parse(period, "EUR") * periods, "EUR")


def examples(rows: Sequence[Row], out: Converted) -> None:
    """PAYE on week 1 and emergency basis, USC of the first month, employee PRSI of class A."""
    for row in rows:
        given, expected = _pairs(row["inputs"]), _pairs(row["expected"])
        compared = {f"expect.{_EXPECTED[name]}": value for name, value in expected.items() if name in _EXPECTED}
        if not compared:
            out.drop(row, "expects nothing that a payslip shows")
            continue
        golden = _facts(row, given)
        if isinstance(golden, str):
            out.drop(row, golden)
        else:
            out.rows.append(golden | compared)


def _facts(row: Row, given: dict[str, str]) -> Row | str:
    """The inputs of a row, or why it is left out."""
    case, year = row["case"].lower(), _year(row)
    word = next((word for word in _PERIODS if word in case), "week")
    frequency, periods = _PERIODS[word]
    golden = {
        "day": given.get("date", f"{year or _YEARS[0]}-01-05"),
        "pay_frequency": frequency,
        "regular_pay": given["gross"],
    }
    if case.startswith("prsi"):
        if year is None and "rate" not in given:
            return "PRSI of a year whose rates are not held"
        return golden | ({"prsi_employee_rate": given["rate"]} if "rate" in given else {})
    if case.startswith("usc"):
        return golden if year else "USC of a year whose bands are not held"
    if case.startswith("paye_emergency") and year:
        return golden | {"tax_basis": "emergency"}
    if case.startswith(("paye_emergency", "paye_week1", "paye_month1")):
        # Credits and cut-off are given and the rates are the same, so that an example of another year fits as well;
        # the first emergency weeks are week 1 with the given cut-off and no credit.
        slice_ = frequency if frequency != "fortnightly" else "fortnight"
        return golden | {
            "tax_basis": "week1",
            "tax_credits": _annual(given, "credit", slice_, periods),
            "rate_cut_off": _annual(given, "cutoff", slice_, periods),
        }
    return "a case that is none of PAYE week 1, PAYE emergency, USC, PRSI"


CONVERTERS: Final = (Converter("ie.examples", "vectors_ie", examples),)
