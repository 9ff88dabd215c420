"""The REST API's common part: strict schemas, refusals as bodies, cursor pages, and who may call."""

from __future__ import annotations

import base64
import json
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router, Schema
from ninja.errors import HttpError, ValidationError
from ninja.utils import check_csrf
from pydantic import ConfigDict

from openhro.core.actor import Actor
from openhro.core.errors import Forbidden, Invalid, Malformed, NotFound, Refused
from openhro.core.web import actor, refusal

__all__ = ["Body", "Problem", "Reply", "Router", "answers", "by_of", "make_api", "page"]
_Row = TypeVar("_Row", bound=models.Model)


class Body(Schema):
    """A request body: unknown fields are refused, texts are trimmed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Reply(Schema):
    """An answer."""

    model_config = ConfigDict(from_attributes=True)


class Problem(Schema):
    """The body of every refusal."""

    code: str
    message: str
    field: str | None = None
    rule: str | None = None
    detail: Any = None


def answers(good: Any, status: int = 200) -> dict[Any, Any]:
    """The `response=` of an operation: the good answer, and the body of every refusal."""
    return {status: good, frozenset({400, 401, 403, 404, 409, 412, 413, 415, 422, 429}): Problem}


def by_of(request: HttpRequest) -> Actor:
    """Who calls."""
    return actor(request)


def _signed(request: HttpRequest) -> Actor:
    """The scope middleware has resolved the actor; a browser's session must also carry the CSRF token to write."""
    if not request.headers.get("Authorization") and request.method not in ("GET", "HEAD", "OPTIONS"):
        failed = check_csrf(request)
        if failed:
            raise Forbidden("CSRF", "A request with a browser session needs the X-CSRFToken header.")
    return actor(request)


def make_api() -> NinjaAPI:
    """The API object with the product's way of refusing."""
    api = NinjaAPI(title="OpenHRO", version="1", urls_namespace="api", auth=_signed, description=_ABOUT)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, exc: Refused) -> HttpResponse:
        transaction.set_rollback(True)
        return refusal(request, exc)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        transaction.set_rollback(True)
        return refusal(request, _first_fault(exc.errors))

    @api.exception_handler(HttpError)
    def malformed(request: HttpRequest, exc: HttpError) -> HttpResponse:
        transaction.set_rollback(True)
        return refusal(request, Malformed("MALFORMED", "The request's body is not JSON that can be read."))

    return api


_ABOUT = """Every verb of the product. Sign in with a session or `Authorization: Bearer <token>`. A POST that makes
money, people or messages needs an `Idempotency-Key`. Refusals carry `{code, message, field, rule, detail}`."""


def _first_fault(faults: list[dict[str, Any]]) -> Refused:
    """One refusal for a body that does not fit its schema; `detail` lists all faults."""
    place = [str(part) for part in faults[0].get("loc", ())]
    field = ".".join(part for part in place if part not in ("body", "query", "path", "payload", "data"))
    if faults[0].get("type") == "extra_forbidden":
        return Invalid("UNKNOWN_FIELD", f"There is no field {field} here.", field=field)
    every = [{"field": ".".join(str(p) for p in f.get("loc", ())), "message": f.get("msg", "")} for f in faults]
    return Invalid(
        "INVALID_FIELD", f"{field or 'The request'}: {faults[0].get('msg', 'not valid')}.", field=field, detail=every
    )


def page(rows: models.QuerySet[_Row], cursor: str, limit: int = 100) -> tuple[list[_Row], str]:
    """One page of rows ordered by their (time-ordered) id, and the cursor of the next one; empty at the end."""
    limit = max(1, min(limit, 500))
    if cursor:
        rows = rows.filter(pk__gt=_opened(cursor))
    found = list(rows.order_by("pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return found, base64.urlsafe_b64encode(json.dumps(str(found[-1].pk)).encode()).decode() if more else ""


def _opened(cursor: str) -> UUID:
    try:
        return UUID(json.loads(base64.urlsafe_b64decode(cursor.encode())))
    except (ValueError, TypeError, AttributeError):
        raise Invalid("CURSOR", "This cursor is not one that the API gave.", field="cursor") from None


def found(row: _Row | None, what: str) -> _Row:
    """The row, or 404."""
    if row is None:
        raise NotFound(what)
    return row
