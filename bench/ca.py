"""A workforce for measuring speed: all provinces and territories, frequencies, claims, bonuses and benefits mixed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
from bench.decimal_ca import PERIODS, Person, payslip

from paycalc.calendars import Dates
from paycalc.columns import Columns
from paycalc.packs import load
from paycalc.packs.ca.places import CLAIMS, FREQUENCIES, PLACES, TAXING
from paycalc.run import law_on

__all__ = ["DATES", "decimal_loop", "people"]

DATES = Dates(date(2026, 5, 29), date(2026, 5, 1), date(2026, 5, 31))


def people(rows: int) -> Columns:
    """Input columns of `rows` people, the same for the same number; more than a third of them in Ontario."""
    pick = np.random.default_rng(7)
    frequency = pick.integers(0, len(FREQUENCIES), rows)
    periods = np.array([PERIODS[name] for name in FREQUENCIES])[frequency]
    pay = pick.integers(3_000_000, 20_000_000, rows) // periods
    anywhere = pick.integers(0, len(TAXING), rows)
    worked = pick.integers(0, 10, rows)
    return {
        "pay_frequency": frequency,
        "province": np.where(pick.integers(0, 10, rows) < 3, PLACES.index("ON"), anywhere),
        "federal_claim_code": np.where(pick.integers(0, 10, rows) < 7, 0, pick.integers(2, 8, rows)),
        "provincial_claim_code": np.where(pick.integers(0, 10, rows) < 7, 0, pick.integers(2, 8, rows)),
        "regular_pay": pay,
        "bonus_pay": np.where(pick.integers(0, 12, rows) == 0, pick.integers(0, 1_000_000, rows), 0),
        "taxable_benefit": np.where(pick.integers(0, 8, rows) == 0, pick.integers(0, 20_000, rows), 0),
        "rrsp_contribution": np.where(pick.integers(0, 4, rows) == 0, pay // 20, 0),
        "union_dues": np.where(pick.integers(0, 3, rows) == 0, 4_500, 0),
        "pensionable_earnings_before": pay * worked,
        "cpp_before": np.minimum(pay * worked * 56 // 1000, 423_045),
        "ei_before": np.minimum(pay * worked * 163 // 10_000, 112_307),
    }


def decimal_loop(columns: Columns) -> None:
    """The same people, one by one with Decimal; without totals and net, so the comparison favours the loop."""
    law = law_on(load("ca"), DATES)
    texts = {name: values.tolist() for name, values in columns.items()}

    def dollars(name: str, row: int) -> Decimal:
        return Decimal(texts[name][row]) / 100

    for row in range(len(texts["regular_pay"])):
        payslip(
            law,
            Person(
                province=PLACES[texts["province"][row]],
                periods=PERIODS[FREQUENCIES[texts["pay_frequency"][row]]],
                federal=(CLAIMS[texts["federal_claim_code"][row]], Decimal(0)),
                provincial=(CLAIMS[texts["provincial_claim_code"][row]], Decimal(0)),
                pay=dollars("regular_pay", row),
                benefit=dollars("taxable_benefit", row),
                bonus=dollars("bonus_pay", row),
                rrsp=dollars("rrsp_contribution", row),
                dues=dollars("union_dues", row),
                before={
                    "PI": dollars("pensionable_earnings_before", row),
                    "D": dollars("cpp_before", row),
                    "D1": dollars("ei_before", row),
                },
            ),
        )
