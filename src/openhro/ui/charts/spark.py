"""Sparkline: a row of values the size of a word, with its target as a dashed line."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from openhro.ui.charts.drawing import Box, Caption, element, join, svg
from openhro.ui.charts.scale import Scale, px, reach

SPARK = Box(96, 28, left=3, right=4, top=4, bottom=4)


def sparkline(values: Sequence[int], caption: Caption, target: int | None = None) -> SafeString:
    """The image alone; its description lists the values, since a word-sized picture has no room for a table."""
    known = [*values, target] if target is not None else list(values)
    low, high = reach(known, zero=False)
    across = Scale(0, max(len(values) - 1, 1), SPARK.left, SPARK.end)
    up = Scale(low, high if high > low else low + 1, SPARK.floor, SPARK.top)
    points = " ".join(f"{px(across.at(i))},{px(up.at(value))}" for i, value in enumerate(values))
    parts = []
    if target is not None:
        y = up.at(target)
        parts.append(element("line", class_="ch-target", x1=SPARK.left, x2=SPARK.end, y1=y, y2=y))
    parts.append(element("polyline", class_="ch-line s-1", points=points))
    last = values[-1]
    missed = target is not None and last < target
    tone = "f-bad" if missed else "f-1"
    parts.append(element("circle", class_=tone, cx=across.at(len(values) - 1), cy=up.at(last), r=3))
    listed = ", ".join(caption.unit.full(value) for value in values)
    said = Caption(caption.title, f"{caption.desc} {listed}", caption.unit)
    return svg(said, SPARK, join(*parts), css="spark")
