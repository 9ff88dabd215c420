"""On every date on which a figure changes, and the day before, a whole payslip runs in every state, or is refused by the
name of the publication.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from tests.paycalc.us.people import PACK

from paycalc.calendars import Dates
from paycalc.columns import pack_code
from paycalc.errors import NotCovered
from paycalc.packs.us import places
from paycalc.parameters import figures
from paycalc.run import run

FIRST, LAST = PACK.covers[0]
NAMED = ("published in", "printed its withholding tables")


def changes() -> list[date]:
    """Every first day of a figure, and the day before it, inside the covered years."""
    starts = {one.start for versions in figures(PACK.package).values() for one in versions}
    ends = {
        one.until + timedelta(days=1)
        for versions in figures(PACK.package).values()
        for one in versions
        if one.until < LAST
    }
    days = {day for start in starts | ends for day in (start, start - timedelta(days=1))}
    return sorted(day for day in days | {FIRST, LAST} if FIRST <= day <= LAST)


def in_every_state(day: date):
    count = len(places.STATES)
    work = np.arange(count)
    county = np.where(work == places.STATES.index("IN"), pack_code("49"), 0)
    columns = {
        "frequency": np.full(count, 1),
        "work_state": work,
        "regular": np.full(count, 250_000),
        "home_locality": county,
        "local_home_rate": np.where(county > 0, 20_000, 0),
        "sui_rate": np.full(count, 27_000),
        "sui_wage_base": np.full(count, 900_000),
    }
    return run(PACK, columns, Dates.on(day))


@pytest.mark.parametrize("day", changes(), ids=str)
def test_a_payslip_runs_in_every_state_or_names_what_is_missing(day):
    slips = in_every_state(day)
    refused = {places.STATES[problem.row]: problem.sentence for problem in slips.problems}
    assert all(any(words in sentence for words in NAMED) for sentence in refused.values())
    paid = slips.columns["net_pay"] > 0
    assert [places.STATES[row] for row in np.flatnonzero(~paid)] == list(refused)
    if day.year == 2026:
        assert set(refused) <= {"ME"}  # from August its booklet is printed twice
    else:
        assert {"none", "TX", "CA", "CO", "CT", "DC", "DE", "KS", "PA", "WI"}.isdisjoint(refused)


def test_what_2025_holds():
    slips = in_every_state(date(2025, 12, 31))
    refused = {places.STATES[problem.row] for problem in slips.problems}
    held = {"CA", "CO", "CT", "DC", "DE", "ID", "KS", "OH", "PA", "UT", "VA", "WI", *places.NO_WAGE_TAX, "none"}
    assert set(places.STATES) - refused == held


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2027, 1, 1)])
def test_other_years_are_refused(day):
    with pytest.raises(NotCovered):
        in_every_state(day)


def test_nothing_taxes_a_payslip_of_nothing():
    count = len(places.STATES)
    columns = {"frequency": np.full(count, 1), "work_state": np.arange(count), "regular": np.zeros(count, np.int64)}
    slips = run(PACK, columns, Dates.on(date(2026, 3, 6)))
    assert slips.problems == []
    assert not any(values.any() for values in slips.columns.values())
