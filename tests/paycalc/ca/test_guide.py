"""The guide's own examples and tables, by the pack: bonus examples of three editions, CPP2 scenario, K constants, K1."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from tests.paycalc.ca.people import CA, MAY, columns, paid, slips

from paycalc import Dates, carry
from paycalc.calendars import Dates as Days
from paycalc.packs.ca.places import PLACES, TAXING
from paycalc.parameters import Law
from paycalc.run import run

EDITIONS = (date(2025, 1, 17), date(2025, 7, 18), MAY)
BONUS = {"pay_frequency": "weekly", "regular_pay": "1000", "bonus_pay": "2500", "bonus_before": "1500",
         "bonus_additional_before": "14.60", "pensionable_earnings_before": "30500"}  # fmt: skip


@pytest.mark.parametrize(("day", "tax"), zip(EDITIONS, ("346.60", "323.50", "323.54"), strict=True))
def test_the_tax_on_the_bonus_of_the_guide(day, tax):
    """The guide rounds C x base rate / rate before it multiplies by P, CRA's calculator afterwards: up to a cent."""
    slip = paid(day, **BONUS)
    assert (slip["cpp"], slip["additional_contributions"]) == ("204.25", "34.33")
    assert abs(Decimal(slip["federal_bonus_tax"]) - Decimal(tax)) <= Decimal("0.01")


def test_the_year_of_scenario_1_reaches_both_maxima_where_the_guide_says():
    """Appendix 1 of the 122nd edition: 4,200 twice a month."""
    day, totals, table = date(2026, 1, 15), {}, []
    facts = columns(pay_frequency="semimonthly", regular_pay="4200")
    for _ in range(24):
        made = run(CA, facts | totals, Days.on(day))
        table.append(tuple(int(made.columns[name][0]) for name in ("cpp", "cpp2", "additional_contributions")))
        totals = carry(CA, made.columns, Dates.on(day), Dates.on(day))
    assert table[:17] == [(24122, 0, 4054)] * 17
    assert table[17:21] == [(12971, 4000, 6180), (0, 16800, 16800), (0, 16800, 16800), (0, 4000, 4000)]
    assert table[21:] == [(0, 0, 0)] * 3
    assert int(totals["cpp_before"][0]) == 423045 and int(totals["cpp2_before"][0]) == 41600


def law(day: date) -> Law:
    return Law(CA.package, Days.on(day), "CAD")


@pytest.mark.parametrize("day", EDITIONS)
@pytest.mark.parametrize("place", ["federal", *TAXING])
def test_the_constants_of_table_8_1_follow_from_its_rates_and_thresholds(day, place):
    exact = Fraction(0)
    rows = law(day).table(f"tax.{place}.brackets")
    for (_, low, _), (start, high, constant) in pairwise(rows):
        exact += int(start) * (high - low)
        assert abs(int(constant) - exact) <= 50  # printed in whole dollars


CREDITS_2026 = {  # K1 and K1P of code 10, Tables 8.9 to 8.21 of the 122nd edition
    "federal": "5674.55", "AB": "4036.28", "BC": "1947.85", "MB": "3258.41", "NB": "3519.22", "NL": "2759.99", "NS": "2301.05",
    "NT": "2642.88", "NU": "1867.22", "ON": "1856.99", "PE": "2717.00",
}  # fmt: skip


@pytest.mark.parametrize("place", CREDITS_2026)
def test_the_credits_of_the_claim_codes_are_those_printed(place):
    held = law(MAY)
    lowest = held.table(f"tax.{place}.brackets")[0][1]
    exact = held.moneys(f"claim.{place}.codes")[10] * lowest
    assert f"{(2 * exact.numerator + exact.denominator) // (2 * exact.denominator) / 100:.2f}" == CREDITS_2026[place]


def test_claim_code_1_is_the_basic_amount_in_every_edition():
    for day in EDITIONS:
        for place in ("federal", *TAXING):
            assert law(day).moneys(f"claim.{place}.codes")[1] == law(day).money(f"claim.{place}.basic.start")


def test_the_premium_and_contribution_maxima_follow_from_their_earnings():
    for day in (EDITIONS[0], MAY):
        held = law(day)
        ympe, free = held.money("plan.ympe"), held.money("plan.exemption")
        for plan in ("cpp", "qpp"):
            assert held.money(f"plan.{plan}.most") == (ympe - free) * held.rate(f"plan.{plan}.rate")
            assert held.money(f"plan.{plan}.most_base") == (ympe - free) * held.rate(f"plan.{plan}.base")
        for place in ("ei.canada", "ei.quebec"):
            assert held.money(f"{place}.most") == int(
                held.money("ei.earnings") * held.rate(f"{place}.rate") + Fraction(1, 2)
            )


def test_the_basic_exemptions_of_table_6_1():
    from paycalc.packs.ca.periods import periods
    from paycalc.run import Run

    table = {1: 350000, 2: 175000, 4: 87500, 12: 29166, 24: 14583, 26: 13461, 27: 12962, 52: 6730, 53: 6603, 22: 15909, 13: 26923,
             10: 35000, 240: 1458}  # fmt: skip
    given = {"pay_periods": np.array(list(table)), "pay_frequency": np.zeros(len(table), np.int64)}
    r = Run(CA, law(MAY), given, {"net_pay": np.zeros(len(table), np.int64)})
    assert (350000 // periods(r)).tolist() == list(table.values())


def test_the_premium_of_an_employee_who_moves_to_quebec_shares_one_maximum_of_earnings():
    """Chapter 7: 30,000 in Ontario, then 40,000 in Quebec: 489.00 + 505.70 = 994.70."""
    moved = paid(pay_frequency="monthly", province="QC", regular_pay="40000", ei_before="489", insurable_earnings_before="30000",
                 cpp_before="1600", pensionable_earnings_before="30000", quebec_tax_known="yes")  # fmt: skip
    assert (moved["ei"], moved["ei_ytd"]) == ("505.70", "994.70")


def test_the_places_are_the_twelve_of_the_guide_and_quebec_and_outside():
    assert (*TAXING, "QC", "outside") == PLACES and len(TAXING) == 12
    assert slips(regular_pay="2307.69").problems == []
