"""Orders against wages: priority, the limits of 15 USC 1673, and what they leave."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.us.people import many, pay, section

from paycalc.columns import Section

UNTAXED = {"w4_exempt": "yes", "fica_exempt": "yes"}  # disposable earnings are the gross pay


@pytest.mark.parametrize(
    ("frequency", "wages", "taken"),
    [
        ("weekly", "217.50", None),  # all protected
        ("weekly", "240.00", "22.50"),  # the excess
        ("weekly", "290.00", "72.50"),  # 25% from here on
        ("weekly", "1000.00", "250.00"),
        ("biweekly", "435.00", None),
        ("biweekly", "500.00", "65.00"),
        ("semimonthly", "500.00", "28.75"),
        ("monthly", "1000.00", "57.50"),
        ("monthly", "1256.66", "314.16"),
    ],
)
def test_creditors_take_the_lesser_of_25_percent_and_the_excess(frequency, wages, taken):
    slip = pay(frequency=frequency, regular=wages, creditor_order="9999", **UNTAXED)
    assert slip.get("creditor_order_taken") == taken


@pytest.mark.parametrize(
    ("family", "arrears", "taken"),
    [("yes", "no", "500.00"), ("no", "no", "600.00"), ("yes", "yes", "550.00"), ("no", "yes", "650.00")],
)
def test_support_takes_50_to_65_percent(family, arrears, taken):
    slip = pay(regular="1000", support_order="900", support_other_family=family, support_arrears=arrears, **UNTAXED)
    assert slip["support_order_taken"] == taken
    assert slip["orders_not_taken"] == f"{900 - float(taken):.2f}"


def test_voluntary_deductions_do_not_lower_disposable_earnings():
    plain = pay(regular="2000", support_order="2000", w4_exempt="yes")
    assert plain["support_order_taken"] == "1108.20"  # 60% of 2,000 - 153.00
    with_plan = pay(regular="2000", support_order="2000", w4_exempt="yes", retirement="300")
    assert with_plan["support_order_taken"] == "1108.20"


def test_support_leaves_creditors_what_remains_of_25_percent():
    slip = pay(regular="1000", support_order="200", creditor_order="100", **UNTAXED)
    assert (slip["support_order_taken"], slip["creditor_order_taken"]) == ("200.00", "50.00")
    none = pay(regular="1000", support_order="250", creditor_order="100", **UNTAXED)
    assert "creditor_order_taken" not in none


def test_federal_debts_take_15_percent_each_within_25_together():
    slip = pay(regular="1000", student_loan_order="900", federal_debt_order="900", creditor_order="900", **UNTAXED)
    assert (slip["student_loan_order_taken"], slip["federal_debt_order_taken"]) == ("150.00", "100.00")
    assert "creditor_order_taken" not in slip


def test_a_levy_takes_all_above_its_exempt_amount_and_the_first_served_wins():
    given = {"regular": "2000", "support_order": "500", "tax_levy": "9000", "levy_exempt": "700", **UNTAXED}
    slip = pay(**given)
    assert (slip["support_order_taken"], slip["tax_levy_taken"]) == ("500.00", "800.00")
    first = pay(**given, levy_first="yes")
    assert (first["tax_levy_taken"], first["support_order_taken"]) == ("1300.00", "500.00")


def test_states_that_protect_more_ask_for_their_limit():
    given = {"regular": "2000", "creditor_order": "400", "sui_account": "none"}
    assert "protects more" in pay(work_state="CA", **given).problem
    assert pay(work_state="CA", **given, creditor_limit="120")["creditor_order_taken"] == "120.00"
    assert "creditor_order_taken" in pay(work_state="TX", **given)


@settings(max_examples=50, deadline=None)
@given(
    wages=st.integers(0, 2_000_000),
    orders=st.lists(st.integers(0, 1_000_000), min_size=5, max_size=5),
    exempt=st.integers(0, 500_000),
)
def test_orders_never_take_more_than_there_is(wages, orders, exempt):
    names = ("support_order", "tax_levy", "student_loan_order", "federal_debt_order", "creditor_order")
    slips = many(
        regular=np.array([wages]), levy_exempt=exempt, post_tax=10_000, **dict(zip(names, orders, strict=True))
    )
    assert slips.problems == []
    of = slips.columns
    taken = sum(int(of[name][0]) for name in section(Section.ORDER))
    assert int(of["orders_not_taken"][0]) == sum(orders) - taken
    assert of["net_pay"][0] >= 0
    total = {what: sum(int(of[name][0]) for name in section(what)) for what in Section}
    assert (
        total[Section.EARNING] - total[Section.PRETAX] - total[Section.TAX] - taken - total[Section.POSTTAX]
        == of["net_pay"][0]
    )
