"""The tenant door: `with scope(by)` opens a transaction in which PostgreSQL shows only the actor's clients.

The database refuses even where Python forgets: the policies of `core/rls.py` read the three settings written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar
from uuid import UUID

from django.db import connection, models, transaction

from openhro.core.actor import Actor, Everyone

_current: ContextVar[Actor | None] = ContextVar("openhro_scope", default=None)
_SETTINGS = ("openhro.clients", "openhro.all_clients", "openhro.user")
_SET = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)


class OutsideScope(RuntimeError):
    """A tenant table was read or written outside `with scope(by)`: a fault in the program, not of the user."""


def current() -> Actor:
    """The actor whose scope is open; raises OutsideScope where none is."""
    actor = _current.get()
    if actor is None:
        raise OutsideScope("Open `with scope(by):` before touching a client's rows.")
    return actor


@contextmanager
def scope(by: Actor, *, steady: bool = False) -> Iterator[Actor]:
    """Open a transaction (or a savepoint) that sees the clients of `by` and no others.

    In a `steady` one, everything is read as it was at one moment, however long it takes; only an outermost one can be.
    """
    outer = _current.get()
    with transaction.atomic():
        if steady:
            connection.cursor().execute("set transaction isolation level repeatable read")
        _apply(by)
        token = _current.set(by)
        try:
            yield by
        finally:
            _current.reset(token)
        # After an exception the rollback undoes the settings by itself; here they go back by hand.
        _apply(outer)


def _apply(by: Actor | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, settings_of(by))


def settings_of(by: Actor | None) -> list[str]:
    """The values of openhro.clients, openhro.all_clients and openhro.user for an actor; all empty for none."""
    if by is None:
        return ["", "", ""]
    everyone = isinstance(by.clients, Everyone)
    clients = "" if everyone else ",".join(sorted(str(client) for client in _ids(by)))
    return [clients, "on" if everyone else "", str(by.user or "")]


def _ids(by: Actor) -> frozenset[UUID]:
    return frozenset() if isinstance(by.clients, Everyone) else by.clients


_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class ScopedManager(models.Manager[_Row]):
    """The default manager of every tenant model: outside a scope it raises, inside it filters by client too.

    The filter repeats what the database enforces, so that the planner has an index condition.
    """

    def get_queryset(self) -> models.QuerySet[_Row]:
        by = current()
        rows = super().get_queryset()
        return rows if isinstance(by.clients, Everyone) else rows.filter(client_id__in=by.clients)
