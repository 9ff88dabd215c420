"""Usage over REST: what prices count that no function of the product counts, one by one or from files."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, UploadedFile
from pydantic import Field

from openhro.billing import queries, services
from openhro.core.errors import check_choice
from openhro.core.rest import (
    Asked,
    Body,
    Currency,
    How,
    ImportColumn,
    ImportReport,
    Minor,
    Page,
    Reply,
    Router,
    by_of,
    columns_of,
    listed,
    report_of,
    rows_page,
)

router = Router()
KINDS = ("transaction", "fte", "cost", "enrolment", "hire")
Kind = Literal["transaction", "fte", "cost", "enrolment", "hire"]


class NewUsage(Body):
    """A thing to bill. Told again under its `external_id` it is corrected, as long as it is not billed."""

    client_id: UUID
    engagement_id: UUID
    kind: Kind
    external_id: str = Field(max_length=80, description="Your own id of the record, the same whenever you tell it.")
    first: date = Field(description="The day it happened, or its first day.")
    last: date | None = Field(None, description="Its last day: of an enrolment, or of a hire who left.")
    quantity: Annotated[Decimal, Field(max_digits=16, decimal_places=4)] = Decimal(1)
    amount_minor: Minor | None = Field(None, description="A cost, or the base pay of a hire's first year.")
    currency: Currency | None = Field(None, description="Of the amount; another than the contract's is refused.")
    number: str = Field("", max_length=80)
    name: str = Field("", max_length=160)
    subject: str = Field("", max_length=80, description="The process, plan or post.")
    price_code: str = Field("", max_length=40, description="Where several prices count such a thing.")


class Usage(Reply):
    """A record of usage."""

    id: UUID
    client_id: UUID
    engagement_id: UUID
    price_code: str
    kind: str
    external_id: str
    first: date
    last: date | None
    quantity: Decimal
    amount_minor: int | None
    number: str
    name: str
    subject: str
    source: str
    recorded_at: datetime
    withdrawn_at: datetime | None
    version: int


class UsageDocument(Reply):
    """A supplier's document behind a cost."""

    id: UUID
    client_id: UUID
    usage_id: UUID
    file_name: str
    content_type: str
    sha256: str
    added_at: datetime


class DocumentUpload(Asked):
    """Behind which cost the document is."""

    usage_id: UUID


class UsageUpload(How):
    """Whose usage the file holds, and how to run."""

    client_id: UUID


@router.read("/usage", Page[Usage])
def list_usage(
    request: HttpRequest, client_id: UUID | None = None, kind: str = "", cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """What is recorded for billing, newest first, what was withdrawn included."""
    check_choice(kind, KINDS, "kind")
    rows = queries.usage(by_of(request), client_id)
    return rows_page(rows.filter(kind=kind) if kind else rows, ["-first", "external_id", "pk"], cursor, limit)


@router.create("/usage", Usage, key=True)
def record_usage(request: HttpRequest, given: NewUsage) -> Any:
    """Record a thing to bill, or correct it; what is on an issued invoice stays as it is (`USAGE_BILLED`)."""
    values = given.model_dump()
    client_id, currency = values.pop("client_id"), values.pop("currency")
    terms = services.UsageTerms(**values)
    return services.record_usage(by_of(request), client_id, terms, source="api", currency=currency or "")


@router.read("/usage/{usage_id}", Usage)
def get_usage(request: HttpRequest, usage_id: UUID) -> Any:
    """One record."""
    return queries.one_usage(by_of(request), usage_id)


@router.act("/usage/{usage_id}/actions/withdraw", Usage)
def withdraw_usage(request: HttpRequest, usage_id: UUID) -> Any:
    """Take back what was told by mistake, as long as it is not billed."""
    return services.withdraw_usage(by_of(request), usage_id)


@router.read("/usage-documents", Page[UsageDocument])
def list_usage_documents(request: HttpRequest, usage_id: UUID) -> Any:
    """The documents behind a cost."""
    return listed(queries.documents(by_of(request), usage_id))


@router.create("/usage-documents", UsageDocument, key=True)
def add_usage_document(request: HttpRequest, given: Form[DocumentUpload], file: File[UploadedFile]) -> Any:
    """Put a PDF, PNG or JPEG behind a cost; a cost without one is not passed on. Sent again, it is there once."""
    return services.add_document(by_of(request), given.usage_id, file.name or "document", file.read())


@router.file("/usage-documents/{document_id}", "application/pdf", "image/png", "image/jpeg")
def get_usage_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The document itself."""
    found = queries.document(by_of(request), document_id)
    return HttpResponse(bytes(found.content), content_type=found.content_type)


@router.read("/usage-import-columns", Page[ImportColumn])
def list_usage_import_columns(request: HttpRequest) -> Any:
    """The columns of a file of usage."""
    by_of(request)
    return listed(columns_of(services.USAGE_COLUMNS))


@router.create("/usage-imports", ImportReport, key=True)
def import_usage(request: HttpRequest, given: Form[UsageUpload], file: File[UploadedFile]) -> Any:
    """Check a file of usage row by row; with `dry_run=false` take it in. The same file again changes nothing."""
    by, how = by_of(request), services.Options(dry_run=given.dry_run, partial=given.partial)
    report = services.import_usage(by, given.client_id, file.read(), file.name or "file", how)
    assert report.batch_id is not None
    return report_of(queries.usage_import(by, report.batch_id))


@router.read("/usage-imports", Page[ImportReport])
def list_usage_imports(
    request: HttpRequest, client_id: UUID, cursor: str = "", limit: int = Query(20, ge=1, le=100)
) -> Any:
    """A client's files of usage, newest first, dry runs too."""
    return rows_page(queries.usage_imports(by_of(request), client_id), ["-pk"], cursor, limit, report_of)


@router.read("/usage-imports/{import_id}", ImportReport)
def get_usage_import(request: HttpRequest, import_id: UUID) -> Any:
    """One file of usage with its report."""
    return report_of(queries.usage_import(by_of(request), import_id))
