"""What holds for every pack of the list: identity, chunking, explanation, completeness, golden files."""

from datetime import date, timedelta
from importlib import import_module
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.standing.packs import PACKS, days, people

from paycalc import Dates, FigureMissing, NotCovered, Section, carry, check, explain, load
from paycalc.parameters import figures
from paycalc.run import Spread, run

DEDUCTIONS = (Section.PRETAX, Section.TAX, Section.ORDER, Section.POSTTAX)
MATTERS = (Section.PRETAX, Section.TAX, Section.EMPLOYER)


def totals(pack, columns):
    """The sum of the lines of each section."""
    return {
        section: sum((columns[one.name] for one in pack.results if one.section is section), np.int64(0))
        for section in Section
    }


@pytest.mark.parametrize("code", PACKS)
@settings(deadline=None, max_examples=40)
@given(st.data())
def test_earnings_less_deductions_are_net(code, data):
    pack = load(code)
    slips = run(pack, data.draw(people(code)), Dates.on(data.draw(days(code))))
    total = totals(pack, slips.columns)
    left = total[Section.EARNING] - sum(total[section] for section in DEDUCTIONS)
    assert np.array_equal(left, total[Section.NET])
    assert (total[Section.NET] >= 0).all()


@pytest.mark.parametrize("code", PACKS)
@settings(deadline=None, max_examples=25)
@given(st.data())
def test_a_batch_of_one_is_a_batch_of_many(code, data):
    pack, columns, day = load(code), data.draw(people(code)), Dates.on(data.draw(days(code)))
    whole = run(pack, columns, day)
    pieces = run(pack, columns, day, spread=Spread(workers=2, chunk=data.draw(st.integers(1, 5))))
    assert whole.problems == pieces.problems
    for row in range(len(next(iter(columns.values())))):
        one = run(pack, {name: values[row : row + 1] for name, values in columns.items()}, day)
        for name, values in whole.columns.items():
            assert values[row] == pieces.columns[name][row] == one.columns[name][0], name


@pytest.mark.parametrize("code", PACKS)
@settings(deadline=None, max_examples=15)
@given(st.data())
def test_every_line_is_explained_by_the_formulas_that_made_it(code, data):
    pack, columns, day = load(code), data.draw(people(code, 1)), Dates.on(data.draw(days(code)))
    slips = run(pack, columns, day)
    if slips.problems:
        with pytest.raises(ValueError, match=r"."):
            explain(pack, columns, 0, day)
        return
    steps = explain(pack, columns, 0, day)
    last = {step.formula: step.value for step in steps if step.line == "="}
    assert all(step.section and step.label for step in steps)
    for column in pack.results:
        value = int(slips.columns[column.name][0])
        assert last.get(column.name, 0) == value, column.name
        if column.section in MATTERS and value:
            mine = next(step for step in steps if step.line == "=" and step.formula == column.name)
            assert mine.cite or column.section is Section.PRETAX, column.name


@pytest.mark.parametrize("code", PACKS)
def test_a_whole_payslip_is_there_on_each_day_a_law_changes_and_the_day_before(code):
    pack, bench = load(code), import_module(f"bench.{code}")
    changes = {figure.start for some in figures(pack.package).values() for figure in some}
    days_ = {day for change in changes for day in (change, change - timedelta(days=1))}
    held = {day for day in days_ if any(first <= day <= last for first, last in pack.covers)}
    held |= {day for span in pack.covers for day in span}
    columns = {name: values for name, values in bench.people(300).items() if not name.endswith("_before")}
    for day in sorted(held):
        slips = run(pack, columns, Dates.on(day))
        assert {one.code for one in slips.problems} <= {"figure_missing"}, day  # refused by name, row by row
        refused = {one.row for one in slips.problems}
        net = totals(pack, slips.columns)[Section.NET]
        assert len(refused) < 150 and all(net[row] > 0 for row in range(300) if row not in refused)


@pytest.mark.parametrize("code", PACKS)
def test_outside_the_held_years_the_refusal_names_figure_and_publication(code):
    pack, bench = load(code), import_module(f"bench.{code}")
    one = bench.people(1)
    for day in (pack.covers[0][0] - timedelta(days=1), pack.covers[-1][1] + timedelta(days=1), date(2031, 5, 5)):
        with pytest.raises(NotCovered) as caught:
            run(pack, one, Dates.on(day))
        assert isinstance(caught.value, FigureMissing)
        assert caught.value.figure in figures(pack.package)
        assert caught.value.publication


@pytest.mark.parametrize("code", PACKS)
def test_the_next_run_goes_on_where_the_last_one_ended(code):
    pack, bench = load(code), import_module(f"bench.{code}")
    before, after = Dates.on(pack.covers[-1][1] - timedelta(days=40)), Dates.on(pack.covers[-1][1] - timedelta(days=9))
    facts = {name: values for name, values in bench.people(50).items() if not name.endswith("_before")}
    slips = run(pack, facts, before)
    totals_ = carry(pack, slips.columns, before, after)
    assert set(totals_) == {column.feeds for column in pack.results if column.feeds}
    again = run(pack, facts | totals_, after)
    for column in pack.results:
        if column.feeds and column.name.endswith("_ytd") and column.name.removesuffix("_ytd") in again.columns:
            name = column.name.removesuffix("_ytd")
            kept = totals_[column.feeds]
            assert np.array_equal(again.columns[column.name], kept + again.columns[name]), name


@pytest.mark.parametrize("code", PACKS)
def test_every_golden_file_agrees_exactly(code):
    for file in (files(load(code).package) / "golden").iterdir():
        report = check(load(code), file)
        assert report.first == []
        assert report.rows > 0


@pytest.mark.parametrize("code", PACKS)
@settings(deadline=None, max_examples=20)
@given(st.data())
def test_the_decimal_reference_gives_the_same_cents(code, data):
    """bench/decimal_<code>.py holds the same law one person at a time; `agrees` gives the names that differ."""
    reference = import_module(f"bench.decimal_{code}")
    columns, day = data.draw(people(code)), data.draw(days(code))
    slips = run(load(code), columns, Dates.on(day))
    bad = {problem.row for problem in slips.problems}
    for row in range(len(next(iter(columns.values())))):
        if row not in bad:
            one = {name: int(values[row]) for name, values in columns.items()}
            for name, value in reference.payslip(one, day).items():
                assert value == int(slips.columns[name][row]), (name, one, day)
