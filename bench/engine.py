"""Payslips per second of each installed pack, on one core and two, with ratios made in the same run.

    PYTHONPATH=src:. python bench/engine.py [ROWS] [PACK ...]

Prints key=value lines: seconds that the import takes, payslips/s, peak memory, the ratio to a plain copy of the same
columns and to a Decimal loop.
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

from paycalc.columns import Columns
from paycalc.packs import Pack, installed, load
from paycalc.run import Spread, run


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    """The fastest of a few."""
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def import_seconds() -> float:
    """Of `import paycalc` in a fresh interpreter, the interpreter's own start left out."""
    began = seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True))
    return seconds(lambda: subprocess.run([sys.executable, "-c", "import paycalc"], check=True)) - began


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
    for workers in (1, 2):
        cpu = time.process_time()
        took = seconds(lambda count=workers: run(pack, people, bench.DATES, spread=Spread(count)))
        cpu = (time.process_time() - cpu) / 3
        print(
            f"{pack.code}.workers={workers} payslips_per_second={rows / took:,.0f} seconds={took:.3f} "
            f"cpu_seconds={cpu:.3f} x_memory_copy={took / copy:.1f}"
        )
    if hasattr(bench, "decimal_loop"):
        few = {name: values[:2000] for name, values in people.items()}
        slow = seconds(lambda: bench.decimal_loop(few), 1) / 2000
        print(f"{pack.code}.decimal_loop payslips_per_second={1 / slow:,.0f} times_as_fast={slow * rows / took:,.0f}")
    print(f"{pack.code}.peak_mib={resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")


def main() -> None:
    rows = count(1_000_000)
    print(f"import_seconds={import_seconds():.3f}")
    for code in sys.argv[2:] or installed():
        if util.find_spec(f"bench.{code}") is None:
            print(f"pack={code} has no bench file")
        else:
            measure(load(code), rows)


if __name__ == "__main__":
    main()
