"""Federal income tax withholding from regular wages: Worksheet 1A and the wage bracket tables of IRS Pub. 15-T.

Worksheet 1A carries the exact fraction and rounds once, half up, at line 4b. The 2025 tables embed the standard
deduction known when they were printed and are used as printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from paycalc.columns import Array
from paycalc.errors import FigureMissing
from paycalc.packs.us import worksheet_notes as notes
from paycalc.packs.us.lines import present, put
from paycalc.packs.us.places import FREQUENCIES, PERIODS
from paycalc.packs.us.tables import Brackets, compiled
from paycalc.parameters import Law
from paycalc.rounding import half_up
from paycalc.run import Run

__all__ = ["Worksheet", "periods", "withhold", "worksheet"]

_TABLES: Final = tuple(
    (schedule, status) for schedule in ("standard", "step2") for status in ("single", "married", "head_of_household")
)
_PERIODS: Final = np.array(PERIODS, np.int64)
_UNITS: Final = np.array([1, 100, 10], np.int64)
"""fit_rounding: cent, dollar, dime."""


@dataclass(frozen=True)
class Worksheet:
    """The lines of Worksheet 1A that do not depend on the wages, for the rows of a chunk; money in cents."""

    r: Run
    periods: Array | int  # line 1b
    table: Array  # of income_tax_tables
    adjust: Array  # lines 1e to 1h, or 1l: added to the annual wage
    credit: Array  # line 3a
    extra: Array  # line 4a
    unit: Array | int  # rounding unit of line 4b
    exempt: Array | None
    added: Array | None = None  # to the wages of a nonresident alien

    def tax(self, wages: Array) -> Array:
        """Line 4b for wages of the period; nothing is withheld where no wages are paid."""
        tables = compiled(self.r.law, income_tax_tables)
        paid = wages
        if self.added is not None:
            wages = np.where(wages > 0, wages + self.added, wages)
        annual = np.maximum(wages * self.periods + self.adjust, 0)
        row = tables.find(self.table, annual)
        scale = self.periods * tables.den
        tentative = tables.exact(row, annual)
        after_credit = np.maximum(tentative - self.credit * tables.den, 0)
        tax = half_up(after_credit + self.extra * scale, scale * self.unit) * self.unit
        tax = self.none_without_wages(paid, tax)
        if self.r.tracer is not None:
            notes.annual_wage(self, wages, annual)
            notes.tentative(self, tables, annual, row)
            notes.final(self, tax)
        return tax

    def none_without_wages(self, wages: Array, tax: Array) -> Array:
        """Zero where no wages are paid or the employee is exempt."""
        tax = np.where(wages > 0, tax, 0)
        return tax if self.exempt is None else np.where(self.exempt == 1, 0, tax)


def periods(r: Run) -> Array | int:
    """Pay periods a year: one number when all rows of the chunk agree, because that divides faster."""
    frequency = r["frequency"]
    first = int(frequency[0]) if r.rows else 0
    return PERIODS[first] if bool((frequency == first).all()) else _PERIODS[frequency]


def withhold(r: Run) -> Worksheet:
    """Set federal income tax on regular wages; the worksheet is given back for supplemental wages."""
    sheet = worksheet(r)
    r.part("Federal income tax, Worksheet 1A", f"IRS Pub. 15-T ({r.dates.pay.year}) section 1")
    put(r, "federal_income_tax", period_tax(sheet, r["fit_regular_wages"]))
    return sheet


def period_tax(sheet: Worksheet, wages: Array) -> Array:
    """The tax of one period's wages by each row's method."""
    r = sheet.r
    if not r.given("fit_method") or not r["fit_method"].any():
        return sheet.tax(wages)
    bracket = _wage_bracket_tax(sheet, wages)
    if r.tracer is not None and int(r["fit_method"][0]) == 1:
        return bracket  # so that one worksheet is shown, not two
    return np.where(r["fit_method"] == 1, bracket, sheet.tax(wages))


def worksheet(r: Run) -> Worksheet:
    """Lines 1b, 1d to 1h (or 1j to 1l), 3a and 4a."""
    law = r.law
    status, step2 = r["w4_status"], r["w4_step2"]
    line_1g = np.where(status == 1, law.money("income_tax.line_1g.married"), law.money("income_tax.line_1g.other"))
    if r.given("w4_step2"):
        line_1g = np.where(step2 == 1, 0, line_1g)
    adjust = r["w4_step4a"] - r["w4_step4b"] - line_1g
    table, credit = step2 * 3 + status, r["w4_step3"]
    if r.given("w4_form"):
        old = r["w4_form"] == 1
        adjust = np.where(old, -law.money("income_tax.allowance") * r["w4_allowances"], adjust)
        table = np.where(old, status, table)
        credit = np.where(old, 0, credit)
    unit = _UNITS[r["fit_rounding"]] if r.given("fit_rounding") else 1
    exempt = r["w4_exempt"] if r.given("w4_exempt") else None
    return Worksheet(r, periods(r), table, adjust, credit, r["w4_step4c"], unit, exempt, _added(r))


def _added(r: Run) -> Array | None:
    """What is added to the wages of a nonresident alien: Table 1 with a form of 2019 or earlier, else Table 2.

    An amount that is entered stands for the year's table; without either checks.py has refused the row.
    """
    if not present(r, "w4_nra"):
        return None
    held = r.law.has("nra.new")
    amounts = compiled(r.law, _nra_tables)[r["w4_form"], r["frequency"]] if held else r.zeros()
    entered = r["nra_amount"]
    added = np.where(r["w4_nra"] == 1, np.where(entered > 0, entered, amounts), 0)
    cite = r.law.cite("nra.new") if held else "IRS Pub. 15-T, Table 1 or 2, as entered"
    r.note("", "Added to the wages of a nonresident alien", added, cite=cite)
    return added


def _nra_tables(law: Law) -> Array:
    """[form, frequency]: Table 2 for the form of 2020, Table 1 for the older ones."""
    return np.array([[law.money(f"nra.{form}.{name}") for name in FREQUENCIES] for form in ("new", "old")], np.int64)


def income_tax_tables(law: Law) -> Brackets:
    """The six annual percentage method tables; table number = 3 x step 2 box + status."""
    return Brackets(
        {n: law.table(f"income_tax.brackets.{schedule}.{status}") for n, (schedule, status) in enumerate(_TABLES)}
    )


def _wage_bracket_tax(sheet: Worksheet, wages: Array) -> Array:
    """Worksheets 2 and 3: the printed cell, then step 3 and the extra amount.

    A cell is the tax at the middle of its wage interval, to the dollar (daily: to the dime). Wages above the table are
    refused, as the tables do.
    """
    r = sheet.r
    old = r["w4_form"] == 1
    per_year = np.where(old, 0, r["w4_step4a"] - r["w4_step4b"])
    added = 0 if sheet.added is None else sheet.added
    adjusted = np.maximum(wages + added + half_up(per_year, sheet.periods), 0)
    middle = _middle(r, wages, adjusted)
    unit = np.where(r["frequency"] == FREQUENCIES.index("daily"), 10, 100)
    r.note("", "Wages to look up", adjusted, formula="wages + step 4(a) / periods - step 4(b) / periods")
    r.note("", "Middle of the printed interval", middle, formula="the printed cell is the tax of this wage")
    allowances = np.where(old, sheet.adjust, sheet.adjust - per_year)
    cell = Worksheet(r, sheet.periods, sheet.table, allowances, r.zeros(), r.zeros(), unit, None).tax(middle)
    credit = half_up(sheet.credit, sheet.periods)
    r.note("", "Printed tax", cell)
    r.note("", "Credits of the period", credit, formula="step 3 / periods")
    r.note("", "Extra withholding", sheet.extra)
    tax = np.maximum(cell - credit, 0) + sheet.extra
    return sheet.none_without_wages(wages, tax)


def _middle(r: Run, wages: Array, adjusted: Array) -> Array:
    """The middle of the printed interval in which the wages lie; 0 where no table has one."""
    old, middle = r["w4_form"] == 1, r.zeros()
    held = compiled(r.law, _intervals)
    if not held:
        missing = FigureMissing("wage_bracket", r.dates.pay, "IRS Pub. 15-T of the year, sections 2 and 3")
        r.problem(r["fit_method"] == 1, "fit_method", missing.code, str(missing))
        return middle
    for (version, frequency), runs in held.items():
        rows = (r["frequency"] == frequency) & (np.where(old, r["w4_status"] + 1, 0) == version)
        for start, end, width in runs:
            inside = rows & (adjusted >= start) & (adjusted < end)
            middle = np.where(inside, start + (adjusted - start) // width * width + width // 2, middle)
    wanted = (r["fit_method"] == 1) & (wages > 0)
    r.problem(
        wanted & (middle == 0),
        "fit_method",
        "beyond_table",
        "The wages are above the wage bracket table of the pay frequency, or it has none: take the percentage method.",
    )
    return middle


def _intervals(law: Law) -> dict[tuple[int, int], tuple[tuple[int, int, int], ...]]:
    """(version, frequency) -> runs of equal intervals in cents; version 0 is the form of 2020, 1 and 2 the old ones."""
    held: dict[tuple[int, int], tuple[tuple[int, int, int], ...]] = {}
    for version, name in enumerate(("w4", "old_single", "old_married")):
        for index, frequency in enumerate(FREQUENCIES):
            try:
                rows = law.table(f"wage_bracket.{name}.{frequency}")
            except FigureMissing:
                continue
            held[version, index] = tuple((int(a), int(b), int(c)) for a, b, c in rows)
    return held
