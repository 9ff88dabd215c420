from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from django.utils import translation

from openhro.ui import formats

GB, US, DE, AR = Locale("en", "GB"), Locale("en", "US"), Locale("de", "DE"), Locale("ar", "EG")


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "text"),
    [
        (20411763, "GBP", GB, "£204,117.63"),
        (-3540, "GBP", GB, "−£35.40"),
        (0, "GBP", GB, "£0.00"),
        (5, "GBP", GB, "£0.05"),
        (123456, "EUR", DE, "1.234,56\u00a0€"),
        (1250000, "JPY", GB, "JP¥1,250,000"),
        (1250500, "BHD", GB, "BHD\u00a01,250.500"),
        (100, "USD", US, "$1.00"),
        (9007199254740993, "USD", US, "$90,071,992,547,409.93"),
    ],
)
def test_money_is_written_exactly(minor, currency, locale, text):
    assert str(formats.money(minor, currency, locale)) == text


def test_money_in_pieces_joins_to_the_whole():
    parts = formats.money(-123456, "GBP", GB)
    assert (parts.before, parts.whole, parts.minor, parts.after) == ("−£", "1,234", ".56", "")
    parts = formats.money(123456, "EUR", DE)
    assert (parts.before, parts.whole, parts.minor, parts.after) == ("", "1.234", ",56", "\u00a0€")
    assert formats.money(1250, "JPY", GB).minor == ""


def test_signed_shows_a_plus_but_not_on_nought():
    assert str(formats.money(100, "GBP", GB, signed=True)) == "+£1.00"
    assert str(formats.money(0, "GBP", GB, signed=True)) == "£0.00"


def test_without_symbol_the_number_stands_alone():
    assert str(formats.money(1250000, "JPY", GB, symbol=False)) == "1,250,000"
    assert str(formats.money(-1250500, "BHD", GB, symbol=False)) == "−1,250.500"


@pytest.mark.parametrize(
    ("current", "prior", "percent"),
    [(105, 100, "5.0"), (95, 100, "-5.0"), (10005, 10000, "0.1"), (0, 100, "-100.0"), (-50, -100, "50.0")],
)
def test_change_is_rounded_half_up(current, prior, percent):
    assert formats.change_percent(current, prior) == Decimal(percent)


def test_change_from_nothing_has_no_percentage():
    assert formats.change_percent(5, 0) is None


def test_hundredths_of_a_percent():
    assert formats.hundredths(9950, GB) == "99.50%"
    assert formats.hundredths(-125, DE) == "−1,25\u00a0%"


def test_dates_by_locale():
    pay_day = date(2026, 11, 30)
    assert formats.day(pay_day, GB) == "30 Nov 2026"
    assert formats.day(pay_day, US) == "Nov 30, 2026"
    assert formats.day(pay_day, GB, "weekday") == "Mon, 30 Nov 2026"
    assert formats.day(pay_day, GB, "long") == "Monday, 30 November 2026"
    assert formats.day(pay_day, GB, "month") == "November 2026"


def test_moments_name_their_zone():
    at = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    assert formats.moment(at, ZoneInfo("Europe/London"), GB) == "25 Nov 2026, 17:00 GMT"
    assert formats.moment(at, ZoneInfo("America/Denver"), GB) == "25 Nov 2026, 10:00 MST"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=1, minutes=40), "1 h 40 min"),
        (timedelta(hours=3, minutes=20), "3 h"),
        (timedelta(days=1, hours=7), "1 day 7 h"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=6, hours=5), "6 days"),
    ],
)
def test_spans_are_short(length, words):
    assert formats.span(length) == words


def test_clocks_turn_with_time():
    due = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    assert formats.clock(due, due - timedelta(days=3)) == formats.ClockText("Due in 3 days", "plain", "clock")
    assert formats.clock(due, due - timedelta(hours=24)) == formats.ClockText("Due in 1 day", "warn", "clock")
    assert formats.clock(due, due) == formats.ClockText("Due in 0 min", "warn", "clock")
    assert formats.clock(due, due + timedelta(seconds=61)) == formats.ClockText("Overdue by 1 min", "bad", "warning")


def test_stopped_clocks_say_so():
    assert [formats.fixed_clock(state).text for state in ("paused", "met", "missed", "none")] == [
        "Paused",
        "Met",
        "Missed",
        "No deadline",
    ]


@pytest.mark.parametrize(
    ("name", "letters"), [("Priya Raman", "PR"), ("Cher", "CH"), ("Ana Maria de Souza", "AS"), ("?", "?"), ("", "")]
)
def test_initials(name, letters):
    assert formats.initials(name) == letters


def test_an_unknown_language_reads_british():
    with translation.override("xx"):
        assert formats.current_locale() == GB
