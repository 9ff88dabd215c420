"""The page that ends the demo, in a terminal of any width."""

from io import StringIO

import pytest
from rich.console import Console

from openhro.demo.page import Told, show_runs

RUN = Told(
    "hal-uk-2026-10-30", "closed", "GBP", 84, 35528354, 23290015, 23290015, 11909866, 328473, 35528354, 15, 15,
)  # fmt: skip


@pytest.mark.parametrize("width", [60, 80, 112, 200])
def test_no_width_cuts_a_run_or_an_amount_off(width):
    console = Console(file=StringIO(), width=width)
    show_runs(console, [RUN])
    said = console.file.getvalue()
    for text in ("hal-uk-2026-10-30", "closed", "84", "GBP 355,283.54", "232,900.15", "119,098.66", "3,284.73", "ties"):
        assert text in said
    assert "…" not in said
