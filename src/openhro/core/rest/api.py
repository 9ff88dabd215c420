"""The API object: documentation for everybody, refusals that undo the request, operations named by their function."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.docs import Swagger
from ninja.operation import Operation

from openhro.core.errors import Invalid, NotSignedIn, Refused
from openhro.core.rest.requests import Bearer, Session, only_known
from openhro.core.web import malformed, public, state_read_only

TAGS: dict[str, str] = {}
"""What stands over each group of operations in the documentation, by tag."""

_ABOUT = """Every verb of the product, and every answer that its pages are made from.

**Sign in** with `Authorization: Bearer <token>` (make one with `POST /api/v1/tokens` or on your account page) or with
a browser session, whose writes also carry `X-CSRFToken`.

**Style.** Lists are `{items, next}`; give `next` as `cursor`. Unknown fields and parameters are refused
(`UNKNOWN_FIELD`). Dates are ISO 8601; instants are in UTC. Amounts are whole minor units in fields that end in
`_minor`, with the currency beside them: no reader of JSON rounds a whole number. Where facts are dated, `as_of` names
the day. `…/explain` shows how a figure or a date came about.

**Moves.** A record's `state` changes only by `POST …/actions/{name}`. A move that the state does not allow is a 409
`ILLEGAL_TRANSITION` whose `detail` is `{from, action, allowed}`.

**Once only.** A POST that makes money, people or messages needs an `Idempotency-Key`: the same request again gets the
same answer, another request with that key is a 409 `IDEMPOTENCY_REUSE`. A refused request has changed nothing and may
be sent again with its key.

**Versions.** A PATCH names the version that was read in `If-Match`; if somebody was quicker, the answer is 412.

**Refusals** carry `{code, message, field, rule, detail}`: 400 unreadable, 401 not signed in, 403 not your work, 404 not
there or another client's (on purpose the same), 409 not in this state or not by this person, 412 changed meanwhile,
413 too large, 415 not a file that can be read, 422 against a rule, 429 too often."""


class Api(NinjaAPI):
    """Operation ids are the functions' names; the document is made once."""

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        return super().get_openapi_schema()

    def get_openapi_schema(self, **_: Any) -> dict[str, Any]:  # type: ignore[override]
        return self.document

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def make_api() -> NinjaAPI:
    """The API object with the product's way of refusing: a refusal leaves the view, so that its scope undoes all."""
    api = Api(
        title="OpenHRO",
        version="1",
        urls_namespace="api",
        auth=[Bearer(), Session()],
        description=_ABOUT,
        docs=Swagger({"persistAuthorization": True, "docExpansion": "none", "displayRequestDuration": True}),
        docs_decorator=public,
    )
    api.add_decorator(only_known, mode="view")

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        raise _first_fault(request, exc.errors) from None

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
        raise NotSignedIn from None

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, exc: HttpError) -> HttpResponse:
        raise malformed() from None

    return api


def _first_fault(request: HttpRequest, faults: list[dict[str, Any]]) -> Refused:
    """One refusal for a request that does not fit its schema; `detail` lists all faults."""
    unknown = [_place(fault) for fault in faults if fault.get("type") == "extra_forbidden"]
    if request.method == "PATCH" and "state" in unknown:
        return state_read_only()
    field = unknown[0] if unknown else _place(faults[0])
    if unknown:
        return Invalid("UNKNOWN_FIELD", f"There is no field {field} here.", field=field)
    said: dict[str, str] = {}
    for fault in faults:  # a value that may be of several kinds has a fault for each
        said.setdefault(_place(fault), fault.get("msg", ""))
    every = [{"field": place, "message": message} for place, message in list(said.items())[:50]]
    return Invalid(
        "INVALID_FIELD", f"{field or 'The request'}: {faults[0].get('msg', 'not valid')}.", field=field, detail=every
    )


def _place(fault: dict[str, Any]) -> str:
    """Where a fault is, without the names of our own arguments: `body.given.lines.0.rate` is `lines.0.rate`."""
    parts = [str(part) for part in fault.get("loc", ())]
    if parts and parts[0] == "body":
        parts = parts[2:]
    elif parts and parts[0] in ("query", "path", "form", "file", "header"):
        parts = parts[1:]
    return ".".join(parts)[:120]
