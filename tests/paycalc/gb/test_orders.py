"""Attachment orders and the minimum wage: tables, the sixty per cent that is left, refusals, the Decimal reference."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from bench.decimal_gb_statutory import orders
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.gb.people import GB, columns, paid, problem, slips

from paycalc import Dates
from paycalc.columns import pack_code
from paycalc.packs.gb.columns import FREQUENCIES, LETTERS
from paycalc.run import run

DAY = date(2025, 4, 30)
NET = {"tax_code": "NT", "ni_letter": "X"}


def test_orders_follow_tax_contributions_and_pension_and_lower_net_pay():
    slip = paid(date(2026, 4, 30), regular_pay="3000", pension_method="net_pay", pension_employee_rate="5%",
                dea_rate="standard", order_amount="100", order_excluded_pay="200")  # fmt: skip
    attachable = Decimal("3000") - 124 - Decimal(slip["income_tax"]) - Decimal(slip["ni_employee"]) - 200
    assert (slip["attachable_pay"], slip["order_other"]) == (str(attachable), "100.00")
    assert slip["order_dea"] == str((attachable * Decimal("0.15")).quantize(Decimal("0.01")))
    assert Decimal(slip["net_pay"]) == attachable + 200 - 100 - Decimal(slip["order_dea"])


def test_all_orders_together_leave_sixty_per_cent():
    slip = paid(DAY, regular_pay="1620", order_amount="486", dea_rate="standard", **NET)
    assert (slip["order_dea"], slip["net_pay"]) == ("162.00", "972.00")
    assert paid(DAY, regular_pay="1620", order_amount="700", dea_rate="higher", **NET)["order_dea"] == "0.00"


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"dea_rate": "standard", "dea_owed": "12.34"}, "order_dea"),
        ({"council_tax_order": "yes", "council_tax_owed": "12.34"}, "order_council_tax"),
        ({"arrestment": "yes", "arrestment_owed": "12.34"}, "order_arrestment"),
    ],
)
def test_an_order_ends_with_what_is_owed(facts, line):
    assert paid(DAY, regular_pay="2000", **NET, **facts)[line] == "12.34"


@pytest.mark.parametrize(
    ("net", "due"), [("750.00", "0.00"), ("750.01", "10.00"), ("1000", "37.50"), ("1500", "112.50"), ("4000", "750.00")]
)
def test_a_scottish_arrestment_takes_at_least_its_minimum(net, due):
    assert paid(DAY, regular_pay=net, arrestment="yes", **NET)["order_arrestment"] == due


def test_half_a_penny_goes_down():
    assert paid(DAY, regular_pay="833.50", dea_rate="standard", **NET)["order_dea"] == "41.67"  # 41.675


def test_an_arrestment_after_the_held_table_is_refused_with_its_publication():
    made = slips(date(2026, 4, 6), regular_pay="2000", arrestment="yes")
    assert [one.code for one in made.problems] == ["figure_missing"]
    assert "Diligence against Earnings" in made.problems[0].sentence


def test_negative_amounts_of_orders_stop_the_row():
    assert problem(DAY, regular_pay="2000", order_amount="-1") == "negative_deduction"
    assert problem(DAY, regular_pay="2000", dea_rate="higher", dea_owed="-1") == "negative_deduction"


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(FREQUENCIES), st.integers(0, 700_000), st.integers(0, 30_000), st.sampled_from(("standard", "higher"))
)  # fmt: skip
def test_decimal_gives_the_same_orders(frequency, net, other, rate):
    given_columns = {
        "pay_frequency": FREQUENCIES.index(frequency), "tax_code": pack_code("NT"), "ni_letter": LETTERS.index("X"), "regular_pay": net,
        "expenses": 10**6, "order_amount": other, "dea_rate": 1 + (rate == "higher"), "council_tax_order": 1, "arrestment": 1,
    }  # fmt: skip
    made = run(GB, {name: np.array([value]) for name, value in given_columns.items()}, Dates.on(DAY))
    assert made.problems == []
    expected = orders(Decimal(net) / 100, frequency, Decimal(other) / 100, rate)
    names = ("order_council_tax", "order_arrestment", "order_dea")
    assert [int(made.columns[name][0]) for name in names] == [int(amount * 100) for amount in expected]


WAGE = {"minimum_wage": "21_and_over", "minutes_worked": "9600", "regular_pay": "2033.60", "tax_code": "0T"}


def starting(day, **facts):
    made = run(GB, columns(**facts), Dates(date(2026, 4, 30), day, date(2026, 4, 30)))
    return [one.code for one in made.problems], int(made.columns["minimum_wage_shortfall"][0])


def test_the_minimum_wage_goes_by_the_first_day_of_the_pay_period():
    assert starting(date(2026, 4, 1), **WAGE) == ([], 0)  # 160 hours at 12.71
    assert starting(date(2026, 3, 31), **WAGE | {"regular_pay": "1953.60"}) == ([], 0)  # at 12.21
    assert starting(date(2026, 4, 1), **WAGE | {"regular_pay": "2033.59"}) == ([], 1)
    assert starting(date(2025, 3, 31), **WAGE) == (["figure_missing"], 0)


def test_a_sacrifice_may_not_go_below_the_minimum_wage():
    assert starting(date(2026, 4, 1), **WAGE | {"salary_sacrifice": "50"}) == ([], 5_000)
    assert starting(date(2026, 4, 1), **WAGE | {"minimum_wage_excluded": "1"}) == ([], 100)
    assert starting(date(2026, 4, 1), **WAGE | {"minutes_worked": "9601"}) == ([], 22)  # a minute is 21.18


@pytest.mark.parametrize(("charge", "short"), [("0", 0), ("111", 10_000), ("121", 11_000), ("100", 10_000)])
def test_accommodation_counts_with_its_daily_amount(charge, short):
    facts = WAGE | {"regular_pay": "1933.60", "accommodation_days": "10", "accommodation_charge": charge}
    assert starting(date(2026, 4, 1), **facts) == ([], short)
