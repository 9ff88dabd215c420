"""Shares: one bar cut into the parts of a whole. Where each pound of a payslip went."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from openhro.ui.charts.drawing import Box, Caption, Chart, Twin, element, join, pictures
from openhro.ui.charts.scale import Number, Scale
from openhro.ui.charts.series import Bar

BOXES = tuple(Box(width, 34, left=0, right=0, top=2, bottom=2) for width in (340, 520, 720))


def shares(caption: Caption, parts: Sequence[Bar]) -> Chart:
    """Parts in the order given; each is named with its value, since slivers have no room for words."""
    if any(part.value < 0 for part in parts):
        raise ValueError("A share of a whole cannot be below nought.")
    whole = sum(part.value for part in parts)
    rows = [[part.label, caption.unit.full(part.value)] for part in parts]
    return Chart(
        caption,
        pictures(caption, BOXES, lambda box: _draw(parts, whole, box)),
        Twin([gettext("Part"), caption.unit.name()], [*rows, [gettext("Total"), caption.unit.full(whole)]]),
        _legend(caption, parts),
    )


def _draw(parts: Sequence[Bar], whole: int, box: Box) -> SafeString:
    scale = Scale(0, max(whole, 1), box.left, box.end)
    drawn = []
    level = 0
    for part in parts:
        start, end = scale.at(level), scale.at(level + part.value)
        level += part.value
        if part.value:
            width = max(end - start - 2, Fraction(1))
            shape: dict[str, Number] = {
                "x": start,
                "y": box.top,
                "width": width,
                "height": box.floor - box.top,
                "rx": 3,
            }
            drawn.append(element("rect", class_=f"f-{part.tone or '1'}", **shape))
    return join(*drawn)


def _legend(caption: Caption, parts: Sequence[Bar]) -> SafeString:
    marks = []
    for part in parts:
        mark = element("rect", class_=f"f-{part.tone or '1'}", x=4, width=12, height=12, rx=2)
        marks.append((mark, part.label, caption.unit.full(part.value)))
    row = '<li><svg viewBox="0 0 20 12" aria-hidden="true">{}</svg>{} <span class="num">{}</span></li>'
    return format_html('<ul class="legend">{}</ul>', format_html_join("", row, marks))
