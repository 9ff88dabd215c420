"""The bell: lines for a person about what happened, made from journal entries after they were committed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.models import JournalEntry, Notice


def tell(entry: JournalEntry, users: Iterable[UUID], text: str, url: str = "") -> None:
    """Put a line into the bells of some users; telling the same entry again adds nothing. Not to whoever did it."""
    if entry.client_id is None:
        return
    rows = [
        Notice(client_id=entry.client_id, user_id=user, entry_id=entry.pk, text=text[:200], url=url, made_at=entry.at)
        for user in users
        if user != entry.actor
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def mine(by: Actor) -> models.QuerySet[Notice]:
    """The actor's own notices, newest first."""
    if by.user is None:
        return Notice.objects.none()
    return Notice.objects.filter(user_id=by.user).order_by("-pk")


def unread(by: Actor) -> int:
    """How many notices the actor has not read; counting stops at 100."""
    return mine(by).filter(read_at=None)[:100].count()


def mark_read(by: Actor, notice_ids: Iterable[UUID] | None = None) -> int:
    """Mark some of the actor's own notices read, or all; returns how many were new."""
    rows = mine(by).filter(read_at=None)
    if notice_ids is not None:
        rows = rows.filter(pk__in=list(notice_ids))
    return rows.update(read_at=clock.now())
