"""Files between their dry run and their confirmation: kept for a day, for the one who sent them."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound

KEPT_FOR = timedelta(days=1)
_TOKEN = re.compile(r"[0-9a-f]{64}\.(csv|xlsx)")


def _folder(by: Actor) -> str:
    return f"uploads/{by.user}"


def keep(by: Actor, content: bytes, name: str) -> str:
    """Keep a file; returns the token under which it is found again. Older ones of the same person are thrown away."""
    _sweep(by)
    ending = "xlsx" if name.lower().endswith(".xlsx") else "csv"
    token = f"{hashlib.sha256(content).hexdigest()}.{ending}"
    path = f"{_folder(by)}/{token}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return token


def held(by: Actor, token: str) -> tuple[bytes, str]:
    """The content and a name for it; refused where it is not there any more."""
    path = f"{_folder(by)}/{token}"
    if not _TOKEN.fullmatch(token) or not default_storage.exists(path):
        raise NotFound("uploaded file; send it again")
    with default_storage.open(path) as file:
        return file.read(), f"inputs.{token.rpartition('.')[2]}"


def drop(by: Actor, token: str) -> None:
    """It is not needed any more."""
    if _TOKEN.fullmatch(token):
        default_storage.delete(f"{_folder(by)}/{token}")


def _sweep(by: Actor) -> None:
    if not default_storage.exists(_folder(by)):
        return
    for name in default_storage.listdir(_folder(by))[1]:
        path = f"{_folder(by)}/{name}"
        if clock.now() - default_storage.get_modified_time(path) > KEPT_FOR:
            default_storage.delete(path)
