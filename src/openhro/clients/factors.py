"""Second factors: the journal tells of each change, and their secrets move to a new key.

allauth keeps them in its own table, sealed by `login.FactorAdapter`, and says by signals only what became of them.
"""

from __future__ import annotations

import base64
from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator

from openhro.clients import events, queries
from openhro.clients.login import FactorAdapter
from openhro.clients.models import User
from openhro.core import journal, rotation
from openhro.core.actor import Actor, Via
from openhro.core.scope import scope

SEALED = ("secret", "seed")

_TOLD = {
    signals.authenticator_added: events.FACTOR_ADDED,
    signals.authenticator_removed: events.FACTOR_REMOVED,
    signals.authenticator_reset: events.CODES_RENEWED,
}


def listen() -> None:
    """Called once at start-up: from then on every change of a second factor is on record."""
    for signal, event in _TOLD.items():
        signal.connect(_record, dispatch_uid=f"openhro-{event}")


def _record(*, signal: Any, user: User, authenticator: Authenticator, **_: Any) -> None:
    """One entry of the person's own, of what kind; pages of factors run without a scope, so this opens one."""
    by = queries.actor(user, Via.WEB)
    with scope(by):
        journal.record(by, _TOLD[signal], user, {"kind": str(authenticator.type)})


def reseal(by: Actor) -> int:
    """Seal every second factor's secret with the newest key; returns how many were moved."""
    count = 0
    for row in Authenticator.objects.order_by("pk").iterator(rotation.BATCH):
        data = {name: _moved(value) if name in SEALED else value for name, value in row.data.items()}
        if data != row.data:
            count += Authenticator.objects.filter(pk=row.pk).update(data=data)
    return count


def _moved(held: Any) -> str:
    return base64.b64encode(rotation.moved(base64.b64decode(held), FactorAdapter.ADDRESS)).decode()
