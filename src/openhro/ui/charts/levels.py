"""Level bars: a few things at whole steps, the size of a word, with the step that is asked for as a dashed line."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from openhro.ui.charts.drawing import Box, Caption, element, join, svg
from openhro.ui.charts.scale import Scale
from openhro.ui.charts.series import Bar

_PITCH, _WIDTH = 12, 8


def levels(bars: Sequence[Bar], caption: Caption, most: int, wanted: int) -> SafeString:
    """The image alone; its description lists every bar, since a word-sized picture has no room for a table."""
    box = Box(max(len(bars), 1) * _PITCH + 6, 40, left=3, right=3, top=4, bottom=4)
    up = Scale(0, most, box.floor, box.top)
    parts = []
    for place, bar in enumerate(bars):
        top = min(up.at(bar.value), up.at(0) - 2)  # nought keeps a stub, so that nothing is not invisible
        x = box.left + place * _PITCH + 2
        css = f"f-{bar.tone or '1'}"
        parts.append(element("rect", class_=css, x=x, y=top, width=_WIDTH, height=box.floor - top, rx=1))
    y = up.at(wanted)
    parts.append(element("line", class_="ch-target", x1=box.left, x2=box.end, y1=y, y2=y))
    listed = ", ".join(f"{bar.label}: {bar.value}" for bar in bars)
    return svg(Caption(caption.title, f"{caption.desc} {listed}", caption.unit), box, join(*parts), css="spark")
