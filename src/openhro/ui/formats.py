"""How amounts, counts, dates and deadlines read, by locale. Pure: no settings, no clock, no float."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_decimal,
    get_currency_symbol,
    get_decimal_symbol,
)
from django.utils.translation import get_language, gettext, ngettext, to_locale

from openhro.core.money import minor_digits

MINUS = "\u2212"
# CLDR keeps a lettered symbol apart from the number; the pattern alone would write BHD1.250.
LETTER_BY_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def current_locale() -> Locale:
    """The reader's locale from Django's active language; British English when that is unknown to CLDR."""
    try:
        return Locale.parse(to_locale(get_language() or "en-gb"))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def _digits(currency: str) -> int:
    """Decimals of a currency; two where a component is shown without one."""
    return minor_digits(currency) if currency else 2


@dataclass(frozen=True, slots=True)
class MoneyText:
    """An amount in pieces, so that a page can set the sign and the pence smaller. `str()` joins them."""

    before: str
    whole: str
    minor: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.whole}{self.minor}{self.after}"


def money(minor: int, currency: str, locale: Locale, *, signed: bool = False, symbol: bool = True) -> MoneyText:
    """Write `minor` units of `currency` as the locale does, with a true minus.

    `signed` also shows a plus; without `symbol` the caller names the currency beside it.
    """
    digits = _digits(currency)
    pattern = locale.currency_formats["standard"]
    amount = Decimal(minor).scaleb(-digits)
    text = pattern.apply(amount, locale, currency=currency, currency_digits=False, force_frac=(digits, digits))
    if not symbol:
        text = text.replace(get_currency_symbol(currency, locale), "").strip("\u00a0 ")
    text = LETTER_BY_DIGIT.sub("\u00a0", text).replace("-", MINUS)
    if signed and minor > 0:
        text = f"+{text}"
    first = next(index for index, char in enumerate(text) if char.isdigit())
    last = max(index for index, char in enumerate(text) if char.isdigit()) + 1
    point = last - digits - len(get_decimal_symbol(locale)) if digits else last
    return MoneyText(text[:first], text[first:point], text[point:last], text[last:])


def short_money(minor: int, currency: str, locale: Locale) -> str:
    """About the amount, for chart axes: 1.2M. Never used where the exact figure is meant."""
    amount = Decimal(minor).scaleb(-_digits(currency))
    return str(format_compact_currency(amount, currency, locale=locale, fraction_digits=1)).replace("-", MINUS)


def count(number: int, locale: Locale) -> str:
    """A whole number with the locale's grouping."""
    return format_decimal(number, locale=locale).replace("-", MINUS)


def short_count(number: int, locale: Locale) -> str:
    """About the number, for chart axes."""
    return format_compact_decimal(number, locale=locale, fraction_digits=1).replace("-", MINUS)


def hundredths(value: int, locale: Locale, *, places: int = 2) -> str:
    """A percentage kept as hundredths of a percent: 9950 reads 99.50 %, as the locale writes it."""
    pattern = locale.percent_formats[None]
    fraction = Decimal(value).scaleb(-4)
    return str(pattern.apply(fraction, locale, force_frac=(places, places))).replace("-", MINUS)


def change_percent(current: int, prior: int) -> Decimal | None:
    """The change in percent to one place, half up; None from nothing, because no percentage says that."""
    if prior == 0:
        return None
    return (Decimal(current - prior) * 100 / abs(Decimal(prior))).quantize(Decimal("0.1"), ROUND_HALF_UP)


def percent_text(percent: Decimal, locale: Locale) -> str:
    """A percentage with its sign."""
    text = locale.percent_formats[None].apply(percent / 100, locale, force_frac=(1, 1)).replace("-", MINUS)
    return f"+{text}" if percent > 0 else str(text)


def day(value: date, locale: Locale, style: Literal["short", "weekday", "long", "month"] = "short") -> str:
    """A date: 30 Nov 2026, Mon 30 Nov 2026, Monday 30 November 2026 or November 2026, as the locale orders it."""
    skeleton = {"short": "yMMMd", "weekday": "yMMMEd", "month": "yMMMM"}
    if style == "long":
        return format_date(value, "full", locale=locale)
    wanted = skeleton[style]
    if wanted in locale.datetime_skeletons:
        return format_skeleton(wanted, value, locale=locale)
    return format_date(value, "medium", locale=locale)


def said(value: date) -> str:
    """A date inside a sentence, as the reader's locale writes it: 30 Nov 2026."""
    return day(value, current_locale())


def day_month(value: date, locale: Locale) -> str:
    """Day and month without the year, for axes: 30 Nov."""
    return format_skeleton("MMMd", value, locale=locale)


def moment(value: datetime, zone: tzinfo, locale: Locale) -> str:
    """An instant with its zone's name: 25 Nov 2026, 17:00 GMT."""
    local = value.astimezone(zone)
    return f"{day(local.date(), locale)}, {format_datetime(local, 'HH:mm', locale=locale)} {local.tzname()}"


@dataclass(frozen=True, slots=True)
class ClockText:
    """What a deadline says now: words, a tone and an icon, so that colour never speaks alone."""

    text: str
    tone: Literal["plain", "warn", "bad", "good"]
    icon: str


_FIXED: dict[str, tuple[str, Literal["plain", "warn", "bad", "good"], str]] = {
    "paused": ("Paused", "plain", "pause"),
    "met": ("Met", "good", "check"),
    "missed": ("Missed", "bad", "cross"),
    "none": ("No deadline", "plain", "clock"),
}


def fixed_clock(state: str) -> ClockText:
    """The words of a clock that has stopped or never ran."""
    words, tone, icon = _FIXED[state]
    translated = {
        "Paused": gettext("Paused"),
        "Met": gettext("Met"),
        "Missed": gettext("Missed"),
        "No deadline": gettext("No deadline"),
    }
    return ClockText(translated[words], tone, icon)


def span(length: timedelta) -> str:
    """A duration in at most two units; minutes are dropped from three hours on, hours from three days on."""
    minutes = int(length.total_seconds() // 60)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%(n)d day", "%(n)d days", days) % {"n": days})
    if hours and days < 3:
        parts.append(gettext("%(n)d h") % {"n": hours})
    if not days and hours < 3 and (minutes or not hours):
        parts.append(gettext("%(n)d min") % {"n": minutes})
    return " ".join(parts)


def clock(due: datetime, now: datetime, *, soon: timedelta = timedelta(hours=24)) -> ClockText:
    """Words for a running deadline as seen at `now`: due in, due soon, overdue by."""
    if due < now:
        return ClockText(gettext("Overdue by %(span)s") % {"span": span(now - due)}, "bad", "warning")
    text = gettext("Due in %(span)s") % {"span": span(due - now)}
    if due - now <= soon:
        return ClockText(text, "warn", "clock")
    return ClockText(text, "plain", "clock")


def initials(name: str) -> str:
    """First letters of the first and last word: Priya Raman gives PR."""
    words = name.split()
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[:2] for word in words]
    return "".join(letters).upper()
