"""Idempotency-Key: the same key with the same request gets the same answer, and the effect happens once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid
from openhro.core.fields import seal, unseal
from openhro.core.models import IdempotencyKey

HEADER = "Idempotency-Key"


def answer_once(request: HttpRequest, by: Actor, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Run the view, or give the answer that this key already got. Runs inside the request's transaction.

    Refusals are not kept: nothing happened, so the same key may be tried again.
    """
    key = request.headers.get(HEADER, "")
    if not key or request.method != "POST" or by.user is None:
        return view()
    if len(key) > 200 or not key.isprintable():
        raise Invalid("IDEMPOTENCY_KEY", "An Idempotency-Key has at most 200 characters, all of them printable.")
    wanted = _fingerprint(request)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 3))", [f"{by.user}:{key}"])
    kept = IdempotencyKey.objects.filter(user_id=by.user, key=key).first()
    if kept:
        if bytes(kept.request_hash) != wanted:
            raise Conflict("IDEMPOTENCY_REUSE", "This Idempotency-Key was used for another request; take a new one.")
        body = unseal(bytes(kept.body), address_of(by.user, key))
        return HttpResponse(body, status=kept.status, content_type="application/json")
    answer = view()
    if 200 <= answer.status_code < 300:
        sealed = seal(answer.content.decode(), address_of(by.user, key))
        IdempotencyKey.objects.create(
            user_id=by.user, key=key, request_hash=wanted, status=answer.status_code, body=sealed, made_at=clock.now()
        )
    return answer


def _fingerprint(request: HttpRequest) -> bytes:
    """What makes two requests the same. Of a form with files its parts count, for each try draws another boundary."""
    told = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        told.update(request.body)
        return told.digest()
    for name, values in sorted(request.POST.lists()):
        told.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            told.update(repr((name, file.name)).encode() + hashlib.sha256(file.read()).digest())
            file.seek(0)
    return told.digest()


def address_of(user: UUID | None, key: str) -> str:
    """What a kept answer's ciphertext is bound to."""
    return f"core_idempotencykey:{user}:{key}"


def need_key(request: HttpRequest) -> None:
    """For requests that make money, people or messages: they must carry an Idempotency-Key."""
    if not request.headers.get(HEADER):
        raise Invalid(
            "IDEMPOTENCY_KEY_REQUIRED", "Send an Idempotency-Key header: any text that is new for each new request."
        )
