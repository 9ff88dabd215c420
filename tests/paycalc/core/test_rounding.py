"""Each rounding rule against Decimal, and the refusal to overflow."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc import rounding
from paycalc.errors import Overflow

AMOUNTS = st.integers(-(10**14), 10**14)
DIVISORS = st.integers(1, 10**6)


def one(value: int) -> np.ndarray:
    return np.array([value], np.int64)


@pytest.mark.parametrize(
    ("rule", "mode"),
    [
        (rounding.floor, ROUND_FLOOR),
        (rounding.ceil, ROUND_CEILING),
        (rounding.trunc, ROUND_DOWN),
        (rounding.half_away, ROUND_HALF_UP),
        (rounding.half_even, ROUND_HALF_EVEN),
    ],
)
@given(st.integers(-(10**9), 10**9), st.sampled_from([1, 2, 4, 5, 8, 10, 100, 1000]))
def test_a_rule_rounds_as_decimal_does(rule, mode, amount, divisor):
    assert rule(one(amount), divisor)[0] == int((Decimal(amount) / divisor).quantize(Decimal(1), mode))


@given(AMOUNTS, DIVISORS)
def test_half_up_and_half_down_mirror_each_other(amount, divisor):
    assert rounding.half_up(one(amount), divisor)[0] == -rounding.half_down(one(-amount), divisor)[0]
    assert abs(int(rounding.half_up(one(amount), divisor)[0]) * divisor * 2 - amount * 2) <= divisor


@given(st.integers(0, 10**12), st.sampled_from([0, 185, 200, 800, 1500]))
def test_national_insurance_drops_the_fourth_decimal_and_takes_a_half_down(pence, rate):
    pounds = Decimal(pence) / 100 * rate / 10_000
    expected = pounds.quantize(Decimal("0.001"), ROUND_FLOOR).quantize(Decimal("0.01"), ROUND_HALF_DOWN)
    assert rounding.share(one(pence), rate, 10_000, rounding.ni_third_decimal)[0] == int(expected * 100)


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(1, 1000), min_size=1, max_size=20))
def test_a_split_sums_to_its_total(total, weights):
    assert sum(rounding.split(total, weights)) == total


def test_units():
    assert rounding.floor_to(one(1999), 100)[0] == 1900
    assert rounding.ceil_to(one(1901), 100)[0] == 2000
    assert rounding.half_up_to(one(1950), 100)[0] == 2000
    assert rounding.part(one(1000), Fraction(1, 3), rounding.half_up)[0] == 333


@pytest.mark.parametrize("numerator", [10**10, np.array([10**10])])
def test_a_product_beyond_64_bits_is_refused_by_its_amount(numerator):
    with pytest.raises(Overflow, match="1000000000000 times 10000000000"):
        rounding.share(one(10**12), numerator, 7, rounding.floor)


def test_a_great_amount_beside_a_great_factor_in_another_row_is_no_overflow():
    amounts, factors = np.array([10**15, 1]), np.array([1, 10**15])
    assert rounding.share(amounts, factors, 1, rounding.floor).tolist() == [10**15, 10**15]
    assert rounding.share(np.array([], np.int64), 10**18, 1, rounding.floor).size == 0
