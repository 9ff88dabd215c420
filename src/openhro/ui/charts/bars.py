"""Bars: one row per thing, its value written at the end of the bar."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from openhro.ui.charts.drawing import Box, Caption, Chart, Twin, element, join, pictures, rows_boxes, words
from openhro.ui.charts.scale import Number, Scale, reach
from openhro.ui.charts.series import Bar

ROW = 34


def bars(caption: Caption, items: Sequence[Bar], target: int | None = None) -> Chart:
    """Compare things; a target is a dashed line through all of them."""
    longest = max((len(caption.unit.full(bar.value)) for bar in items), default=0)
    boxes = rows_boxes(
        [bar.label for bar in items], pitch=ROW, narrow_pitch=50, right=max(86, longest * 7 + 12), axis=0
    )
    return Chart(
        caption,
        pictures(caption, boxes, lambda box: _draw(caption, items, target, box)),
        Twin([gettext("Item"), caption.unit.name()], [[bar.label, caption.unit.full(bar.value)] for bar in items]),
        note="" if target is None else gettext("Dashed line: target %(value)s") % {"value": caption.unit.full(target)},
    )


def _draw(caption: Caption, items: Sequence[Bar], target: int | None, box: Box) -> SafeString:
    known = [bar.value for bar in items] + ([] if target is None else [target])
    low, high = reach(known)
    scale = Scale(low, max(high, low + 1), box.left, box.end)
    zero = scale.at(0)
    parts = []
    pitch = 50 if box.narrow else ROW
    for index, bar in enumerate(items):
        top = box.top + index * pitch
        middle = top + (34 if box.narrow else ROW // 2)
        end = scale.at(bar.value)
        if box.narrow:
            parts.append(words(bar.label, box.left, top + 17, css="ch-name"))
        else:
            parts.append(words(bar.label, box.left - 12, middle + 4, css="ch-name", anchor="end"))
        shape: dict[str, Number] = {
            "x": min(zero, end),
            "y": middle - 8,
            "width": abs(end - zero),
            "height": 16,
            "rx": 3,
        }
        parts.append(element("rect", class_=f"f-{bar.tone or '1'}", **shape))
        parts.append(words(caption.unit.full(bar.value), max(zero, end) + 8, middle + 4, css="ch-label"))
    if target is not None:
        x = scale.at(target)
        parts.append(element("line", class_="ch-target", x1=x, x2=x, y1=box.top, y2=box.floor))
    return join(*parts)
