"""The same Australian payslip, one person at a time with Decimal, from the statements of formulas."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

D = Decimal
SCALES = {  # (limit, a, b) by treatment; None: and over
    2026: {
        0: ((362, 0, 0), (538, "0.15", "54.3462"), (673, "0.25", "108.2135"), (721, "0.17", "54.3473"), (865, "0.179", "60.8377"),
            (1282, "0.3227", "185.1935"), (2596, "0.32", "181.7319"), (3653, "0.39", "363.4627"), (None, "0.47", "655.7704")),
        1: ((188, "0.15", "0.15"), (371, "0.2084", "11.0185"), (515, "0.179", "0.1066"), (932, "0.3227", "74.1674"),
            (2246, "0.32", "71.6508"), (3303, "0.39", "228.8816"), (None, "0.47", "493.1893")),
        2: ((2596, "0.3", "0.3"), (3653, "0.37", "181.7308"), (None, "0.45", "474.0385")),
        5: ((362, 0, 0), (721, "0.15", "54.3462"), (865, "0.159", "60.8365"), (1282, "0.3027", "185.1923"),
            (2596, "0.3", "181.7308"), (3653, "0.37", "363.4615"), (None, "0.45", "655.7692")),
        6: ((362, 0, 0), (721, "0.15", "54.3462"), (865, "0.159", "60.8365"), (908, "0.3027", "185.1923"),
            (1135, "0.3527", "230.6135"), (1282, "0.3127", "185.1923"), (2596, "0.31", "181.7308"), (3653, "0.38", "363.4615"),
            (None, "0.46", "655.7692")),
    },
    2025: {
        0: ((361, 0, 0), (500, "0.16", "57.8462"), (625, "0.26", "107.8462"), (721, "0.18", "57.8462"), (865, "0.189", "64.3365"),
            (1282, "0.3227", "180.0385"), (2596, "0.32", "176.5769"), (3653, "0.39", "358.3077"), (None, "0.47", "650.6154")),
        1: ((150, "0.16", "0.16"), (371, "0.2117", "7.755"), (515, "0.189", "-0.6702"), (932, "0.3227", "68.2367"),
            (2246, "0.32", "65.7202"), (3303, "0.39", "222.951"), (None, "0.47", "487.2587")),
        2: ((2596, "0.3", "0.3"), (3653, "0.37", "181.7308"), (None, "0.45", "474.0385")),
        5: ((361, 0, 0), (721, "0.16", "57.8462"), (865, "0.169", "64.3365"), (1282, "0.3027", "180.0385"),
            (2596, "0.3", "176.5769"), (3653, "0.37", "358.3077"), (None, "0.45", "650.6154")),
        6: ((361, 0, 0), (721, "0.16", "57.8462"), (843, "0.169", "64.3365"), (865, "0.219", "106.4962"),
            (1053, "0.3527", "222.1981"), (1282, "0.3127", "180.0385"), (2596, "0.31", "176.5769"), (3653, "0.38", "358.3077"),
            (None, "0.46", "650.6154")),
    },
}  # fmt: skip
LOAN = {
    True: ((987, 0, 0), (2144, "0.15", "148.0615"), (2727, "0.17", "190.9527"), (None, "0.1", 0)),
    False: ((1337, 0, 0), (2494, "0.15", "200.5615"), (3577, "0.17", "250.4527"), (None, "0.1", 0)),
}
BANDS = ((0, 45000, "0.15"), (45000, 135000, "0.3"), (135000, 190000, "0.37"), (190000, 10**12, "0.45"))


def near(amount: Decimal) -> Decimal:
    """Nearest whole number, an exact half up."""
    return amount.quantize(D(1), ROUND_HALF_UP)


def coefficient(rows: tuple, pay: Decimal, frequency: int) -> int:
    """Dollars of the period by a table of a and b."""
    if frequency == 2 and pay % 1 == D("0.33"):
        pay += D("0.01")
    weekly = (pay, pay / 2, pay * 3 / 13, pay / 13)[frequency]
    x = weekly.quantize(D(1), ROUND_FLOOR) + D("0.99")
    a, b = next((D(a), D(b)) for limit, a, b in rows if limit is None or x < limit)
    y = max(near(a * x - b), D(0))
    return int((y, y * 2, near(y * 13 / 3), y * 13)[frequency])


def payslip(one: dict[str, int], day: date) -> dict[str, int]:
    """Tax, loan, super and net pay, in cents."""
    get = lambda name: one.get(name, 0)  # noqa: E731
    ordinary = get("regular_pay") + get("bonus_pay") + get("taxable_allowance")
    taxable = ordinary + get("overtime_pay") - get("salary_sacrifice") - get("workplace_giving")
    pay = max(D(taxable) / 100, D(0))
    treatment, frequency = one["tax_treatment"], one["pay_frequency"]
    year = 2026 if day >= date(2026, 7, 1) else 2025
    if treatment in (3, 4):
        rate = D("0.47") if treatment == 3 else D("0.45")
        due = int(pay.quantize(D(1), ROUND_FLOOR) * rate)
    elif treatment == 7:
        before = max(D(get("taxable_pay_before")) / 100, D(0))
        due = int(
            near(
                sum(
                    (
                        max(min(before + pay, D(end)) - max(before, D(start)), D(0)) * D(rate)
                        for start, end, rate in BANDS
                    ),
                    D(0),
                )
            )
        )
    else:
        due = coefficient(SCALES[year][treatment], pay, frequency)
    loan = coefficient(LOAN[treatment == 1], pay, frequency) if get("has_study_loan") and treatment not in (3, 4) else 0
    tax = due * 100 + get("extra_tax")
    return {
        "income_tax": tax,
        "study_loan": loan * 100,
        "super_guarantee": int(near(D(max(ordinary, 0)) * D("0.12"))),
        "net_pay": taxable + get("expenses") - tax - loan * 100 - get("post_tax_deduction"),
    }
