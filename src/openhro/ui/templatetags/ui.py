"""Tags and filters that components and pages use: icons, amounts, changes, dates, deadlines, styles."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zlib import crc32

from django import template
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext

from openhro.core.clock import now as present
from openhro.ui import brand, formats, styles
from openhro.ui.icons import DIRECTIONAL, ICONS

register = template.Library()

BRAND_RULES = 1  # raise when brand.stylesheet() changes, so that kept copies are asked for anew


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """One of our icons, hidden from screen readers: the words beside it, or its label, carry the meaning."""
    flip = " icon-flip" if name in DIRECTIONAL else ""
    return format_html(
        '<svg class="icon{}{}" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" '
        'stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>',
        flip,
        f" {css}" if css else "",
        ICONS[name],
    )


@register.simple_tag
def money(minor: Any, currency: str = "", signed: bool = False, code: bool = False) -> SafeString:
    """An amount in minor units, or an object with `amount` and `currency`; nothing for None, which is not nought."""
    if minor is None or minor == "":
        return mark_safe("")
    minor, currency = getattr(minor, "amount", minor), getattr(minor, "currency", currency)
    text = formats.money(int(minor), currency, formats.current_locale(), signed=signed, symbol=not code)
    return format_html(
        '<span class="money"><span class="money-sign">{}</span>{}<span class="money-minor">{}</span>{}{}</span>',
        text.before,
        text.whole,
        text.minor,
        text.after,
        format_html(' <span class="money-code">{}</span>', currency) if code else "",
    )


@register.inclusion_tag("ui/delta.html")
def delta(change: int, text: str, percent: str = "", rise: str = "plain", note: str = "") -> dict[str, object]:
    """A change with its direction in words and an arrow; `rise` says whether more is good, bad or neither."""
    direction = "up" if change > 0 else "down" if change < 0 else "same"
    fall = {"good": "bad", "bad": "good"}.get(rise, "plain")
    tone = {"up": rise, "down": fall, "same": "plain"}[direction]
    return {"direction": direction, "tone": tone, "text": text, "percent": percent, "note": note}


@register.simple_tag
def delta_money(current: int, prior: int, currency: str, rise: str = "plain") -> str:
    """The change between two amounts, with its percentage."""
    locale = formats.current_locale()
    percent = formats.change_percent(current, prior)
    text = str(formats.money(current - prior, currency, locale, signed=True))
    shown = delta(current - prior, text, "" if percent is None else formats.percent_text(percent, locale), rise)
    return get_template("ui/delta.html").render(shown)


@register.filter
def day(value: date | datetime | str | None, style: str = "short") -> SafeString | str:
    """A date as the reader writes it, in a <time>; text passes through, so that a page may hold either."""
    if not isinstance(value, date):
        return value or ""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    known = style if style in ("short", "weekday", "long", "month") else "short"
    return format_html(
        '<time datetime="{}">{}</time>',
        on.isoformat()[:7] if known == "month" else on.isoformat(),
        formats.day(on, formats.current_locale(), known),  # type: ignore[arg-type]
    )


@register.filter
def moment(value: datetime | str | None) -> SafeString | str:
    """An instant in the reader's zone, in a <time>; text passes through."""
    if not isinstance(value, datetime):
        return value or ""
    zone = timezone.get_current_timezone()
    text = formats.moment(value, zone, formats.current_locale())
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.filter
def number(value: int | None) -> str:
    """A whole number with grouping; nothing for None."""
    return "" if value is None or value == "" else formats.count(int(value), formats.current_locale())


@register.filter
def pick(row: Mapping[str, object], key: str) -> object:
    """The value under a key that a template holds in a variable."""
    return row.get(key, "")


@register.filter
def initials(name: str) -> str:
    """Letters for an avatar."""
    return formats.initials(name)


@register.filter
def hue(name: str) -> int:
    """One of five avatar colours, always the same for a name."""
    return (crc32(name.encode()) >> 7) % 5 + 1


@register.simple_tag
def clock_words(due: datetime | None, now: datetime | None = None, state: str = "") -> formats.ClockText:
    """What a deadline says, as seen at `now` (this moment unless told)."""
    if state in ("paused", "met", "missed"):
        return formats.fixed_clock(state)
    if not due:
        return formats.fixed_clock("none")
    return formats.clock(due, now or present())


TONES = {
    "good": ("check", "Success"),
    "warn": ("warning", "Warning"),
    "bad": ("alert", "Problem"),
    "info": ("info", "Note"),
    "accent": ("info", "Note"),
    "plain": ("info", "Note"),
}


@register.filter
def tone_icon(tone: str) -> str:
    """The shape that goes with a tone, so that it does not speak by colour alone."""
    return TONES.get(tone, TONES["plain"])[0]


@register.filter
def tone_word(tone: str) -> str:
    """The word that goes with a tone, for screen readers."""
    words = {
        "Success": gettext("Success"),
        "Warning": gettext("Warning"),
        "Problem": gettext("Problem"),
        "Note": gettext("Note"),
    }
    return words[TONES.get(tone, TONES["plain"])[1]]


@register.filter
def message_tone(tags: str) -> str:
    """Django's message level as one of our tones."""
    known = {"success": "good", "warning": "warn", "error": "bad"}
    return next((tone for level, tone in known.items() if level in tags), "info")


@register.simple_tag
def reading_direction() -> str:
    """ltr or rtl, by the active language."""
    return "rtl" if get_language_bidi() else "ltr"


@register.simple_tag
def ui_stylesheet() -> SafeString:
    """The link to the product's one stylesheet."""
    return format_html('<link rel="stylesheet" href="{}">', reverse("ui:styles", args=[styles.bundle()[0]]))


@register.simple_tag
def brand_stylesheet(colour: str | None) -> SafeString:
    """The link that puts a client's colour on the page; nothing without a colour or for one that is none."""
    try:
        digits = brand.text(brand.parse(colour or ""))[1:]
        address = reverse("ui:brand", args=[digits])
    except (ValueError, NoReverseMatch):
        return mark_safe("")
    return format_html('<link rel="stylesheet" href="{}?v={}">', address, BRAND_RULES)
