"""The parts every chart shares: elements, the accessible frame, grid lines and the result."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from openhro.ui.charts.scale import Number, Scale, px, ticks
from openhro.ui.charts.series import Series
from openhro.ui.charts.units import Unit

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Caption:
    """What a chart says: `title` is the finding in a sentence, `desc` what is drawn, `unit` what the numbers are."""

    title: str
    desc: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Twin:
    """The same figures as a table: the first column names the row, the others hold values as text."""

    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing, and the room it is for: text in an image scales with it, so each room gets its own."""

    fits: Literal["narrow", "mid", "wide"]
    svg: SafeString


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawings, their twin, and what a frame says round them."""

    caption: Caption
    pictures: list[Picture]
    twin: Twin
    legend: SafeString = field(default=mark_safe(""))
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A canvas and the plot inside its margins."""

    width: int
    height: int
    left: int = 56
    right: int = 12
    top: int = 16
    bottom: int = 28

    @property
    def narrow(self) -> bool:
        return self.width < 480

    @property
    def end(self) -> int:
        return self.width - self.right

    @property
    def floor(self) -> int:
        return self.height - self.bottom


BOXES = (Box(340, 220, left=48, right=6), Box(520, 240), Box(720, 250))


def rows_boxes(labels: Sequence[str], *, pitch: int, narrow_pitch: int, right: int, axis: int) -> tuple[Box, ...]:
    """Canvases for charts with a row per label: names stand above the rows on phones, beside them elsewhere."""
    beside = min(max((len(label) for label in labels), default=0) * 7 + 18, 190)
    tall, short = len(labels) * narrow_pitch + 8 + axis, len(labels) * pitch + 8 + axis
    return (
        Box(340, tall, left=2, right=right, top=4, bottom=4 + axis),
        Box(520, short, left=beside, right=right, top=4, bottom=4 + axis),
        Box(720, short, left=beside, right=right, top=4, bottom=4 + axis),
    )


def pictures(caption: Caption, boxes: Iterable[Box], paint: Callable[[Box], SafeString]) -> list[Picture]:
    """The same chart painted for each room."""
    fits: dict[int, Literal["narrow", "mid", "wide"]] = {340: "narrow", 520: "mid", 720: "wide"}
    return [Picture(fits[box.width], svg(caption, box, paint(box))) for box in boxes]


def element(name: str, **attributes: str | Number) -> SafeString:
    """An empty SVG element; class_ and text_anchor lose their underscores, numbers are written by px()."""
    pairs = [
        (key.rstrip("_").replace("_", "-"), value if isinstance(value, str) else px(value))
        for key, value in attributes.items()
    ]
    return format_html("<{}{}/>", mark_safe(name), format_html_join("", ' {}="{}"', pairs))  # noqa: S308


def words(text: str, x: Number, y: Number, *, css: str = "ch-text", anchor: Anchor = "start") -> SafeString:
    """A label."""
    return format_html('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', css, px(x), px(y), anchor, text)


def join(*parts: SafeString) -> SafeString:
    """Elements in the order in which they are painted."""
    return format_html_join("", "{}", ((part,) for part in parts))


def svg(caption: Caption, box: Box, body: SafeString, css: str = "") -> SafeString:
    """The image with title and description; ids come from the content, so that a page stays the same byte for byte."""
    key = f"{crc32(f'{caption.title}{caption.desc}{box.width}{body}'.encode()):08x}"
    return format_html(
        '<svg class="{}" role="img" viewBox="0 0 {} {}" width="{}" height="{}" aria-labelledby="t{} d{}">'
        '<title id="t{}">{}</title><desc id="d{}">{}</desc>{}</svg>',
        css, box.width, box.height, box.width, box.height, key, key, key, caption.title, key, caption.desc, body,
    )  # fmt: skip


def value_axis(box: Box, low: Number, high: Number, unit: Unit) -> tuple[Scale, SafeString]:
    """A vertical scale on round values, and its grid lines with their labels."""
    marks = ticks(low, high, 4)
    scale = Scale(marks[0], marks[-1], box.floor, box.top)
    lines = []
    for mark in marks:
        if mark.denominator != 1:
            continue  # values are whole: half a person or half a penny would round to its neighbour's label
        y = scale.at(mark)
        css = "ch-axis" if mark == 0 else "ch-grid"
        lines.append(element("line", class_=css, x1=box.left, x2=box.end, y1=y, y2=y))
        lines.append(words(unit.short(mark), box.left - 8, y + 4, anchor="end"))
    return scale, join(*lines)


def label_axis(box: Box, labels: list[str], at: Scale) -> SafeString:
    """Labels under the plot, thinned until they fit; the last is always kept."""
    room = (box.end - box.left) // max(len(labels), 1)
    widest = max((len(label) for label in labels), default=0) * 7
    every = max(1, -(-widest // max(room, 1)))
    kept = [i for i in range(len(labels)) if (len(labels) - 1 - i) % every == 0]
    return join(*(words(labels[i], at.at(i), box.floor + 18, anchor="middle") for i in kept))


def thinned(text: str, room: Number) -> str:
    """The label, cut with an ellipsis where it would run into its neighbour."""
    letters = int(room / 6)
    return text if len(text) <= letters else f"{text[: max(letters - 1, 1)]}…"


def legend(series: list[Series], *, dashed: bool = False) -> SafeString:
    """Names beside their marks; nothing for a single series, whose name the title carries."""
    if len(series) < 2:
        return mark_safe("")
    rows = []
    for index, item in enumerate(series):
        colour = item.colour(index)
        if dashed:
            mark = element("line", class_=f"ch-line s-{colour}", x1=0, x2=20, y1=6, y2=6, stroke_dasharray=dash(index))
        else:
            mark = element("rect", class_=f"f-{colour}", x=4, width=12, height=12, rx=2)
        rows.append((mark, item.name))
    items = format_html_join("", '<li><svg viewBox="0 0 20 12" aria-hidden="true">{}</svg>{}</li>', rows)
    return format_html('<ul class="legend">{}</ul>', items)


def dash(index: int) -> str:
    """A dash pattern per line, so that lines differ without colour."""
    return ("none", "7 4", "2 4", "9 3 2 3", "4 4", "1 5")[index % 6]
