"""The Decimal reference on what the vectors leave out: years of pension in parts, untaxed Vermögensbeteiligungen."""

from datetime import date
from itertools import product

import numpy as np
import pytest
from bench.decimal_de import tax
from tests.paycalc.de.calls import OUTPUTS, of_call, person

from paycalc import Dates, load
from paycalc.run import run

DE = load("de")
NONE = dict.fromkeys(
    [
        "LZZFREIB",
        "LZZHINZU",
        "JFREIB",
        "JHINZU",
        "ALTER1",
        "AJAHR",
        "VJAHR",
        "VBEZ",
        "VBEZM",
        "VBEZS",
        "ZMVB",
        "KRV",
        "ALV",
        "PKV",
        "PKPV",
        "PKPVAGZ",
        "PVS",
        "PVZ",
        "PVA",
        "SONSTB",
        "SONSTENT",
        "VBS",
        "STERBE",
        "MBV",
        "JRE4",
        "JRE4ENT",
        "JVBEZ",
    ],
    0,
)


def agree(calls, year):
    """All calls in one run, each output compared; gives the reference's answers."""
    columns = [of_call(*call) for call in calls]
    slips = run(
        DE, {name: np.concatenate([one[name] for one in columns]) for name in columns[0]}, Dates.on(date(year, 12, 31))
    )
    assert slips.problems == []
    expected = [tax(person(year, *call)) for call in calls]
    for name, theirs in OUTPUTS.items():
        assert slips.columns[name].tolist() == [int(one.get(theirs, 0)) for one in expected], name
    return expected


@pytest.mark.parametrize("year", [2025, 2026])
def test_an_untaxed_vermoegensbeteiligung_lowers_the_tax_of_the_period(year):
    calls = [
        (
            NONE | {"LZZ": 2, "STKL": stkl, "R": church, "RE4": wage, "JRE4": 12 * wage, "MBV": mbv, "SONSTB": once},
            halves,
            f,
            290,
        )
        for stkl, church, wage, mbv, once, halves, f in product(
            (1, 3, 5, 6),
            (0, 1),
            (200_000, 450_000, 900_000, 3_000_000),
            (0, 90_000, 900_000),
            (0, 10_000, -50_000),
            (0, 3),
            (1000, 901),
        )
    ]
    answers = agree(calls, year)
    plain = {str(call): answer for call, answer in zip(calls, answers, strict=True)}
    lowered = [
        call
        for call in calls
        if call[0]["MBV"] and plain[str(call)]["BK"] < plain[str((call[0] | {"MBV": 0}, *call[1:]))]["BK"]
    ]
    assert len(lowered) > 50


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_pension_of_some_months_of_the_year(year):
    calls = [
        (NONE | {"LZZ": 1, "STKL": stkl, "R": 1, "RE4": wage + pension, "VBEZ": pension, "VBEZM": month, "VBEZS": extra, "VJAHR": since,
                 "ZMVB": months, "JRE4": wage + pension, "JVBEZ": pension, "SONSTB": once, "VBS": once, "STERBE": once // 2}, 0, 1000, 250)
        for stkl, wage, pension, month, extra, since, months, once in product(
            (1, 6), (0, 1_500_000), (200_000, 2_400_000), (10_000, 200_000), (0, 50_000), (2005, 2019, 2024, 2060), (0, 1, 7, 12),
            (0, 300_000),
        )
    ]  # fmt: skip
    agree(calls, year)
