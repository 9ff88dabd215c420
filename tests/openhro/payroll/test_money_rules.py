"""The pure rules of money out, as tables: splits of net pay, due dates of what is owed, postings."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhro.core.money import minor_digits
from openhro.payroll.rules.due import due
from openhro.payroll.rules.ledger import Posting, account_of, entries
from openhro.payroll.rules.split import Share, split
from openhro.payroll.rules.stages import holder
from paycalc.money import decimals


def amount(minor):
    return Share("amount", minor=minor)


def percent(text):
    return Share("percent", percent=Decimal(text))


REST = Share("remainder")


@pytest.mark.parametrize(
    ("net", "shares", "parts"),
    [
        (100_000, [REST], [100_000]),
        (100_000, [amount(30_000), REST], [30_000, 70_000]),
        (20_000, [amount(30_000), REST], [20_000, 0]),
        (20_000, [amount(15_000), amount(15_000), REST], [15_000, 5_000, 0]),
        (100, [percent("33.33"), percent("33.33"), percent("33.34"), REST], [33, 34, 33, 0]),
        (101, [percent("50"), REST], [51, 50]),
        (100_000, [amount(90_000), percent("50"), REST], [90_000, 10_000, 0]),
        (0, [amount(30_000), REST], [0, 0]),
        (1, [percent("50"), percent("50")], [1, 0]),
        (100_000, [amount(30_000)], None),
        (100_000, [percent("99.99")], None),
        (100, [], None),
    ],
)
def test_net_pay_is_split_in_the_order_of_the_accounts(net, shares, parts):
    assert split(net, shares) == parts


@given(
    st.integers(0, 10**10),
    st.lists(
        st.integers(1, 10**9).map(amount) | st.integers(1, 2_500).map(lambda p: percent(str(Decimal(p) / 100))),
        max_size=4,
    ),
)
def test_a_split_with_a_remainder_comes_to_net_pay(net, shares):
    parts = split(net, [*shares, REST])
    assert sum(parts) == net
    assert min(parts) >= 0


@pytest.mark.parametrize(
    ("payee", "paid", "minor", "day"),
    [
        ("hmrc", "2026-04-30", 1, "2026-05-22"),
        ("hmrc", "2026-05-05", 1, "2026-05-22"),  # the tax month ends on the 5th
        ("hmrc", "2026-05-06", 1, "2026-06-22"),
        ("hmrc", "2026-10-30", 1, "2026-11-20"),  # 22 November 2026 is a Sunday
        ("pension", "2026-10-30", 1, "2026-11-20"),
        ("irs", "2026-04-30", 1, "2026-05-06"),  # paid on Thursday: the next Wednesday
        ("irs", "2026-10-30", 1, "2026-11-04"),  # paid on Friday: the next Wednesday
        ("irs", "2026-11-03", 1, "2026-11-06"),  # paid on Tuesday: the next Friday
        ("irs", "2026-11-06", 1, "2026-11-12"),  # Veterans Day on Wednesday 11th: three business days after Friday
        ("irs", "2026-10-30", 10_000_000, "2026-11-02"),  # 100,000 dollars: the next business day
        ("finanzamt", "2026-10-30", 1, "2026-11-10"),
        ("finanzamt", "2026-12-30", 1, "2027-01-11"),  # 10 January 2027 is a Sunday
        ("krankenkasse", "2026-10-30", 1, "2026-10-28"),
        ("krankenkasse", "2026-11-30", 1, "2026-11-26"),
        ("krankenkasse", "2026-12-30", 1, "2026-12-28"),  # the 31st is no banking day for the insurers
        ("krankenkasse", "2027-12-30", 1, "2027-12-28"),
        ("minijob-zentrale", "2025-05-30", 1, "2025-05-27"),
        ("us-co", "2026-10-30", 1, None),
        ("client", "2026-10-30", 1, None),
        ("retirement", "2026-10-30", 1, None),
    ],
)
def test_what_is_owed_is_due_by_the_payees_own_rule(payee, paid, minor, day):
    country = {"hmrc": "GB", "pension": "GB", "finanzamt": "DE", "krankenkasse": "DE", "minijob-zentrale": "DE"}.get(
        payee, "US"
    )
    found = due(country, payee, date.fromisoformat(paid), minor)
    assert (found.day.isoformat() if found.day else None) == day
    assert found.because


@pytest.mark.parametrize(
    ("country", "payee"),
    [
        ("DE", "pension"), ("IE", "pension"), ("AU", "charity"), ("DE", "creditor"), ("US", "hmrc"), ("US", "pension"),
        ("GB", "irs"), ("US", "irs-levy"), ("US", "support"), ("XX", "anybody"),
    ],
)  # fmt: skip
def test_a_payee_that_no_rule_of_its_country_names_has_no_day(country, payee):
    found = due(country, payee, date(2026, 10, 30), 1)
    assert (found.day, found.because) == (None, "No due date known.")


def posting(section, line, amount, payee="", centre="", account=""):
    return Posting(section, line, line, payee, centre, amount, account)


def test_postings_balance_with_what_is_given_up_and_what_is_refunded():
    made = entries(
        [
            posting("earning", "earned_regular", 100_000, centre="A", account="6005"),
            posting("earning", "earned_regular", 50_000, centre="B"),
            posting("pretax", "sacrificed", 10_000, centre="A"),
            posting("tax", "income_tax", -5_000, "hmrc"),
            posting("employer", "ni_employer", 9_000, "hmrc", centre="A"),
            posting("net", "net_pay", 145_000),
        ],
        {},
    )
    assert sum(one.amount for one in made) == 0
    assert [(one.kind, one.account, one.cost_centre, one.amount) for one in made] == [
        ("liability", "2210", "", 5_000),  # a refund of tax stands on the debit side
        ("earning", "6000", "B", 50_000),
        ("earning", "6005", "A", 100_000),
        ("employer", "6100", "A", 9_000),
        ("net", "2200", "", -145_000),
        ("liability", "2210", "", -9_000),
        ("kept", "6000", "A", -10_000),
    ]


@pytest.mark.parametrize(
    ("kind", "line", "payee", "accounts", "account"),
    [
        ("liability", "state_income_tax", "us-co", {}, "2230"),
        ("liability", "state_income_tax", "us-co", {"liability:us": "2231"}, "2231"),
        ("liability", "state_income_tax", "us-co", {"liability:us": "2231", "liability:us-co": "2232"}, "2232"),
        (
            "liability",
            "state_income_tax",
            "us-co",
            {"liability:state_income_tax": "2233", "liability:us-co": "2232"},
            "2233",
        ),
        ("liability", "giving", "charity", {}, "2290"),
        ("liability", "giving", "charity", {"liability": "2999"}, "2999"),
        ("employer", "pension_employer", "pension", {}, "6110"),
        ("net", "net_pay", "", {"net": "7700"}, "7700"),
    ],
)
def test_the_groups_account_comes_before_the_default_and_the_closer_name_first(kind, line, payee, accounts, account):
    assert account_of(kind, line, payee, accounts) == account


def test_a_calculated_run_is_the_preparers_until_it_is_handed_on():
    assert holder("calculated", prepared=False).step == "prepare"
    assert holder("calculated", prepared=True).step == "review"
    assert holder("closed", prepared=True).role is None


CURRENT = "USD EUR GBP CAD AUD NOK PLN SEK DKK CHF INR BRL ZAR HUF CZK IQD JPY KRW CLP ISK VND KWD BHD TND OMR JOD"


def test_the_engine_counts_the_same_minor_units_as_the_platform():
    assert {code: decimals(code) for code in CURRENT.split()} == {code: minor_digits(code) for code in CURRENT.split()}
