"""`openhro advise FILE.json`: the model for each country and function, and what it costs. Nothing is kept."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich import box
from rich.console import Console
from rich.table import Table

from openhro.core.actor import Via, system
from openhro.core.errors import Refused
from openhro.core.money import Money
from openhro.core.scope import scope
from openhro.engagements import queries
from openhro.engagements.rules import advice

_LARGEST_FILE = 1_000_000
_WIDTH = 118


class Command(BaseCommand):
    """Advise on the answers in a file."""

    help = "Reads a prospect's answers and prints which engagement model fits where, why, and what it costs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the answers as JSON; the guide “Advise a prospect” has an example")
        parser.add_argument("--json", action="store_true", help="print all of it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        given = _read(options["file"])
        try:
            with scope(system(Via.COMMAND)):
                found = queries.recommendation(system(Via.COMMAND), advice.read_answers(given))
        except Refused as refused:
            raise CommandError(_told(refused)) from None
        if options["json"]:
            self.stdout.write(json.dumps(found.plain(), indent=2, ensure_ascii=False))
            return
        out = io.StringIO()
        _print(Console(file=out, width=_WIDTH, highlight=False, markup=False, color_system=None), found)
        self.stdout.write(out.getvalue())


def _read(path: Path) -> Any:
    """The parsed file, or a sentence about why it cannot be."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as fault:
        raise CommandError(f"{path} cannot be read: {fault.strerror}.") from None
    if len(content) > _LARGEST_FILE:
        raise CommandError(f"{path} is larger than answers can be.")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise CommandError(f"{path} is not JSON: {fault}.") from None


def _told(refused: Refused) -> str:
    """Every fault on a line of its own."""
    if not isinstance(refused.detail, list):
        return refused.message
    lines = [f"  {one['field']}: {one['message']} ({one['code']})" for one in refused.detail]
    return "\n".join([f"{len(lines)} answers cannot be taken:", *lines])


def _print(console: Console, found: queries.Recommendation) -> None:
    console.print(f"\n{found.answers.name}: {found.answers.headcount} people\n")
    table = _table("Country", "Function", "Model", "Why, or what is missing")
    for cell in found.advice.cells:
        said = [one.text for one in cell.missing] or [one.text for one in cell.reasons]
        model = cell.model or (f"{cell.later}, later" if cell.later else "none")
        table.add_row(cell.country, advice.function_name(cell.function), model, "\n".join(said))
    console.print(table)
    for note in found.advice.notes:
        console.print(f"! {note.text}")
    _print_costs(console, found.estimate)


def _print_costs(console: Console, estimate: advice.Estimate) -> None:
    if estimate.fees:
        table = _table("Model", "Fee of the first year", "at least", "at most")
        for fee in estimate.fees:
            low, high = (str(Money(one, estimate.currency)) for one in (fee.low_minor, fee.high_minor))
            table.add_row(fee.model, fee.how, low, high)
        console.print(table)
    for sentence in estimate.refused:
        console.print(f"! {sentence}")
    if estimate.inhouse_minor is not None and estimate.fees:
        table = _table("Year", "Months", "People", "In-house", "Outsourced, at least", "at most")
        for year in estimate.years:
            amounts = (year.inhouse_minor or 0, year.low_minor, year.high_minor)
            table.add_row(
                *map(str, (year.number, year.months, year.headcount)),
                *(str(Money(one, estimate.currency)) for one in amounts),
            )
        console.print(table)
        for sentence in estimate.assumed:
            console.print(f"- {sentence}")


def _table(*heads: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for head in heads:
        table.add_column(head, justify="left", overflow="fold")
    return table
