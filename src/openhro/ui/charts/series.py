"""What a chart draws: named rows of values and single bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "1", "2", "3", "4", "5", "6", "rest", "good", "warn", "bad", "up", "down"]


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values over the chart's labels; None is a gap, never a nought."""

    name: str
    values: Sequence[int | None]
    tone: Tone = ""

    def colour(self, index: int) -> str:
        """Its own tone, or the palette's next."""
        return self.tone or str(index % 6 + 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing and its value."""

    label: str
    value: int
    tone: Tone = "1"
