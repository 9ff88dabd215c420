"""Executors: how a run is spread over chunks and cores. A cluster engine only adds an entry to ENGINES."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paycalc.columns import Columns

if TYPE_CHECKING:
    from paycalc.run import Problem

__all__ = ["CHUNK", "ENGINES", "ONE_CORE", "Engine", "Part", "Span", "Spread"]

CHUNK: Final = 32_768
"""Rows at a time: a few dozen arrays of a chunk stay in the cache of a core."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spread:
    """How a run is spread; it decides how long the run takes, never what comes out."""

    workers: int = 1
    engine: str = "local"
    chunk: int = CHUNK


ONE_CORE: Final = Spread()


@dataclass(frozen=True, slots=True)
class Part:
    """What one chunk gives back; `columns` is None when the chunk wrote into the run's own arrays."""

    span: Span
    problems: list[Problem]
    columns: Columns | None = None


Engine = Callable[[Callable[[Span], Part], Iterable[Span], int], Iterator[Part]]


def local(work: Callable[[Span], Part], spans: Iterable[Span], workers: int) -> Iterator[Part]:
    """Threads of this process (NumPy lets them run at once); in order with one worker."""
    if workers <= 1:
        yield from map(work, spans)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(work, spans)


ENGINES: dict[str, Engine] = {"local": local}
