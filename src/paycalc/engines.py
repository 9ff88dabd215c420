"""Executors: how a run is spread over chunks, cores and machines. The name of an engine is its entry in ENGINES."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from paycalc.columns import Columns
from paycalc.errors import EngineMissing

if TYPE_CHECKING:
    from paycalc.run import Chunks, Problem

__all__ = ["CHUNK", "ENGINES", "ONE_CORE", "Engine", "Part", "Span", "Spread", "engine_of"]

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


Engine = Callable[["Chunks", Iterable[Span], int], Iterator[Part]]


def local(chunks: Chunks, spans: Iterable[Span], workers: int) -> Iterator[Part]:
    """Threads of this process (NumPy lets them run at once); in order with one worker."""
    if workers <= 1:
        yield from map(chunks.here, spans)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(chunks.here, spans)


def ray(chunks: Chunks, spans: Iterable[Span], workers: int) -> Iterator[Part]:
    """Tasks on a Ray cluster: the one that RAY_ADDRESS names or that is connected to, else one on this machine.

    At most two chunks a core (of the cluster, or of `workers` if they are more) are under way, so that memory stays
    flat here too. Every machine needs this same release installed. Raises EngineMissing without the package ray.
    """
    cluster = _cluster()
    task, pack = cluster.remote(chunks.apart), cluster.put(chunks.pack)
    most = 2 * max(workers, int(cluster.cluster_resources().get("CPU", 1)))
    waiting: deque[Any] = deque()
    for span in spans:
        waiting.append(task.remote(pack, chunks.law.dates, chunks.cut(span), span))
        if len(waiting) == most:
            yield _fetched(cluster, waiting.popleft())
    while waiting:
        yield _fetched(cluster, waiting.popleft())


def _cluster() -> Any:
    try:
        cluster = import_module("ray")
    except ImportError:
        raise EngineMissing("the engine ray needs the package ray: pip install 'openhro[ray]'") from None
    if not cluster.is_initialized():
        cluster.init(include_dashboard=False, log_to_driver=False, logging_level="error")
    return cluster


def _fetched(cluster: Any, reference: Any) -> Part:
    """What a task gave back, or the error that it raised, without the cluster's wrapping."""
    try:
        part: Part = cluster.get(reference)
    except cluster.exceptions.RayTaskError as error:
        raise error.cause from None
    return part


ENGINES: dict[str, Engine] = {"local": local, "ray": ray}


def engine_of(name: str) -> Engine:
    """The engine of a name; raises EngineMissing with the names that exist."""
    if name not in ENGINES:
        raise EngineMissing(f"there is no engine {name!r}; there are: {', '.join(sorted(ENGINES))}")
    return ENGINES[name]
