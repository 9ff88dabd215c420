"""Secrets of this installation: from the environment, or made once and kept in the data folder with mode 0600."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 50


def secret(home: Path, name: str) -> str:
    """The installation's secret of that name (text, 64 characters), from OPENHRO_SECRET_<NAME> or a file made once."""
    setting = f"OPENHRO_SECRET_{name.upper()}"
    given = os.environ.get(setting)
    if given and len(given) < SHORTEST:
        raise ImproperlyConfigured(f"{setting} must have at least {SHORTEST} characters.")
    return given or _kept(home / f"secret-{name}", secrets.token_urlsafe(48))


def field_keys(home: Path) -> dict[str, bytes]:
    """Keys of encrypted fields by id, newest first: OPENHRO_FIELD_KEYS is JSON {id: base64 of 32 bytes}."""
    made = json.dumps({"k1": base64.b64encode(secrets.token_bytes(32)).decode()})
    text = os.environ.get("OPENHRO_FIELD_KEYS") or _kept(home / "field-keys.json", made)
    try:
        keys = {name: base64.b64decode(value) for name, value in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        keys = {}
    if not keys or any(len(key) != 32 for key in keys.values()):
        raise ImproperlyConfigured("OPENHRO_FIELD_KEYS must be JSON that maps a key id to base64 of exactly 32 bytes.")
    return keys


def _kept(path: Path, made: str) -> str:
    """What the file holds; when there is none, `made` is stored first. Safe against two processes starting at once."""
    if path.exists():
        return path.read_text()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(made)
    try:
        os.link(draft, path)  # whole or not at all, and never over another process's
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
