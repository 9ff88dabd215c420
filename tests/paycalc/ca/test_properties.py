"""Properties over random people: the identity of a payslip, chunking, growth with the wage, and the Decimal reference."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from bench.decimal_ca import Person, payslip
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc import Dates, Section, load
from paycalc.columns import Kind, Type
from paycalc.packs.ca.places import CLAIMS, CREDIT_METHODS, FREQUENCIES, PERIODS, PLACES, QUEBEC
from paycalc.parameters import figures
from paycalc.run import Spread, law_on, run

CA = load("ca")
AMOUNT = st.one_of(st.integers(0, 600_000), st.integers(0, 30_000_000))
SMALL = st.integers(0, 20_000)
DAYS = st.dates(*CA.covers[0])
NUMBERS = {"pay_periods": st.sampled_from([0, 0, 27, 53, 10]), "pensionable_months": st.integers(0, 12),
           "retroactive_periods": st.integers(0, 30), "pay_periods_left": st.integers(1, 10),
           "dependants_under_19": st.integers(0, 4), "disabled_dependants": st.integers(0, 2)}  # fmt: skip


def _values(column):
    """Values of an input column within what a payslip holds."""
    if column.name in NUMBERS:
        return NUMBERS[column.name]
    if column.name == "quebec_tax_given":
        return st.just(0)
    if column.name == "quebec_tax_known":
        return st.just(1)
    if column.kind is Kind.ACCUMULATOR or column.name in ("regular_pay", "bonus_pay", "retroactive_pay"):
        return AMOUNT
    if column.type is Type.CHOICE:
        return st.integers(0, len(column.choices) - 1)
    if column.type is Type.DATE:
        return st.one_of(st.just(-1_000_000), st.integers(-6000, 16000))
    return st.integers(0, 1) if column.type is Type.BOOL else SMALL


@st.composite
def people(draw):
    """Random input columns."""
    count = draw(st.integers(1, 10))
    return {
        column.name: np.array(draw(st.lists(_values(column), min_size=count, max_size=count)), np.int64)
        for column in CA.inputs
    }


@settings(deadline=None, max_examples=60)
@given(people(), DAYS)
def test_earnings_less_deductions_are_net(columns, day):
    slips = run(CA, columns, Dates.on(day))
    assert {one.code for one in slips.problems} <= {"deductions_above_pay"}
    total = {
        section: sum((slips.columns[c.name] for c in CA.results if c.section is section), np.int64(0))
        for section in Section
    }
    taken = total[Section.PRETAX] + total[Section.TAX] + total[Section.ORDER] + total[Section.POSTTAX]
    assert np.array_equal(total[Section.EARNING] - taken, total[Section.NET])
    for section in (Section.NET, Section.TAX, Section.EMPLOYER):
        for column in CA.results:
            if column.section is section:
                assert (slips.columns[column.name] >= 0).all(), column.name


@settings(deadline=None, max_examples=30)
@given(people(), DAYS, st.integers(1, 7))
def test_a_batch_of_one_is_a_batch_of_many(columns, day, chunk):
    whole = run(CA, columns, Dates.on(day))
    pieces = run(CA, columns, Dates.on(day), spread=Spread(workers=2, chunk=chunk))
    assert whole.problems == pieces.problems
    for row in range(len(columns["regular_pay"])):
        alone = run(CA, {name: values[row : row + 1] for name, values in columns.items()}, Dates.on(day))
        for name, values in whole.columns.items():
            assert values[row] == pieces.columns[name][row] == alone.columns[name][0]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PLACES), st.sampled_from(FREQUENCIES), AMOUNT, st.integers(1, 500_000), DAYS, st.booleans())
def test_no_tax_and_no_contribution_falls_when_the_wage_rises(place, frequency, pay, more, day, fine):
    facts = {"province": PLACES.index(place), "pay_frequency": FREQUENCIES.index(frequency), "quebec_tax_known": 1,
             "federal_claim_code": CLAIMS.index("1"), "provincial_claim_code": CLAIMS.index("1"),
             "factor_rounding": int(fine)}  # fmt: skip
    columns = {name: np.full(2, value, np.int64) for name, value in facts.items()}
    slips = run(CA, columns | {"regular_pay": np.array([pay, pay + more])}, Dates.on(day))
    assert slips.problems == []
    for name in ("cpp", "qpp", "ei", "qpip", "federal_tax", "provincial_tax"):
        # the constants K are printed in whole dollars, so that the tax may step by that much of a year at a threshold
        assert slips.columns[name][1] >= slips.columns[name][0] - 200 // PERIODS[frequency] - 1, name


@st.composite
def persons(draw):
    """(columns, person) of one random person, not moved between plans and with the credit as CRA's calculator gives it."""
    place, frequency = draw(st.sampled_from(PLACES)), draw(st.sampled_from(FREQUENCIES))
    quebec = PLACES.index(place) == QUEBEC
    exempt = draw(st.sets(st.sampled_from(("cpp", "cpp2", "ei"))))
    claims = [(draw(st.sampled_from(CLAIMS)), draw(st.integers(0, 5_000_000))) for _ in range(2)]
    pay, bonus, benefit, zone = draw(AMOUNT), draw(st.sampled_from([0, 1])) * draw(AMOUNT), draw(SMALL), draw(SMALL)
    rrsp, dues, shares = (draw(st.integers(0, pay // 3)) for _ in range(3))
    before = {"PI": draw(AMOUNT), "D": draw(st.integers(0, 450_000)), "D2": draw(st.integers(0, 42_000)),
              "D1": draw(st.integers(0, 120_000)), "ER": draw(st.integers(0, 160_000)), "B1": draw(st.sampled_from([0, 1])) * draw(AMOUNT),
              "F5B": draw(st.integers(0, 30_000))}  # fmt: skip
    months, dependants, fine = draw(st.integers(1, 12)), draw(st.integers(0, 3)), draw(st.booleans())
    plan = "qpp" if quebec else "cpp"
    columns = {
        "province": PLACES.index(place), "pay_frequency": FREQUENCIES.index(frequency), "regular_pay": pay, "bonus_pay": bonus,
        "taxable_benefit": benefit, "rrsp_contribution": rrsp, "union_dues": dues, "labour_fund_shares": shares,
        "zone_deduction": zone, "pensionable_months": months, "dependants_under_19": dependants, "factor_rounding": int(fine),
        "federal_claim_code": CLAIMS.index(claims[0][0]), "federal_claim": claims[0][1],
        "provincial_claim_code": CLAIMS.index(claims[1][0]), "provincial_claim": claims[1][1],
        "cpp_exempt": int("cpp" in exempt), "cpp2_exempt": int("cpp2" in exempt), "ei_exempt": int("ei" in exempt),
        "pensionable_earnings_before": before["PI"], f"{plan}_before": before["D"], f"{plan}2_before": before["D2"],
        "ei_before": before["D1"], "ei_employer_before": before["ER"], "bonus_before": before["B1"],
        "bonus_additional_before": before["F5B"], "quebec_tax_known": 1, "credit_method": CREDIT_METHODS.index("greater"),
    }  # fmt: skip
    money = [Decimal(value) / 100 for value in (pay, benefit, bonus, rrsp, dues, zone, shares)]
    person = Person(place, PERIODS[frequency], *((one, Decimal(amount) / 100) for one, amount in claims), *money[:6], dependants,
                    money[6], months, frozenset(exempt), {name: Decimal(value) / 100 for name, value in before.items()}, fine)  # fmt: skip
    return columns, person


@settings(deadline=None, max_examples=300)
@given(persons(), DAYS)
def test_decimal_gives_the_same_cents(made, day):
    columns, person = made
    slips = run(CA, {name: np.array([value], np.int64) for name, value in columns.items()}, Dates.on(day))
    expected = {name: int(value * 100) for name, value in payslip(law_on(CA, Dates.on(day)), person).items()}
    if slips.problems:
        assert [one.code for one in slips.problems] == ["deductions_above_pay"]
        return
    found = {name: int(slips.columns[name][0]) for name in expected}
    if person.province == "QC":
        found |= {"cpp": int(slips.columns["qpp"][0]), "cpp2": int(slips.columns["qpp2"][0])}
    assert found == expected


def test_a_whole_payslip_is_there_on_each_day_a_law_changes_and_the_day_before():
    first, last = CA.covers[0]
    changes = {figure.start for some in figures(CA.package).values() for figure in some}
    days = {day for change in changes for day in (change, change - timedelta(days=1)) if first <= day <= last} | {last}
    assert {date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1)} <= days
    rows = len(PLACES) * len(CLAIMS)
    number = np.arange(rows, dtype=np.int64)
    columns = {
        "province": number % len(PLACES), "federal_claim_code": number // len(PLACES), "provincial_claim_code": number // len(PLACES),
        "pay_frequency": number % 4, "regular_pay": np.full(rows, 500_000), "bonus_pay": number % 2 * 100_000,
        "taxable_benefit": number % 3 * 1000, "labour_fund_shares": np.full(rows, 1000), "quebec_tax_known": np.ones(rows, np.int64),
        "dependants_under_19": number % 3, "factor_rounding": number % 2, "credit_method": number % 3,
        "pay_periods_left": np.full(rows, 3), "qpp_before": number % 5 * 1000, "cpp_before": number % 7 * 1000,
    }  # fmt: skip
    for day in days:
        slips = run(CA, columns, Dates.on(day))
        assert slips.problems == []
        assert (slips.columns["net_pay"] > 0).all() and (slips.columns["federal_tax"].max() > 0)


def test_an_amount_that_no_year_holds_is_refused_and_disturbs_no_other_row():
    facts = {"province": np.full(3, PLACES.index("ON")), "pay_frequency": np.zeros(3, np.int64),
             "factor_rounding": np.ones(3, np.int64), "regular_pay": np.array([100_000, 10**12, 100_000])}  # fmt: skip
    slips = run(CA, facts, Dates.on(date(2026, 5, 15)))
    assert [(one.row, one.code) for one in slips.problems] == [(1, "overflow")]
    assert slips.columns["net_pay"][0] == slips.columns["net_pay"][2] > 0
    cents = run(CA, facts | {"factor_rounding": np.zeros(3, np.int64)}, Dates.on(date(2026, 5, 15)))
    assert cents.problems == []
