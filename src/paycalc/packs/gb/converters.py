"""Vector files of other engines and of HMRC as golden rows for this pack; each row left out has its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from paycalc import money
from paycalc.calendars import add_months
from paycalc.golden import Converted, Converter, Row
from paycalc.packs.gb.converters_more import annual_kalculator, annual_policyengine, directors, directors_annual
from paycalc.packs.gb.converters_statutory import attachments, family_pay, sick_pay

__all__ = ["CONVERTERS"]

_FREQUENCY: Final = {
    "weekly": "weekly",
    "fortnightly": "fortnightly",
    "fourweekly": "four_weekly",
    "four_weekly": "four_weekly",
    "monthly": "monthly",
}
_YEARS: Final = {"2025-26": date(2025, 4, 6), "2026-27": date(2026, 4, 6)}
_WEEKS: Final = {"weekly": 1, "fortnightly": 2, "four_weekly": 4}
OTHER_YEAR: Final = "another tax year than 2025-26 and 2026-27"


def payday(tax_year: str, frequency: str, period: int) -> str:
    """First day of a tax week or month of a held year; period 0 counts as 1."""
    start, number = _YEARS[tax_year], max(period, 1)
    if frequency == "monthly":
        return add_months(start, number - 1).isoformat()
    return (start + timedelta(days=7 * (number - 1))).isoformat()


def minus(one: str, two: str) -> str:
    """one - two of amounts in text."""
    return money.format(money.parse(one or "0", "GBP") - money.parse(two or "0", "GBP"), "GBP")


def held(convert: Callable[[Row, Converted], None]) -> Callable[[Sequence[Row], Converted], None]:
    """A converter of a file from a converter of a row: rows of other years and unknown pay frequencies are left out."""

    def each(rows: Sequence[Row], out: Converted) -> None:
        for row in rows:
            if row.get("tax_year", "2025-26") not in _YEARS:
                out.drop(row, OTHER_YEAR)
            elif row.get("period_type", "monthly").lower() not in (*_FREQUENCY, "annual", "annually"):
                out.drop(row, "a pay frequency that the pack does not cover")
            else:
                convert(row, out)

    return each


def _income_tax(row: Row, out: Converted) -> None:
    """HMRC's sheets; the Scottish ones of 2025-26 are floating-point work in which HMRC accepts a penny either way."""
    inexact = row["tax_year"] == "2025-26" and row["jurisdiction"] == "SCT"
    golden = _tax_row(row, row["taxable_pay_to_date"], minus(row["expected_tax_to_date"], row["expected_tax_period"]))
    golden["expect.income_tax"] = row["expected_tax_period"]
    golden["expect.income_tax_ytd"] = row["expected_tax_to_date"]
    out.rows.append(golden | ({"tolerance": "1"} if inexact else {}))


def _income_tax_package(row: Row, out: Converted) -> None:
    """The package keeps more than four decimals of its constants, so each of its rows may be a penny off."""
    golden = _tax_row(row, row["pay_to_date"], row["tax_to_date_before"])
    out.rows.append(golden | {"expect.income_tax": row["expected_tax_period"], "tolerance": "1"})


def _tax_row(row: Row, to_date: str, tax_before: str) -> Row:
    frequency = _FREQUENCY[row["period_type"].lower()]
    return {
        "day": payday(row["tax_year"], frequency, int(row["period_no"])),
        "pay_frequency": frequency,
        "tax_code": row["tax_code"],
        "non_cumulative": row["non_cumulative"],
        "ni_letter": "X",  # the sheets are about tax alone
        "regular_pay": row["gross_pay"],
        "taxable_pay_before": minus(to_date, row["gross_pay"]),
        "income_tax_before": tax_before,
    }


def _national_insurance(row: Row, out: Converted) -> None:
    frequency = _FREQUENCY[row["period_type"].lower()]
    out.rows.append(
        {
            "day": payday(row["tax_year"], frequency, int(row["period_no"])),
            "pay_frequency": frequency,
            "tax_code": "NT",
            "ni_letter": row["category"],
            "regular_pay": row["gross_pay"],
            "expect.ni_employee": row["expected_employee_ni"],
            "expect.ni_employer": row["expected_employer_ni"],
            "expect.ni_at_lel": row["earnings_at_lel"],
            "expect.ni_lel_to_pt": row["earnings_lel_to_pt"],
            "expect.ni_pt_to_uel": row["earnings_pt_to_uel"],
        }
    )


def _student_loans(row: Row, out: Converted) -> None:
    """Weekly and four-weekly rows scale the source's annual result: they may be a pound off."""
    if row["period_type"].startswith("annual"):
        return out.drop(row, "twelve times the monthly result: not a payroll period")
    if row["tolerance"] == "n/a":
        return out.drop(row, "the annual wage is no whole number of pence in the period")
    if row["plan"] == "5" and row["tax_year"] == "2025-26":
        return out.drop(
            row, "plan 5 is not deducted through payroll before 6 April 2026; the source has it a year early"
        )
    frequency = _FREQUENCY[row["period_type"].lower()]
    graduate = row["plan"] == "PG"
    golden = {
        "day": payday(row["tax_year"], frequency, 1),
        "pay_frequency": frequency,
        "tax_code": "NT",
        "student_loan_plan": "none" if graduate else row["plan"],
        "has_postgraduate_loan": "yes" if graduate else "no",
        "regular_pay": row["period_gross"],
        "expect.student_loan": "0" if graduate else row["expected_deduction"],
        "expect.postgraduate_loan": row["expected_deduction"] if graduate else "0",
    }
    scaled = money.parse(row["tolerance"] or "0", "GBP")
    out.rows.append(golden | ({"tolerance": str(scaled)} if scaled else {}))
    return None


_METHODS: Final = {"NPA": "net_pay", "RAS": "relief_at_source", "": "salary_sacrifice"}


def _pension(row: Row, out: Converted) -> None:
    """Monthly rows. With salary exchange the source adds the employer's saved contributions, taken out here."""
    exchange = row["salary_exchange"] == "1"
    if exchange != (row["treatment"] == ""):
        return out.drop(row, "neither a way of tax relief nor a salary exchange")
    saving = row["raw_expected_args"].split("|")[-1].removesuffix("m") if exchange else "0"
    sacrificed = row["expected_employee"] if not exchange else ""
    return out.rows.append(
        {
            "day": "2025-04-30",
            "pay_frequency": "monthly",
            "tax_code": "NT",
            "pension_method": _METHODS[row["treatment"]],
            "pension_basis": "qualifying" if row["basis"].startswith("qualifying") else "regular",
            "pension_employee_rate": f"{row['employee_pct']}%",
            "pension_employer_rate": f"{row['employer_pct']}%",
            "pension_extra": row["avc"],
            "regular_pay": row["pensionable_salary"],
            "expect.pension_employer": minus(row["expected_employer"], saving),
            "expect.pension_net_pay": sacrificed if row["treatment"] == "NPA" else "0",
            "expect.pension_relief_at_source": sacrificed if row["treatment"] == "RAS" else "0",
        }
    )


CONVERTERS: Final = (
    Converter("gb.income_tax", "vectors_income_tax_hmrc", held(_income_tax)),
    Converter("gb.income_tax_package", "vectors_income_tax_paye_pkg", held(_income_tax_package)),
    Converter("gb.ni", "vectors_ni", held(_national_insurance)),
    Converter("gb.student_loans", "vectors_student_loans", held(_student_loans)),
    Converter("gb.pension", "vectors_pension", held(_pension)),
    Converter("gb.ni_directors", "vectors_ni_directors", held(directors)),
    Converter("gb.ni_directors_annual", "vectors_ni_directors_annual", held(directors_annual)),
    Converter("gb.annual_kalculator", "vectors_annual_hmrc_tax_kalculator", held(annual_kalculator)),
    Converter("gb.annual_policyengine", "vectors_annual_policyengine", held(annual_policyengine)),
    Converter("gb.attachments", "vectors_attachments", attachments),
    Converter("gb.ssp", "vectors_ssp", sick_pay),
    Converter("gb.family_pay", "vectors_family_pay", family_pay),
)
