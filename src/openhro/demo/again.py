"""Starting over: a fresh database beside the old one, which is kept under another name, as are its files."""

from __future__ import annotations

import os
from collections.abc import Callable

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from openhro.config import postgres
from openhro.core import clock


def start_over(say: Callable[[str], object]) -> None:
    """Put the demo's database and files aside and make a new one. Only ever this checkout's own server."""
    if os.environ.get("DATABASE_URL"):
        raise RuntimeError("--again is for the checkout's own database; with DATABASE_URL nothing is put aside.")
    name = str(settings.DATABASES["default"]["NAME"])
    stamp = f"{clock.now():%Y%m%d_%H%M%S}"
    kept = f"{name}_before_{stamp}"
    for alias in settings.DATABASES:
        connections[alias].close()
    with psycopg.connect(**postgres.connection("owner", postgres.MAINTENANCE), autocommit=True) as server:
        try:
            rename = sql.SQL("alter database {} rename to {}")
            server.execute(rename.format(sql.Identifier(name), sql.Identifier(kept)))
        except psycopg.errors.ObjectInUse:
            raise RuntimeError("The database is in use. End `make serve` first, then try again.") from None
    postgres.create_database(name)
    if settings.OUT.exists():
        settings.OUT.rename(settings.OUT.with_name(f"{settings.OUT.name}-before-{stamp}"))
    say(f"The old database is kept as {kept}, its files as {settings.OUT.name}-before-{stamp}.")
    call_command("migrate_all")
