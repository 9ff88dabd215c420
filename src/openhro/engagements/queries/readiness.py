"""What still stands in the way of going live, before anybody tries: the board, its processes, and the proofs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from openhro.clients import queries as clients
from openhro.core.actor import Actor, Role
from openhro.core.calendars import working_days
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.permission import permit
from openhro.engagements import rules
from openhro.engagements.models import (
    AccessTest,
    Assessment,
    DataReconciliation,
    Engagement,
    Evidence,
    NamedContact,
    ParallelRun,
    Process,
    ProcessDocument,
    ScopeItem,
    Signature,
)
from openhro.engagements.permissions import PARALLEL_READ, READ, SPECIALISTS
from openhro.engagements.queries.contracts import one
from openhro.engagements.queries.library import library
from openhro.engagements.queries.work import breaches_on, items_on


@dataclass(frozen=True, slots=True)
class BoardCell:
    """A cell of the board: its score, how many mandatory processes are documented, and what fails in it."""

    cell: rules.Cell
    company: str
    score: Decimal
    items: tuple[rules.Item, ...]
    failing: tuple[dict[str, Any], ...]

    @property
    def mandatory(self) -> int:
        """How many processes must be documented."""
        return sum(item.mandatory for item in self.items)

    @property
    def documented(self) -> int:
        """How many of those are."""
        return sum(item.mandatory and item.level >= rules.DOCUMENTED for item in self.items)


def gate_facts(by: Actor, engagement: Engagement, day: date) -> rules.GateFacts:
    """What the gate looks at on a day."""
    sides = Signature.objects.filter(engagement=engagement, purpose="contract", void=False)
    items = items_on(engagement, day)
    named = _contacts_in_force(engagement)
    approvers = clients.approvers(by, engagement.client_id, day)
    return rules.GateFacts(
        day=day,
        effective_from=engagement.effective_from,
        signatures=frozenset(sides.values_list("side", flat=True)),
        client_approvers=len(approvers & {one.user_id for one in named if one.purpose == "approver"}),
        # A framework has no scope of its own: its children bring theirs through their own gates.
        items=1 if engagement.framework else len(items),
        breaches=tuple(breaches_on(by, engagement, day)),
        readiness=readiness_facts(engagement, items, named, day),
    )


def readiness_facts(
    engagement: Engagement, items: Iterable[ScopeItem], named: Iterable[NamedContact], day: date
) -> rules.ReadinessFacts:
    """What is written down and proven about each cell of a scope; a fixed number of reads however large it is."""
    cells = cells_of(items)
    processes, tested = _processes(engagement), _tested(engagement)
    reconciled, runs = _reconciled(engagement), _runs(engagement)
    found = []
    for cell, company in sorted(cells.items(), key=lambda pair: _order(*pair)):
        held = [(data.name, reconciled.get((cell, data.code))) for data in library().data_of(cell.function)]
        found.append(
            rules.CellFacts(
                cell=cell,
                name=named_cell(cell, company),
                items=tuple(processes.get(cell, ())),
                open_data=tuple(name for name, row in held if row is None or not row.agrees),
                access_tested=cell in tested,
                clean_runs=_clean_runs(cell, runs, [row for _name, row in held]),
            )
        )
    countries = sorted({cell.country for cell in cells})
    return rules.ReadinessFacts(
        board=f"/engagements/{engagement.pk}/readiness/",
        threshold=library().threshold,
        escalation=frozenset(one.side for one in named if one.purpose == "escalation"),
        unknown_calendars=tuple(country for country in countries if _unknown(country, day)),
        cells=tuple(found),
    )


def cells_of(items: Iterable[ScopeItem]) -> dict[rules.Cell, str]:
    """The cells in which the provider works, each with its company's name; what the client does itself is no cell."""
    found = {}
    for item in items:
        if item.responsibility != "client" and item.binding:
            company = item.entity or item.provider_entity
            cell = rules.Cell(item.function, item.country, company.pk if company else None)
            found[cell] = company.name if company else ""
    return found


def named_cell(cell: rules.Cell, company: str) -> str:
    """A cell in words."""
    function = str(rules.FUNCTIONS.get(cell.function, cell.function))
    return f"{function}, {company} ({cell.country})" if company else f"{function}, {cell.country}"


def _order(cell: rules.Cell, company: str) -> tuple[int, str, str, str]:
    known = list(rules.FUNCTIONS)
    place = known.index(cell.function) if cell.function in known else len(known)
    return place, cell.function, company, cell.country


def _cell(row: Any) -> rules.Cell:
    return rules.Cell(row.function, row.country, row.company)


def _processes(engagement: Engagement) -> dict[rules.Cell, list[rules.Item]]:
    found: dict[rules.Cell, list[rules.Item]] = defaultdict(list)
    for row in Process.objects.filter(engagement=engagement):
        found[_cell(row)].append(rules.Item(row.pk, row.name, row.weight, row.mandatory, row.level))
    return found


def _tested(engagement: Engagement) -> set[rules.Cell]:
    """Where the newest test of at least one person passed."""
    rows = AccessTest.objects.filter(engagement=engagement).order_by("tested_at", "pk")
    newest = {(_cell(row), row.user_id): row.passed for row in rows}
    return {cell for (cell, _user), passed in newest.items() if passed}


def _clean_runs(
    cell: rules.Cell,
    runs: Mapping[tuple[str, UUID | None], Mapping[str, int]],
    taken_over: Iterable[DataReconciliation | None],
) -> int | None:
    """Clean parallel runs in a row; None where none is asked for.

    Besides functions other than payroll that is a payroll which takes nobody over: every data set was reconciled at
    nought, so there is no old payroll to run beside.
    """
    if cell.function not in rules.PARALLEL_FUNCTIONS:
        return None
    if all(row is not None and row.agrees and row.loaded["count"] == 0 for row in taken_over):
        return None
    return rules.clean_in_a_row(runs.get((cell.country, cell.company), {}).items())


def _reconciled(engagement: Engagement) -> dict[tuple[rules.Cell, str], DataReconciliation]:
    rows = DataReconciliation.objects.filter(engagement=engagement).order_by("made_at", "pk").defer("differences")
    return {(_cell(row), row.data_set): row for row in rows}


def _runs(engagement: Engagement) -> dict[tuple[str, UUID | None], dict[str, int]]:
    """By company the newest report of each period: how many differences nobody could explain."""
    found: dict[tuple[str, UUID | None], dict[str, int]] = defaultdict(dict)
    for row in ParallelRun.objects.filter(engagement=engagement).order_by("reported_at", "pk").defer("differences"):
        found[row.country, row.company][row.period] = row.unexplained
    return found


def _contacts_in_force(engagement: Engagement) -> list[NamedContact]:
    return list(NamedContact.objects.filter(engagement=engagement, ended_at=None))


def _unknown(country: str, day: date) -> bool:
    """Whether the days that count in a country are not known for the year from the day on."""
    try:
        days = working_days(country)
        for at in (day, day + timedelta(days=365)):
            days.closed(at)
    except Invalid:
        return True
    return False


def readiness(by: Actor, engagement_id: UUID, day: date) -> list[dict[str, Any]]:
    """The items that would fail on a day, each with code, sentence and link; none of them: the gate lets pass."""
    return failing_of(gate_facts(by, one(by, engagement_id), day))


def failing_of(facts: rules.GateFacts) -> list[dict[str, Any]]:
    """What the gate would answer."""
    try:
        rules.gate(facts)
    except Conflict as refused:
        failing: list[dict[str, Any]] = refused.detail
        return failing
    return []


@dataclass(frozen=True, slots=True)
class Board:
    """The readiness of an engagement: its cells, and what fails, in cells and beside them."""

    cells: list[BoardCell]
    failing: list[dict[str, Any]]
    threshold: int


def board(by: Actor, engagement_id: UUID, day: date) -> Board:
    """The readiness of each cell of the scope on a day."""
    engagement = one(by, engagement_id)
    facts = gate_facts(by, engagement, day)
    failing = failing_of(facts)
    names = cells_of(items_on(engagement, day))
    by_cell: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for fault in failing:
        about = fault.get("detail") or {}
        if isinstance(about, dict) and "company" in about:
            by_cell[about["function"], about["country"], about["company"]].append(fault)
    assert facts.readiness is not None  # gate_facts asks for it
    cells = [
        BoardCell(
            cell=each.cell,
            company=names[each.cell],
            score=rules.score(each.items),
            items=each.items,
            failing=tuple(by_cell[each.cell.function, each.cell.country, str(each.cell.company or "")]),
        )
        for each in facts.readiness.cells
    ]
    return Board(cells, failing, facts.readiness.threshold)


def processes(by: Actor, engagement_id: UUID) -> models.QuerySet[Process]:
    """The processes of an engagement, by function and company."""
    return Process.objects.filter(engagement=one(by, engagement_id))


def process(by: Actor, process_id: UUID) -> Process:
    """One process, with its engagement."""
    found = Process.objects.select_related("engagement__client").filter(pk=process_id).first()
    if found is None:
        raise NotFound("process")
    permit(by, READ, found)
    return found


def documents(by: Actor, process_id: UUID) -> models.QuerySet[ProcessDocument]:
    """The versions of a process document, newest first."""
    return ProcessDocument.objects.filter(process=process(by, process_id))


def evidence(by: Actor, process_id: UUID) -> models.QuerySet[Evidence]:
    """The files of evidence of a process, oldest first."""
    return Evidence.objects.filter(process=process(by, process_id))


def assessments(by: Actor, process_id: UUID) -> models.QuerySet[Assessment]:
    """Who judged a process and how, newest first."""
    return Assessment.objects.filter(process=process(by, process_id))


def contacts(by: Actor, engagement_id: UUID) -> models.QuerySet[NamedContact]:
    """Approvers and escalation contacts, ended ones included."""
    return NamedContact.objects.filter(engagement=one(by, engagement_id))


def access_tests(by: Actor, engagement_id: UUID) -> models.QuerySet[AccessTest]:
    """Who tested their access, newest first."""
    return AccessTest.objects.filter(engagement=one(by, engagement_id))


def reconciliations(by: Actor, engagement_id: UUID) -> models.QuerySet[DataReconciliation]:
    """What was taken over and how it compared, newest first."""
    return DataReconciliation.objects.filter(engagement=one(by, engagement_id))


def parallel_runs(by: Actor, engagement_id: UUID) -> models.QuerySet[ParallelRun]:
    """The parallel runs with their counts, newest period first; their differences name employees (`parallel_run`)."""
    return ParallelRun.objects.filter(engagement=one(by, engagement_id)).defer("differences")


def parallel_run(by: Actor, run_id: UUID) -> ParallelRun:
    """One parallel run with the amounts that differ, by employee."""
    found = ParallelRun.objects.select_related("engagement__client").filter(pk=run_id).first()
    if found is None:
        raise NotFound("parallel run")
    permit(by, PARALLEL_READ, found)
    return found


# Who may be named, by purpose and side.
_NAMED_FROM: dict[tuple[str, str], frozenset[Role]] = {
    ("approver", "client"): frozenset({Role.CLIENT_ADMIN}),
    ("escalation", "client"): frozenset({Role.CLIENT_ADMIN, Role.CLIENT_HR}),
    ("escalation", "provider"): frozenset({Role.PROVIDER_ADMIN, Role.ENGAGEMENT_MANAGER}) | SPECIALISTS,
}


def who_may_be_named(by: Actor, engagement: Engagement, purpose: str, side: str) -> dict[UUID, str]:
    """Whom a contact can name today: id and name."""
    permit(by, READ, engagement)
    roles = _NAMED_FROM.get((purpose, side), frozenset())
    held = clients.grant_holders(engagement.client_id, roles) if roles else []
    names = clients.user_names(by, held)
    return {user: names[user] for user in sorted(names, key=names.__getitem__)}


__all__ = [
    "Board", "BoardCell", "access_tests", "assessments", "board", "cells_of", "contacts", "documents", "evidence",
    "gate_facts", "named_cell", "parallel_run", "parallel_runs", "process", "processes", "readiness",
    "reconciliations", "who_may_be_named",
]  # fmt: skip
