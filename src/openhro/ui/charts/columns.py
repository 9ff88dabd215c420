"""Columns: values over time, one series or several stacked; below nought they grow downwards."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from openhro.ui.charts.drawing import (
    BOXES,
    Box,
    Caption,
    Chart,
    Twin,
    element,
    join,
    label_axis,
    legend,
    pictures,
    value_axis,
)
from openhro.ui.charts.scale import Number, Scale, reach
from openhro.ui.charts.series import Series

GAP = 1  # a hairline of paper between stacked parts, so that they part without colour


def columns(caption: Caption, labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """Draw the series stacked in their order; the first stands on the axis."""
    rows, names = list(series), list(labels)
    head = [gettext("Period"), *(item.name for item in rows)]
    body = [[label, *(_cell(caption, item, i) for item in rows)] for i, label in enumerate(names)]
    if len(rows) > 1:
        head.append(gettext("Total"))
        for i, line in enumerate(body):
            line.append(caption.unit.full(sum(item.values[i] or 0 for item in rows)))
    return Chart(
        caption,
        pictures(caption, BOXES, lambda box: _draw(caption, names, rows, box)),
        Twin(head, body),
        legend(rows),
    )


def _cell(caption: Caption, item: Series, index: int) -> str:
    value = item.values[index]
    return "" if value is None else caption.unit.full(value)


def stack(series: Sequence[Series], index: int) -> list[tuple[int, int]]:
    """From and to of each part at one label; what is negative is stacked downwards from nought."""
    up = down = 0
    parts = []
    for item in series:
        value = item.values[index] or 0
        if value >= 0:
            parts.append((up, up + value))
            up += value
        else:
            parts.append((down, down + value))
            down += value
    return parts


def _draw(caption: Caption, labels: list[str], series: list[Series], box: Box) -> SafeString:
    stacks = [stack(series, i) for i in range(len(labels))]
    low, high = reach(end for parts in stacks for part in parts for end in part)
    scale, grid = value_axis(box, low, high, caption.unit)
    room = Fraction(box.end - box.left, max(len(labels), 1))
    breadth = min(room * Fraction(3, 5), Fraction(52))
    middle = Scale(0, 1, box.left + room / 2, box.left + room * 3 / 2)
    parts = [grid]
    for i, stacked in enumerate(stacks):
        for number, (start, end) in enumerate(stacked):
            if start == end:
                continue
            top, bottom = sorted((scale.at(start), scale.at(end)))
            height = max(bottom - top - (GAP if len(series) > 1 else 0), Fraction(1, 2))
            shape: dict[str, Number] = {
                "x": middle.at(i) - breadth / 2,
                "y": top,
                "width": breadth,
                "height": height,
                "rx": 2,
            }
            parts.append(element("rect", class_=f"f-{series[number].colour(number)}", **shape))
    parts.append(label_axis(box, labels, middle))
    return join(*parts)
