"""What must hold for any payslip."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.paycalc.us.people import PACK, crowd, many, section

from paycalc.calendars import Dates
from paycalc.columns import Kind, Section
from paycalc.run import Spread, carry, run

DAY = Dates.on(date(2026, 3, 6))


def test_earnings_less_deductions_are_net_pay():
    slips = many(**crowd(4000))
    assert slips.problems == []
    of = slips.columns

    def total(what: Section) -> np.ndarray:
        return sum(of[name] for name in section(what))

    assert (
        total(Section.EARNING) - total(Section.PRETAX) - total(Section.TAX) - total(Section.POSTTAX) == of["net_pay"]
    ).all()
    assert (of["net_pay"] >= 0).all()


def test_a_batch_of_one_is_a_batch_of_many_in_any_chunks():
    people = crowd(300)
    whole = run(PACK, people, DAY)
    for chunk, workers in ((1, 1), (7, 2), (64, 1)):
        again = run(PACK, people, DAY, spread=Spread(workers, chunk=chunk))
        assert all((again.columns[name] == values).all() for name, values in whole.columns.items())


def test_mixed_states_are_their_own_runs_put_together():
    people = crowd(2000, seed=2)
    whole = run(PACK, people, DAY)
    for state in np.unique(people["work_state"]):
        rows = np.flatnonzero(people["work_state"] == state)
        alone = run(PACK, {name: values[rows] for name, values in people.items()}, DAY)
        assert all((whole.columns[name][rows] == values).all() for name, values in alone.columns.items())


@pytest.mark.parametrize("state", ["none", "CA", "CO", "NY"])
def test_taxes_never_fall_when_wages_rise(state):
    wages = np.arange(100_000, 3_000_000, 37)
    slips = many(
        work_state=state, regular=wages, sui_account="none", state_supplemental="aggregate", frequency="biweekly"
    )
    assert slips.problems == []
    for name in ("federal_income_tax", "state_income_tax", "oasdi", "medicare", "state_disability", "state_leave"):
        steps = np.diff(slips.columns[name])
        printed = -2 if state == "NY" else 0  # New York's base at 8,285 is printed six cents below the row before it
        assert (steps >= printed).all(), name


def test_splitting_a_check_changes_nothing_under_the_aggregate_method():
    """Regular pay and a bonus in a second run, against both in one check."""
    people = crowd(2000, seed=5)
    keep = ("frequency", "w4_status", "w4_step2", "w4_step3", "w4_step4a", "w4_step4b", "regular")
    facts = {name: people[name] for name in keep if name != "regular"}
    regular, bonus = people["regular"], people["supplemental"] + 1
    whole = many(regular=regular + bonus, **facts).columns["federal_income_tax"]
    first = many(regular=regular, **facts).columns["federal_income_tax"]
    second = many(
        supplemental=bonus, supplemental_method="aggregate", earlier_wages=regular, earlier_fit=first, **facts
    )
    assert second.problems == []
    assert (first + second.columns["federal_supplemental_tax"] == whole).all()


def test_a_year_of_pays_meets_every_limit_exactly():
    """26 pays of 12,000 in California: what the accumulators carry stops each tax at its yearly figure."""
    rows = 3
    columns = {
        "frequency": np.full(rows, 1, np.int64),
        "work_state": np.full(rows, PACK.input("work_state").choices.index("CA"), np.int64),
        "regular": np.array([1_200_000, 1_234_567, 950_001], np.int64),
        "retirement": np.full(rows, 150_000, np.int64),
        "sui_rate": np.full(rows, 34_000, np.int64),
    }
    totals = {
        name: np.zeros(rows, np.int64)
        for name in ("oasdi", "futa_wages", "sui_wages", "retirement_deduction", "additional_medicare")
    }
    carried: dict[str, np.ndarray] = {}
    days = [date.fromordinal(date(2026, 1, 2).toordinal() + 14 * number) for number in range(26)]
    for day, after in zip(days, [*days[1:], date(2027, 1, 1)], strict=True):
        slips = run(PACK, columns | carried, Dates.on(day))
        assert slips.problems == []
        for name in totals:
            totals[name] += slips.columns[name]
        carried = carry(PACK, slips.columns, Dates.on(day), Dates.on(after))
    assert slips.columns["oasdi_wages_to_date"].tolist() == [18_450_000] * rows
    assert (
        (totals["oasdi"] <= 1_143_900) & (totals["oasdi"] >= 1_143_900 - 13)
    ).all()  # half a cent a pay, never above
    assert totals["futa_wages"].tolist() == [700_000] * rows
    assert totals["sui_wages"].tolist() == [700_000] * rows
    assert totals["retirement_deduction"].tolist() == [2_450_000] * rows
    year = columns["regular"] * 26 - 20_000_000
    assert (np.abs(totals["additional_medicare"] - year * 9 // 1000) <= 26).all()
    assert all((values == 0).all() for values in carried.values())  # a new year starts


def test_accumulators_of_a_month_start_anew():
    slips = many("2025-03-28", regular=np.array([200_000]), transit=np.array([10_000]))
    same = carry(PACK, slips.columns, Dates.on(date(2025, 3, 14)), Dates.on(date(2025, 3, 28)))
    after = carry(PACK, slips.columns, Dates.on(date(2025, 3, 28)), Dates.on(date(2025, 4, 11)))
    assert (same["mtd_transit"][0], after["mtd_transit"][0]) == (10_000, 0)
    assert after["ytd_fit_wages"][0] == 190_000


def test_every_accumulator_is_fed_by_one_result():
    fed = [column.feeds for column in PACK.results if column.feeds]
    assert sorted(fed) == sorted(column.name for column in PACK.inputs if column.kind is Kind.ACCUMULATOR)


def test_amounts_beyond_any_payslip_are_refused_and_never_wrap():
    for amount in (10**11 + 1, 10**12):
        slips = many(regular=np.array([amount, 100_000]))
        assert [problem.row for problem in slips.problems] == [0]
    top = many(
        frequency="daily", regular=np.array([10**11]), supplemental=np.array([10**11]), supplemental_method="aggregate"
    )
    assert top.problems == []
    assert top.columns["federal_supplemental_tax"][0] == 10**11 // 100 * 37


def test_facts_alone_make_an_empty_payslip():
    slips = many(regular=np.zeros(3, np.int64), work_state="CA", w4_step4c="25")
    assert slips.problems == []
    assert all((values == 0).all() for values in slips.columns.values())
