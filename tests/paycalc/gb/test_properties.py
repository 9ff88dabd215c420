"""Properties over random people: the identity of a payslip, chunking, and the Decimal reference."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from bench.decimal_gb import Person, payslip
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc import Dates, Section, load
from paycalc.calendars import tax_month, tax_week
from paycalc.columns import NO_DATE, Kind, Type, pack_code
from paycalc.packs.gb.columns import FREQUENCIES, LETTERS
from paycalc.run import Spread, run

GB = load("gb")
CODES = ["1257L", "S1257L", "C1257L", "K475", "SK1250", "CK12", "500L", "501T", "1N", "S1383M", "BR", "SBR", "D0", "D1", "SD0",
         "SD1", "SD2", "SD3", "0T", "S0T", "NT", "12345L"]  # fmt: skip
AMOUNT = st.one_of(st.integers(0, 600_000), st.integers(0, 30_000_000))
WEEKS = {"weekly": 1, "fortnightly": 2, "four_weekly": 4}
PLANS = ("", "1", "2", "4", "5")
RARE = {
    "sick_from": st.integers(20_184, 20_900),
    "qualifying_days": st.sampled_from([pack_code(days) for days in ("12345", "135", "0123456", "3")]),
    "arrestment": st.integers(0, 1),
    "family_payment": st.integers(0, 6),
    "family_weeks": st.integers(0, 3),
    "family_earnings_weeks": st.integers(1, 9),
    **{f"ni{slot}_letter_before": st.just(slot) for slot in (2, 3, 4)},
}
"""Columns of which most people have the default."""


@st.composite
def people(draw):
    """Random input columns within what a payslip holds."""
    count = draw(st.integers(1, 12))
    columns = {}
    for column in GB.inputs:
        if column.type is Type.MONEY:
            values = (
                AMOUNT if column.kind is Kind.ACCUMULATOR or column.name == "regular_pay" else st.integers(0, 20_000)
            )
        elif column.name in RARE:
            values = st.one_of(st.just(column.default), RARE[column.name])
        elif column.type is Type.CHOICE:
            values = st.integers(0, len(column.choices) - 1)
        elif column.type is Type.CODE:
            values = st.sampled_from([0] + [pack_code(code) for code in CODES])
        elif column.type is Type.RATE:
            values = st.integers(0, 120_000)
        elif column.type is Type.DATE:
            values = st.one_of(st.just(NO_DATE), st.integers(20_184, 20_900))
        else:
            values = st.integers(0, 1)
        columns[column.name] = np.array(draw(st.lists(values, min_size=count, max_size=count)), np.int64)
    return columns


DAYS = st.dates(date(2025, 4, 6), date(2027, 4, 5))


@settings(deadline=None, max_examples=80)
@given(people(), DAYS)
def test_earnings_less_deductions_are_net(columns, day):
    slips = run(GB, columns, Dates.on(day))
    total = {
        section: sum((slips.columns[c.name] for c in GB.results if c.section is section), np.int64(0))
        for section in Section
    }
    left = (
        total[Section.EARNING]
        - total[Section.PRETAX]
        - total[Section.TAX]
        - total[Section.ORDER]
        - total[Section.POSTTAX]
    )
    assert np.array_equal(left, total[Section.NET])
    assert (total[Section.NET] >= 0).all()


@settings(deadline=None, max_examples=60)
@given(people(), DAYS, st.integers(1, 7))
def test_a_batch_of_one_is_a_batch_of_many(columns, day, chunk):
    whole = run(GB, columns, Dates.on(day))
    pieces = run(GB, columns, Dates.on(day), spread=Spread(workers=2, chunk=chunk))
    assert whole.problems == pieces.problems
    rows = len(columns["regular_pay"])
    for row in range(rows):
        alone = run(GB, {name: values[row : row + 1] for name, values in columns.items()}, Dates.on(day))
        for name, values in whole.columns.items():
            assert values[row] == pieces.columns[name][row] == alone.columns[name][0], name


@settings(deadline=None, max_examples=400)
@given(
    st.sampled_from(FREQUENCIES), st.sampled_from(CODES), st.booleans(), st.sampled_from(LETTERS),
    st.tuples(AMOUNT, st.integers(-100_000, 90_000_000), st.integers(-500_000, 40_000_000)),
    st.tuples(st.integers(0, 4), st.booleans()), DAYS,
)  # fmt: skip
def test_decimal_gives_the_same_pence(frequency, code, alone, letter, amounts, loans, day):
    pay, before, tax_before = amounts
    columns = {
        "pay_frequency": FREQUENCIES.index(frequency), "tax_code": pack_code(code), "non_cumulative": int(alone),
        "ni_letter": LETTERS.index(letter), "regular_pay": pay, "taxable_pay_before": before, "income_tax_before": tax_before,
        "student_loan_plan": loans[0], "has_postgraduate_loan": int(loans[1]),
    }  # fmt: skip
    slips = run(GB, {name: np.array([value]) for name, value in columns.items()}, Dates.on(day))
    weeks = WEEKS.get(frequency, 1)
    n = tax_month(day) if frequency == "monthly" else -(-tax_week(day) // weeks) * weeks
    year = 2025 if day < date(2026, 4, 6) else 2026
    plan, graduate = (0, False) if letter == "X" else loans  # no Class 1, no repayment
    person = Person(frequency, year, n, code, alone or (frequency != "monthly" and n > 52), letter, Decimal(pay) / 100,
                    Decimal(before) / 100, Decimal(tax_before) / 100, PLANS[plan], graduate)  # fmt: skip
    expected = payslip(person)
    if expected["net_pay"] < 0:
        assert [one.code for one in slips.problems] == ["deductions_above_pay"]
    else:
        assert slips.problems == []
        assert {name: Decimal(int(slips.columns[name][0])) / 100 for name in expected} == expected


def test_a_whole_payslip_is_there_on_each_day_a_law_changes_and_the_day_before():
    first, last = GB.covers[0]
    changes = {figure.start for some in figures().values() for figure in some}
    days = {day for change in changes for day in (change, change - timedelta(days=1)) if first <= day <= last} | {last}
    assert date(2026, 4, 5) in days and date(2026, 4, 6) in days
    rows = len(LETTERS) * len(FREQUENCIES)
    number = np.arange(rows, dtype=np.int64)
    columns = {
        "pay_frequency": number % 4, "ni_letter": number // 4, "regular_pay": np.full(rows, 500_000),
        "tax_code": np.array([pack_code(CODES[one % len(CODES)]) for one in range(rows)]),
        "student_loan_plan": number % 5, "has_postgraduate_loan": number % 2, "director": number % 3,
        "director_final_pay": number % 2, "pension_method": number % 4, "pension_basis": number % 3,
        "pension_employee_rate": np.full(rows, 50_000), "pension_employer_rate": np.full(rows, 30_000),
    }  # fmt: skip
    for day in days:
        slips = run(GB, columns, Dates.on(day))
        assert slips.problems == []
        assert (slips.columns["net_pay"] > 0).all()


def figures():
    from paycalc.parameters import figures

    return figures(GB.package)
