"""The results of a run, person by person: names, totals, and the change against the run before."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openhro.core.actor import Actor
from openhro.core.errors import check_choice
from openhro.payroll import register, shelf
from openhro.payroll.models import Calculation, PayRun
from openhro.payroll.queries.found import place_in, run_of
from openhro.people import queries as people

PAGE = 50
STATES = ("paid", "left out")


@dataclass(frozen=True, slots=True)
class ResultFilters:
    """What the results are narrowed to: words of a name or staff number; "paid" or "left out"; at least so much net."""

    text: str = ""
    state: str = ""
    net_from: int | None = None
    net_to: int | None = None


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One person's result; `change_minor` is net pay against the run before, None for somebody who was not in it."""

    employment_id: UUID
    number: str
    name: str
    state: str
    gross_minor: int
    deductions_minor: int
    net_minor: int
    employer_minor: int
    change_minor: int | None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Some results in the run's order (staff number, then id), the run they are compared with, and the next cursor."""

    rows: list[ResultRow]
    currency: str
    against: str
    next: str | None


def results(
    by: Actor, run_id: UUID, filters: ResultFilters | None = None, cursor: str | None = None, limit: int = PAGE
) -> ResultPage:
    """A page of a run's results: one stretch of the index, however large the run."""
    run, filters = run_of(by, run_id), filters or ResultFilters()
    calculation = register.sealed(run)
    where, values = _where(by, run, filters)
    first, limit = place_in(cursor), max(1, min(limit, 500))
    place = register.place_of(calculation)
    rows = shelf.select(place, f"row >= %s and {where}", [first, *values], order="row", limit=limit + 1)
    ids = rows.ids()[:limit]
    before = run_before(run)
    last = _nets(before, ids)
    names = people.names_of(by, run.client_id, ids)
    found = [_row(rows, i, names.get(employment), last) for i, employment in enumerate(ids)]
    following = str(rows.row[limit]) if len(rows) > limit else None
    return ResultPage(found, run.period.group.currency, before.run.code if before else "", following)


def _where(by: Actor, run: PayRun, filters: ResultFilters) -> tuple[str, list[object]]:
    """The filters as SQL of fixed words, with their values apart."""
    check_choice(filters.state, STATES, "state")
    parts, values = ["true"], list[object]()
    if filters.state:
        parts.append("state = 0" if filters.state == "paid" else "state = 1")
    for name, amount in ((">=", filters.net_from), ("<=", filters.net_to)):
        if amount is not None:
            parts.append(f"net {name} %s")
            values.append(amount)
    if filters.text.strip():
        parts.append("employment_id = any(%s)")
        values.append(people.employments_named(by, run.client_id, filters.text))
    return " and ".join(parts), values


def run_before(run: PayRun) -> Calculation | None:
    """The sealed results of the group's last run with an earlier pay date."""
    period = run.period
    rows = Calculation.objects.filter(
        client_id=run.client_id, state="sealed", run__period__group=period.group,
        run__period__pay_date__lt=period.pay_date, run__calculation__isnull=False,
    ).select_related("run__period__group")  # fmt: skip
    found = rows.order_by("-run__period__pay_date", "-run_id", "-number")[:5]
    return next((one for one in found if one.run.calculation_id == one.pk), None)


def _nets(before: Calculation | None, ids: list[UUID]) -> dict[UUID, int]:
    if before is None or not ids:
        return {}
    rows = register.among(register.place_of(before), ids)
    return dict(zip(rows.ids(), rows.net.tolist(), strict=True))


def _row(rows: shelf.Rows, i: int, named: people.Named | None, last: dict[UUID, int]) -> ResultRow:
    employment, net = rows.ids()[i], int(rows.net[i])
    return ResultRow(
        employment, named.number if named else "", named.name if named else "",
        "left out" if rows.state[i] else "paid", int(rows.gross[i]), int(rows.deductions[i]), net,
        int(rows.employer[i]), net - last[employment] if employment in last else None,
    )  # fmt: skip
