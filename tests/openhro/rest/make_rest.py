"""A caller of the REST API, with a token, as a program has it."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from openhro.clients.models import ApiToken
from openhro.core import clock
from openhro.core.actor import Actor

_keys = itertools.count(1)


class Caller:
    """Calls as one user; answers are parsed, and every POST carries a fresh Idempotency-Key unless one is given."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        self.http = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token(by)}"})

    def get(self, path: str, **query: Any) -> Answer:
        return Answer(self.http.get(f"/api/v1{path}", {name: _written(value) for name, value in query.items()}))

    def post(self, path: str, body: Any = None, key: str | None = None) -> Answer:
        headers = {"Idempotency-Key": key or uuid4().hex}
        content = json.dumps(body, default=str) if body is not None else ""
        return Answer(self.http.post(f"/api/v1{path}", content, content_type="application/json", headers=headers))

    def patch(self, path: str, body: Any, version: int | None = None) -> Answer:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        content = json.dumps(body, default=str)
        return Answer(self.http.patch(f"/api/v1{path}", content, content_type="application/json", headers=headers))

    def upload(self, path: str, key: str | None = None, **fields: Any) -> Answer:
        return Answer(self.http.post(f"/api/v1{path}", fields, headers={"Idempotency-Key": key or uuid4().hex}))


def _written(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


class Answer:
    """A status and a body; `refused` is (status, code)."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status = response.status_code
        is_json = "json" in response.get("Content-Type", "")
        self.body = json.loads(response.content) if is_json and response.content else None

    def __getitem__(self, name: str) -> Any:
        return self.good.body[name]

    @property
    def good(self) -> Answer:
        assert self.status in (200, 201), (self.status, self.body)
        return self

    @property
    def items(self) -> list[Any]:
        return self.good.body["items"]

    @property
    def refused(self) -> tuple[int, str]:
        return self.status, self.body["code"]


def token(by: Actor, days: int = 1) -> str:
    """A token of somebody; `days` may lie in the past."""
    text = f"ohr_{uuid4().hex}"
    now = clock.now()
    ApiToken.objects.create(
        user_id=by.user, name="test", hash=hashlib.sha256(text.encode()).digest(), made_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    return text
