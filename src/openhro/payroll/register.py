"""Reading sealed results: chunks that are proved against their seal, pages, and what is owed to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openhro.core.errors import Conflict
from openhro.payroll import engine, shelf
from openhro.payroll.engine import Column, Section
from openhro.payroll.models import Calculation, Chunk, PayRun

_NAMED = re.compile(r"\{(\w+)\}")
OWED = (Section.PRETAX, Section.TAX, Section.ORDER, Section.POSTTAX, Section.EMPLOYER)
FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Owed:
    """A sum of one line of the run that is owed to a payee; an empty payee: it stays with the employer."""

    payee: str
    section: str
    column: str
    label: str
    amount_minor: int


def place_of(calculation: Calculation) -> shelf.Place:
    """Where a calculation's rows lie."""
    return shelf.Place(calculation.client_id, calculation.pk, calculation.shelf, shelf.Layout.of(calculation.manifest))


def sealed(run: PayRun) -> Calculation:
    """The sealed results of a run; refuses a run that has none."""
    if run.calculation is None or run.calculation.state != "sealed":
        raise Conflict("NOT_CALCULATED", "This run has no results yet; calculate it first.")
    return run.calculation


def proved_chunks(calculation: Calculation) -> Iterator[shelf.Rows]:
    """All rows in the chunks in which they were sealed; refuses rows that are not what was sealed."""
    place, after = place_of(calculation), FIRST
    for chunk in Chunk.objects.filter(calculation_id=calculation.pk).order_by("number"):
        rows = following(place, after, chunk.rows)
        if len(rows) != chunk.rows or shelf.digests(rows)[1] != bytes(chunk.result_hash):
            raise Conflict(
                "RESULTS_TAMPERED",
                f"Stored results of {calculation.run.code} are not what was sealed (chunk {chunk.number}). Nothing is "
                "paid from them; ask your administrator to compare with a backup.",
            )
        after = rows.ids()[-1]
        yield rows


def following(place: shelf.Place, after: UUID, limit: int, where: str = "true") -> shelf.Rows:
    """The next rows after an employment, in the order of employments."""
    return shelf.select(place, f"employment_id > %s and {where}", [after], limit=limit)


def stretch(place: shelf.Place, after: UUID, upto: UUID) -> shelf.Rows:
    """The rows of the employments after one, up to another."""
    return shelf.select(place, "employment_id > %s and employment_id <= %s", [after, upto])


def among(place: shelf.Place, employments: list[UUID]) -> shelf.Rows:
    """The rows of some employments."""
    return shelf.select(place, "employment_id = any(%s)", [employments])


def payee_of(column: Column, texts: dict[str, str]) -> str:
    """A line's payee; a name in braces becomes that fact's text in lower case: us-{work_state} is us-co."""
    return _NAMED.sub(lambda found: texts[found[1]].lower(), column.payee or "")


def owed(calculation: Calculation) -> list[Owed]:
    """What the sealed totals owe to whom, in the order of the pack's lines; lines without an amount are left out."""
    pack, found = engine.pack(calculation.pack), []
    lines = [column for column in pack.results if column.section in OWED and column.name in calculation.totals]
    for column in lines:
        if fact_of(column) is None:
            amount = int(calculation.totals[column.name])
            found.append(Owed(column.payee or "", str(column.section), column.name, column.label, amount))
    for fact in sorted({fact_of(column) or "" for column in lines} - {""}):
        found += _by_fact(calculation, pack, fact, [column for column in lines if fact_of(column) == fact])
    order = {column.name: i for i, column in enumerate(lines)}
    return sorted((one for one in found if one.amount_minor), key=lambda one: (order[one.column], one.payee))


def _by_fact(calculation: Calculation, pack: engine.Pack, fact: str, lines: list[Column]) -> list[Owed]:
    """Lines whose payee follows from a fact of the person, such as the state of work."""
    place, found = place_of(calculation), []
    amounts = [place.layout.amounts.index(column.name) for column in lines]
    for value, sums in shelf.sums_by(place, place.layout.facts.index(fact), amounts).items():
        texts = {fact: engine.decode(pack.column(fact), value, pack.currency)}
        for column, amount in zip(lines, sums, strict=True):
            found.append(Owed(payee_of(column, texts), str(column.section), column.name, column.label, amount))
    return found


def fact_of(column: Column) -> str | None:
    """The fact of the person that completes a line's payee; None where the payee is the same for all."""
    named = _NAMED.search(column.payee or "")
    return named[1] if named else None


def tax_year_before(run: PayRun) -> list[Calculation]:
    """The client's sealed results of the same pack paid earlier in the tax year of a run, oldest first."""
    period, pack = run.period, engine.pack(run.period.group.pack)
    first: date = engine.year_start(period.pay_date, pack.tax_year)
    rows = Calculation.objects.filter(
        client_id=run.client_id, state="sealed", pack=pack.code, run__calculation_id__isnull=False,
        run__period__pay_date__gte=first, run__period__pay_date__lt=period.pay_date,
    ).select_related("run__period__group").order_by("run__period__pay_date", "run_id")  # fmt: skip
    return [row for row in rows if row.run.calculation_id == row.pk]
