"""Several category letters in a tax year: their totals for the FPS, and a director's contributions in HMRC's order."""

from datetime import date
from decimal import Decimal

import numpy as np
from bench.decimal_gb_statutory import director
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.gb.people import APRIL, GB, columns, paid, problem

from paycalc import Dates, carry
from paycalc.calendars import add_months
from paycalc.packs.gb.columns import LETTERS
from paycalc.run import run

BANDS = ("niable_pay", "ni_at_lel", "ni_lel_to_pt", "ni_pt_to_uel", "ni_employee", "ni_employer")


def year(letters, pays, **facts):
    """The last payslip of monthly payments, and the sums of the payslips by letter."""
    totals, sums, made = {}, {}, None
    for month, (letter, pay) in enumerate(zip(letters, pays, strict=True)):
        day = Dates.on(add_months(APRIL, month))
        inputs = columns(ni_letter=letter, **facts) | totals | {"regular_pay": np.array([pay])}
        made = run(GB, inputs, day)
        assert made.problems == []
        for name in BANDS:
            sums[letter, name] = sums.get((letter, name), 0) + int(made.columns[name][0])
        totals = carry(GB, made.columns, day, Dates.on(add_months(APRIL, month + 1)))
    return made.columns, sums


def by_letter(slip):
    """The totals to date of the FPS: letter -> name -> amount."""
    found = {}
    for letter, prefix in (("ni_letter", ""), ("ni2_letter", "ni2_"), ("ni3_letter", "ni3_"), ("ni4_letter", "ni4_")):
        if number := int(slip[f"{letter}_ytd"][0]):
            found[LETTERS[number - 1]] = {name: int(slip[f"{prefix}{name}_ytd"][0]) for name in BANDS}
    return found


def test_each_letter_keeps_its_own_totals_and_takes_them_up_again():
    letters = "AAMMAHHCA"
    slip, sums = year(letters, [300_000 + 1_000 * n for n in range(len(letters))])
    held = by_letter(slip)
    assert set(held) == set(letters)
    assert all(held[letter][name] == amount for (letter, name), amount in sums.items())


def test_a_fifth_letter_is_refused():
    facts = {"ni_letter_before": "A", "ni2_letter_before": "B", "ni3_letter_before": "C", "ni4_letter_before": "H"}
    assert problem(ni_letter="M", **facts) == "too_many_letters"
    assert paid(ni_letter="C", **facts)["ni_letter_ytd"] == "C"


def test_letters_end_with_the_tax_year():
    slip, _ = year("AM", [100_000, 100_000])
    after = carry(GB, slip, Dates.on(APRIL), Dates.on(date(2027, 4, 6)))
    assert not any(values.any() for values in after.values())


def test_totals_stored_before_letters_were_kept_stay_valid():
    slip, _ = year("A", [300_000])
    old = {name: values for name, values in slip.items() if not name.startswith(("ni_letter", "ni2", "ni3", "ni4"))}
    before = carry(GB, old, Dates.on(APRIL), Dates.on(date(2026, 5, 6)))
    made = run(GB, columns(regular_pay="3000") | before, Dates.on(date(2026, 5, 6)))
    assert by_letter(made.columns)["A"]["niable_pay"] == 600_000


def test_a_directors_letters_are_charged_in_hmrcs_order():
    slip, _ = year("AB", [3_000_000, 3_000_000], director="annual")
    # B first: 17,430.00 at 1.85 % is 322.45; then A: 20,270.00 at 8 % and 9,730.00 at 2 %
    assert int(slip["director_ni_employee_ytd"][0]) == 32_245 + 162_160 + 19_460
    held = by_letter(slip)
    assert (held["B"]["ni_employee"], held["A"]["ni_employee"]) == (32_245, 181_620)
    assert (held["B"]["ni_lel_to_pt"], held["A"]["ni_lel_to_pt"]) == (586_200, 0)


def test_a_director_whose_pay_is_not_that_of_the_letters_is_refused():
    facts = {"director": "annual", "ni_letter_before": "A", "niable_pay_before": "100", "director_pay_before": "50"}
    assert problem(ni_letter="B", regular_pay="100", **facts) == "director_pay_by_letter"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from("ABCDEFHIJKLMNSVZ"), min_size=1, max_size=4, unique=True),
    st.lists(st.integers(0, 4_000_000), min_size=8, max_size=8), st.sampled_from(("annual", "alternative")),
)  # fmt: skip
def test_decimal_gives_the_same_directors_year(letters, pays, method):
    months = [letters[n % len(letters)] for n in range(8)]
    last = {"director": method, "director_final_pay": "no", "expenses": "900000"}
    slip, _ = year(months[:-1], pays[:-1], **last)
    totals = carry(GB, slip, Dates.on(APRIL), Dates.on(date(2027, 3, 6)))
    final = columns(**last | {"director_final_pay": "yes", "ni_letter": months[-1]})
    made = run(GB, final | totals | {"regular_pay": np.array([pays[-1]])}, Dates.on(date(2027, 3, 6)))
    assert made.problems == []
    earned = {}
    for letter, pay in zip(months, pays, strict=True):
        earned[letter] = earned.get(letter, Decimal(0)) + Decimal(pay) / 100
    expected = director(earned, 2026)
    totals_to_date = [int(made.columns[f"director_{name}_ytd"][0]) for name in ("ni_employee", "ni_employer")]
    assert totals_to_date == [int(amount * 100) for amount in expected]
    if method == "annual":
        held = by_letter(made.columns)
        assert [sum(one[name] for one in held.values()) for name in ("ni_employee", "ni_employer")] == totals_to_date
