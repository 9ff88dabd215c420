"""The same Norwegian payslip, one person at a time with Decimal, from the routine's steps; tests and the bench compare."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from paycalc.columns import unpack_code

D = Decimal
YEARS = {  # personal allowance, Finnmark's, common tax, Finnmark's, municipal, high insurance, max allowances, at sea, brackets
    2025: (108550, 138550, "0.066", "0.031", "0.154", "0.077", (80960, 92000, 83000),
           ((217400, "0.017"), (306050, "0.04"), (697150, "0.137"), (942400, "0.167"), (1410750, "0.177"))),
    2026: (114540, 159540, "0.0825", "0.0475", "0.1375", "0.076", (84216, 95700, 86300),
           ((226100, "0.017"), (318300, "0.04"), (725050, "0.137"), (980100, "0.168"), (1467200, "0.178"))),
}  # fmt: skip
PERIODS = (  # income factor and payments of ordinary tables, of others, step; in the order of the pack's choices
    ("12.12", D("10.5"), "12", D("10.5"), 100), ("26.26", D(23), "26", D(23), 50), ("52.52", D(46), "52", D(46), 20),
    ("242.4", D(240) * 46 / 52, "365", D(365) * D("10.5") / 12, 20), ("60.6", D(60) * 46 / 52, "91", D(91) * D("10.5") / 12, 20),
    ("80.8", D(80) * 46 / 52, "122", D(122) * D("10.5") / 12, 20), ("121.2", D(120) * 46 / 52, "183", D(183) * D("10.5") / 12, 20),
)  # fmt: skip
NONE, LOW = {"7160", "7170", "7500", "7550", "6500", "6550", "0100"}, {"7700", "6700"}
TWELVE = {"7350", "7500", "7700", "6350", "6500", "6700", "0100", "0101", "7150", "7160"}


def near(amount: Decimal) -> Decimal:
    """Nearest whole krone, an exact half up."""
    return amount.quantize(D(1), ROUND_HALF_UP)


def withheld(table: str, period: int, kroner: int, year: int) -> int:
    """By table, in kroner."""
    personal, north, common, common_north, municipal, high, tops, brackets = YEARS[year]
    ordinary, sea, finnmark = table[0] in "89", table[0] == "0", table[0] == "6"
    factor, pays, other_factor, other_pays, step = PERIODS[period]
    income = near((kroner // step * step + step // 2) * D(factor if ordinary else other_factor))
    net = income - (min(near(income * D("0.46")), tops[1]) if sea else min(near(income * D("0.4048")), tops[0]))
    if ordinary:
        net -= (int(table) - 8000) * 1000 if table[0] == "8" else (9000 - int(table)) * 1000
    if sea or finnmark or table in ("7300", "7350", "7500", "7550", "7700"):
        net -= min(near(income * D("0.10")), 40000)
    net -= min(near(income * D("0.30")), tops[2]) if sea else 0
    net = max(net - (north if finnmark else personal), D(0))
    year_tax = near(net * D(municipal)) + near(net * D(common_north if finnmark else common))
    stepped = D(0)
    for (start, rate), (end, _) in zip(brackets, (*brackets[1:], (10**18, "")), strict=True):
        stepped += max(min(income, D(end)) - start, D(0)) * D(rate)
    year_tax += near(stepped)
    rate = D(0) if table in NONE else D("0.051") if table in LOW else D(high)
    if rate and income >= 99650:
        limit = near(99650 * D("0.25") / (D("0.25") - rate))
        year_tax += near(income * rate) if income > limit else near((income - 99650) * D("0.25"))
    by = D(factor if ordinary else other_factor) if table in TWELVE else pays if ordinary else other_pays
    due = year_tax / by
    return min(int(due.quantize(D(1), ROUND_FLOOR) if sea else near(due)), kroner)


def payslip(one: dict[str, int], day: date) -> dict[str, int]:
    """Withholding and the employer's contributions, in øre."""
    get = lambda name: one.get(name, 0)  # noqa: E731
    taxed = get("regular_pay") + get("overtime_pay") + get("bonus_pay") + get("taxable_allowance")
    basis = max(taxed + get("benefits_in_kind") - get("pension_employee"), 0)
    due = 0
    if get("tax_card") == 0:
        due = 100 * withheld(unpack_code(one["tax_table"]), one["pay_frequency"], basis // 100, day.year)
    elif get("tax_card") == 1:
        due = 100 * int(D(basis) * get("tax_percent") / 10**8)
    pension = int(near(D(get("regular_pay")) * get("pension_employer_rate") / 10**6))
    gross = taxed + get("pay_without_withholding")
    base = gross + get("benefits_in_kind") + pension
    tax = due + get("extra_tax")
    return {
        "tax_withheld": tax,
        "employer_contribution": int(near(D(base) * get("employer_contribution_rate") / 10**6)),
        "net_pay": gross + get("expenses") - get("pension_employee") - tax - get("post_tax_deduction"),
    }
