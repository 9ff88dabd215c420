"""What the employer owes or recovers beside the payslips."""

from datetime import date

import numpy as np
import pytest

from paycalc import Dates
from paycalc.errors import FigureMissing
from paycalc.packs.gb import employer
from paycalc.packs.gb.columns import LETTERS

DAY = Dates.on(date(2026, 5, 5))


def test_the_allowance_pays_contributions_until_it_is_used_up():
    assert employer.employment_allowance(DAY, 400_000, 0) == 400_000
    assert employer.employment_allowance(DAY, 400_000, 900_000) == 150_000
    assert employer.employment_allowance(DAY, 400_000, 1_050_000) == 0
    assert employer.employment_allowance(DAY, -10, 0) == 0


def test_the_levy_is_cumulative_and_corrects_itself():
    first = employer.levy(DAY, 40_000_000, 1)
    assert (first.to_date, first.due) == (75_000, 75_000)  # 0.5 % of 400,000 less 1,250
    second = employer.levy(DAY, 50_000_000, 2, due_before=first.to_date)
    assert (second.to_date, second.due) == (0, -75_000)
    assert employer.levy(DAY, 40_012_345, 1).reported == 75_000
    assert employer.levy(DAY, 40_000_000, 1, allowance=0).to_date == 200_000
    with pytest.raises(ValueError, match="month 13"):
        employer.levy(DAY, 0, 13)


def test_the_pay_bill_leaves_out_letter_x():
    letters = np.array([LETTERS.index("A"), LETTERS.index("X")])
    results = {"niable_pay": np.array([300, 500]), "ni_employer": np.array([40, 0])}
    assert (employer.pay_bill(letters, results), employer.secondary(results)) == (300, 40)


@pytest.mark.parametrize(("day", "compensation"), [(date(2026, 4, 5), 8_500), (date(2026, 4, 6), 9_000)])
def test_family_pay_is_recovered(day, compensation):
    paid = {f"{name}_ytd": np.array([0, 0]) for name in ("smp", "spp", "sap", "shpp", "spbp", "sncp")}
    paid["smp_ytd"] = np.array([60_000, 40_000])
    large = employer.family_pay(Dates.on(day), paid, small=False)
    assert (large["SMP"], large["SPP"]) == (employer.Recovery(92_000, 0), employer.Recovery(0, 0))
    assert employer.family_pay(Dates.on(day), paid, small=True)["SMP"] == employer.Recovery(100_000, compensation)
    assert employer.is_small(Dates.on(day), 4_500_000) and not employer.is_small(Dates.on(day), 4_500_001)


def test_another_year_is_refused():
    with pytest.raises(FigureMissing, match=r"employer\.allowance"):
        employer.employment_allowance(Dates.on(date(2027, 4, 6)), 1, 0)
