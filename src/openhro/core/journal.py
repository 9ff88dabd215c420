"""The journal: the one side-effect channel. One call writes the audit row; after commit come notices and webhooks.

Entries are append-only by trigger. A job links them into one hash chain per client; `verify` finds what was changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from procrastinate.exceptions import AlreadyEnqueued

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import Invalid
from openhro.core.models import JournalEntry, JournalSeal
from openhro.core.permission import permit
from openhro.core.permissions import JOURNAL_READ

GENESIS = b"\0" * 32
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Event:
    """A declared event: its name and what it tells, in plain words."""

    name: str
    tells: str


EVENTS: dict[str, Event] = {}
_followers: dict[str, list[Callable[[JournalEntry], None]]] = {}


def event(name: str, tells: str) -> str:
    """Declare an event once, in the package whose services record it. The name is `<function>.<what_happened>`."""
    if name in EVENTS:
        raise ValueError(f"Event {name} is declared twice.")
    EVENTS[name] = Event(name, tells)
    return name


def follow(name: str, action: Callable[[JournalEntry], None]) -> None:
    """Let a function hear of an event after it was committed (in a job, at least once: be idempotent)."""
    _followers.setdefault(name, []).append(action)


def followers(name: str) -> list[Callable[[JournalEntry], None]]:
    """Who follows an event."""
    return _followers.get(name, [])


def record(by: Actor, event: str, obj: models.Model, data: dict[str, Any] | None = None) -> JournalEntry:
    """Write what happened to `obj`. Values must be plain JSON; never names, ids of nations or bank details."""
    if event not in EVENTS:
        raise ValueError(f"Event {event} is not declared.")
    client = obj.pk if obj._meta.label == "clients.Client" else getattr(obj, "client_id", None)
    entry = JournalEntry.objects.create(
        client_id=client,
        at=clock.now(),
        actor=by.user,
        actor_name=by.name,
        via=by.via,
        event=event,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        data=json.loads(json.dumps(data or {}, default=str)),
    )
    transaction.on_commit(lambda: _tell(entry))
    return entry


def _tell(entry: JournalEntry) -> None:
    """Queue the client's follow-up, unless one waits already: it takes all entries up to then."""
    from openhro.core import tasks

    client = str(entry.client_id or "")
    with suppress(AlreadyEnqueued):
        tasks.follow_up.configure(queueing_lock=f"journal:{client}").defer(client=client)


def digest(entry: JournalEntry, before: bytes) -> bytes:
    """The hash of an entry that follows `before` in its client's chain."""
    content = [
        entry.pk, str(entry.client_id), entry.at.isoformat(), str(entry.actor), entry.actor_name, entry.via,
        entry.event, entry.object_type, entry.object_id, entry.data,
    ]  # fmt: skip
    return hashlib.sha256(before + json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).digest()


def _of(client: UUID | None) -> models.Q:
    """The rows of one client, or the provider's own."""
    return models.Q(client_id=client) if client else models.Q(client_id__isnull=True)


def seal(client: UUID | None, most: int = 10_000, *, each: Callable[[JournalEntry], None] | None = None) -> int:
    """Link the client's unsealed entries into its chain, after `each` of them; returns how many.

    One sealer at a time per client.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"journal:{client}"])
        last = JournalSeal.objects.filter(_of(client)).order_by("-number").first()
        number, before = (last.number, bytes(last.hash)) if last else (0, GENESIS)
        sealed = JournalSeal.objects.filter(entry_id=models.OuterRef("pk"))
        rows = JournalEntry.objects.filter(~models.Exists(sealed), _of(client)).order_by("pk")[:most]
        seals = []
        for entry in rows:
            if each:
                each(entry)
            number, before = number + 1, digest(entry, before)
            seals.append(JournalSeal(client_id=client, number=number, entry_id=entry.pk, hash=before))
        JournalSeal.objects.bulk_create(seals, batch_size=2_000)
        return len(seals)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found in one chain: how many entries hold, how many wait for their seal, and what is wrong."""

    client: UUID | None
    held: int
    unsealed: int
    faults: list[str]


def head(client: UUID | None) -> tuple[int, str]:
    """The newest seal's number and hash, in hex: kept elsewhere, it shows later that the chain was cut or made anew."""
    last = JournalSeal.objects.filter(_of(client)).order_by("-number").first()
    return (last.number, bytes(last.hash).hex()) if last else (0, GENESIS.hex())


def verify(client: UUID | None, kept: tuple[int, str] | None = None) -> Verdict:
    """Walk a client's chain and name every entry that was changed or removed since it was sealed.

    `kept` is a head of an earlier day: who may drop triggers can cut the chain's end or make it anew, but not so that
    the kept hash still stands at its place.
    """
    before, number, held, faults = GENESIS, 0, 0, []
    wanted = kept if kept and kept[0] else None
    for seal_, entry in _chain(client):
        if wanted and seal_.number == wanted[0] and bytes(seal_.hash).hex() == wanted[1]:
            wanted = None
        number += 1
        if seal_.number != number:
            faults.append(f"seal {number} is missing: the chain jumps to {seal_.number}")
            number = seal_.number
        if entry is None:
            faults.append(f"entry {seal_.entry_id} was removed (seal {number})")
        elif digest(entry, before) != bytes(seal_.hash):
            what = f"{entry.event} on {entry.object_type} {entry.object_id}"
            faults.append(f"entry {entry.pk} was changed: {what} (seal {number})")
        else:
            held += 1
        before = bytes(seal_.hash)
    if wanted:
        faults.append(f"seal {wanted[0]} is not the one that was kept: the chain was cut or made anew")
    sealed = JournalSeal.objects.filter(entry_id=models.OuterRef("pk"))
    unsealed = JournalEntry.objects.filter(~models.Exists(sealed), _of(client)).count()
    return Verdict(client, held, unsealed, faults)


def _chain(client: UUID | None) -> Iterator[tuple[JournalSeal, JournalEntry | None]]:
    """The seals of a client in order, each with its entry, some thousands at a time."""
    seals = JournalSeal.objects.filter(_of(client)).order_by("number").iterator(BATCH)
    while batch := list(islice(seals, BATCH)):
        held = JournalEntry.objects.in_bulk([seal_.entry_id for seal_ in batch])
        yield from ((seal_, held.get(seal_.entry_id)) for seal_ in batch)


def entries(by: Actor, client_id: UUID, *, object_id: str = "", event: str = "") -> models.QuerySet[JournalEntry]:
    """A client's journal, newest first: of one record, of one event, or whole."""
    permit(by, JOURNAL_READ, client_id)
    if event and event not in EVENTS:
        raise Invalid("CHOICE", "There is no such event. The list of events names those there are.", field="event")
    rows = JournalEntry.objects.filter(client_id=client_id).order_by("-pk")
    if object_id:
        rows = rows.filter(object_id=object_id)
    return rows.filter(event=event) if event else rows


def history(by: Actor, object_ids: Iterable[str]) -> models.QuerySet[JournalEntry]:
    """The entries of some records, newest first, as the actor may see them."""
    ids = list(object_ids)
    return JournalEntry.objects.filter(object_id__in=ids).order_by("-pk")
