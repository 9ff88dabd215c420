"""Text and int64: what goes in comes out, and what does not fit is refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc import money
from paycalc.columns import NO_DATE, Column, Kind, Type, decode, encode, pack_code, unpack_code
from paycalc.errors import BadValue


def column(type_: Type, default: int | None = 0, choices: tuple[str, ...] = ()) -> Column:
    return Column("thing", Kind.FACT, type_, "Thing", "A thing.", choices, default)


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (Type.MONEY, "1234.56", 123456),
        (Type.MONEY, "-0.05", -5),
        (Type.MONEY, "7", 700),
        (Type.MONEY, "7.10000", 710),
        (Type.INT, "-12", -12),
        (Type.BOOL, "yes", 1),
        (Type.BOOL, "FALSE", 0),
        (Type.RATE, "5%", 50_000),
        (Type.RATE, "0.05", 50_000),
        (Type.RATE, "1.85%", 18_500),
        (Type.RATE, "100%", 1_000_000),
        (Type.CHOICE, "b", 1),
        (Type.CODE, "s1257l w1", pack_code("S1257LW1")),
        (Type.DATE, "1970-01-02", 1),
    ],
)
def test_a_text_becomes_its_number(type_, text, value):
    assert encode(column(type_, choices=("a", "b")), text, "GBP") == value


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (Type.MONEY, "1,234.56"),
        (Type.MONEY, "1.005"),
        (Type.MONEY, "1e3"),
        (Type.MONEY, "nan"),
        (Type.MONEY, "99999999999999"),
        (Type.MONEY, "٣"),
        (Type.INT, "1.0"),
        (Type.INT, "9999999999"),
        (Type.BOOL, "maybe"),
        (Type.RATE, "5"),
        (Type.RATE, "-1%"),
        (Type.RATE, "0.00001%"),
        (Type.RATE, "101%"),
        (Type.CHOICE, "B"),
        (Type.CODE, "123456789"),
        (Type.CODE, "£"),
        (Type.DATE, "30/11/2026"),
        (Type.DATE, "2026-02-30"),
    ],
)
def test_a_bad_text_is_refused_with_a_sentence(type_, text):
    with pytest.raises(BadValue) as caught:
        encode(column(type_, choices=("a", "b")), text, "GBP")
    assert caught.value.text == text
    assert str(caught.value).startswith("thing: ")


def test_an_empty_text_is_the_default_or_refused():
    assert encode(column(Type.MONEY, 5), " ") == 5
    with pytest.raises(BadValue, match="required"):
        encode(column(Type.MONEY, None), "")


def test_money_knows_the_decimals_of_a_currency():
    assert money.parse("1234", "JPY") == 1234
    assert money.parse("1.234", "KWD") == 1234
    assert money.format(1234, "JPY") == "1234"
    assert money.format(-5, "KWD") == "-0.005"
    with pytest.raises(ValueError, match="decimals"):
        money.parse("1.5", "JPY")


@given(st.integers(-money.LIMIT, money.LIMIT))
def test_every_amount_survives_the_text(amount):
    assert encode(column(Type.MONEY), decode(column(Type.MONEY), amount, "GBP"), "GBP") == amount


@given(st.integers(0, 1_000_000))
def test_every_rate_survives_the_text(rate):
    assert encode(column(Type.RATE), decode(column(Type.RATE), rate)) == rate


@given(st.text("ABCDXYZ0123456789", max_size=8))
def test_every_code_survives_the_packing(text):
    assert unpack_code(pack_code(text)) == text
    assert 0 <= pack_code(text) < 2**63


@given(st.dates())
def test_every_date_survives_the_text(day):
    assert decode(column(Type.DATE), encode(column(Type.DATE), day.isoformat())) == day.isoformat()


def test_no_date_is_an_empty_text():
    assert decode(column(Type.DATE), NO_DATE) == ""
    assert encode(column(Type.DATE, NO_DATE), "") == NO_DATE
