"""A run: chunks and threads change nothing, a bad row hurts only itself, totals carry over and reset."""

from datetime import date

import numpy as np
import pytest

from paycalc import Dates, NotCovered, UnknownColumn, UnknownPack, carry, explain, load
from paycalc.columns import pack_code
from paycalc.run import Spread, run

GB = load("gb")
DAY = Dates.on(date(2026, 11, 30))


def people(rows: int) -> dict[str, np.ndarray]:
    pay = np.arange(rows, dtype=np.int64) * 997 % 900_000
    codes = np.array([pack_code(code) for code in ("1257L", "S1257L", "K475", "BR", "0T")], np.int64)
    return {
        "pay_frequency": np.arange(rows, dtype=np.int64) % 4,
        "tax_code": codes[np.arange(rows) % 5],
        "regular_pay": pay,
        "taxable_pay_before": pay * 7,
    }


def same(one, two):
    return all(np.array_equal(one.columns[name], two.columns[name]) for name in one.columns)


@pytest.mark.parametrize(("chunk", "workers"), [(1, 1), (7, 2), (100, 1), (100_000, 2)])
def test_chunks_and_threads_change_nothing(chunk, workers):
    whole = run(GB, people(500), DAY)
    assert same(whole, run(GB, people(500), DAY, spread=Spread(workers, chunk=chunk)))
    assert whole.problems == []


def test_a_bad_row_is_zero_and_leaves_the_others_alone():
    columns = people(50)
    good = run(GB, columns, DAY)
    spoiled = {name: values.copy() for name, values in columns.items()}
    spoiled["tax_code"][7] = pack_code("OOPS")
    spoiled["pay_frequency"][11] = 9
    spoiled["regular_pay"][13] = 10**13
    spoiled["regular_pay"][17] = -5
    slips = run(GB, spoiled, DAY, spread=Spread(chunk=10))
    assert [(one.row, one.column, one.code) for one in slips.problems] == [
        (7, "tax_code", "unknown_tax_code"),
        (11, "pay_frequency", "out_of_range"),
        (13, "regular_pay", "out_of_range"),
        (17, "", "deductions_above_pay"),
    ]
    assert "OOPS" in slips.problems[0].sentence
    bad = [7, 11, 13, 17]
    others = np.setdiff1d(np.arange(50), bad)
    for name in good.columns:
        assert not slips.columns[name][bad].any()
        assert np.array_equal(slips.columns[name][others], good.columns[name][others])


def test_an_amount_that_overflows_is_one_rows_problem():
    columns = people(9) | {"pension_method": np.full(9, 1), "pension_basis": np.full(9, 2)}
    columns["pension_employee_rate"] = np.full(9, 50_000)
    good = run(GB, columns, DAY)
    columns["regular_pay"][4] = 10**12
    columns["pension_employee_rate"][4] = 1_000_000
    slips = run(GB, columns, DAY)
    assert [(one.row, one.code) for one in slips.problems] == [(4, "overflow")]
    others = np.setdiff1d(np.arange(9), [4])
    assert all(np.array_equal(slips.columns[name][others], good.columns[name][others]) for name in good.columns)
    assert not any(values[4] for values in slips.columns.values())


def test_an_unknown_or_missing_column_is_refused():
    with pytest.raises(UnknownColumn, match="no column 'salary'"):
        run(GB, people(1) | {"salary": np.array([1])}, DAY)
    with pytest.raises(UnknownColumn, match="result"):
        run(GB, people(1) | {"net_pay": np.array([1])}, DAY)
    with pytest.raises(UnknownColumn, match="pay_frequency is required"):
        run(GB, {"regular_pay": np.array([1])}, DAY)
    with pytest.raises(UnknownColumn, match="int64"):
        run(GB, people(1) | {"regular_pay": np.array(["1"])}, DAY)
    with pytest.raises(UnknownColumn, match="lengths"):
        run(GB, people(2) | {"bonus_pay": np.array([1])}, DAY)
    with pytest.raises(UnknownPack, match="gb"):
        load("xx")


@pytest.mark.parametrize("day", [date(2025, 4, 5), date(2027, 4, 6)])
def test_a_day_outside_the_held_years_is_refused_by_figure(day):
    with pytest.raises(NotCovered, match="published in"):
        run(GB, people(1), Dates.on(day))


def test_no_people_give_no_payslips():
    slips = run(GB, people(0), DAY)
    assert slips.problems == [] and all(len(values) == 0 for values in slips.columns.values())


def test_progress_ends_at_the_last_row():
    seen = []
    run(GB, people(25), DAY, spread=Spread(chunk=10), progress=lambda done, rows: seen.append((done, rows)))
    assert seen == [(10, 25), (20, 25), (25, 25)]


def test_totals_carry_within_the_tax_year_and_reset_after_it():
    slips = run(GB, people(20), Dates.on(date(2027, 2, 26)))
    march, april = Dates.on(date(2027, 3, 31)), Dates.on(date(2027, 4, 30))
    kept = carry(GB, slips.columns, Dates.on(date(2027, 2, 26)), march)
    assert np.array_equal(kept["taxable_pay_before"], slips.columns["taxable_pay_ytd"])
    assert set(kept) == {column.name for column in GB.inputs if column.name.endswith("_before")}
    assert not any(values.any() for values in carry(GB, slips.columns, march, april).values())


def test_an_explanation_ends_in_the_payslips_own_cents():
    columns = people(40) | {"student_loan_plan": np.arange(40) % 5, "pension_method": np.arange(40) % 4}
    columns |= {"pension_employee_rate": np.full(40, 50_000), "pension_employer_rate": np.full(40, 30_000)}
    slips = run(GB, columns, DAY)
    for row in (3, 11, 22, 37):
        last = {step.formula: step.value for step in explain(GB, columns, row, DAY) if step.line == "="}
        for column in GB.results:
            assert last.get(column.name, 0) == slips.columns[column.name][row]
            if column.section in {"tax", "employer", "pretax"} and slips.columns[column.name][row]:
                assert column.name in last


def test_a_row_with_a_problem_explains_the_problem():
    columns = people(1) | {"tax_code": np.array([pack_code("OOPS")])}
    with pytest.raises(ValueError, match="OOPS"):
        explain(GB, columns, 0, DAY)
