"""The formulas of service levels and credits, as tables and as properties."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhro.core.errors import Conflict, Invalid
from openhro.engagements import rules
from openhro.engagements.rules import LevelSetTerms, LevelTally, LevelTerms, Miss

D = Decimal
KNOWN = {"calls", "mails"}


@pytest.mark.parametrize(
    ("met", "missed", "value"),
    [
        (19, 1, "95.00"), (20, 0, "100.00"), (2, 1, "66.67"), (1, 2, "33.33"), (0, 3, "0.00"), (0, 0, None),
        (199, 1, "99.50"), (9_949, 51, "99.49"), (995, 5, "99.50"),
    ],
)  # fmt: skip
def test_the_value_is_met_of_met_and_missed(met, missed, value):
    assert rules.value_of(LevelTally(met, missed, excluded=7)) == (None if value is None else D(value))


@pytest.mark.parametrize(
    ("met", "missed", "target", "minimum", "small", "status"),
    [
        (19, 1, "97.00", None, 20, "missed"),  # 20 are not fewer than 20
        (18, 1, "97.00", None, 20, "small_volume"),
        (17, 2, "97.00", None, 20, "missed"),
        (19, 1, "97.00", "96.00", 20, "below_minimum"),
        (19, 1, "97.00", "95.00", 20, "missed"),  # at the minimum is not below it
        (19, 1, "95.00", None, 0, "met"),
        (0, 1, "97.00", "90.00", 2, "small_volume"),
        (0, 1, "97.00", "90.00", 1, "below_minimum"),
        (3, 0, "100.00", None, 20, "met"),
        (0, 0, "97.00", "90.00", 20, "nothing"),
    ],
)
def test_how_a_month_stands(met, missed, target, minimum, small, status):
    assert rules.status_of(LevelTally(met, missed), D(target), minimum and D(minimum), small) == status


@pytest.mark.parametrize(
    ("earlier", "status", "in_a_row", "multiplier"),
    [
        ([], "met", 0, "1"),
        ([], "missed", 1, "1"),
        (["missed"], "missed", 2, "1"),
        (["missed", "below_minimum"], "missed", 3, "1.5"),
        (["missed"] * 3, "below_minimum", 4, "1.5"),
        (["missed", "met", "missed"], "missed", 2, "1"),
        (["missed", "nothing", "missed"], "missed", 3, "1.5"),  # a month without items is passed over
        (["missed", "missed"], "nothing", 0, "1"),
        (["missed", "small_volume"], "missed", 2, "1"),
    ],
)
def test_the_multiplier_begins_with_the_third_miss_in_a_row(earlier, status, in_a_row, multiplier):
    found = rules.misses_in_a_row(earlier, status)
    assert (found, rules.multiplier_of(found, 3, D("1.5"))) == (in_a_row, D(multiplier))


@pytest.mark.parametrize(
    ("below", "right"),
    [
        ([True, True, True], True),
        ([True, False, True, False, True, False], True),
        ([True, False, True, False, False, True], True),
        ([True, False, True, False, False, False, True], False),  # the third lies seven months back
        ([False, True, True, True], False),  # it arose with the month before
        ([True, True], False),
        ([], False),
    ],
)
def test_three_months_below_the_minimum_in_any_six_end_the_contract(below, right):
    assert rules.may_terminate(below) is right


def test_earned_back_by_twelve_months_on_average():
    year = [D("98.00")] * 11 + [D("86.00")]
    assert rules.earned_back(year, D("97.00"))
    assert not rules.earned_back([*year[:11], D("85.99")], D("97.00"))
    assert not rules.earned_back(year[:11], D("90.00"))
    assert rules.earned_back([D("97.00"), None, *[D("97.00")] * 10], D("97.00"))
    assert not rules.earned_back([None] * 12, D("1.00"))


def test_the_first_months_are_counted_from_the_month_of_going_live():
    live = date(2026, 3, 20)
    assert [rules.in_ramp(live, date(2026, month, 1), 2) for month in (3, 4, 5)] == [True, True, False]
    assert not rules.in_ramp(live, date(2026, 3, 1), 0)


def test_days_of_service_of_a_month():
    march, days = date(2026, 3, 1), rules.service_days
    assert days(march, march, None) == (march, date(2026, 3, 31))
    assert days(march, date(2026, 3, 20), date(2026, 3, 25)) == (date(2026, 3, 20), date(2026, 3, 25))
    assert days(march, date(2026, 4, 1), None) is None
    assert days(march, date(2026, 1, 1), date(2026, 2, 28)) is None
    assert days(march, None, None) is None


def test_the_demos_credit_to_the_cent():
    pool = rules.at_risk(354_600, D(12))
    assert pool == 42_552
    assert rules.amounts(pool, [Miss(D(25), D(1))]) == [10_638]
    assert rules.amounts(pool, [Miss(D(25), D("1.5"))]) == [15_957]


@pytest.mark.parametrize(
    ("pool", "misses", "amounts"),
    [
        (42_552, [("100", "1.5")], [42_552]),
        (10_000, [("100", "1"), ("100", "1")], [5_000, 5_000]),
        (10_000, [("80", "1"), ("80", "1"), ("40", "1")], [4_000, 4_000, 2_000]),
        (10_000, [("60", "1"), ("40", "1")], [6_000, 4_000]),
        (100, [("50", "1"), ("50", "1"), ("50", "1")], [33, 34, 33]),
        (0, [("50", "1")], [0]),
        (1, [("25", "1"), ("25", "1")], [0, 0]),
        (10_000, [], []),
    ],
)
def test_credits_never_exceed_what_is_at_risk_and_the_parts_add_up(pool, misses, amounts):
    assert rules.amounts(pool, [Miss(D(weight), D(multiplier)) for weight, multiplier in misses]) == amounts


def test_a_month_without_charges_has_nothing_at_risk():
    assert (rules.at_risk(0, D(12)), rules.at_risk(-500, D(12))) == (0, 0)


percents = st.decimals(0, 100, places=2)
misses_of = st.lists(st.builds(Miss, percents, st.sampled_from([D(1), D("1.5")])), max_size=8)


@given(st.integers(0, 10**11), misses_of)
def test_any_credits_stay_within_the_pool(pool, misses):
    found = rules.amounts(pool, misses)
    assert len(found) == len(misses)
    assert all(amount >= 0 for amount in found)
    assert sum(found) <= pool
    full = [D(pool) * one.weight / 100 * one.multiplier for one in misses]
    if sum(full) > pool + len(misses):
        assert sum(found) == pool
    if sum(full) <= pool - len(misses):
        assert all(abs(amount - whole) <= D("0.5") for amount, whole in zip(found, full, strict=True))


@given(st.integers(0, 400), st.integers(0, 400), percents, percents, st.integers(0, 50))
def test_a_status_agrees_with_its_value(met, missed, one, other, small):
    target, minimum = max(one, other), min(one, other)
    status, value = (
        rules.status_of(LevelTally(met, missed), target, minimum, small),
        rules.value_of(LevelTally(met, missed)),
    )
    assert (status == "nothing") == (value is None)
    if value is not None:
        assert (status == "met") == (value >= target)
        assert status != "below_minimum" or value < minimum
        assert status != "small_volume" or (missed <= 1 and met + missed < small)
    assert rules.status_of(LevelTally(met, missed, excluded=9), target, minimum, small) == status


@given(st.integers(0, 300), st.integers(1, 300))
def test_leaving_a_miss_out_never_lowers_the_value(met, missed):
    before, after = rules.value_of(LevelTally(met, missed)), rules.value_of(LevelTally(met, missed - 1, 1))
    assert after is None or after >= before


def terms(*levels, **values):
    given_ = {"start": date(2026, 3, 1), "at_risk": D(12), "levels": levels or (level(),)} | values
    return LevelSetTerms(**given_)


def level(**values):
    return replace(LevelTerms("calls", D("97.00"), D(25)), **values)


def test_a_set_of_levels_that_is_right():
    rules.check_levels(
        terms(level(), level(metric="mails", weight=D(100)), level(metric="letters", weight=D(75))), KNOWN | {"letters"}
    )
    rules.check_levels(terms(level(critical=True, minimum=D(90), exclusions=("client_cause",))), KNOWN)


@pytest.mark.parametrize("weights", [(0,), (0, 0), (100, 100, "0.01"), (99, 99, 3)])
def test_weights_that_add_up_to_nothing_or_to_more_than_the_pool(weights):
    names = ["calls", "mails", "letters"]
    levels = [level(metric=name, weight=D(weight)) for name, weight in zip(names, weights, strict=False)]
    with pytest.raises(Invalid) as caught:
        rules.check_levels(terms(*levels), KNOWN | {"letters"})
    assert (caught.value.code, caught.value.rule) == ("SLA_WEIGHTS", "1.8")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"metric": "smiles"}, "metric"), ({"target": D("100.01")}, "target"), ({"target": D("97.005")}, "target"),
        ({"target": D(0)}, "target"), ({"target": D("NaN")}, "target"), ({"weight": D(-1)}, "weight"),
        ({"weight": D("1E+9")}, "weight"), ({"minimum": D(98)}, "minimum"), ({"critical": True}, "minimum"),
        ({"ramp_target": D(98)}, "ramp_target"), ({"window_months": 0}, "window_months"),
        ({"window_months": 13}, "window_months"), ({"ramp_months": 25}, "ramp_months"),
        ({"small_volume_n": -1}, "small_volume_n"), ({"exclusions": ("weather",)}, "exclusions"),
        ({"calendar": "x" * 81}, "calendar"), ({"expected": D(101)}, "expected"),
    ],
)  # fmt: skip
def test_a_level_that_is_wrong_names_its_field(values, field):
    with pytest.raises(Invalid) as caught:
        rules.check_levels(terms(level(**values)), KNOWN)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"at_risk": D(101)}, "at_risk"), ({"multiplier": D("0.5")}, "multiplier"), ({"multiplier": D(6)}, "multiplier"),
        ({"multiplier_after": 0}, "multiplier_after"), ({"close_after_days": 28}, "close_after_days"),
        ({"levels": ()}, "levels"), ({"levels": (level(), level())}, "levels"),
        ({"last_day": date(2026, 2, 28)}, "last_day"),
    ],
)  # fmt: skip
def test_a_set_that_is_wrong_names_its_field(values, field):
    with pytest.raises(Invalid) as caught:
        rules.check_levels(terms(**values), KNOWN)
    assert caught.value.field == field


def test_a_month_is_its_first_day_and_closes_after_its_last():
    with pytest.raises(Invalid) as caught:
        rules.check_month(date(2026, 11, 2))
    assert caught.value.code == "MONTH"
    with pytest.raises(Conflict) as early:
        rules.check_over(date(2026, 11, 30), date(2026, 11, 30))
    assert early.value.code == "MONTH_NOT_OVER"
    rules.check_over(date(2026, 11, 30), date(2026, 12, 1))


def test_only_agreed_grounds():
    rules.check_ground("client_cause", ["client_cause"])
    with pytest.raises(Invalid) as caught:
        rules.check_ground("third_party", ["client_cause"])
    assert caught.value.code == "EXCLUSION_NOT_AGREED"
