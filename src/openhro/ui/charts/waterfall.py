"""Waterfall: how one total became another. The headcount walk, the bridge from last month's cost to this month's."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

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
    pictures,
    thinned,
    value_axis,
    words,
)
from openhro.ui.charts.scale import Number, ticks
from openhro.ui.formats import MINUS


@dataclass(frozen=True, slots=True)
class Step:
    """A change by `value`, or a total that must equal what the steps before it add up to."""

    label: str
    value: int
    kind: Literal["change", "total"] = "change"


@dataclass(frozen=True, slots=True)
class Block:
    """A step with the levels between which it is drawn."""

    step: Step
    start: int
    end: int


def walk(steps: Sequence[Step]) -> list[Block]:
    """Levels of every step. A total that does not tie is refused: such a chart would be a lie."""
    level = steps[0].value if steps and steps[0].kind == "total" else 0
    blocks = []
    for step in steps:
        if step.kind == "total":
            if step.value != level:
                raise ValueError(f"{step.label} is {step.value}, but the steps before it add up to {level}.")
            blocks.append(Block(step, 0, step.value))
        else:
            blocks.append(Block(step, level, level + step.value))
            level += step.value
    return blocks


def floor_for(blocks: Sequence[Block]) -> int:
    """Nought, unless the changes would be slivers: then the round value below all levels, which the chart says."""
    levels = [block.end for block in blocks]
    levels += [block.start for block in blocks if block.step.kind == "change"]
    low, high = min(levels, default=0), max(levels, default=0)
    if low <= 0 or low == high or (high - low) * 4 >= high:
        return 0
    marks = ticks(low - (high - low), high, 4)
    return max(int(marks[0]), 0)


def waterfall(caption: Caption, steps: Sequence[Step]) -> Chart:
    """Totals stand on the floor; changes hang between levels, up or down."""
    blocks = walk(steps)
    floor = floor_for(blocks)
    rows = []
    for block in blocks:
        value = caption.unit.full(block.step.value)
        rows.append([block.step.label, value if block.step.kind == "total" else _signed(caption, block.step.value)])
    note = gettext("The axis starts at %(value)s.") % {"value": caption.unit.full(floor)} if floor else ""
    return Chart(
        caption,
        pictures(caption, BOXES, lambda box: _draw(caption, blocks, floor, box)),
        Twin([gettext("Step"), caption.unit.name()], rows),
        note=note,
    )


def _signed(caption: Caption, value: int) -> str:
    text = caption.unit.full(abs(value))
    return f"+{text}" if value > 0 else f"{MINUS}{text}" if value < 0 else text


def _draw(caption: Caption, blocks: list[Block], floor: int, box: Box) -> SafeString:
    low = min([floor, *(block.end for block in blocks)])
    high = max((max(block.start, block.end) for block in blocks), default=1)
    scale, grid = value_axis(box, low, high, caption.unit)
    room = Fraction(box.end - box.left, max(len(blocks), 1))
    breadth = min(room * Fraction(3, 5), Fraction(64))
    parts = [grid]
    for index, block in enumerate(blocks):
        x = box.left + room * index + (room - breadth) / 2
        base = max(block.start, floor) if block.step.kind == "total" else block.start
        top, bottom = sorted((scale.at(base), scale.at(block.end)))
        shape: dict[str, Number] = {
            "x": x,
            "y": top,
            "width": breadth,
            "height": max(bottom - top, Fraction(1)),
            "rx": 2,
        }
        parts.append(element("rect", class_=f"f-{_colour(block.step)}", **shape))
        if index + 1 < len(blocks):
            y = scale.at(block.end)
            parts.append(element("line", class_="ch-link", x1=x + breadth, x2=x + room, y1=y, y2=y))
        total = block.step.kind == "total"
        label = caption.unit.full(block.step.value) if total else _signed(caption, block.step.value)
        parts.append(words(label, x + breadth / 2, top - 6, css="ch-label", anchor="middle"))
        # On phones every second name goes one line lower, so that neighbours do not touch.
        low, width = (16, room * 2) if box.narrow and index % 2 else (0, room * 2 if box.narrow else room)
        name = thinned(block.step.label, width)
        parts.append(words(name, x + breadth / 2, box.floor + 18 + low, css="ch-name", anchor="middle"))
    return join(*parts)


def _colour(step: Step) -> str:
    if step.kind == "total":
        return "1"
    return "up" if step.value > 0 else "down" if step.value < 0 else "rest"
