"""Properties over random people: the identity of a payslip, chunking, monotone tax, and the Decimal reference."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from bench.decimal_de import YEARS, contributions, tax
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.de.calls import OUTPUTS, of_call, person

from paycalc import Dates, Section, load
from paycalc.columns import Kind, Type
from paycalc.packs.de.columns import FREQUENCIES
from paycalc.parameters import figures
from paycalc.run import Spread, run

DE = load("de")
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
AMOUNT = st.one_of(st.just(0), st.integers(0, 900_000), st.integers(0, 5_000_000))
SMALL = st.one_of(st.just(0), st.integers(0, 20_000))
RANGES = {"ajahr": (2000, 2065), "vjahr": (2000, 2065), "zmvb": (0, 12), "sv_days": (0, 30), "employed_days": (0, 0), "sv_year": (2024, 2026),
          "prior_year": (2024, 2026), "sv_days_month": (0, 30), "sv_month": (202_501, 202_512)}  # fmt: skip


@st.composite
def people(draw):
    """Random input columns within what a payslip holds; the groups are those of ordinary employees or of Minijobs."""
    count = draw(st.integers(1, 10))
    columns = {}
    for column in DE.inputs:
        name = column.name.removesuffix("_before")
        if name in RANGES:
            values = st.integers(*RANGES[name])
        elif column.type is Type.MONEY:
            values = AMOUNT if column.kind is Kind.ACCUMULATOR or name in ("regular_pay", "one_off_pay") else SMALL
        elif column.type is Type.CHOICE:
            values = st.integers(0, len(column.choices) - 1)
        elif column.type is Type.RATE:
            values = st.integers(0, 50_000) if name != "factor" else st.integers(0, 1_000_000)
        else:
            values = st.integers(0, 1)
        columns[column.name] = np.array(draw(st.lists(values, min_size=count, max_size=count)), np.int64)
    mini = columns["employment"] == 2
    columns["kv_group"] = np.where(mini, 3, np.where(columns["kv_group"] == 3, 1, columns["kv_group"]))
    columns["rv_group"] = np.where(mini, 3, np.where(columns["rv_group"] == 3, 1, columns["rv_group"]))
    columns["flat_tax_rate"] *= mini
    for name in ("av_group", "pv_group"):
        columns[name] = np.where(mini, 0, columns[name])
    return columns


def total(slips, section):
    return sum((slips.columns[c.name] for c in DE.results if c.section is section), np.int64(0))


@settings(deadline=None, max_examples=80)
@given(people(), DAYS)
def test_earnings_less_deductions_are_net(columns, day):
    slips = run(DE, columns, Dates.on(day))
    left = total(slips, Section.EARNING)
    for section in (Section.PRETAX, Section.TAX, Section.ORDER, Section.POSTTAX):
        left = left - total(slips, section)
    assert np.array_equal(left, total(slips, Section.NET))
    assert (total(slips, Section.NET) >= 0).all()


@settings(deadline=None, max_examples=40)
@given(people(), DAYS, st.integers(1, 7))
def test_a_batch_of_one_is_a_batch_of_many(columns, day, chunk):
    whole = run(DE, columns, Dates.on(day))
    pieces = run(DE, columns, Dates.on(day), spread=Spread(workers=2, chunk=chunk))
    assert whole.problems == pieces.problems
    for row in range(len(columns["regular_pay"])):
        alone = run(DE, {name: values[row : row + 1] for name, values in columns.items()}, Dates.on(day))
        for name, values in whole.columns.items():
            assert values[row] == pieces.columns[name][row] == alone.columns[name][0]


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 5), st.integers(0, 10), st.integers(0, 3), st.integers(0, 1_000_000), st.integers(1, 40_000), DAYS
)
def test_more_wage_never_means_less_tax(stkl, zkf, frequency, start, step, day):
    """From cent to cent the Vorsorgepauschale is rounded up to the euro, so a year's tax may fall by what that hides."""
    pay = start + step * np.arange(200, dtype=np.int64)
    count = np.full(200, 1, np.int64)
    columns = {
        "pay_frequency": count * frequency, "land": count * 9, "stkl": count * stkl, "zkf": count * zkf, "church_member": count,
        "kvz": count * 25_000, "regular_pay": pay,
    }  # fmt: skip
    made = run(DE, columns, Dates.on(day)).columns
    least = {"monthly": -9, "weekly": -2, "daily": -1, "annual": -100}[FREQUENCIES[frequency]]
    for name in ("lohnsteuer", "soli", "bk"):
        assert np.diff(made[name]).min() >= least
        assert made[name][-1] >= made[name][0]


def flag(share):
    return st.integers(0, 99).map(lambda number: int(number < share))


@st.composite
def calls(draw):
    """A call of the flow chart with every one of its parameters, in cents."""
    lzz = draw(st.integers(1, 4))
    top = {1: 30_000_000, 2: 2_500_000, 3: 600_000, 4: 90_000}[lzz] * draw(st.sampled_from([1, 1, 1, 10]))
    re4 = draw(st.integers(0, top))
    given = {"LZZ": lzz, "RE4": re4, "VBEZ": draw(st.sampled_from([0, 0, re4, re4 // 3]))}
    severance, pension = draw(SMALL) * 100, draw(SMALL) * 20
    given |= {"SONSTENT": severance, "VBS": pension, "STERBE": draw(st.integers(0, pension))}
    given["SONSTB"] = severance + pension + draw(st.one_of(st.just(0), st.integers(-re4, 3_000_000)))
    year = draw(st.integers(0, 20_000_000))
    given |= {
        "JRE4": year,
        "JRE4ENT": draw(st.sampled_from([0, year // 2])),
        "JVBEZ": draw(st.sampled_from([0, year // 3])),
    }
    for name, values in (
        ("STKL", st.integers(1, 6)), ("R", st.integers(0, 1)), ("LZZFREIB", SMALL), ("LZZHINZU", SMALL), ("JFREIB", SMALL),
        ("JHINZU", SMALL), ("ALTER1", flag(20)), ("AJAHR", st.integers(2003, 2060)), ("VJAHR", st.integers(2003, 2060)),
        ("VBEZM", SMALL), ("VBEZS", SMALL), ("ZMVB", st.integers(0, 12)), ("KRV", flag(20)), ("ALV", flag(20)),
        ("PKV", st.sampled_from([0, 0, 1, 2])), ("PKPV", SMALL), ("PKPVAGZ", SMALL), ("PVS", flag(20)), ("PVZ", flag(40)),
        ("PVA", st.integers(0, 4)), ("MBV", st.one_of(st.just(0), AMOUNT)),
    ):  # fmt: skip
        given[name] = draw(values)
    thousandths = draw(st.one_of(st.just(1000), st.integers(0, 1000)))
    return given, draw(st.integers(0, 12)), thousandths, draw(st.integers(0, 500))


@settings(deadline=None, max_examples=500)
@given(calls(), st.sampled_from([2025, 2026]))
def test_decimal_gives_the_same_cents_of_tax(call, year):
    slips = run(DE, of_call(*call), Dates.on(date(year, 12, 31)))
    expected = tax(person(year, *call))
    if slips.problems:
        assert [one.code for one in slips.problems] == ["deductions_above_pay"]
        return
    for name, theirs in OUTPUTS.items():
        assert Decimal(int(slips.columns[name][0])) == expected.get(theirs, Decimal(0)), name


@settings(deadline=None, max_examples=300)
@given(
    st.integers(200_001, 1_200_000),
    st.integers(0, 500),
    st.booleans(),
    st.booleans(),
    st.integers(0, 4),
    st.sampled_from([2025, 2026]),
)
def test_decimal_gives_the_same_cents_of_contributions(pay, kvz, saxony, childless, discounts, year):
    columns = {
        "pay_frequency": 0, "land": 12 if saxony else 3, "stkl": 0, "kvz": kvz * 100, "pvz": int(childless), "pva": discounts,
        "regular_pay": pay,
    }  # fmt: skip
    slips = run(DE, {name: np.array([value], np.int64) for name, value in columns.items()}, Dates.on(date(year, 3, 31)))
    expected = contributions(year, pay, Decimal(kvz) / 100, (saxony, childless, discounts))
    assert {name: int(slips.columns[name][0]) for name in expected} == expected


def changes():
    """Every day on which any figure or formula of the pack changes, and the day before, as far as they are held."""
    first, last = DE.covers[0]
    starts = {figure.start for some in figures(DE.package).values() for figure in some} | {date(2026, 1, 1)}
    return sorted(
        {day for start in starts for day in (start, start - timedelta(days=1)) if first <= day <= last} | {last}
    )


def test_a_whole_payslip_is_there_on_each_day_a_law_changes_and_the_day_before():
    assert date(2025, 12, 31) in changes() and date(2026, 1, 1) in changes()
    rows = 6 * len(FREQUENCIES) * 3
    number = np.arange(rows, dtype=np.int64)
    kind = number // (6 * len(FREQUENCIES))
    kind = np.where((kind == 1) & (number // 6 % 4 != 0), 0, kind)
    mini = kind == 2
    columns = {
        "pay_frequency": number // 6 % 4, "stkl": number % 6, "land": number % 16, "zkf": number % 9, "church_member": number % 2,
        "kvz": np.full(rows, 29_000), "pvz": number % 2, "pva": number % 5 * (1 - number % 2), "employment": kind,
        "kv_group": np.where(mini, 3, 1 + number % 2), "rv_group": np.where(mini, 3, 1), "av_group": np.where(mini, 0, 1),
        "pv_group": np.where(mini, 0, 1), "alter1": number % 2, "ajahr": np.full(rows, 2020), "regular_pay": np.full(rows, 120_000),
        "pension_pay": number % 3 * 10_000, "vjahr": np.full(rows, 2021), "vbezm": np.full(rows, 10_000), "pkpv": np.full(rows, 30_000),
        "pkv": number % 4, "one_off_pay": np.full(rows, 50_000), "annual_pay": np.ones(rows, np.int64),
        "jre4": np.full(rows, 3_000_000), "u1_rate": np.full(rows, 10_000),
    }  # fmt: skip
    for day in changes():
        slips = run(DE, columns, Dates.on(day))
        assert slips.problems == []
        assert (slips.columns["net_pay"] > 0).all()


def test_the_reference_holds_the_years_that_the_pack_holds():
    assert sorted(YEARS) == [2025, 2026]
