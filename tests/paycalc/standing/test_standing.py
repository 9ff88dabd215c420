"""What holds for every pack: identity, chunking, whole numbers, explanation, what rises with pay, every day of law."""

from datetime import date, timedelta
from importlib import import_module
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.standing.packs import CODES, PACKS, bench_people, days, main_of, people

from paycalc import Dates, FigureMissing, Kind, NotCovered, Section, carry, check, explain, load, money, since
from paycalc.parameters import figures
from paycalc.run import Run, Spread, run

DEDUCTIONS = (Section.PRETAX, Section.TAX, Section.ORDER, Section.POSTTAX)
REFUND = 10_000_000
"""More than any of the bench's people gets back of the year's tax so far."""
MATTERS = (Section.PRETAX, Section.TAX, Section.EMPLOYER)


MAY_FALL = {"de": 22}
"""Of each pack: the minor units by which the law lets tax fall while pay rises. Germany's lump-sum provision goes up to
the whole euro and what is taxed down to it, so one cent more may be one euro less; in classes V and VI the tax is twice
a difference of whole euros: 2 euros a year, 17 cents a month, with 11.9 % solidarity surcharge and 9 % church tax."""
MOST_REFUSED = {"us": 0.75}
"""Of each pack: the share of people that a day of held law may refuse by name; most states have no law of 2025."""


def is_before(pack, name):
    """Whether a column is what earlier pays came to."""
    return pack.column(name).kind is Kind.ACCUMULATOR


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
def test_whatever_a_formula_sets_or_notes_is_a_whole_number(code, monkeypatch):
    """NumPy would cut a float silently when it is written into a column of whole numbers."""
    kept = {name: getattr(Run, name) for name in ("__setitem__", "place", "note")}

    def checked(name, place):
        def wrapped(self, *given, **how):
            assert np.asarray(given[place]).dtype.kind in "iub", (name, given[0])
            return kept[name](self, *given, **how)

        return wrapped

    for name, place in {"__setitem__": 1, "place": 2, "note": 2}.items():
        monkeypatch.setattr(Run, name, checked(name, place))
    slips = run(load(code), bench_people(code), import_module(f"bench.{code}").DATES)
    assert {values.dtype for values in slips.columns.values()} == {np.dtype(np.int64)}


def paid_only(pack, code, rows):
    """People with ordinary pay alone: what a bonus bears may fall when the pay beside it rises."""
    return {
        name: values[:rows]
        for name, values in bench_people(code).items()
        if pack.column(name).kind is not Kind.PAY or name == main_of(code)
    }


def taxed(pack, columns, dates):
    """(sum of the TAX lines, whether the row was paid)."""
    slips = run(pack, columns, dates)
    paid = np.ones(len(next(iter(columns.values()))), np.bool_)
    paid[[one.row for one in slips.problems]] = False
    return totals(pack, slips.columns)[Section.TAX], paid


@pytest.mark.parametrize("code", PACKS)
@settings(deadline=None, max_examples=25)
@given(st.data())
def test_no_tax_falls_when_ordinary_pay_rises(code, data):
    pack, dates = load(code), Dates.on(data.draw(days(code)))
    columns = paid_only(pack, code, 100)
    pay = data.draw(st.one_of(st.integers(0, 600_000), st.integers(0, 20_000_000)))
    more = pay + data.draw(st.one_of(st.integers(1, 200), st.integers(1, 2_000_000)))
    less, first = taxed(pack, columns | {main_of(code): np.full(100, pay)}, dates)
    high, second = taxed(pack, columns | {main_of(code): np.full(100, more)}, dates)
    both = first & second
    fallen = both & (less - high > MAY_FALL.get(code, 0))
    assert not fallen.any(), np.flatnonzero(fallen)


@pytest.mark.parametrize("code", PACKS)
def test_up_to_the_most_that_a_column_holds_nothing_wraps(code):
    """A product that left 64 bits would turn a tax negative, above the pay, or below that of half the pay."""
    pack, dates = load(code), import_module(f"bench.{code}").DATES
    columns, before = paid_only(pack, code, 50), np.full(50, -REFUND)
    ladder = [money.LIMIT >> step for step in range(24, -1, -1)]
    for pay in ladder:
        some = columns | {main_of(code): np.full(50, pay)}
        tax, paid = taxed(pack, some, dates)
        assert ((tax >= before) & (tax <= pay + REFUND))[paid].all(), pay
        before = np.where(paid, tax, before)


@pytest.mark.parametrize("code", PACKS)
@pytest.mark.parametrize("amount", [money.LIMIT + 1, 2**61, 2**63 - 1, -(2**63) + 1])
def test_an_amount_beyond_64_bits_is_refused_and_disturbs_no_other_row(code, amount):
    pack, dates = load(code), import_module(f"bench.{code}").DATES
    columns = {name: values[:20].copy() for name, values in bench_people(code).items()}
    usual = run(pack, columns, dates).columns
    columns[main_of(code)][7] = amount
    slips = run(pack, columns, dates)
    assert [one.row for one in slips.problems if one.code in {"out_of_range", "overflow"}] == [7]
    for name, values in slips.columns.items():
        assert values[7] == 0 and np.array_equal(np.delete(values, 7), np.delete(usual[name], 7)), name


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


def changes(pack):
    """The days on which a figure begins or has ended, or another version of a formula begins."""
    versions = [version for some in figures(pack.package).values() for version in some]
    ended = {version.until + timedelta(days=1) for version in versions if version.until < date.max}
    formulas = {day for name, held in since.held().items() if name.startswith(f"{pack.package}.") for day in held}
    return {version.start for version in versions} | ended | formulas


@pytest.mark.parametrize("code", PACKS)
def test_a_whole_payslip_is_there_on_each_day_a_law_changes_and_the_day_before(code):
    pack = load(code)
    days_ = {day for change in changes(pack) for day in (change, change - timedelta(days=1))}
    held = {day for day in days_ if any(first <= day <= last for first, last in pack.covers)}
    held |= {day for span in pack.covers for day in span}
    columns = {name: values for name, values in bench_people(code).items() if not is_before(pack, name)}
    for day in sorted(held):
        slips = run(pack, columns, Dates.on(day))
        assert {one.code for one in slips.problems} <= {"figure_missing"}, day  # refused by name, row by row
        refused = {one.row for one in slips.problems}
        net = totals(pack, slips.columns)[Section.NET]
        assert len(refused) < MOST_REFUSED.get(code, 0.5) * len(net), day
        assert all(net[row] > 0 for row in range(len(net)) if row not in refused)


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
    facts = {name: values for name, values in bench.people(50).items() if not is_before(pack, name)}
    slips = run(pack, facts, before)
    totals_ = carry(pack, slips.columns, before, after)
    assert set(totals_) == {column.feeds for column in pack.results if column.feeds}
    again = run(pack, facts | totals_, after)
    for column in pack.results:
        if column.feeds and column.name.endswith("_ytd") and column.name.removesuffix("_ytd") in again.columns:
            name = column.name.removesuffix("_ytd")
            kept = totals_[column.feeds]
            assert np.array_equal(again.columns[column.name], kept + again.columns[name]), name


@pytest.mark.parametrize("code", CODES)
def test_every_golden_file_agrees_exactly(code):
    """The other packs have a list of theirs, with the rows of each."""
    for file in (files(load(code).package) / "golden").iterdir():
        report = check(load(code), file)
        assert report.first == []
        assert report.rows > 0


@pytest.mark.parametrize("code", CODES)
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
