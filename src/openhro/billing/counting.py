"""The one place where billing asks people and payroll what there is to count."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from openhro.billing.rules import Head, Run
from openhro.core.actor import Actor


def employed(by: Actor, client_id: UUID, month: date, places: frozenset[UUID]) -> list[Head] | None:
    """The employments in a month at some companies (the client's, or the provider's own); None: cannot be counted."""
    ask = _query("openhro.people.queries", "employed_days")
    if ask is None:
        return None
    return [
        Head(row.employment_id, row.external_id, row.person_id, row.start, row.end, row.number, row.name)
        for row in ask(by, client_id, month)
        if (row.entity_id or row.provider_entity_id) in places
    ]


def finished_runs(by: Actor, client_id: UUID, month: date, places: frozenset[UUID], ours: bool) -> list[Run] | None:
    """The runs paid in a month at some companies, with `ours` also those of no client company; None: no payroll."""
    ask = _query("openhro.payroll.queries", "billable_runs")
    if ask is None:
        return None
    return [
        Run(
            row.run_id, row.code, row.gross_minor, row.payslips, row.currency, row.reversed, row.billable, row.group,
            row.pay_date,
        )
        for row in ask(by, client_id, month)
        if row.entity_id in places or (ours and row.entity_id is None)
    ]  # fmt: skip


def _query(module: str, name: str) -> Any:
    """A query of another function, or None in an installation without it."""
    return getattr(import_module(module), name, None) if find_spec(module) else None
