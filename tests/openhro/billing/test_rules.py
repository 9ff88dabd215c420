"""The formulas, with the worked figures of the specification, to the cent."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhro.billing import rules
from openhro.billing.rules import Count, Head, Price, Run, Window
from openhro.core.errors import Invalid

BANDS = ((50, 1800), (200, 1500), (None, 1200))
MAY = Window(date(2026, 5, 1), date(2026, 5, 31))
NOVEMBER = Window(date(2026, 11, 1), date(2026, 11, 30))


def people(quantity) -> Count:
    return Count(Decimal(quantity), "", "people", ())


def head(number: int, start: date, end: date | None = None, person: str | None = None) -> Head:
    return Head(UUID(int=number), f"E-{number:04}", person or f"P-{number}", start, end)


def run(gross_minor: int, **values) -> Run:
    return Run(
        **{
            "id": UUID(int=1),
            "label": "R",
            "gross_minor": gross_minor,
            "payslips": 10,
            "currency": "USD",
            "reversed": False,
            "billable": True,
        }
        | values
    )


def test_230_people_in_bands():
    """E-4."""
    assert rules.by_bands(Decimal(230), BANDS, "graduated")[0] == 351_000
    assert rules.by_bands(Decimal(230), BANDS, "volume")[0] == 276_000


def test_bands_explain_themselves():
    _amount, steps = rules.by_bands(Decimal(230), BANDS, "graduated")
    assert steps == [
        {"text": "Up to 50", "quantity": "50", "rate_minor": 1800, "amount_minor": 90_000},
        {"text": "Above 50, up to 200", "quantity": "150", "rate_minor": 1500, "amount_minor": 225_000},
        {"text": "Above 200", "quantity": "30", "rate_minor": 1200, "amount_minor": 36_000},
    ]


@pytest.mark.parametrize(
    ("quantity", "graduated", "volume"),
    [
        (0, 0, 0),
        (1, 1_800, 1_800),
        (50, 90_000, 90_000),
        (51, 91_500, 76_500),
        (200, 315_000, 300_000),
        (201, 316_200, 241_200),
    ],
)
def test_bands_at_their_edges(quantity, graduated, volume):
    assert rules.by_bands(Decimal(quantity), BANDS, "graduated")[0] == graduated
    assert rules.by_bands(Decimal(quantity), BANDS, "volume")[0] == volume


def test_the_steps_of_bands_add_up_where_parts_of_people_are_charged():
    bands = ((1, 333), (2, 111), (None, 99))
    amount, steps = rules.by_bands(Decimal("2.5050"), bands, "graduated")
    assert amount == 494
    assert [step["amount_minor"] for step in steps] == [333, 111, 50]
    amount, steps = rules.by_bands(Decimal("1.5050"), ((1, 1), (None, 1)), "graduated")
    assert (amount, [step["amount_minor"] for step in steps]) == (2, [1, 1])


@pytest.mark.parametrize(
    ("currency", "credited", "other"),
    [("GBP", 100_000, False), ("GBP", 100_001, True), ("JPY", 150_000, False), ("KWD", 1, True)],
)
def test_what_makes_credits_large_is_said_for_each_currency(currency, credited, other):
    assert rules.needs_other_person(currency, credited) is other


def test_one_joiner_of_11_may_by_days():
    """E-5: 21 of 31 days."""
    price = Price("pepm", rate_minor=1800, count_basis="day_prorated")
    count = rules.count_heads(price, [head(1, date(2026, 5, 11))], MAY)
    assert count.quantity == Decimal("0.6774")
    assert [row.quantity for row in count.evidence] == [21]
    amount, steps = rules.charge(price, count)
    assert amount == 1_219
    assert steps == [
        {"text": "21 days / 31", "quantity": "0.6774"},
        {"text": "Quantity x rate", "quantity": "0.6774", "rate_minor": 1800, "amount_minor": 1219},
    ]


def test_a_percentage_of_payroll_leaves_reversed_and_unbillable_runs_out():
    """E-6: 2.75 % of 412,386.55."""
    price = Price("pct_payroll", rate=Decimal("2.75"))
    runs = [run(30_000_000), run(11_238_655), run(900_000, reversed=True), run(55_500, billable=False)]
    count = rules.count_runs(price, runs, "USD")
    assert (count.quantity, len(count.evidence)) == (41_238_655, 2)
    amount, steps = rules.charge(price, count)
    assert amount == 1_134_063
    assert steps == [{"text": "2.75 % of the gross", "quantity": "41238655", "amount_minor": 1_134_063}]


def test_november_counts_233_people_in_graduated_bands():
    heads = [head(n, date(2026, 1, 5)) for n in range(232)] + [head(999, date(2026, 5, 11), date(2026, 11, 13))]
    price = Price("pepm", tiers=BANDS, minimum_minor=250_000)
    count = rules.count_heads(price, heads, NOVEMBER)
    assert (count.quantity, len(count.evidence)) == (233, 233)
    assert rules.charge(price, count)[0] == 354_600
    on_date = rules.count_heads(Price("pepm", tiers=BANDS, count_basis="on_date"), heads, NOVEMBER)
    assert on_date.quantity == 232


def test_one_person_with_two_employments_counts_once():
    heads = [head(1, date(2026, 1, 1), date(2026, 11, 10), "P"), head(2, date(2026, 11, 5), None, "P")]
    any_day = rules.count_heads(Price("pepm", rate_minor=100), heads, NOVEMBER)
    assert (any_day.quantity, [row.label for row in any_day.evidence]) == (1, ["E-0001"])
    assert rules.count_heads(Price("pepm", rate_minor=100, count_basis="day_prorated"), heads, NOVEMBER).quantity == 1


def test_who_was_not_there_in_the_month_does_not_count():
    heads = [head(1, date(2026, 1, 1), date(2026, 10, 31)), head(2, date(2026, 12, 1)), head(3, date(2026, 11, 30))]
    assert [row.label for row in rules.count_heads(Price("pepm"), heads, NOVEMBER).evidence] == ["E-0003"]


@pytest.mark.parametrize(
    ("count_on", "quantity"), [(None, 1), (31, 1), (15, 2), (1, 1), (12, 2), (13, 2), (14, 2), (11, 2), (10, 1)]
)
def test_a_counting_day_is_clamped_to_the_month(count_on, quantity):
    heads = [head(1, date(2026, 1, 1), date(2026, 11, 15)), head(2, date(2026, 11, 11))]
    assert (
        rules.count_heads(Price("pepm", count_basis="on_date", count_on=count_on), heads, NOVEMBER).quantity == quantity
    )


def test_an_average_is_the_mean_of_the_days_of_service():
    half = Window(date(2026, 11, 16), date(2026, 11, 30))
    heads = [head(1, date(2026, 1, 1)), head(2, date(2026, 11, 21))]
    assert rules.count_heads(Price("pepm", count_basis="average"), heads, half).quantity == Decimal("1.6667")
    assert rules.count_heads(Price("pepm", count_basis="day_prorated"), heads, half).quantity == Decimal("0.8333")


def test_runs_and_payslips_are_counted():
    runs = [run(1), run(2, payslips=5, currency="GBP"), run(3, reversed=True)]
    assert rules.count_runs(Price("per_run"), runs, "USD").quantity == 2
    payslips = rules.count_runs(Price("per_payslip"), runs, "USD")
    assert (payslips.quantity, [row.quantity for row in payslips.evidence]) == (15, [10, 5])


def test_gross_of_another_currency_is_not_added():
    with pytest.raises(Invalid) as caught:
        rules.count_runs(Price("pct_payroll", rate=Decimal(1)), [run(1), run(2, currency="GBP")], "USD")
    assert (caught.value.code, caught.value.detail) == ("CURRENCY_MIX", {"currencies": ["GBP", "USD"]})


@pytest.mark.parametrize(
    ("quantity", "minimum", "cap", "amount"),
    [
        (100, 250_000, None, 250_000),
        (100, None, 150_000, 150_000),
        (100, 250_000, 300_000, 250_000),
        (139, 250_000, 300_000, 250_200),
        (0, 250_000, None, 250_000),
    ],
)
def test_the_minimum_comes_before_the_cap(quantity, minimum, cap, amount):
    price = Price("pepm", rate_minor=1800, minimum_minor=minimum, cap_minor=cap)
    assert rules.charge(price, people(quantity))[0] == amount


def test_a_flat_fee_per_employee():
    assert rules.charge(Price("flat_per_employee", rate_minor=60_000), people(1))[0] == 60_000


@pytest.mark.parametrize(
    ("live_from", "ends_on", "window"),
    [
        (date(2026, 3, 1), None, NOVEMBER),
        (date(2026, 11, 16), None, Window(date(2026, 11, 16), date(2026, 11, 30))),
        (date(2026, 3, 1), date(2026, 11, 10), Window(date(2026, 11, 1), date(2026, 11, 10))),
        (date(2026, 12, 1), None, None),
        (date(2026, 3, 1), date(2026, 10, 31), None),
    ],
)
def test_a_month_is_cut_to_the_days_of_service(live_from, ends_on, window):
    assert rules.month_window(date(2026, 11, 1), live_from, ends_on) == window


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_half_goes_up_and_parts_of_a_percentage_stay_exact(gross, rate_millionths):
    exact = gross * rate_millionths
    expected = (2 * exact + 10**8) // (2 * 10**8)
    assert rules.percentage(gross, Decimal(rate_millionths) / 10**6) == expected


@given(st.integers(0, 5_000))
def test_graduated_bands_never_cost_less_for_more_people(quantity):
    at, more = (rules.by_bands(Decimal(n), BANDS, "graduated") for n in (quantity, quantity + 1))
    assert at[0] < more[0] and sum(step["amount_minor"] for step in at[1]) == at[0]
