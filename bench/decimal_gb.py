"""The same UK payslip, one person at a time with Decimal, from the published steps; tests and the bench compare."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, Decimal

D = Decimal
PENNY = D("0.01")
ZERO = D(0)

RUK = ([37700, 125140], [D(7540), D(42516)], [D("0.20"), D("0.40"), D("0.45")])
SCOTLAND = {
    2025: (
        [2827, 14921, 31092, 62430, 125140],
        [D("537.13"), D("2955.93"), D("6351.84"), D("19513.80"), D("47733.30")],
    ),
    2026: (
        [3967, 16956, 31092, 62430, 125140],
        [D("753.73"), D("3351.53"), D("6320.09"), D("19482.05"), D("47701.55")],
    ),
}
SCOTTISH_RATES = [D("0.19"), D("0.20"), D("0.21"), D("0.42"), D("0.45"), D("0.48")]
FLAT = {
    "BR": D("0.20"),
    "D0": D("0.40"),
    "D1": D("0.45"),
    "SBR": D("0.20"),
    "SD0": D("0.21"),
    "SD1": D("0.42"),
    "SD2": D("0.45"),
    "SD3": D("0.48"),
    "CBR": D("0.20"),
    "CD0": D("0.40"),
    "CD1": D("0.45"),
    "NT": D(0),
}
LIMITS = {  # LEL of 2025 and 2026, ST, PT, FUST, UEL
    "weekly": ((125, 129), 96, 242, 481, 967),
    "fortnightly": ((250, 258), 193, 484, 962, 1934),
    "four_weekly": ((500, 516), 385, 967, 1924, 3867),
    "monthly": ((542, 559), 417, 1048, 2083, 4189),
}
MAIN = {
    **dict.fromkeys("AFHMNV", D("0.08")),
    **dict.fromkeys("BEI", D("0.0185")),
    **dict.fromkeys("DJLZ", D("0.02")),
    **dict.fromkeys("CKSX", D(0)),
}
LOANS = {2025: {"1": 26065, "2": 28470, "4": 32745}, 2026: {"1": 26900, "2": 29385, "4": 33795, "5": 25000}}


@dataclass
class Person:
    """What the reference needs; amounts in pounds."""

    frequency: str = "monthly"
    year: int = 2026
    n: int = 1  # tax week or month
    code: str = "1257L"
    alone: bool = False
    letter: str = "A"
    pay: Decimal = ZERO
    pay_before: Decimal = ZERO
    tax_before: Decimal = ZERO
    plan: str = ""
    postgraduate: bool = False


def four(amount: Decimal) -> Decimal:
    """Drop all after the fourth decimal."""
    return amount.quantize(D("0.0001"), ROUND_DOWN)


def free_pay(number: int, year: int) -> Decimal:
    """Free pay of one period."""
    if number == 0:
        return D(0)
    fives, rest = divmod(number - 1, 500)
    unit = D("416.67") if year == 12 else D("96.16")
    return four(D(10 * (rest + 1) + 9) / year).quantize(PENNY, ROUND_CEILING) + fives * unit


def tax(p: Person) -> Decimal:
    """PAYE of the payment."""
    year = 12 if p.frequency == "monthly" else 52
    n = {"monthly": 1, "weekly": 1, "fortnightly": 2, "four_weekly": 4}[p.frequency] if p.alone else p.n
    pay = p.pay if p.alone else p.pay + p.pay_before
    if p.code in FLAT:
        due = (max(pay, D(0)).quantize(D(1), ROUND_FLOOR) * FLAT[p.code]).quantize(PENNY, ROUND_FLOOR)
    else:
        due = banded(p, pay, n, year)
    due -= D(0) if p.alone else p.tax_before
    return min(due, (max(p.pay, D(0)) / 2).quantize(PENNY, ROUND_FLOOR))


def banded(p: Person, pay: Decimal, n: int, year: int) -> Decimal:
    """Tax to date of a code with a number."""
    number = int("".join(filter(str.isdigit, p.code)))
    free = n * free_pay(number, year)
    un = pay + free if "K" in p.code else pay - free
    if un <= 0:
        return D(0)
    widths, taxes = SCOTLAND[p.year] if p.code[0] == "S" else RUK[:2]
    rates = SCOTTISH_RATES if p.code[0] == "S" else RUK[2]
    starts = [D(0)] + [four(D(width) * n / year) for width in widths]
    paid = [D(0)] + [four(amount * n / year) for amount in taxes]
    band = sum(un > start.quantize(D(1), ROUND_CEILING) for start in starts[1:])
    whole = un.quantize(D(1), ROUND_FLOOR)
    return four(paid[band] + (whole - starts[band]) * rates[band]).quantize(PENNY, ROUND_FLOOR)


def rni(amount: Decimal) -> Decimal:
    """HMRC's rounding of one band's contribution."""
    return amount.quantize(D("0.001"), ROUND_FLOOR).quantize(PENNY, ROUND_HALF_DOWN)


def insurance(p: Person) -> tuple[Decimal, Decimal]:
    """(employee, employer)."""
    if p.letter == "X":
        return D(0), D(0)
    _, st, pt, fust, uel = LIMITS[p.frequency]
    start = st if p.letter in "ABCJ" else uel if p.letter in "HMVZ" else fust
    upper = D(0) if p.letter in "CKS" else D("0.02")
    above = max(p.pay - uel, D(0))
    middle = max(min(p.pay, D(uel)) - pt, D(0))
    below = max(min(p.pay, D(uel)) - start, D(0))
    rate = D("0.15")
    return rni(middle * MAIN[p.letter]) + rni(above * upper), rni(below * rate) + rni(above * rate)


def loan(p: Person, year: int, rate: Decimal) -> Decimal:
    """Repayment on an annual threshold."""
    weeks = {"weekly": 1, "fortnightly": 2, "four_weekly": 4}
    period = D(year) / 12 if p.frequency == "monthly" else D(year) * weeks[p.frequency] / 52
    above = max(p.pay - period.quantize(PENNY, ROUND_DOWN), D(0))
    return (above * rate).quantize(D(1), ROUND_FLOOR)


def payslip(p: Person) -> dict[str, Decimal]:
    """Tax, contributions, loans and net pay of one person without a pension."""
    employee, employer = insurance(p)
    threshold = LOANS[p.year].get(p.plan)
    student = loan(p, threshold, D("0.09")) if threshold else D(0)
    graduate = loan(p, 21000, D("0.06")) if p.postgraduate else D(0)
    due = tax(p)
    return {
        "income_tax": due,
        "ni_employee": employee,
        "ni_employer": employer,
        "student_loan": student,
        "postgraduate_loan": graduate,
        "net_pay": p.pay - due - employee - student - graduate,
    }
