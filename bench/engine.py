"""Payslips per second of each installed pack, on one core and two, with ratios made in the same run.

    PYTHONPATH=src:. python bench/engine.py [ROWS] [PACK ...]

Prints key=value lines: seconds that the import takes and NumPy's part of them, payslips/s, peak memory, the ratio to a
plain copy of the same columns and to a Decimal loop, payslips/s through Ray where it is installed, and how long forty
million employees would take one machine like this one (docs/explain/forty-million.md).
A pack takes part when bench/<code>.py has `people(rows) -> Columns` and DATES; `decimal_loop(columns)` is optional.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module, util

from bench.given import count

from paycalc.calendars import Dates
from paycalc.columns import Columns
from paycalc.engines import CHUNK
from paycalc.packs import Pack, installed, load
from paycalc.run import Spread, run

FORTY_MILLION = 40_000_000


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    """The fastest of a few."""
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def import_seconds(module: str) -> tuple[float, float]:
    """Of an import in a fresh interpreter, the interpreter's own start left out: by the clock, and of processor time."""
    took = [_started(""), _started(f"import {module}")]
    return took[1][0] - took[0][0], took[1][1] - took[0][1]


def _started(code: str) -> tuple[float, float]:
    """The fastest of a few, each by itself."""
    clock, processor = [], []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        clock.append(seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True), 1))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(clock), min(processor)


def copied(columns: Columns, results: Columns) -> None:
    """A straight memory copy of all columns of a run."""
    for values in (*columns.values(), *results.values()):
        values.copy()


def measure(pack: Pack, rows: int) -> None:
    bench = import_module(f"bench.{pack.code}")
    people = bench.people(rows)
    slips = run(pack, people, bench.DATES)
    print(
        f"pack={pack.code} rows={rows} inputs={len(people)} results={len(pack.results)} problems={len(slips.problems)}"
    )
    results = slips.columns
    copy = seconds(lambda: copied(people, results))
    fastest = 0.0
    for workers in (1, 2):
        cpu = time.process_time()
        took = seconds(lambda count=workers: run(pack, people, bench.DATES, spread=Spread(count)))
        cpu = (time.process_time() - cpu) / 3
        fastest = max(fastest, rows / took)
        print(
            f"{pack.code}.workers={workers} payslips_per_second={rows / took:,.0f} seconds={took:.3f} "
            f"cpu_seconds={cpu:.3f} x_memory_copy={took / copy:.1f}"
        )
    print(f"{pack.code}.forty_million seconds_on_one_machine={FORTY_MILLION / fastest:,.0f}")
    if util.find_spec("ray"):
        through_ray(pack, people, bench.DATES)
    if hasattr(bench, "decimal_loop"):
        few = {name: values[:2000] for name, values in people.items()}
        slow = seconds(lambda: bench.decimal_loop(few), 1) / 2000
        print(f"{pack.code}.decimal_loop payslips_per_second={1 / slow:,.0f} times_as_fast={slow * rows / took:,.0f}")
    print(f"{pack.code}.peak_mib={resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")


def through_ray(pack: Pack, people: Columns, dates: Dates) -> None:
    """The same on a cluster of this machine's cores; larger chunks, for each of them is sent to another process."""
    spread = Spread(engine="ray", chunk=4 * CHUNK)
    run(pack, people, dates, spread=spread)  # the cluster starts, and its processes import the pack
    took = seconds(lambda: run(pack, people, dates, spread=spread))
    rows = len(next(iter(people.values())))
    print(f"{pack.code}.engine=ray payslips_per_second={rows / took:,.0f} seconds={took:.3f}")


def main() -> None:
    rows = count(1_000_000)
    for module in ("paycalc", "numpy"):
        clock, processor = import_seconds(module)
        print(f"import.{module} seconds={clock:.3f} cpu_seconds={processor:.3f}")
    for code in sys.argv[2:] or installed():
        if util.find_spec(f"bench.{code}") is None:
            print(f"pack={code} has no bench file")
        else:
            measure(load(code), rows)


if __name__ == "__main__":
    main()
