"""How fast payslips are printed: python bench/documents.py [slips per process]

Prints key=value lines: slips a second in one process and in two (spawned, since a process that has printed must not
fork), the ratio of both, bytes a slip, and the time of the first slip. Every slip differs in name and amounts.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tests" / "openhro" / "payroll" / "documents")]

import slips  # noqa: E402
from bench.given import count  # noqa: E402

from openhro.payroll.documents import render  # noqa: E402


def slip(at):
    """The slip of one employee; no two are alike."""
    document = slips.british() if at % 2 else slips.american()
    first, more = document.earnings[0], at * 37
    paid = document.payments[0]
    return replace(
        document,
        employee=replace(document.employee, name=f"Employee {at:06d}", number=f"{at:06d}"),
        earnings=(replace(first, amount=first.amount + more, to_date=first.to_date + more), *document.earnings[1:]),
        net_pay=document.net_pay + more,
        payments=(replace(paid, amount=paid.amount + more), *document.payments[1:]),
    )


def first_slip():
    """Milliseconds of a process's first slip: fonts and template are read."""
    start = time.perf_counter()
    render(slip(0))
    return (time.perf_counter() - start) * 1000


def batch(start, count):
    """Wall seconds, processor seconds and bytes of `count` slips; the process is warm."""
    render(slip(start))
    begin, used, size = time.perf_counter(), time.process_time(), 0
    for at in range(start, start + count):
        size += len(render(slip(at)))
    return time.perf_counter() - begin, time.process_time() - used, size


def main():
    """Measure and print."""
    number = count(500)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        print(f"first_slip_ms={pool.submit(first_slip).result():.0f}")
        one, processor, size = pool.submit(batch, 1, number).result()
        both = [pool.submit(batch, 1 + worker * number, number) for worker in range(2)]
        two = max(future.result()[0] for future in both)
    print(f"slips_per_second_one_core={number / one:.0f}")
    print(f"slips_per_processor_second={number / processor:.0f}")
    print(f"slips_per_second_two_cores={2 * number / two:.0f}")
    print(f"ratio={2 * one / two:.2f}")
    print(f"bytes_per_slip={size // number}")


if __name__ == "__main__":
    main()
