"""The same Irish payslip, one person at a time with Decimal and Fraction; tests and the bench compare."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

F = Fraction
BANDS = {2025: (12012, 27382, 70044), 2026: (12012, 28700, 70044)}
USC_RATES = (F(5, 1000), F(2, 100), F(3, 100), F(8, 100))
PRSI = (  # from, employee, A0, low, high
    (date(2025, 1, 1), "0.041", "0.089", "0.089", "0.1115"), (date(2025, 10, 1), "0.042", "0.09", "0.09", "0.1125"),
    (date(2026, 10, 1), "0.0435", "0.09", "0.0915", "0.114"),
)  # fmt: skip
YEAR = (52, 26, 13, 12)
WEEKS = (F(1), F(2), F(4), F(13, 3))


def near(amount: Fraction) -> int:
    """Nearest whole number, an exact half up."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def paye(one: dict[str, int], pay: int, share: Fraction, alone: bool) -> int:
    """Tax of the payment by its basis."""
    basis, get = one.get("tax_basis", 0), one.get
    earned = max(pay + (0 if alone else get("taxable_pay_before", 0)), 0)
    credit, cut_off = near(get("tax_credits", 0) * share), -int(-get("rate_cut_off", 0) * share // 1)
    if basis >= 2:
        early = basis == 2 and get("emergency_weeks_before", 0) < 4
        credit, cut_off = 0, -int(-4_400_000 * F(1, YEAR[one["pay_frequency"]]) // 1) if early else 0
    gross = F(min(earned, cut_off), 5) + F(2 * max(earned - cut_off, 0), 5)
    return max(near(gross - credit), 0) - (0 if alone else get("paye_before", 0))


def usc(one: dict[str, int], pay: int, share: Fraction, alone: bool, year: int) -> int:
    """USC of the payment."""
    before = 0 if alone else one.get("usc_before", 0)
    if one.get("usc_status", 0) == 1:
        return -before
    if one.get("tax_basis", 0) >= 2:
        return near(max(pay, 0) * F(8, 100)) - before
    earned = max(pay + (0 if alone else one.get("usc_pay_before", 0)), 0)
    ends = [band * 100 * share for band in BANDS[year]] + [F(10**15)]
    starts = [F(0), *ends[:-1]]
    return (
        near(
            sum(
                (
                    max(min(F(earned), end) - start, F(0)) * rate
                    for start, end, rate in zip(starts, ends, USC_RATES, strict=True)
                ),
                F(0),
            )
        )
        - before
    )


def prsi(one: dict[str, int], pay: int, day: date) -> tuple[int, int]:
    """(employee, employer) of class A."""
    weeks = WEEKS[one["pay_frequency"]]
    week = F(max(pay, 0)) / weeks / 100
    _, employee, a0, low, high = [row for row in PRSI if row[0] <= day][-1]
    rate = F(one.get("prsi_employee_rate", 0), 10**6) or F(employee)
    threshold = 527 if day.year == 2025 else 552
    if week <= 352:
        return 0, near(max(pay, 0) * F(a0))
    credit = min(max(12 - (week - F("352.01")) / 6, F(0)), F(12)) * weeks * 100 if week <= 424 else 0
    return max(near(pay * rate - credit), 0), near(pay * F(low if week <= threshold else high))


def payslip(one: dict[str, int], day: date) -> dict[str, int]:
    """PAYE, USC, PRSI and net pay, in cents."""
    get = lambda name: one.get(name, 0)  # noqa: E731
    gross = get("regular_pay") + get("overtime_pay") + get("bonus_pay") + get("taxable_allowance")
    pay = gross + get("benefits_in_kind")
    frequency = one["pay_frequency"]
    week = (day - date(day.year, 1, 1)).days // 7 + 1
    number = day.month if frequency == 3 else -(-week // (1, 2, 4)[frequency])
    alone = get("tax_basis") != 0 or number > YEAR[frequency]
    share = F(1 if alone else number, YEAR[frequency])
    tax, charge = paye(one, pay - get("pension_employee"), share, alone), usc(one, pay, share, alone, day.year)
    employee, employer = prsi(one, pay, day)
    taken = get("pension_employee") + tax + charge + employee + get("post_tax_deduction")
    return {
        "paye": tax,
        "usc": charge,
        "prsi_employee": employee,
        "prsi_employer": employer,
        "net_pay": gross + get("expenses") - taken,
    }
