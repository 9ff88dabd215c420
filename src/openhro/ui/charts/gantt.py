"""Gantt rows: what happens from when to when, with today as a line. Pay-run timelines, transition plans, cover."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from openhro.ui import formats
from openhro.ui.charts.drawing import Anchor, Box, Caption, Chart, Twin, element, join, pictures, rows_boxes, words
from openhro.ui.charts.scale import Scale, px
from openhro.ui.charts.series import Tone


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of whole days, both ends included; `note` is written on or beside it."""

    label: str
    start: date
    end: date
    tone: Tone = "1"
    note: str = ""


def gantt(
    caption: Caption, spans: Sequence[Span], today: date | None = None, links: Sequence[tuple[int, int]] = ()
) -> Chart:
    """One row per span, in the order given; a link leads from the end of a row to the start of one that waits."""
    # Notes stand after the bars, so that none lies on a name; on phones only the twin has them.
    beside = max((len(row.note) for row in spans), default=0) * 7 + 12
    narrow, *wide = rows_boxes([row.label for row in spans], pitch=30, narrow_pitch=44, right=beside, axis=24)
    boxes = [replace(narrow, right=12), *wide]
    locale = formats.current_locale()
    if today and not min(row.start for row in spans) <= today <= max(row.end for row in spans):
        today = None  # its line would lie outside
    rows = [[row.label, formats.day(row.start, locale), formats.day(row.end, locale), row.note] for row in spans]
    return Chart(
        caption,
        pictures(caption, boxes, lambda box: _draw(spans, today, links, box)),
        Twin([gettext("Step"), gettext("From"), gettext("Until"), gettext("State")], rows),
        note=gettext("Red line: today, %(day)s") % {"day": formats.day(today, locale)} if today else "",
    )


def marks(first: date, last: date, wanted: int) -> list[date]:
    """Mondays, or every second, fourth ... Monday, so that at most `wanted` fit."""
    monday = first + timedelta(days=(7 - first.weekday()) % 7)
    weeks = max((last - monday).days // 7 + 1, 0)
    every = 1
    while weeks > wanted * every:
        every *= 2
    return [monday + timedelta(weeks=week) for week in range(0, weeks, every)]


def _draw(spans: Sequence[Span], today: date | None, links: Sequence[tuple[int, int]], box: Box) -> SafeString:
    first = min(row.start for row in spans)
    last = max(row.end for row in spans) + timedelta(days=1)
    across = Scale(first.toordinal(), last.toordinal(), box.left, box.end)
    locale = formats.current_locale()
    parts = []
    for mark in marks(first, last, 4 if box.narrow else 8):
        x = across.at(mark.toordinal())
        parts.append(element("line", class_="ch-grid", x1=x, x2=x, y1=box.top, y2=box.floor))
        anchor: Anchor = "start" if x - box.left < 16 else "middle"
        parts.append(words(formats.day_month(mark, locale), x, box.floor + 18, anchor=anchor))
    if today and first <= today < last:
        x = across.at(today.toordinal()) + Fraction(box.end - box.left, (last - first).days) / 2
        parts.append(element("line", class_="ch-now", x1=x, x2=x, y1=box.top, y2=box.floor))
    pitch = 44 if box.narrow else 30
    if not box.narrow:  # on phones names stand above the bars, where a line would strike them out
        parts += [
            _link(spans[one], spans[two], across, (box.top + one * pitch, box.top + two * pitch)) for one, two in links
        ]
    for index, row in enumerate(spans):
        parts.append(_row(row, box, across, box.top + index * pitch))
    return join(*parts)


def _link(one: Span, two: Span, across: Scale, tops: tuple[int, int]) -> SafeString:
    """Down or up beside the later of the two ends, then into the bar that waits."""
    end, start = across.at(one.end.toordinal() + 1) - 1, across.at(two.start.toordinal())
    middle = [tops[0] + 15, tops[1] + 15]
    x = min(end, start) - 3 if start < end else start - 3
    points = [(end - 2, middle[0]), (x, middle[0]), (x, middle[1]), (start, middle[1])]
    way = " ".join(f"{px(across_)},{px(down)}" for across_, down in points)
    return element("polyline", class_="ch-link", points=way, fill="none")


def _row(row: Span, box: Box, across: Scale, top: int) -> SafeString:
    start, end = across.at(row.start.toordinal()), across.at(row.end.toordinal() + 1)
    y = top + (24 if box.narrow else 8)
    width = max(end - start - 1, Fraction(3))
    bar = element("rect", class_=f"f-{row.tone or '1'}", x=start, y=y, width=width, height=14, rx=3)
    if box.narrow:
        return join(words(row.label, box.left, top + 17, css="ch-name"), bar)
    name = words(row.label, box.left - 12, y + 11, css="ch-name", anchor="end")
    if not row.note:
        return join(name, bar)
    return join(name, bar, words(row.note, end + 6, y + 11))
