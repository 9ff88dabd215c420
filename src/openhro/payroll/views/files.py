"""Files of a run, and its results as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from openhro.core import imports
from openhro.core.actor import Actor
from openhro.core.asked import check_names
from openhro.core.errors import Invalid
from openhro.core.permission import permit
from openhro.core.web import actor
from openhro.payroll import permissions, queries, services
from openhro.payroll.forms import as_text
from openhro.payroll.queries import ResultFilters
from openhro.payroll.shown import tables
from openhro.payroll.views.inputs import known, table_file


@require_safe
def download(request: HttpRequest, run_id: UUID, file_id: UUID) -> HttpResponseBase:
    """One file, in blocks; its hash was compared and the reading journaled."""
    by = actor(request)
    queries.run_view(by, run_id)
    found = services.download(by, file_id)
    answer = StreamingHttpResponse(found.blocks(), content_type=found.content_type)
    answer["Content-Length"] = str(found.size)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer


@require_safe
def results(request: HttpRequest, run_id: UUID, kind: str) -> HttpResponse:
    """The results that the filters leave, as a table."""
    by = known(request, kind)
    view = queries.run_view(by, run_id)
    permit(by, permissions.PAYSLIP_READ, view.row)
    check_names(request, *tables.RESULT_FILTERS)
    asked = tables.result_filters(request.GET, view.row.currency)
    if asked.fault:
        raise Invalid("INVALID_FIELD", asked.fault, field="from")
    make = imports.xlsx_file if kind == "xlsx" else imports.csv_file
    header = ["number", "name", "state", "gross", "deductions", "net", "employer_costs", "change_of_net"]
    rows = _rows(by, run_id, asked.filters, view.row.currency)
    return table_file(make(header, rows), f"{view.row.code}-results.{kind}")


def _rows(by: Actor, run_id: UUID, filters: ResultFilters, currency: str) -> Iterator[list[Any]]:
    cursor: str | None = None
    while True:
        found = queries.results(by, run_id, filters, cursor, limit=500)
        for one in found.rows:
            sums = (one.gross_minor, one.deductions_minor, one.net_minor, one.employer_minor, one.change_minor)
            yield [one.number, one.name, one.state, *[as_text(minor, currency) for minor in sums]]
        cursor = found.next
        if cursor is None:
            return
