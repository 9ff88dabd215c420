"""A year of payslips in sequence: cumulative tax meets the year's table, totals are the sums of the payslips."""

import numpy as np
from tests.paycalc.gb.people import APRIL

from paycalc import Dates, carry, load
from paycalc.calendars import add_months
from paycalc.columns import pack_code
from paycalc.run import run

GB = load("gb")


def test_twelve_months_sum_to_their_totals_and_end_in_the_years_tax():
    pick = np.random.default_rng(3)
    facts = {
        "pay_frequency": np.full(200, 3),
        "tax_code": np.full(200, pack_code("1257L")),
        "student_loan_plan": np.full(200, 2),
    }
    totals, sums = {}, {}
    dates = [Dates.on(add_months(APRIL, month)) for month in range(12)]
    for month, day in enumerate(dates):
        slips = run(GB, facts | totals | {"regular_pay": pick.integers(200_000, 900_000, 200)}, day)
        assert slips.problems == []
        for name in ("taxable_pay", "income_tax", "ni_employee", "ni_employer", "student_loan", "ni_pt_to_uel"):
            sums[name] = sums.get(name, 0) + slips.columns[name]
            assert np.array_equal(sums[name], slips.columns[f"{name}_ytd"])
        if month < 11:
            totals = carry(GB, slips.columns, day, dates[month + 1])
    once = run(GB, facts | {"regular_pay": sums["taxable_pay"]}, dates[-1])
    assert np.array_equal(once.columns["income_tax"], sums["income_tax"])
