"""Plain factories: each makes one valid thing with as few words as the test needs."""

from __future__ import annotations

import itertools
from datetime import date
from functools import cache
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from openhro.clients.models import Client, Grant, User
from openhro.core.actor import ALL_CLIENTS, Actor, Role, Via, system
from openhro.core.scope import scope

_count = itertools.count(1)


def unique(prefix: str) -> str:
    """A code that no other test uses, also where tests commit."""
    return f"{prefix}-{uuid4().hex[:10]}"


def client(code: str | None = None, **values) -> Client:
    """A client company."""
    with scope(system()):
        return Client.objects.create(code=code or unique("client"), name=values.pop("name", "Acme Ltd"), **values)


@cache
def _hashed() -> str:
    """Hashing is the slowest step of a test: once is enough."""
    return make_password("correct horse battery")


def user(name: str = "Robin Example") -> User:
    """Somebody who can sign in with the password 'correct horse battery'."""
    made = User(username=unique("user"), name=name, email=f"{unique('u')}@example.org")
    made.password = _hashed()
    made.save()
    return made


def grant(user: User, role: Role, client: Client | None) -> Grant:
    """A role for a user at a client, from 2020 on."""
    with scope(system()):
        return Grant.objects.create(user=user, client=client, role=role, valid_from=date(2020, 1, 1))


def actor(role: Role, *clients: Client, name: str = "Robin Example") -> Actor:
    """An actor with a stored user who holds one role at the given clients; at every client when none is given."""
    made = user(name)
    for at in clients or (None,):
        grant(made, role, at)
    return as_actor(made)


def as_actor(user: User) -> Actor:
    """The actor of a stored user."""
    from openhro.clients import queries

    return queries.actor(user, Via.WEB)


# --- pages -----------------------------------------------------------------------------------------------------------


def browser(by: Actor):
    """Django's test client with somebody signed in."""
    from django.test import Client as Browser

    made = Browser()
    made.force_login(User.objects.get(pk=by.user), backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


def reads(browser, path: str) -> int:
    """How many queries a page takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        answer = browser.get(path)
    assert answer.status_code == 200
    return len(caught)


def text(answer) -> str:
    """The words of a page, without tags and with single spaces."""
    import html
    import re

    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


__all__ = ["ALL_CLIENTS", "actor", "as_actor", "browser", "client", "grant", "reads", "text", "unique", "user"]
