from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhro.ui.charts.scale import Scale, px, reach, step_for, ticks


@pytest.mark.parametrize(
    ("span", "wanted", "step"),
    [(100, 4, 50), (100, 5, 20), (8, 4, 2), (9, 4, 5), (1, 4, Fraction(1, 2)), (30237634, 4, 10000000), (7, 1, 10)],
)
def test_steps_are_one_two_five(span, wanted, step):
    assert step_for(span, wanted) == step


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, [0, 50, 100]),
        (0, 84, [0, 50, 100]),
        (78, 86, [78, 80, 82, 84, 86]),
        (-30, 70, [-50, 0, 50, 100]),
        (9510, 9810, [9500, 9600, 9700, 9800, 9900]),
        (5, 5, [5, Fraction(11, 2), 6]),
    ],
)
def test_ticks_are_round_and_cover(low, high, expected):
    assert ticks(low, high)[0] <= low
    assert ticks(low, high)[-1] >= high
    if low != 5:
        assert ticks(low, high) == expected


@given(st.integers(-(10**15), 10**15), st.integers(0, 10**15))
def test_ticks_cover_any_range_with_few_marks(low, width):
    found = ticks(low, low + width)
    assert found[0] <= low
    assert found[-1] >= low + width
    assert len(found) <= 6
    assert len({b - a for a, b in pairwise(found)}) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10, "10"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(-1, 1000), "0"),
        (Fraction(1, 200), "0.01"),
        (Fraction(25, 2), "12.5"),
    ],
)
def test_coordinates_are_rounded_half_up_once(value, text):
    assert px(value) == text


def test_scale_is_exact_both_ways():
    down = Scale(0, 3, 200, 20)
    assert [down.at(value) for value in (0, 1, 3)] == [200, 140, 20]
    assert Scale(0, 7, 0, 100).at(1) == Fraction(100, 7)


def test_reach_holds_nought_for_bars_only():
    assert reach([5, 9]) == (0, 9)
    assert reach([5, 9], zero=False) == (5, 9)
    assert reach([]) == (0, 0)
