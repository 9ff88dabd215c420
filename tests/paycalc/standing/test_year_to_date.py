"""Of every pack: a line's year to date and the pack's own running total are the same sum."""

import csv
from datetime import date
from importlib.resources import files

import numpy as np
import pytest

from paycalc import Dates, encode, installed, load
from paycalc.columns import Kind, Section
from paycalc.run import run

MOST = 400
"""Golden rows of each file that are run; the first ones are of every kind."""


def golden(pack):
    """(columns, dates) of the golden rows by file and day, with something in every running total that is a sum."""
    for path in sorted(files(pack.package).joinpath("golden").iterdir(), key=lambda one: one.name):
        lines = [line for line in path.read_text("utf-8-sig").splitlines() if line and not line.startswith("#")]
        rows = list(csv.DictReader(lines))[:MOST]
        for day in sorted({row["day"] for row in rows}):
            mine = [row for row in rows if row["day"] == day]
            given = [pack.input(name) for name in rows[0] if name in pack.by_name]
            texts = {column.name: [row[column.name] for row in mine] for column in given}
            yield (
                {
                    column.name: np.array(
                        [encode(column, text, pack.currency) for text in texts[column.name]], np.int64
                    )
                    for column in given
                },
                Dates.on(date.fromisoformat(day)),
            )


@pytest.mark.parametrize("code", installed())
def test_a_lines_year_to_date_is_the_packs_running_total(code):
    pack = load(code)
    fed = {column.feeds: column.name for column in pack.results if column.feeds}
    met = set()
    for columns, dates in golden(pack):
        slips = run(pack, columns, dates)
        bad = {problem.row for problem in slips.problems}
        good = np.array([row not in bad for row in range(len(next(iter(columns.values()))))])
        for total in {id(one): one for one in pack.totals.values()}.values():
            # Contributions by category letter: the totals of earlier letters stand as they were.
            after = sum(slips.columns[fed[name]] if name in fed else columns.get(name, 0) for name in total.inputs)
            before = sum(columns.get(name, np.int64(0)) for name in total.inputs)
            lines = sum(slips.columns[line] for line in total.lines)
            off = ((after - before) != lines) & good
            assert not off.any(), (total, dates, int(off.argmax()))
            if (lines != 0).any():
                met.update(total.lines)
    assert met


@pytest.mark.parametrize("code", installed())
def test_what_a_pack_declares_for_payslips_is_its_own(code):
    pack = load(code)
    for line, total in pack.totals.items():
        sides = {pack.column(one).section is Section.EMPLOYER for one in (line, *total.lines)}
        assert len(sides) == 1  # what the employee and what the employer pays are never one sum
        assert all(pack.column(name).kind is Kind.ACCUMULATOR for name in total.inputs)
        assert all(pack.column(name).resets == "tax_year" for name in total.inputs)
    inputs = [name for total in {id(one): one for one in pack.totals.values()}.values() for name in total.inputs]
    assert len(inputs) == len(set(inputs))
    for name in (*pack.printed, *pack.printed_if_set):
        assert pack.column(name)
