"""Every address of the product, read from Django's resolver and the API's OpenAPI document, filled in from a world.

Pages are tried with GET and POST, REST operations with the method and the smallest body that their schema takes. A
parameter that nobody can fill in raises, so that a new address cannot be overlooked.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin
from uuid import uuid4

from django.db import transaction
from django.test import Client as Browser
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from openhro.billing.shown import MOVES as invoice_moves
from openhro.clients.views.secure import MOVES as account_moves
from openhro.config.api import api
from openhro.desk.views.moves import MOVES as desk_moves
from openhro.engagements.rules import CHANGES
from openhro.engagements.views import preparing
from openhro.engagements.views.amending import AMENDMENT_MOVES
from openhro.engagements.views.moves import MOVES as engagement_moves
from openhro.payroll.shown.actions import MOVES as run_moves

ANYTHING = {
    "colour": "1f4f82", "digest": "0", "kind": "csv", "uidb36": "1", "key": "x-y", "pk": 1, "path": "icon.svg",
    "tab": "results", "step": "review", "scheme": "bacs", "format": "csv",
}  # fmt: skip
"""Parameters that name no record."""

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "ui:page": [{"name": "today"}],
    "engagements:move": [{"name": name} for name in engagement_moves],
    "engagements:amendment_move": [{"name": name} for name in AMENDMENT_MOVES],
    "engagements:amendment_add": [{"what": what} for what in CHANGES],
    "engagements:amendment_drop": [{"place": 0}],
    "billing:move": [{"name": name} for name in invoice_moves],
    "clients:secure_move": [{"name": name} for name in account_moves],
    "payroll:move": [{"action": name} for name in run_moves],
    "desk:move": [{"name": name} for name in desk_moves],
    "desk:article_move": [{"name": "publish"}, {"name": "retire"}],
    "engagements:prepare": [{"name": name} for name in preparing.ACTS],
    "engagements:process_act": [{"name": name} for name in preparing.PROCESS_ACTS],
    "engagements:task_act": [{"name": name} for name in preparing.TASK_ACTS],
}
"""Addresses that stand for several things: each is tried."""

OWN_DESK = ("own", "reply", "reopen", "rate", "cancel")
RELEASED = ("files", "file", "late", "late_settle", "own_payslip", "own_pdf", "own_explain")
PREPARED = ("process", "process_act", "evidence", "end_contact", "task_act", "close_raid", "readiness", "transition")
OPEN = ("inputs", "input", "input_new", "input_remove", "import", "imported", "import_confirm",
        "import_progress", "import_stop")  # fmt: skip
INSTEAD = {
    ("engagements:end_scope", "item_id"): "scope_item_id",
    ("engagements:end_price", "item_id"): "price_id",
    ("get_people_import", "import_id"): "batch_id",
    ("get_payroll_import", "import_id"): "input_batch_id",
    ("payroll:imported", "batch_id"): "input_batch_id",
    ("payroll:import_confirm", "batch_id"): "input_batch_id",
    ("payroll:import_progress", "batch_id"): "input_batch_id",
    ("payroll:import_stop", "batch_id"): "input_batch_id",
    ("billing:pdf", "invoice_id"): "issued_invoice_id",
    ("get_usage_import", "import_id"): "usage_import_id",
    **{
        (f"billing:{name}", "invoice_id"): "issued_invoice_id"
        for name in ("credit", "ubl", "lines_csv", "payment", "write_off", "dispute")
    },
    ("billing:dispute", "line_id"): "issued_line_id",
    **{(f"engagements:{name}", "engagement_id"): "live_engagement_id" for name in PREPARED},
    **{(f"payroll:{name}", "run_id"): "released_run_id" for name in RELEASED},
    **{(f"payroll:{name}", "run_id"): "open_run_id" for name in OPEN},
    **{(f"desk:{name}", "ticket_id"): "own_ticket_id" for name in OWN_DESK},
}
"""Parameters whose name alone does not say which record they mean."""

CLIENT_ASKED = {
    "billing:draft",
    "billing:terms_new",
    "billing:usage_import",
    "billing:usage_new",
    "desk:export",
    "desk:figures",
    "desk:new",
    "desk:new_category",
    "desk:promises",
    "desk:setup",
    "desk:write",
    "engagements:new",
    "payroll:runs",
    "people:export",
    "people:hire",
    "people:import",
    "people:list",
}
"""Addresses that ask for a client beside them."""


@dataclass(frozen=True)
class Address:
    """One address: its name, how it is written, the methods to try, and for REST its operation in the document."""

    name: str
    path: str
    methods: tuple[str, ...]
    operation: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)

    @property
    def is_rest(self) -> bool:
        return bool(self.operation)

    @property
    def parameters(self) -> list[str]:
        """The names in the path that are to be filled in."""
        return [name for _, name, _, _ in string.Formatter().parse(self.path) if name]

    def url(self, ids: dict[str, Any]) -> str:
        """The address with the ids of a client."""
        return self.path.format(**{name: self.value(name, ids) for name in self.parameters})

    def value(self, name: str, ids: dict[str, Any]) -> Any:
        """What stands for one parameter."""
        wanted = INSTEAD.get((self.name, name), name)
        found = ids.get(wanted, ANYTHING.get(wanted))
        assert found is not None, f"{self.name} asks for {wanted}: let tests/architecture/world.py make one"
        return found

    def ask(
        self, browser: Browser, method: str, ids: dict[str, Any], *,
        query: dict[str, Any] | None = None, typed: dict[str, Any] | None = None,
    ) -> Any:  # fmt: skip
        """Send the request and return the answer with its `whole` body; whatever it wrote is undone.

        `typed` is what a page's form sends.
        """
        asked = ({"client": ids["code"]} if self.name in CLIENT_ASKED else {}) | self.needed(ids) | (query or {})
        url = self.url(ids) + (f"?{urlencode(asked)}" if asked else "")
        kept = deepcopy(browser.cookies)
        browser.raise_request_exception = False
        with transaction.atomic():
            if self.is_rest:
                answer = browser.generic(method, url, **self.content(ids))
            else:
                answer = browser.get(url) if method == "GET" else browser.post(url, typed or {})
            answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        browser.cookies = kept
        return answer

    def content(self, ids: dict[str, Any]) -> dict[str, Any]:
        """Body and headers of a REST request."""
        sent: dict[str, Any] = {"headers": {"Idempotency-Key": uuid4().hex, "If-Match": '"1"'}}
        offered = self.operation.get("requestBody", {}).get("content", {})
        if "application/json" in offered:
            body = example(offered["application/json"]["schema"], ids)
            sent |= {"data": json.dumps(body, default=str), "content_type": "application/json"}
        elif offered:
            sent |= {"data": b"", "content_type": next(iter(offered))}
        return sent

    def needed(self, ids: dict[str, Any]) -> dict[str, Any]:
        """The query parameters without which a REST operation refuses."""
        return {
            one["name"]: example(one["schema"], ids, one["name"])
            for one in self.operation.get("parameters", [])
            if one["in"] == "query" and one.get("required")
        }

    def queries(self) -> list[str]:
        """The query parameters that a REST operation takes."""
        return [one["name"] for one in self.operation.get("parameters", []) if one["in"] == "query"]


@cache
def pages() -> list[Address]:
    """Every address that is not an operation of the API."""
    return sorted(_walk(get_resolver(), "/", ""), key=lambda one: one.path)


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Address]:
    for found in resolver.url_patterns:
        path = prefix + _written(found.pattern)
        if isinstance(found, URLResolver):
            yield from _walk(found, path, f"{space}{found.namespace}:" if found.namespace else space)
        elif not path.startswith("/api/v1/"):
            assert found.name, f"{path} has no name"
            yield from _page(space + found.name, path)


def _page(name: str, path: str) -> Iterator[Address]:
    for fixed in VARIANTS.get(name, [{}]):
        shown = path
        for key, value in fixed.items():
            shown = shown.replace(f"{{{key}}}", str(value))
        yield Address(name, shown, ("GET", "POST"))


def _written(pattern: Any) -> str:
    """A part of an address with {parameters}, from a route or a regular expression."""
    if isinstance(pattern, RegexPattern):
        return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", str(pattern)).strip("^$")
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern))


class Forms(HTMLParser):
    """The forms of a page that are sent by POST: for each address the fields, filled in as simply as they allow."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.found, self.data, self.select = url, {}, None, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.data = {} if has.get("method", "").lower() == "post" else None
            if self.data is not None:
                self.found[urljoin(self.url, has.get("action") or self.url)] = self.data
        elif self.data is None:
            return
        elif tag == "select":
            self.select = has.get("name", "")
        elif tag == "option" and self.select and (has.get("value") and not self.data.get(self.select)):
            self.data[self.select] = has["value"]
        elif tag == "option" and self.select and "selected" in has:
            self.data[self.select] = has.get("value", "")
        elif tag in ("input", "textarea") and has.get("name"):
            self.field(has)

    def field(self, has: dict[str, str]) -> None:
        """One input: its own value, or something of its kind."""
        kind, name = has.get("type", "text"), has["name"]
        if kind in ("checkbox", "radio") and name not in self.data:
            self.data[name] = has.get("value", "on")
        elif kind not in ("checkbox", "radio", "file", "submit"):
            typed = {"date": "2026-12-31", "number": "1", "email": "a@example.org", "url": "https://a.example/"}
            self.data[name] = has.get("value") or typed.get(kind, "1")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.data = None
        elif tag == "select":
            self.select = ""


def forms(browsers: Iterable[Browser], ids: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What every form of every page sends, by the address it is sent to, as these readers see the pages."""
    found: dict[str, dict[str, Any]] = {}
    for browser in browsers:
        for page in pages():
            answer = page.ask(browser, "GET", ids)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                reader = Forms(page.url(ids))
                reader.feed(answer.whole.decode())
                found |= reader.found
    return found


@cache
def document() -> dict[str, Any]:
    """The API's OpenAPI document."""
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


@cache
def operations() -> list[Address]:
    """Every operation of the API."""
    found = [
        Address(operation["operationId"], path, (method.upper(),), operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]
    return sorted(found, key=lambda one: (one.path, one.methods))


def every() -> list[Address]:
    """All of them."""
    return [*pages(), *operations()]


def example(schema: dict[str, Any], ids: dict[str, Any], name: str = "") -> Any:
    """The smallest value that a schema takes; an id is the client's own record of that name."""
    if "$ref" in schema:
        return example(document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]], ids, name)
    for several in ("allOf", "anyOf", "oneOf"):
        if several in schema:
            return example(next(one for one in schema[several] if one.get("type") != "null"), ids, name)
    if schema.get("format") != "uuid" and schema.get("examples"):
        return schema["examples"][0]
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    made = {
        "object": lambda: {key: example(schema["properties"][key], ids, key) for key in schema.get("required", [])},
        "array": lambda: [example(schema.get("items", {}), ids, name)] * schema.get("minItems", 0),
        "integer": lambda: schema.get("minimum", 1),
        "number": lambda: schema.get("minimum", 1),
        "boolean": lambda: True,
        "string": lambda: _text(schema, ids, name),
    }
    return made.get(schema.get("type", ""), dict)()


def _text(schema: dict[str, Any], ids: dict[str, Any], name: str) -> str:
    formats = {
        "date": "2026-11-30",
        "date-time": "2026-11-30T12:00:00Z",
        "email": "a@example.org",
        "uri": "https://a.example/",
    }
    if schema.get("format") == "uuid":
        return str(ids.get(name) or uuid4())
    if schema.get("format") in formats:
        return formats[schema["format"]]
    known = {
        "country": "GB",
        "currency": "GBP",
        "amount": "1.00",
        "state": "open",
        "code": "new-code",
        "side": "client",
    }
    return known.get(name, "x" * max(schema.get("minLength", 1), 1))
