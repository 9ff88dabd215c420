"""A workforce for measuring speed: federal tax and all states mixed, pretax deductions, bonuses, year-to-date amounts.

PYTHONPATH=src:. python bench/us.py [ROWS]   one state after the other, then all mixed, with their ratio
"""

from __future__ import annotations

from datetime import date

import numpy as np
from bench.decimal_us import california, colorado, fica, new_york, worksheet_1a
from bench.given import count

from paycalc.calendars import Dates
from paycalc.columns import Columns
from paycalc.packs import load
from paycalc.packs.us.places import STATE_METHOD, STATES

__all__ = ["DATES", "decimal_loop", "people"]

DATES = Dates(date(2026, 11, 27), date(2026, 11, 9), date(2026, 11, 22))
ALONE = ("CA", "CO", "CT", "GA", "MD", "NY", "OH", "TX")
MIXED = STATES[1:]


def people(rows: int, states: tuple[str, ...] = MIXED) -> Columns:
    """Input columns of `rows` people, the same for the same number."""
    pick = np.random.default_rng(7)
    work = np.array([STATES.index(state) for state in states], np.int64)[pick.integers(0, len(states), rows)]
    own_form = np.isin(work, [STATES.index("CA"), STATES.index("NY")])
    pay = pick.integers(100_000, 900_000, rows)

    def some(part: int, high: int) -> np.ndarray:
        return np.where(pick.integers(0, part, rows) == 0, pick.integers(0, high, rows), 0)

    return {
        "frequency": np.full(rows, 1, np.int64),
        "work_state": work,
        "w4_status": pick.integers(0, 3, rows),
        "w4_step2": (pick.integers(0, 5, rows) == 0).astype(np.int64),
        "w4_step3": some(3, 400_000),
        "state_status": np.where(own_form, pick.integers(0, 4, rows), 0),
        "state_allowances": np.where(own_form, pick.integers(0, 5, rows), 0),
        "sui_rate": np.full(rows, 27_000, np.int64),
        "sui_wage_base": np.full(rows, 900_000, np.int64),
        "state_method": np.where(work == STATES.index("ME"), STATE_METHOD.index("first_print"), 0),
        "regular": pay,
        "supplemental": some(12, 500_000),
        "cafeteria": some(2, 30_000),
        "retirement": some(2, 60_000),
        "post_tax": some(6, 10_000),
        "ytd_fit_wages": pay * 22,
        "ytd_fit": pay * 4,
        "ytd_oasdi_wages": np.minimum(pay * 22, 18_450_000),
        "ytd_oasdi": np.minimum(pay * 22, 18_450_000) * 62 // 1000,
        "ytd_medicare_wages": pay * 22,
        "ytd_futa_wages": np.minimum(pay * 22, 700_000),
        "ytd_sui_wages": np.minimum(pay * 22, 700_000),
        "ytd_retirement": some(2, 2_400_000),
        "ytd_leave": np.minimum(pay * 22 * 432 // 100_000, 41_191),
    }


def decimal_loop(columns: Columns) -> None:
    """Federal income tax, FICA and the state's income tax of each row, in decimals."""
    states = {"CA": california, "NY": new_york, "CO": colorado}
    for row in range(len(columns["regular"])):
        who = {name: int(values[row]) for name, values in columns.items()}
        who |= {"w4_form": 0, "w4_step4a": 0, "w4_step4b": 0, "w4_step4c": 0, "state_allowances_other": 0}
        worksheet_1a(2026, who)
        fica(2026, who)
        state = STATES[who["work_state"]]
        if state in states:
            states[state](2026, who)


def main() -> None:
    """Speed of each state alone and of all mixed."""
    from bench.engine import seconds

    from paycalc.run import run

    rows, pack = count(500_000), load("us")
    speeds: dict[str, float] = {}
    for name, states in {**{state: (state,) for state in ALONE}, "mixed": MIXED}.items():
        columns = people(rows, states)
        took = seconds(lambda columns=columns: run(pack, columns, DATES))
        speeds[name] = rows / took
        print(f"us.{name} payslips_per_second={speeds[name]:,.0f}")
    alone = [speed for name, speed in speeds.items() if name != "mixed"]
    print(f"us.mixed x_of_mean_single_state={speeds['mixed'] * len(alone) / sum(alone):.2f}")


if __name__ == "__main__":
    main()
