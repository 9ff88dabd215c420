"""What a pack must know of a person: tax facts, recurring lines, opening balances, one by one or from a file."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Query, UploadedFile

from openhro.core.rest import How, ImportReport, Page, Router, by_of, listed, report_of, rows_page
from openhro.payroll import queries, services
from openhro.payroll.rest import bodies, views

router = Router()


class GroupUpload(How):
    """Which group's people the file holds, and how to run."""

    group_id: UUID


@router.read("/tax-facts", Page[views.PackFacts])
def list_tax_facts(request: HttpRequest, employment_id: UUID, as_of: date | None = None) -> Any:
    """What each pack that pays an employment knows and asks; every version, or those that hold on a day."""
    found = queries.tax_facts(by_of(request), employment_id)
    return listed(views.of_day(pack, as_of) for pack in found.packs)


@router.create("/tax-facts", views.TaxFacts)
def set_tax_facts(request: HttpRequest, given: bodies.NewTaxFacts) -> Any:
    """Somebody's tax facts from a day on; the version before ends on the day before."""
    return services.set_tax_facts(
        by_of(request), given.client_id, given.employment_id, given.pack, given.facts, start=given.start
    )


@router.create("/tax-fact-imports", ImportReport, key=True)
def import_tax_facts(request: HttpRequest, given: Form[GroupUpload], file: File[UploadedFile]) -> Any:
    """Check a file of tax facts row by row; with `dry_run=false` take it in."""
    by, how = by_of(request), services.Options(dry_run=given.dry_run, partial=given.partial)
    return _kept(by, services.import_tax_facts(by, given.group_id, file.read(), file.name or "file", how))


@router.read("/recurring-lines", Page[views.Recurring])
def list_recurring_lines(
    request: HttpRequest, employment_id: UUID, as_of: date | None = None, cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """The recurring lines of an employment, at all times or on one day."""
    return rows_page(queries.recurring(by_of(request), employment_id, as_of), ["pk"], cursor, limit)


@router.create("/recurring-lines", views.Recurring)
def set_recurring_line(request: HttpRequest, given: bodies.NewRecurring) -> Any:
    """A line of every period from a day on; the amount before ends on the day before."""
    return services.set_recurring(by_of(request), **given.model_dump())


@router.read("/opening-balances", Page[views.OpeningBalance])
def list_opening_balances(request: HttpRequest, employment_id: UUID) -> Any:
    """The old system's figures of an employment."""
    return listed(queries.opening_balances(by_of(request), employment_id))


@router.create("/opening-balances", views.OpeningBalance)
def set_opening_balance(request: HttpRequest, given: bodies.NewOpeningBalance) -> Any:
    """Year-to-date figures of the old system, for somebody who starts mid-year."""
    return services.set_opening_balance(by_of(request), **given.model_dump())


@router.create("/opening-balance-imports", ImportReport, key=True)
def import_opening_balances(request: HttpRequest, given: Form[GroupUpload], file: File[UploadedFile]) -> Any:
    """Check a file of opening balances row by row; with `dry_run=false` take it in."""
    by, how = by_of(request), services.Options(dry_run=given.dry_run, partial=given.partial)
    return _kept(by, services.import_opening_balances(by, given.group_id, file.read(), file.name or "file", how))


def _kept(by: Any, report: Any) -> dict[str, Any]:
    return report_of(queries.batch(by, report.batch_id))
