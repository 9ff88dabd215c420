"""Shared by the tests of the United States pack: pay one person or many, written as a payroll clerk would."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from paycalc.calendars import Dates
from paycalc.columns import Columns, Section, decode, encode
from paycalc.packs import load
from paycalc.run import Slips, run

PACK = load("us")
BASE = {"frequency": "biweekly", "work_state": "none"}


class Slip(dict[str, str]):
    """Results of one payslip as text, zero lines left out; `problem` is the sentence of a refusal."""

    problem = ""
    code = ""


def pay(day: str = "2026-03-06", **given: Any) -> Slip:
    """The payslip of one person."""
    columns = {
        name: np.array([encode(PACK.input(name), str(text), "USD")], np.int64) for name, text in (BASE | given).items()
    }
    slips = run(PACK, columns, Dates.on(date.fromisoformat(day)))
    slip = Slip(
        {name: decode(PACK.column(name), values[0], "USD") for name, values in slips.columns.items() if values[0]}
    )
    if slips.problems:
        slip.problem, slip.code = slips.problems[0].sentence, slips.problems[0].code
    return slip


def many(day: str = "2026-03-06", **columns: Any) -> Slips:
    """The payslips of many; scalars hold for everybody, texts are encoded, whole numbers are minor units or indices."""
    rows = max(len(values) for values in columns.values() if isinstance(values, np.ndarray))
    made: Columns = {}
    for name, values in (BASE | columns).items():
        if isinstance(values, str):
            values = encode(PACK.input(name), values, "USD")
        made[name] = np.ascontiguousarray(np.broadcast_to(np.asarray(values, np.int64), rows))
    return run(PACK, made, Dates.on(date.fromisoformat(day)))


def section(section: Section) -> list[str]:
    """The result columns of a section."""
    return [column.name for column in PACK.results if column.section is section]


WITH_TWO_COUNTS = ("CA", "NY", "IL", "IN", "VA")
"""States whose forms count two kinds of allowances."""
WITH_COUNT = (
    *("AL", "AR", "DC", "DE", "GA", "HI", "IA", "ID", "KS", "MA", "MD", "ME", "MI", "MN", "NC", "NE", "NJ", "OH", "OK"),
    *("OR", "RI", "SC", "VT", "WI", "WV"),
)
"""States whose forms count one kind."""


def crowd(rows: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Random people in all covered states with every kind of pay and deduction, small enough for any net pay to be positive."""
    rng = np.random.default_rng(seed)
    states = PACK.input("work_state").choices
    work = rng.integers(0, len(states), rows)
    own_form = np.isin(work, [states.index(state) for state in WITH_TWO_COUNTS])
    counted = np.isin(work, [states.index(state) for state in WITH_COUNT]) | own_form
    asked = np.isin(work, [states.index(state) for state in ("CA", "NY", "MD")])

    def some(high: int) -> np.ndarray:
        return np.where(rng.random(rows) < 0.4, rng.integers(0, high, rows), 0)

    return {
        "frequency": rng.choice([0, 1, 2, 3], rows),
        "work_state": work,
        "regular": rng.integers(100_000, 3_000_000, rows),
        "overtime_premium": some(20_000),
        "supplemental": some(300_000),
        "supplemental_method": rng.integers(0, 2, rows),
        "reimbursement": some(10_000),
        "w4_status": rng.integers(0, 3, rows),
        "w4_step2": rng.integers(0, 2, rows),
        "w4_step3": some(400_000),
        "w4_step4a": some(500_000),
        "w4_step4b": some(900_000),
        "w4_step4c": some(3_000),
        "cafeteria": some(10_000),
        "hsa": some(10_000),
        "retirement": some(20_000),
        "retirement_roth": some(10_000),
        "group_term_life": some(2_000),
        "post_tax": some(5_000),
        "state_allowances": np.where(counted, rng.integers(0, 12, rows), 0),
        "state_allowances_other": np.where(own_form, rng.integers(0, 12, rows), 0),
        "state_status": np.where(asked, rng.integers(0, 4, rows), 0),
        "state_table": np.where(work == states.index("CT"), rng.integers(0, 7, rows), 0),
        "sui_rate": rng.integers(1, 90_000, rows),
        "sui_wage_base": np.full(rows, 900_000),
        "leave_wage_base": np.full(rows, 18_450_000),
        "ytd_oasdi_wages": some(20_000_000),
        "ytd_medicare_wages": some(25_000_000),
        "ytd_futa_wages": some(900_000),
        "ytd_sui_wages": some(1_200_000),
        "ytd_retirement": some(2_450_000),
        "ytd_supplemental": some(120_000_000),
        "ytd_leave": some(42_000),
    }
