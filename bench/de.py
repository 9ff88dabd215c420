"""A workforce for measuring speed: classes, children, churches, funds, Midijobs, Minijobs, private insurance, bonuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
from bench.decimal_de import Person, contributions, tax

from paycalc.calendars import Dates
from paycalc.columns import Columns
from paycalc.packs.de.places import LAENDER

__all__ = ["DATES", "decimal_loop", "people"]

DATES = Dates(date(2026, 11, 27), date(2026, 11, 1), date(2026, 11, 30))


def people(rows: int) -> Columns:
    """Input columns of `rows` people, the same for the same number."""
    pick = np.random.default_rng(7)
    pay = pick.integers(210_000, 1_100_000, rows)
    kind = np.where(pick.integers(0, 20, rows) < 17, 0, pick.integers(0, 3, rows))
    pay = np.where(
        kind == 1, pick.integers(60_400, 200_000, rows), np.where(kind == 2, pick.integers(10_000, 60_300, rows), pay)
    )
    mini, private = kind == 2, (kind == 0) & (pay > 650_000) & (pick.integers(0, 4, rows) == 0)
    bonus = np.where((kind == 0) & (pick.integers(0, 12, rows) == 0), pick.integers(50_000, 900_000, rows), 0)
    childless = pick.integers(0, 3, rows) == 0
    return {
        "pay_frequency": np.zeros(rows, np.int64),
        "land": pick.integers(0, len(LAENDER), rows),
        "stkl": np.array([0, 0, 0, 1, 2, 3, 3, 3, 4, 5], np.int64)[pick.integers(0, 10, rows)],
        "factor": np.where(pick.integers(0, 30, rows) == 0, pick.integers(700_000, 999_999, rows), 1_000_000),
        "zkf": np.where(childless, 0, pick.integers(0, 5, rows)),
        "church_member": pick.integers(0, 2, rows),
        "lzzfreib": np.where(pick.integers(0, 15, rows) == 0, pick.integers(1_000, 40_000, rows), 0),
        "kvz": pick.integers(190, 440, rows) * 100,
        "pvz": childless.astype(np.int64),
        "pva": np.where(childless, 0, pick.integers(0, 4, rows)),
        "employment": kind,
        "kv_group": np.where(mini, 3, np.where(private, 0, 1)),
        "rv_group": np.where(mini, 3, 1),
        "av_group": np.where(mini, 0, 1),
        "pv_group": np.where(mini | private, 0, 1),
        "private_health": np.where(private, 70_000, 0),
        "pkpv": np.where(private, 60_000, 0),
        "flat_tax_rate": np.where(mini, 20_000, 0),
        "u1_rate": np.full(rows, 16_000),
        "u2_rate": np.full(rows, 4_400),
        "regular_pay": pay,
        "one_off_pay": bonus,
        "tax_gross_before": pay * 10,
        "sv_year_before": np.full(rows, 2026),
        "kv_room_before": np.full(rows, 100_000),
        "rv_room_before": np.full(rows, 900_000),
    }


def decimal_loop(columns: Columns) -> None:
    """The same people, one by one with Decimal; without Minijobs, levies and ceilings of the year, which favours it."""
    texts = {name: values.tolist() for name, values in columns.items()}
    for row in range(len(texts["regular_pay"])):
        kvz, saxony = Decimal(texts["kvz"][row]) / 10_000, LAENDER[texts["land"][row]] == "SN"
        given = {
            "LZZ": 2, "STKL": texts["stkl"][row] + 1, "RE4": texts["regular_pay"][row], "R": texts["church_member"][row],
            "LZZFREIB": texts["lzzfreib"][row], "PVS": saxony, "PVZ": texts["pvz"][row], "PVA": texts["pva"][row],
            "PKV": texts["kv_group"][row] == 0, "PKPV": texts["pkpv"][row], "SONSTB": texts["one_off_pay"][row],
            "JRE4": texts["regular_pay"][row] * 12,
        }  # fmt: skip
        person = Person(2026, {name: Decimal(value) for name, value in given.items()})
        person.given |= {
            "KVZ": kvz,
            "ZKF": Decimal(texts["zkf"][row]) / 2,
            "f": Decimal(texts["factor"][row]) / 1_000_000,
        }
        tax(person)
        care = (saxony, bool(texts["pvz"][row]), texts["pva"][row])
        contributions(2026, texts["regular_pay"][row], kvz, care)
