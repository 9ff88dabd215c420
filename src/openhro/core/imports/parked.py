"""Files that are not taken in yet, encrypted, each for one user at one client.

Between its dry run and its confirmation a file is kept for an hour. One that a job is to take waits for its worker,
however long that was away, and has its hour once the job has checked it.
"""

from __future__ import annotations

import base64
import time
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from openhro.core.actor import Actor
from openhro.core.errors import Conflict
from openhro.core.fields import seal, unseal

FOLDER = "parked"
WAITING = "waiting"
SECONDS = 3600


def park(by: Actor, client_id: UUID, content: bytes, folder: str = FOLDER) -> str:
    """Keep a file for a while, or in the folder WAITING for a job; returns the token that `take` needs."""
    _sweep()
    token = uuid4().hex
    sealed = seal(base64.b64encode(content).decode(), _address(by, client_id, token))
    default_storage.save(f"{folder}/{token}", ContentFile(sealed))
    return token


def take(by: Actor, client_id: UUID, token: str) -> bytes:
    """The file again; refused once it is gone, and to anybody else."""
    name = _place(token)
    if name and (name.startswith(WAITING) or _age(name) <= SECONDS):
        with default_storage.open(name) as held:
            try:
                return base64.b64decode(unseal(held.read(), _address(by, client_id, token)))
            except (InvalidTag, KeyError):
                pass
    raise Conflict("FILE_GONE", "The file is no longer here: it is kept for an hour. Upload it again.", field="file")


def checked(token: str) -> None:
    """A job has checked the file: from now on it is kept for its hour."""
    if name := _place(token):
        with default_storage.open(name) as held:
            default_storage.save(f"{FOLDER}/{token}", ContentFile(held.read()))
        default_storage.delete(name)


def drop(token: str) -> None:
    """The file is no longer needed."""
    if name := _place(token):
        default_storage.delete(name)


def _place(token: str) -> str:
    """Where a file lies; "" where there is none."""
    known = len(token) == 32 and token.isalnum()
    names = [f"{folder}/{token}" for folder in (WAITING, FOLDER)] if known else []
    return next((name for name in names if default_storage.exists(name)), "")


def _address(by: Actor, client_id: UUID, token: str) -> str:
    return f"parked:{client_id}:{by.user}:{token}"


def _age(name: str) -> float:
    return time.time() - default_storage.get_modified_time(name).timestamp()


def _sweep() -> None:
    """Throw away what nobody came back for."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        if _age(f"{FOLDER}/{name}") > SECONDS:
            default_storage.delete(f"{FOLDER}/{name}")
