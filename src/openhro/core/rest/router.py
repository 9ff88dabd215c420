"""Routers: one way to declare a read, a creation, a change and an action, with every refusal documented."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import ninja
from django.http import HttpRequest
from ninja.responses import Status

from openhro.core.idempotency import need_key
from openhro.core.rest.schemas import Problem

REFUSALS = frozenset({400, 401, 403, 404, 409, 412, 413, 415, 422, 429})
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "Any text that is new for each new request: the same request with the same key happens once.",
}
_VERSION = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "description": "The version that was read; another one is answered with 412.",
}
View = Callable[..., Any]


class Router(ninja.Router):
    """A package's operations. An operation's id is its function's name, so it is unique over all packages."""

    def read(self, path: str, reply: Any) -> Callable[[View], View]:
        """GET: reads, changes nothing."""
        return self._declare("GET", path, _answers(200, reply))

    def create(self, path: str, reply: Any, *, key: bool = False) -> Callable[[View], View]:
        """POST to a collection, 201. With `key` it makes money, people or messages and needs an Idempotency-Key."""
        return self._write(path, 201, reply, key)

    def act(self, path: str, reply: Any, *, key: bool = False) -> Callable[[View], View]:
        """POST to an action of a record: 200, or 204 where there is nothing to show."""
        return self._write(path, 200 if reply else 204, reply, key)

    def change(self, path: str, reply: Any, *, versioned: bool = True) -> Callable[[View], View]:
        """PATCH of the fields that are given; a record with a version needs it in If-Match."""
        extra = {"parameters": [_VERSION]} if versioned else None
        return self._declare("PATCH", path, _answers(200, reply), extra)

    def file(self, path: str, *kinds: str) -> Callable[[View], View]:
        """GET of a file of one of these kinds."""
        content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
        return self._declare("GET", path, _answers(200, None), {"responses": {200: {"content": content}}})

    def _declare(
        self, method: str, path: str, answers: dict[Any, Any], extra: dict[str, Any] | None = None
    ) -> Callable[[View], View]:
        """The view under its address; the first sentence of its docstring is what lists show."""

        def declared(view: View) -> View:
            summary = (view.__doc__ or "").partition(".")[0].partition(";")[0].strip()
            add = self.api_operation([method], path, response=answers, summary=summary, openapi_extra=extra)
            add(view)
            return view

        return declared

    def _write(self, path: str, status: int, reply: Any, key: bool) -> Callable[[View], View]:
        declare = self._declare("POST", path, _answers(status, reply), {"parameters": [_KEY]} if key else None)

        def declared(view: View) -> View:
            # Wrapped only once it is declared: annotations are read in the module of the view itself.
            declare(view)
            view._ninja_operation.view_func = _writing(view, status, key)  # type: ignore[attr-defined]
            return view

        return declared


def _answers(status: int, reply: Any) -> dict[Any, Any]:
    return {status: reply, REFUSALS: Problem}


def _writing(view: View, status: int, key: bool) -> View:
    """The view with its status, and refused without a key where it needs one."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if key:
            need_key(request)
        return Status(status, view(request, *args, **kwargs))

    return checked
