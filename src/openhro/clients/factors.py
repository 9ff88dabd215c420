"""Secrets of second factors under a new key: allauth keeps them in its own table, sealed by `login.FactorAdapter`."""

from __future__ import annotations

import base64
from typing import Any

from allauth.mfa.models import Authenticator

from openhro.clients.login import FactorAdapter
from openhro.core import rotation
from openhro.core.actor import Actor

SEALED = ("secret", "seed")


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
