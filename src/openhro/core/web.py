"""Requests: every view runs inside the actor's scope, needs a signed-in user unless marked public, and answers
refusals as pages or as the REST body. A refused request writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string

from openhro.core.actor import Actor, Via
from openhro.core.errors import Conflict, Forbidden, Invalid, Malformed, NotSignedIn, Refused, TooLarge
from openhro.core.idempotency import answer_once
from openhro.core.scope import scope

View = Callable[..., HttpResponse]
_Made = TypeVar("_Made")
log = structlog.get_logger()


def public(view: View) -> View:
    """Mark a view that nobody needs to sign in for; it runs without scope, so it can touch no tenant table."""
    view.public = True  # type: ignore[attr-defined]
    return view


def actor(request: HttpRequest) -> Actor:
    """Who acts in this request."""
    found: Actor | None = getattr(request, "actor", None)
    if found is None:
        raise NotSignedIn
    return found


class ScopeMiddleware:
    """The last middleware: resolves the actor, opens the scope around the view, turns refusals into answers."""

    # Signing in and its second factor look after themselves: allauth asks for a session or a login that has begun.
    PUBLIC = ("/static/", "/login/", "/logout/", "/account/2fa/", "/healthz", "/readyz", "/i18n/")
    # Whoever shows again who they are is signed in, and what they had asked for goes on in the same request.
    AGAIN = ("/login/again/", "/account/2fa/reauthenticate/")

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.resolve = import_string(settings.ACTOR_RESOLVER)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if getattr(view, "public", False) or self._looks_after_itself(request.path):
            return None
        try:
            by = self._actor(request)
            with scope(by):
                call = partial(view, request, *args, **kwargs)
                answer = answer_once(request, by, call) if is_rest(request) else call()
                if hasattr(answer, "render") and callable(answer.render) and not getattr(answer, "is_rendered", True):
                    answer = answer.render()
                return not_allowed(request, answer) if answer.status_code == 405 and is_rest(request) else answer
        except Refused as refused:
            return refusal(request, refused)
        except (SuspiciousOperation, MultiPartParserError) as fault:
            if not is_rest(request):
                raise
            return refusal(request, too_large() if isinstance(fault, RequestDataTooBig) else malformed())
        except (DataError, IntegrityError, OverflowError) as fault:
            return refusal(request, refused_by_database(fault))

    def _looks_after_itself(self, path: str) -> bool:
        return path.startswith(self.PUBLIC) and not path.startswith(self.AGAIN)

    def _actor(self, request: HttpRequest) -> Actor:
        via = Via.REST if is_rest(request) else Via.WEB
        found = self.resolve(request, via)
        if found is None:
            raise NotSignedIn
        request.actor = found  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(user=str(found.user), via=via.value)
        return found


def is_rest(request: HttpRequest) -> bool:
    """True for the REST API."""
    return request.path.startswith("/api/")


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal as the caller wants it: JSON for REST, else a page that says what to do."""
    if is_rest(request):
        return JsonResponse(refused.body(), status=refused.status)
    if refused.status == 401:
        return redirect_to_login(request.get_full_path())
    shown = {"refused": refused, "status": refused.status, "back": _back(request), "whole": _whole(request)}
    return render(request, "errors/refused.html", shown, status=refused.status)


def _back(request: HttpRequest) -> str:
    """The page of ours that the reader came from; empty where there was none."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else ""


def _whole(request: HttpRequest) -> str:
    """The same list with nothing asked of it; empty where nothing was asked, and for a file."""
    return request.path if request.method == "GET" and request.GET and request.path.endswith("/") else ""


def malformed() -> Refused:
    """400 for a body that is not what it says it is."""
    return Malformed("MALFORMED", "The request's body cannot be read.")


def too_large() -> Refused:
    """413 for a body beyond DATA_UPLOAD_MAX_MEMORY_SIZE."""
    return TooLarge("TOO_LARGE", "This request is too large. Send less at once.")


def refused_by_database(fault: DataError | IntegrityError | OverflowError) -> Refused:
    """The last line of defence: what no rule refused, but the tables or the calendar do. Nothing was saved; the log
    names the gap."""
    constraint = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "")
    log.error("refused_by_database", constraint=constraint, fault=type(fault).__name__)
    if isinstance(fault, DataError | OverflowError):
        return Invalid("VALUE_RANGE", "A value is too long, too large or too far away to be kept. Check it.")
    return Conflict("CHANGED_MEANWHILE", "This does not fit what is stored, or somebody was quicker. Reload and retry.")


def state_read_only() -> Refused:
    """422 for a PATCH of `state`."""
    return Invalid("STATE_READ_ONLY", "The state changes only by the record's actions.", field="state")


def not_allowed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """405 as a body like any other; a PATCH that tries to set `state` is told why there is none."""
    if request.method == "PATCH" and b'"state"' in request.body:
        return refusal(request, state_read_only())
    body = {"code": "METHOD_NOT_ALLOWED", "message": f"Possible here: {answer['Allow']}."}
    return JsonResponse(body, status=405, headers={"Allow": answer["Allow"]})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token: mostly one that was open for too long."""
    refused = Forbidden(
        "CSRF", "This form was open for too long, or came from elsewhere. Go back, reload the page and send it again."
    )
    return refusal(request, refused)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for addresses that do not exist."""
    from openhro.core.errors import NotFound

    return refusal(request, NotFound("page"))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429 for what allauth counts: sign-ins, codes, resets."""
    from openhro.core.errors import TooMany

    return refusal(request, TooMany("TOO_MANY", "That was too often. Wait a few minutes, then try again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page says so and names the request for the log."""
    if is_rest(request):
        return JsonResponse(
            {"code": "INTERNAL", "message": "Our fault. It is in the log; nothing was saved."}, status=500
        )
    # Nothing that could read the database again: it may be what broke.
    return render(request, "errors/500.html", {"provider": {}, "brand": {}, "messages": []}, status=500)


def attempt(form: Form, call: Callable[[], _Made]) -> _Made | None:
    """Call a service for a form; a refusal becomes the form's error, at the field that it names, and gives None.

    Services are atomic: what was refused has changed nothing, and the form keeps what was typed.
    """
    return tried(form, call)[0]


def tried(form: Form, call: Callable[[], _Made]) -> tuple[_Made | None, Refused | None]:
    """As `attempt`, with the refusal, for pages that show more of it than its sentence."""
    try:
        return call(), None
    except Refused as refused:
        if refused.status in (401, 403, 404):
            raise
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None, refused
