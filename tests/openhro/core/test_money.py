from __future__ import annotations

import pickle
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhro.core.errors import Invalid
from openhro.core.money import Money, MoneyMismatch, Rounding, allocate, allocate_by, minor_digits, rounded

AMOUNTS = st.integers(-(10**15), 10**15)
CURRENCIES = st.sampled_from(["USD", "GBP", "EUR", "JPY", "KWD", "CHF", "IQD", "RSD", "INR"])
LOCALES = ["en", "en_GB", "de", "de_CH", "de_AT", "fr", "fr_CH", "es", "pt_BR", "it", "nl", "sv", "nb", "pl", "cs", "ru", "hi",
           "en_IN", "ja", "zh", "tr", "he", "ar_EG", "ar_AE", "fa", "bg", "et"]  # fmt: skip
DECIMAL_ROUNDINGS = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
    Rounding.UP: ROUND_UP,
}


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("1234.50", "USD", 123450),
        ("1234.5", "USD", 123450),
        ("1234", "USD", 123400),
        (" -0.05 ", "USD", -5),
        ("\N{MINUS SIGN}0.05", "USD", -5),
        ("0", "USD", 0),
        ("-0.00", "USD", 0),
        ("1234.500", "USD", 123450),
        ("1234", "JPY", 1234),
        ("1.234", "KWD", 1234),
        ("1.234", "IQD", 1234),
        ("1234.50", "RSD", 123450),
        ("92233720368547758.07", "USD", 2**63 - 1),
    ],
)
def test_plain_text_becomes_minor_units(text, currency, amount):
    assert Money.parse(text, currency) == Money(amount, currency)


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("1234.505", "USD", "AMOUNT_PRECISION"),
        ("1.5", "JPY", "AMOUNT_PRECISION"),
        ("1,234.50", "USD", "AMOUNT_INVALID"),
        ("", "USD", "AMOUNT_INVALID"),
        ("-", "USD", "AMOUNT_INVALID"),
        ("--5", "USD", "AMOUNT_INVALID"),
        ("+5", "USD", "AMOUNT_INVALID"),
        (".5", "USD", "AMOUNT_INVALID"),
        ("5.", "USD", "AMOUNT_INVALID"),
        ("1e5", "USD", "AMOUNT_INVALID"),
        ("1_000", "USD", "AMOUNT_INVALID"),
        ("NaN", "USD", "AMOUNT_INVALID"),
        ("Infinity", "USD", "AMOUNT_INVALID"),
        ("1/2", "USD", "AMOUNT_INVALID"),
        ("$5", "USD", "AMOUNT_INVALID"),
        ("²", "USD", "AMOUNT_INVALID"),
        ("9" * 100, "USD", "AMOUNT_INVALID"),
        ("92233720368547758.08", "USD", "AMOUNT_RANGE"),
        ("5", "usd", "CURRENCY_UNKNOWN"),
        ("5", "XYZ", "CURRENCY_UNKNOWN"),
        ("5", "", "CURRENCY_UNKNOWN"),
    ],
)
def test_text_that_is_no_exact_amount_is_refused(text, currency, code):
    with pytest.raises(Invalid) as refused:
        Money.parse(text, currency)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "locale", "amount"),
    [
        ("1,234.50", "en", 123450),
        ("1.234,50", "de", 123450),
        ("1234,5", "de", 123450),
        ("1.234", "de", 123400),
        ("1 234,50", "fr", 123450),
        ("1\u202f234,50", "fr", 123450),
        ("1\u00a0234,50", "fr", 123450),
        ("1'234.50", "de_CH", 123450),
        ("1\u2019234.50", "de-CH", 123450),
        ("12,34,567.50", "en_IN", 123456750),
        ("\N{MINUS SIGN}1 234,50", "sv", -123450),
        ("-1 234,50", "sv", -123450),
        ("١٬٢٣٤٫٥٠", "ar_EG", 123450),
        ("۱۲۳", "fa", 12300),
        ("\u200e-5.00", "he", -500),
    ],
)
def test_people_may_write_amounts_as_they_do_at_home(text, locale, amount):
    assert Money.parse(text, "EUR", locale).amount == amount


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("12,34", "en"),
        ("1.23", "de"),
        ("1,234,5.00", "en"),
        ("1_000", "en"),
        ("1e5", "en"),
        ("NaN", "en"),
        ("", "fr"),
        (",5", "de"),
        ("1,2,3", "de"),
    ],
)
def test_marks_in_odd_places_are_refused_and_not_guessed_at(text, locale):
    with pytest.raises(Invalid) as refused:
        Money.parse(text, "EUR", locale)
    assert refused.value.code == "AMOUNT_INVALID"


@given(AMOUNTS, CURRENCIES)
def test_plain_text_reads_back(amount, currency):
    money = Money(amount, currency)
    assert Money.parse(money.plain(), currency) == money
    assert money.decimal() == Decimal(amount).scaleb(-minor_digits(currency))


@given(AMOUNTS, CURRENCIES, st.sampled_from(LOCALES))
def test_what_a_locale_shows_it_also_reads(amount, currency, locale):
    shown = Money(amount, currency).format(locale)
    number = "".join(
        each for each in shown if each.isdecimal() or each in "-\N{MINUS SIGN}.,'\u2019\u066b\u066c \u00a0\u202f"
    ).strip(" \u00a0\u202f")
    for symbol in ("CHF", "KWD", "IQD", "RSD"):
        number = number.replace(symbol, "")
    sign = "-" if number[0] in "-\N{MINUS SIGN}" else ""
    digits = number.strip("-\N{MINUS SIGN} \u00a0\u202f.,")
    assert Money.parse(sign + digits, currency, locale) == Money(amount, currency)


@pytest.mark.parametrize(
    ("money", "locale", "shown"),
    [
        (Money(123450, "USD"), "en_US", "$1,234.50"),
        (Money(-123450, "EUR"), "de", "-1.234,50\u00a0€"),
        (Money(123450, "GBP"), "en_GB", "£1,234.50"),
        (Money(1234, "JPY"), "ja", "￥1,234"),
        (Money(1234, "KWD"), "en", "KWD\u00a01.234"),
        (Money(123456750, "INR"), "en_IN", "₹12,34,567.50"),
        (Money(123450, "RSD"), "en", "RSD\u00a01,234.50"),
        (Money(2**63 - 1, "USD"), "en", "$92,233,720,368,547,758.07"),
        (Money(123450, "EUR"), "fr", "1\u202f234,50\u00a0€"),
    ],
)
def test_amounts_are_shown_with_every_minor_digit(money, locale, shown):
    assert money.format(locale) == shown


def test_an_unknown_locale_is_refused():
    for locale in ("xx", "english", "en_XX_YY_ZZ", "../de"):
        with pytest.raises(Invalid) as refused:
            Money(1, "EUR").format(locale)
        assert refused.value.code == "LOCALE_UNKNOWN"


def test_minor_digits_are_those_of_iso_4217():
    none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
    three = "BHD IQD JOD KWD LYD OMR TND"
    two = "AED AFN ALL AUD BGN BRL CAD CHF CNY COP CZK DKK EGP EUR GBP HUF IDR INR IRR LAK LBP MMK MXN NOK PKR PLN RSD SEK TWD TZS USD UZS YER ZAR"
    for digits, codes in ((0, none), (2, two), (3, three)):
        assert {minor_digits(code) for code in codes.split()} == {digits}


def test_unlike_currencies_do_not_meet():
    for meet in (
        lambda: Money(1, "USD") + Money(1, "EUR"),
        lambda: Money(1, "USD") - Money(1, "EUR"),
        lambda: Money(1, "USD") < Money(1, "EUR"),
        lambda: Money(1, "USD") >= Money(1, "EUR"),
        lambda: Money.total([Money(1, "EUR"), Money(1, "USD")], "EUR"),
    ):
        with pytest.raises(MoneyMismatch) as refused:
            meet()
        assert (refused.value.code, refused.value.status) == ("CURRENCY_MIX", 422)
    assert Money(1, "USD") != Money(1, "EUR")


@pytest.mark.parametrize("wrong", [1.0, 0.5, Decimal("1"), Fraction(1), True, None, "1"])
def test_an_amount_is_an_int_and_nothing_else(wrong):
    with pytest.raises(TypeError):
        Money(wrong, "USD")
    with pytest.raises(TypeError):
        Money(1, "USD") + wrong
    with pytest.raises(TypeError):
        Money(1, "USD") * wrong


@pytest.mark.parametrize("wrong", [0.5, True, "0.5", None])
def test_a_rate_is_never_a_float(wrong):
    with pytest.raises(TypeError):
        Money(1, "USD").times(wrong, Rounding.HALF_UP)
    with pytest.raises(TypeError):
        allocate_by(Money(1, "USD"), [1, wrong])


def test_rates_and_roundings_that_do_not_exist_are_refused():
    with pytest.raises(Invalid):
        Money(1, "USD").times(Decimal("NaN"), "half_up")
    with pytest.raises(ValueError):
        Money(1, "USD").times(Decimal("1"), "bankers")
    with pytest.raises(Invalid):
        Money(2**62, "USD").times(4, "down")


def test_named_roundings_give_the_contracts_figures():
    assert usd("612.40").times(Decimal("1.02"), "down") == usd("624.64")
    assert usd("412386.55").times(Decimal("0.0275"), "half_up") == usd("11340.63")
    assert usd("3546.00").times(Fraction(12 * 25, 10_000), "half_up") == usd("106.38")
    assert [rounded(Fraction(5, 2), r) for r in ("half_up", "half_even", "down", "up")] == [3, 2, 2, 3]
    assert [rounded(Fraction(-5, 2), r) for r in ("half_up", "half_even", "down", "up")] == [-3, -2, -2, -3]


@given(st.integers(-(10**9), 10**9), st.decimals(-100, 100, places=6), st.sampled_from(Rounding))
def test_roundings_are_those_of_decimal_arithmetic(amount, rate, rounding):
    expected = (Decimal(amount) * rate).quantize(Decimal(1), DECIMAL_ROUNDINGS[rounding])
    assert Money(amount, "USD").times(rate, rounding).amount == int(expected)


@given(AMOUNTS, st.integers(1, 400))
def test_equal_parts_sum_to_the_total_and_differ_by_one_unit(amount, parts):
    split = [part.amount for part in allocate(Money(amount, "USD"), parts)]
    assert len(split) == parts
    assert sum(split) == amount
    assert max(split) - min(split) <= 1
    marks = [rounded(Fraction(amount * k, parts), "half_up") for k in range(parts + 1)]
    assert split == [b - a for a, b in pairwise(marks)]


@given(
    AMOUNTS,
    st.lists(
        st.one_of(st.integers(0, 10**6), st.fractions(0, 100), st.decimals(0, 100, places=4)), min_size=1, max_size=20
    ),
)
def test_weighted_parts_sum_to_the_total_and_nothing_goes_to_no_weight(amount, weights):
    total = Money(amount, "EUR")
    if not any(weights):
        with pytest.raises(Invalid):
            allocate_by(total, weights)
        return
    parts = allocate_by(total, weights)
    assert Money.total(parts, "EUR") == total
    assert all(not part for part, weight in zip(parts, weights, strict=True) if not weight)
    whole = sum(map(Fraction, weights))
    assert all(abs(p.amount - amount * Fraction(w) / whole) < 1 for p, w in zip(parts, weights, strict=True))


def test_a_year_of_accruals_is_split_by_cumulative_rounding():
    hours = allocate(usd("120.00"), 26)
    assert hours[0] == usd("4.62")
    assert Money.total(hours[:13], "USD") == usd("60.00")
    assert Money.total(hours, "USD") == usd("120.00")


def test_an_allocation_that_makes_no_sense_is_refused():
    for wrong in (
        lambda: allocate(usd("1"), 0),
        lambda: allocate_by(usd("1"), []),
        lambda: allocate_by(usd("1"), [2, -1]),
    ):
        with pytest.raises(Invalid) as refused:
            wrong()
        assert refused.value.code == "ALLOCATION_INVALID"
    with pytest.raises(TypeError):
        allocate(usd("1"), 2.0)


@given(AMOUNTS, AMOUNTS)
def test_amounts_of_one_currency_behave_like_numbers(a, b):
    left, right = Money(a, "GBP"), Money(b, "GBP")
    assert (left + right).amount == a + b
    assert left - right == -(right - left)
    assert (left < right, left <= right, left > right, left >= right) == (a < b, a <= b, a > b, a >= b)
    assert 3 * left == left * 3 == left + left + left
    assert abs(left).amount == abs(a)
    assert bool(left) == bool(a)
    assert Money.total([left, right], "GBP") == right + left
    assert Money.total([], "GBP") == Money.zero("GBP")


def test_money_can_be_a_key_and_cannot_be_edited():
    assert {Money(1, "USD"): "a"}[Money(1, "USD")] == "a"
    assert str(Money(-5, "USD")) == "-0.05 USD"
    assert pickle.loads(pickle.dumps(Money(5, "USD"))) == Money(5, "USD")
    with pytest.raises(AttributeError):
        Money(1, "USD").amount = 2
