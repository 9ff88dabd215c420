"""Converters of directors' vectors and of annual estimates, which need more than a change of headings.

An annual estimate is no payroll period. Its contributions equal those of a director's annual earnings period. Its tax
equals PAYE at month 12 on the year's pay in one payment, once the pay is raised by what the code's free pay exceeds the
allowance that the estimate used; what remains is PAYE's whole pounds, so these rows carry the tolerance of one pound.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from paycalc import money
from paycalc.golden import Converted, Row

__all__ = ["annual_kalculator", "annual_policyengine", "directors", "directors_annual"]

_YEARS: Final = {"2025-26": date(2025, 4, 6), "2026-27": date(2026, 4, 6)}
_NATION: Final = {"SCT": "S", "WLS": "C"}
_LETTERS: Final = frozenset("ABCDEFHIJKLMNSVXZ")
_MOST_LETTERS: Final = 4
POUND: Final = 100


def _minus(one: str, two: str) -> str:
    return money.format(money.parse(one, "GBP") - money.parse(two, "GBP"), "GBP")


def _last_day(tax_year: str) -> str:
    start = _YEARS[tax_year]
    return (start.replace(year=start.year + 1) - timedelta(days=1)).isoformat()


def directors_annual(row: Row, out: Converted) -> None:
    """One payment on the last day of the tax year: of the year's pay, or of the last of several letters."""
    letters = re.findall("[A-Z]", row["categories"])
    pays = re.findall(r"[0-9]+(?:\.[0-9]+)?", row["gross_pays"])
    if not letters or not set(letters) <= _LETTERS or len(set(letters)) != len(letters) or len(letters) != len(pays):
        return out.drop(row, "category letters and pays that do not fit each other")
    if len(letters) > _MOST_LETTERS:
        return out.drop(row, "more category letters in a tax year than a Full Payment Submission reports")
    earlier = list(zip(letters, pays, strict=True))[:-1]
    golden = _director(row, letters[-1], pays[-1]) | {
        "director_from": row["directorship_from"],
        "expect.ni_employee": row["expected_employee_ni"],
        "expect.ni_employer": row["expected_employer_ni"],
    }
    for place, (letter, pay) in enumerate(earlier):
        name = "ni_letter_before" if place == 0 else f"ni{place + 1}_letter_before"
        total = "niable_pay_before" if place == 0 else f"ni{place + 1}_niable_pay_before"
        golden |= {name: letter, total: pay}
    if earlier:
        golden["director_pay_before"] = money.format(sum(money.parse(pay, "GBP") for _, pay in earlier), "GBP")
    return out.rows.append(golden)


def _director(row: Row, letter: str, pay: str) -> Row:
    return {
        "day": _last_day(row["tax_year"]),
        "pay_frequency": "monthly",
        "tax_code": "NT",
        "ni_letter": letter,
        "director": "annual",
        "regular_pay": pay,
    }


def directors(row: Row, out: Converted) -> None:
    """HMRC's directors' sheets: weekly payments by the alternative method, and annual ones."""
    start, week = _YEARS[row["tax_year"]], int(row["period_no"])
    annual = row["period_type"] == "Annually"
    weeks = _weeks(row["pro_rata_factor"])
    if not annual and row["period_type"] != "Weekly":
        return out.drop(row, "a pay frequency that no sheet of the source had")
    golden = _director(row, row["category"], row["gross_pay"]) | {
        "director_from": (start + timedelta(days=7 * (52 - weeks))).isoformat(),
        "director_pay_before": _minus(row["gross_pay_ytd"], row["gross_pay"]),
        "director_ni_employee_before": _minus(row["expected_employee_ni_ytd"], row["expected_employee_ni"]),
        "expect.ni_employee": row["expected_employee_ni"],
        "expect.director_ni_employee_ytd": row["expected_employee_ni_ytd"],
    }
    if not annual:
        golden |= {
            "day": (start + timedelta(days=7 * (week - 1))).isoformat(),
            "pay_frequency": "weekly",
            "director": "alternative",
            "director_final_pay": "yes" if week == 52 else "no",
        }
    if "Do not assert employer figures" not in row["note"]:
        golden |= {
            "director_ni_employer_before": _minus(row["expected_employer_ni_ytd"], row["expected_employer_ni"]),
            "expect.ni_employer": row["expected_employer_ni"],
            "expect.director_ni_employer_ytd": row["expected_employer_ni_ytd"],
        }
    if (
        row["gross_pay_ytd"] == row["gross_pay"]
    ):  # the first payment: nothing of the bands to date comes from other rows
        golden |= {
            "expect.ni_at_lel": row["earnings_at_lel"],
            "expect.ni_lel_to_pt": row["earnings_lel_to_pt"],
            "expect.ni_pt_to_uel": row["earnings_pt_to_uel"],
        }
    return out.rows.append(golden)


def _weeks(factor: str) -> int:
    """Weeks of 52 whose share is the factor to six decimals; an empty factor is the whole year."""
    millionths = int(factor.removeprefix("0.").ljust(6, "0")[:6]) if factor.startswith("0.") else 10**6
    return (52 * millionths + 500_000) // 10**6


def annual_kalculator(row: Row, out: Converted) -> None:
    """HMRC's estimator: contributions exact, tax within a pound; pension is a net pay arrangement."""
    if row["period"] != "YEARLY" or row["pension_age"] != "FALSE":
        return out.drop(row, "not a yearly estimate below State Pension age")
    wage = money.parse(row["wage"], "GBP")
    out.rows.append(_director(row, "A", row["wage"]) | {"expect.ni_employee": row["expected_yearly_employee_ni"]})
    if "tapering" in row["id"] and not row["tax_code"].endswith("0T"):
        return out.drop(row, "tax part: the source tapers the allowance itself, payroll follows the code as it stands")
    number = int("".join(filter(str.isdigit, row["tax_code"])))
    extra = _free_pay(number) - (10 * number + 9) * POUND if number else 0
    return out.rows.append(
        _month_12(row, row["tax_code"], wage + extra)
        | {
            "pension_method": "net_pay" if row["pension_method"] else "none",
            "pension_extra": money.format(_pension(row, wage), "GBP"),
            "expect.income_tax": row["expected_yearly_income_tax"],
        }
    )


def _pension(row: Row, wage: int) -> int:
    amount = money.parse(row["pension_amount"] or "0", "GBP")
    return wage * amount // (100 * POUND) if row["pension_method"] == "PERCENTAGE" else 12 * amount


def annual_policyengine(row: Row, out: Converted) -> None:
    """A 32-bit annual model: both parts within the pound that the source allows itself."""
    gross = money.parse(row["annual_gross"], "GBP")
    out.rows.append(
        _director(row, "A", row["annual_gross"])
        | {
            "expect.ni_employee": row["expected_employee_ni"],
            "expect.ni_employer": row["expected_employer_ni"],
            "tolerance": str(POUND),
        }
    )
    allowance = max(12_570 * POUND - max(gross - 100_000 * POUND, 0) // 2, 0)
    number = allowance // (10 * POUND)
    code = _NATION.get(row["jurisdiction"], "") + (f"{number}L" if number else "0T")
    extra = _free_pay(number) - allowance
    out.rows.append(_month_12(row, code, max(gross + extra, 0)) | {"expect.income_tax": row["expected_income_tax"]})


def _month_12(row: Row, code: str, pay: int) -> Row:
    return {
        "day": _last_day(row["tax_year"]),
        "pay_frequency": "monthly",
        "tax_code": code,
        "ni_letter": "X",
        "regular_pay": money.format(pay, "GBP"),
        "tolerance": str(POUND),
    }


def _free_pay(number: int) -> int:
    """Pence that a code's number frees by month 12: each month's part is rounded up."""
    if number == 0:
        return 0
    fives, rest = divmod(number - 1, 500)
    return 12 * (-(-(10 * (rest + 1) + 9) * POUND // 12) + 41_667 * fives)
