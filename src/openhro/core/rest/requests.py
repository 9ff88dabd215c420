"""What a request says besides its body: who calls, which version was seen, and only parameters that exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from openhro.core.actor import Actor
from openhro.core.errors import Forbidden, Invalid
from openhro.core.rest.strict import WRITTEN, kinds_of
from openhro.core.web import actor

_VERSION = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')


def by_of(request: HttpRequest) -> Actor:
    """Who calls."""
    return actor(request)


def version_of(request: HttpRequest) -> int:
    """The version that was read, from `If-Match`; a change without it is refused, for it may undo another."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Invalid("VERSION_REQUIRED", "Send the version that you read in an If-Match header.", field="If-Match")
    found = _VERSION.fullmatch(given)
    if not found:
        raise Invalid("VERSION_REQUIRED", 'If-Match holds the record\'s version, as in "3".', field="If-Match")
    return int(found[1])


def version_if_given(request: HttpRequest) -> int | None:
    """The version in `If-Match`, where a move may name one."""
    return version_of(request) if "If-Match" in request.headers else None


def need_session(request: HttpRequest) -> None:
    """For what a leaked token must not do, because it would outlive the token: making tokens, changing a password."""
    if request.headers.get("Authorization"):
        raise Forbidden("SESSION_REQUIRED", "Do this signed in with your browser; a token may not.")


class Bearer(HttpBearer):
    """A program's token. The scope middleware has resolved it already."""

    openapi_description = "An API token: `Authorization: Bearer ohr_…`."

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        return actor(request)


class Session(APIKeyCookie):
    """A browser's session; to write, it must carry the CSRF token too."""

    param_name = "sessionid"
    openapi_description = "A browser session; requests that write also need the X-CSRFToken header."

    def __call__(self, request: HttpRequest) -> Actor:
        if request.method not in ("GET", "HEAD", "OPTIONS") and check_csrf(request):
            raise Forbidden("CSRF", "A request with a browser session needs the X-CSRFToken header.")
        return actor(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor:
        return actor(request)


def only_known(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse parameters that the operation does not have: `?as_off=` would silently show today."""
    operation: Any = run.__self__  # type: ignore[attr-defined]
    known: dict[str, dict[str, set[str]]] = {"query": {}, "form": {}, "file": {}}
    for model in operation.models:
        if model.__ninja_param_source__ in known:
            known[model.__ninja_param_source__] |= _kinds(model)

    @wraps(run)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _check(request.GET, known["query"])
        if known["form"] or known["file"]:
            _check(request.POST, known["form"])
            _check(request.FILES, known["file"])
        return run(request, *args, **kwargs)

    return checked


def _kinds(model: Any) -> dict[str, set[str]]:
    """The names that a model of parameters takes, each with the kinds of its values."""
    found = {}
    for name, path in getattr(model, "__ninja_flatten_map__", {name: (name,) for name in model.model_fields}).items():
        holder = model
        for part in path[:-1]:
            holder = holder.model_fields[part].annotation
        found[name] = kinds_of(holder.model_fields[path[-1]].annotation)
    return found


def _check(given: MultiValueDict[str, Any], known: dict[str, set[str]]) -> None:
    for name, values in given.lists():
        if name not in known:
            raise Invalid("UNKNOWN_FIELD", f"There is no parameter {name[:80]!r} here.", field=name[:80])
        if len(values) > 1:
            raise Invalid("INVALID_FIELD", f"{name} is given more than once.", field=name)
        if isinstance(values[0], str) and "\0" in values[0]:
            raise Invalid("INVALID_FIELD", f"{name} holds the character NUL.", field=name)
        for kind in known[name]:
            pattern, said = WRITTEN[kind]
            if not pattern.fullmatch(values[0]):
                raise Invalid("INVALID_FIELD", f"{name}: {said}.", field=name)
