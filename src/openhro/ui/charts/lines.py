"""Lines: how values went over time, each line named at its end, a target as a dashed line."""

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
    dash,
    element,
    join,
    label_axis,
    legend,
    pictures,
    value_axis,
    words,
)
from openhro.ui.charts.scale import Scale, px, reach
from openhro.ui.charts.series import Series


def lines(caption: Caption, labels: Sequence[str], series: Sequence[Series], target: int | None = None) -> Chart:
    """Draw the series over the labels; the axis starts at the lowest round value, not at nought."""
    rows, names = list(series), list(labels)
    body = [
        [label, *("" if item.values[i] is None else caption.unit.full(item.values[i] or 0) for item in rows)]
        for i, label in enumerate(names)
    ]
    return Chart(
        caption,
        pictures(caption, BOXES, lambda box: _draw(caption, names, rows, target, box)),
        Twin([gettext("Period"), *(item.name for item in rows)], body),
        legend(rows, dashed=True),
        note="" if target is None else gettext("Dashed line: target %(value)s") % {"value": caption.unit.full(target)},
    )


def pieces(values: Sequence[int | None]) -> list[list[int]]:
    """Runs of positions without a gap."""
    runs: list[list[int]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(index)
    return [run for run in runs if run]


def _draw(caption: Caption, labels: list[str], series: list[Series], target: int | None, box: Box) -> SafeString:
    known = [value for item in series for value in item.values if value is not None]
    low, high = reach(known + ([] if target is None else [target]), zero=False)
    scale, grid = value_axis(box, low, high, caption.unit)
    inset = Fraction(24)
    across = Scale(0, max(len(labels) - 1, 1), box.left + inset, box.end - inset)
    parts = [grid]
    if target is not None:
        y = scale.at(target)
        parts.append(element("line", class_="ch-target", x1=box.left, x2=box.end, y1=y, y2=y))
    for number, item in enumerate(series):
        parts.append(_one(item, number, across, scale))
    if len(series) == 1 and series[0].values and series[0].values[-1] is not None:
        last = series[0].values[-1]
        label = words(caption.unit.full(last), box.end, scale.at(last) - 10, css="ch-label", anchor="end")
        parts.append(label)
    parts.append(label_axis(box, labels, across))
    return join(*parts)


def _one(item: Series, number: int, across: Scale, scale: Scale) -> SafeString:
    colour = item.colour(number)
    parts = []
    for run in pieces(item.values):
        points = " ".join(f"{px(across.at(i))},{px(scale.at(item.values[i] or 0))}" for i in run)
        line = {"class_": f"ch-line s-{colour}", "points": points, "stroke_dasharray": dash(number)}
        parts.append(element("polyline", **line))
        for i in run if len(item.values) <= 14 else run[-1:]:
            at = {"cx": across.at(i), "cy": scale.at(item.values[i] or 0), "r": 4 if i == run[-1] else 3}
            parts.append(element("circle", class_=f"ch-dot f-{colour}", **at))
    return join(*parts)
