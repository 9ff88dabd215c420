"""Vector files of CRA's online calculator and of another engine as golden rows; each row left out has its reason."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from paycalc import money
from paycalc.golden import Converted, Converter, Row
from paycalc.packs.ca.places import CLAIMS, PERIODS, TAXING

__all__ = ["CONVERTERS"]

_EDITIONS: Final = {"2025/jan": "2025-01-17", "2025/jul": "2025-07-18", "2026/jan": "2026-01-16"}
_FLAGS: Final = {
    "cpp_exempt": "cpp_exempt",
    "cpp2_exempt": "cpp2_exempt",
    "ei_exempt": "ei_exempt",
    "taxable_benefits": "taxable_allowance",
    "retroactive_pay_amount": "retroactive_pay",
    "retroactive_pay_periods": "retroactive_periods",
    "bonus_amount": "bonus_pay",
}
_MONTHS: Final = {"JAN": "01", "FEB": "02", "MAR": "03", "APR": "04", "MAY": "05", "JUN": "06",
                  "JUL": "07", "AUG": "08", "SEP": "09", "OCT": "10", "NOV": "11", "DEC": "12"}  # fmt: skip
_BY_PERIODS: Final = {str(count): name for name, count in PERIODS.items()}
_FREQUENCY: Final = {
    **{name: name for name in PERIODS},
    "bi_weekly": "biweekly", "bi-weekly": "biweekly", "semi_monthly": "semimonthly", "semi-monthly": "semimonthly",
}  # fmt: skip
_NEXT: Final = "2026-07-01"
NOT_HELD: Final = "an edition of T4127 that the pack does not hold"
NO_PERIODS: Final = "the taxes only: the row does not say over how many pay periods the retroactive pay was earned"


def _day(row: Row) -> str:
    """A pay date of the edition; an id that ends in a month says that the payment was in that month of the year."""
    edition, month = row["tax_year"], row["id"].rpartition("_")[2].upper()
    if month in _MONTHS:
        day = f"{edition[:4]}-{_MONTHS[month]}-17"
        if day >= _NEXT:
            raise ValueError(NOT_HELD)
        return day
    return _EDITIONS[edition]


def _claim(text: str) -> tuple[str, str]:
    """(choice, amount) of "16129.00", "code4", "codeE", or of no claim."""
    text = text.strip()
    if text.lower().startswith("code"):
        code = text[4:].strip().upper()
        if code not in CLAIMS:
            raise ValueError(f"the claim {text!r} is none that the pack knows")
        return code, "0"
    return ("amount", text) if text else ("basic", "0")


def _claims(federal: str, provincial: str) -> Row:
    (one, amount), (two, other) = _claim(federal), _claim(provincial)
    return {"federal_claim_code": one, "federal_claim": amount, "provincial_claim_code": two, "provincial_claim": other}


def _flags(text: str) -> dict[str, str]:
    """Input columns of "cpp_exempt=True;taxable_benefits=100.00"."""
    found = {}
    for flag in filter(None, (part.strip() for part in re.split("[;,|]", text))):
        name, _, value = flag.partition("=")
        if name not in _FLAGS:
            raise ValueError(f"the flag {name!r} is none that the pack knows")
        found[_FLAGS[name]] = {"True": "yes", "False": "no"}.get(value, value)
    return found


def payslips(rows: Sequence[Row], out: Converted) -> None:
    """vectors_ca.csv: one pay each, of CRA's calculator or of another engine.

    The engine rounds the deduction of the period only, the other method of the law; its rows say so.
    """
    for row in rows:
        try:
            _refuse(row["tax_year"], row["province"], row["pay_periods"])
            made = _payslip(row)
        except ValueError as reason:
            out.drop(row, str(reason))
            continue
        if "retroactive_pay" in made and "retroactive_periods" not in made:
            for name in ("federal_tax", "provincial_tax", "net_pay"):
                made[f"expect.{name}"] = ""
            out.drop(row, NO_PERIODS)
        out.rows.append(made)


def _refuse(edition: str, province: str, periods: str) -> None:
    """Raises ValueError with the reason for which the pack cannot take a row."""
    if edition not in _EDITIONS:
        raise ValueError(NOT_HELD)
    if province not in TAXING:
        raise ValueError("a province whose income tax the pack does not hold")
    if not periods.isdigit() or int(periods) < 1:
        raise ValueError("a number of pay periods that is none")


def _payslip(row: Row) -> Row:
    engine = "t4127-engine" in row["source"]
    periods = row["pay_periods"]
    made = {
        "day": _day(row),
        "pay_frequency": _BY_PERIODS.get(periods, "monthly"),
        "pay_periods": "0" if periods in _BY_PERIODS else periods,
        "province": row["province"],
        "factor_rounding": "deduction" if engine else "factors",
        "regular_pay": row["gross"],
        **_claims(row["federal_claim"], row["provincial_claim"]),
        "rrsp_contribution": row["rrsp"],
        "union_dues": row["union_dues"],
        "cpp_before": row["ytd_cpp"],
        "cpp2_before": row["ytd_cpp2"],
        "ei_before": row["ytd_ei"],
        "pensionable_earnings_before": row["ytd_pensionable"],
        "pensionable_months": row["pensionable_months"],
        **_flags(row["flags"]),
        "expect.cpp": row["exp_cpp"],
        "expect.cpp2": row["exp_cpp2"],
        "expect.ei": row["exp_ei"],
        "expect.federal_tax": row["exp_federal_tax"],
        "expect.provincial_tax": row["exp_provincial_tax"],
        "expect.net_pay": row["exp_net"],
    }
    return made


_INPUTS: Final = {
    "bonus_amount": "bonus_pay",
    "retroactive_pay_amount": "retroactive_pay",
    "retroactive_pay_periods": "retroactive_periods",
    "taxable_benefits": "taxable_allowance",
    "rrsp": "rrsp_contribution",
    "rrsp_per_period": "rrsp_contribution",
    "union_dues": "union_dues",
    "union_dues_per_period": "union_dues",
    "cpp_exempt": "cpp_exempt",
    "cpp2_exempt": "cpp2_exempt",
    "ei_exempt": "ei_exempt",
    "ytd_cpp_base": "cpp_before",
    "ytd_cpp": "cpp_before",
    "ytd_cpp_additional": "cpp2_before",
    "ytd_cpp2": "cpp2_before",
    "ytd_ei": "ei_before",
    "ytd_pensionable_earnings": "pensionable_earnings_before",
    "ytd_insurable_earnings": "insurable_earnings_before",
    "ytd_bonus": "bonus_before",
    "pensionable_months": "pensionable_months",
}
_OUTPUTS: Final = {
    "income_federal_tax": "federal_tax",
    "federal_tax": "federal_tax",
    "income_provincial_tax": "provincial_tax",
    "provincial_tax": "provincial_tax",
    "bonus_federal_tax": "federal_bonus_tax",
    "federal_tax_on_retroactive": "federal_bonus_tax",
    "bonus_provincial_tax": "provincial_bonus_tax",
    "provincial_tax_on_retroactive": "provincial_bonus_tax",
    "cpp_additional_deductions": "additional_contributions",
    "pensionable_earnings_per_period": "pensionable_earnings",
    "ei_deductions": "ei",
    "ei": "ei",
    "net_amount": "net_pay",
    "net_pay": "net_pay",
}
_IGNORED: Final = {"province", "pay_frequency", "pay_periods", "salary_per_period", "gross_pay", "pay_date",
                   "ytd_gross", "federal_claim", "provincial_claim"}  # fmt: skip


def bonuses(rows: Sequence[Row], out: Converted) -> None:
    """vectors_ca_bonus.csv: pay with a bonus or retroactive pay, as CRA's calculator gave it."""
    for row in rows:
        given, result = json.loads(row["input_json"]), json.loads(row["pdoc_expected_json"])
        try:
            _refuse(row["tax_year"], given["province"], given.get("pay_periods", "1"))
            out.rows.append(_bonus(given, result))
        except ValueError as reason:
            out.drop(row, str(reason))


def _bonus(given: dict[str, str], result: dict[str, str]) -> Row:
    strange = sorted(set(given) - set(_INPUTS) - _IGNORED)
    if strange:
        raise ValueError(f"the input {strange[0]!r} is none that the pack knows")
    if given["pay_frequency"] not in _FREQUENCY:
        raise ValueError("a pay frequency that the pack does not know")
    frequency = _FREQUENCY[given["pay_frequency"]]
    periods = given.get("pay_periods", str(PERIODS[frequency]))
    made: Row = {
        "day": given["pay_date"],
        "pay_frequency": frequency,
        "pay_periods": "0" if int(periods) == PERIODS[frequency] else periods,
        "province": given["province"],
        "factor_rounding": "factors",
        "regular_pay": given.get("salary_per_period") or given["gross_pay"],
        **_claims(given.get("federal_claim", ""), given.get("provincial_claim", "")),
    }
    for name, column in _INPUTS.items():
        if name in given:
            made[column] = {"True": "yes", "False": "no"}.get(str(given[name]), str(given[name]))
    for name, column in _OUTPUTS.items():
        if name in result:
            made[f"expect.{column}"] = result[name]
    return made | _plan(result)


def _plan(result: dict[str, str]) -> Row:
    """CPP and CPP2 as two lines, where the calculator gives them as two or says their total only."""
    if "cpp_deductions" in result:
        return {"expect.cpp": result["cpp_deductions"], "expect.cpp2": result.get("cpp2_deductions", "")}
    total, second = result.get("cpp_total", ""), result.get("cpp2_deductions", result.get("cpp2", "0"))
    if not total:
        return {}
    base = Decimal(total) - Decimal(second)
    return {"expect.cpp": money.format(int(base * 100), "CAD"), "expect.cpp2": second}


CONVERTERS: Final = (
    Converter("ca.payslips", "vectors_ca", payslips),
    Converter("ca.bonus", "vectors_ca_bonus", bonuses),
)
