"""Row-level security on every tenant table: put on after each migration, the same policy everywhere.

The settings are compared inside a sub-select, so that PostgreSQL reads them once a query and can use an index.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import Model

_CLIENTS = "(select string_to_array(nullif(current_setting('openhro.clients', true), ''), ',')::uuid[])"
_EVERYONE = "(select current_setting('openhro.all_clients', true)) = 'on'"
_SELF = "(select nullif(current_setting('openhro.user', true), '')::uuid)"
_OWN = f"user_id = {_SELF}"


def tenant_tables() -> dict[str, type[Model]]:
    """Every table with a client column, and the table of clients itself, by table name."""
    models = apps.get_models(include_auto_created=True)
    return {
        m._meta.db_table: m
        for m in models
        if hasattr(m, "rls") or "client_id" in [f.column for f in m._meta.concrete_fields]
    }


def policy(
    table: str, column: str = "client_id", *, own_rows: bool = False, may_be_null: bool = False, made_by: str = ""
) -> list[str]:
    """The statements that put the tenant policy on one table; running them again changes nothing.

    `own_rows`: a person also sees the rows that name them as user. `may_be_null`: rows of no client belong to the
    provider and are seen by those who see all clients, and by whoever made them, as `made_by` names the column.
    """
    sees = f"({column} = any ({_CLIENTS}::uuid[]) or {_EVERYONE})"
    reads = f"({sees} or {_OWN})" if own_rows else sees
    if made_by:
        reads = f"({reads} or ({column} is null and {made_by} = {_SELF}))"
    writes = f"({sees} or {column} is null)" if may_be_null else sees
    return [
        f'alter table "{table}" enable row level security',
        f'alter table "{table}" force row level security',
        f'drop policy if exists tenant on "{table}"',
        f'create policy tenant on "{table}" using {reads} with check {writes}',
    ]


def protect(alias: str = "owner") -> None:
    """Put the policy on all tenant tables. A model's `rls` attribute carries its exceptions (see `policy`)."""
    with connections[alias].cursor() as cursor:
        for table, model in tenant_tables().items():
            if model._meta.managed:
                for statement in policy(table, **getattr(model, "rls", {})):
                    cursor.execute(statement)


def after_migration(using: str, **_: Any) -> None:
    """Called by Django after every migration run: a new table cannot be forgotten."""
    if using == "owner":
        protect(using)
