"""How much a benchmark is asked to measure."""

from __future__ import annotations

import os
import sys


def count(otherwise: int) -> int:
    """The first argument, else OPENHRO_BENCH_N, else the benchmark's own number; a sentence and status 2 for others."""
    text = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("OPENHRO_BENCH_N", "") or str(otherwise)
    if text.isascii() and text.isdigit() and 0 < int(text) <= 100_000_000:
        return int(text)
    print(f"{text!r} is not a number of employees or rows: give a whole number from 1 to 100000000.", file=sys.stderr)
    sys.exit(2)
