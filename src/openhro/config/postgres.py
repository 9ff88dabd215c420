"""The database: which server, and how to connect to it as each role. Also `python -m openhro.config.postgres`.

Without a setting, the checkout's own embedded server, started when first needed. With `DATABASE_URL`, that server:
nothing is started, the URL's user is the owner, and the other two roles take their passwords from the environment.

| Environment variable      | Meaning                                                                          |
|---------------------------|----------------------------------------------------------------------------------|
| `DATABASE_URL`            | an external server, as `postgresql://openhro_owner:...@host/openhro`             |
| `OPENHRO_APP_PASSWORD`    | external server only: password of `openhro_app`                                  |
| `OPENHRO_LOADER_PASSWORD` | external server only: password of `openhro_loader`                               |
| `OPENHRO_PG_BIN`          | folder of the PostgreSQL programs that the embedded server uses                  |
| `OPENHRO_PG_FSYNC`        | `off`: a separate cluster that a power cut may ruin, for throw-away tests only   |
| `OPENHRO_HOME`            | the folder whose `.openhro` holds the data; by default the checkout              |
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

import psycopg
from psycopg import conninfo, sql

from openhro.config.postgres_binaries import PostgresError
from openhro.config.postgres_cluster import PORT, SQL, Server, locate

__all__ = [
    "Endpoint",
    "PostgresError",
    "Role",
    "Server",
    "connection",
    "create_database",
    "drop_database",
    "ensure",
    "server",
]

Role = Literal["owner", "app", "loader"]
MAINTENANCE = "postgres"  # the database to be in while another one is made or dropped
DROP_SECONDS = 10


@dataclass(frozen=True)
class Endpoint:
    """Where the server listens: a host name, or the folder of its socket."""

    host: str
    port: int


def home() -> Path:
    """The folder whose `.openhro` holds the data: OPENHRO_HOME, else the checkout, else (installed) the environment."""
    if chosen := os.environ.get("OPENHRO_HOME"):
        return Path(chosen)
    checkout = Path(__file__).resolve().parents[3]
    return checkout if (checkout / "pyproject.toml").exists() else Path(sys.prefix)


def server() -> Server:
    """The embedded server of this checkout, running or not."""
    return locate(home())


def _external() -> dict[str, Any]:
    """DATABASE_URL taken apart; empty when the embedded server is used."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {}
    try:
        parts: dict[str, Any] = dict(conninfo.conninfo_to_dict(url))
    except psycopg.ProgrammingError as error:
        raise PostgresError(
            "DATABASE_URL can't be read: it should look like postgresql://openhro_owner:...@host:5432/openhro"
        ) from error
    if "host" not in parts or "user" not in parts or not str(parts.get("port", PORT)).isdigit():
        raise PostgresError(
            "DATABASE_URL must name one host and a user: postgresql://openhro_owner:...@host:5432/openhro"
        )
    return {"password": "", "dbname": "openhro", **parts, "port": int(parts.get("port", PORT))}


def ensure() -> Endpoint:
    """Where the database listens; the embedded server is started first if need be. Cheap when it runs (under 1 ms)."""
    if external := _external():
        return Endpoint(str(external["host"]), external["port"])
    embedded = server()
    embedded.start()
    return Endpoint(str(embedded.host), PORT)


def connection(role: Role, database: str = "", *, start: bool = True) -> dict[str, Any]:
    """Arguments of `psycopg.connect`, for one of the three roles; `database` is the main one unless named.

    Always the keys host, port, user, password and dbname. A DATABASE_URL's further parameters (`sslmode`) follow as
    further keys, which in Django's DATABASES belong under OPTIONS. With `start=False` the embedded server is not
    started, only said where it will be, so that settings can be imported without one.
    """
    if external := _external():
        passwords = {"app": "OPENHRO_APP_PASSWORD", "loader": "OPENHRO_LOADER_PASSWORD"}
        if role != "owner":
            external |= {"user": f"openhro_{role}", "password": os.environ.get(passwords[role], "")}
        return external | {"dbname": database or external["dbname"]}
    endpoint = ensure() if start else Endpoint(str(server().host), PORT)
    user = f"openhro_{role}"
    return {"host": endpoint.host, "port": endpoint.port, "user": user, "password": "", "dbname": database or "openhro"}


def url(role: Role, database: str = "") -> str:
    """The same as a URL, for psql and pg_dump; contains the password of an external server."""
    parts = connection(role, database)
    login = quote(parts.pop("user"), safe="") + (":" + quote(parts["password"], safe="") if parts["password"] else "")
    del parts["password"]
    name = quote(parts.pop("dbname"), safe="")
    return f"postgresql://{login}@/{name}?{urlencode(parts, quote_via=quote)}"


def create_database(name: str, template: str | None = None) -> None:
    """Make a database that the owner owns: empty and ready for migrations, or a copy of `template`."""
    copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
    with psycopg.connect(**connection("owner", MAINTENANCE), autocommit=True) as connected:
        connected.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
    if not template:
        # Already so in a copy of the embedded server's template1, but not on a server of somebody else's.
        with psycopg.connect(**connection("owner", name)) as connected:
            connected.execute((SQL / "database.sql").read_text())


def drop_database(name: str) -> None:
    """Drop a database, if it exists, ending the sessions in it."""
    deadline = time.monotonic() + DROP_SECONDS
    with psycopg.connect(**connection("owner", MAINTENANCE), autocommit=True) as connected:
        while True:
            try:
                connected.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            except (psycopg.errors.ObjectInUse, psycopg.errors.InsufficientPrivilege):
                # A worker of the server itself, such as autovacuum, isn't ours to end, and leaves by itself.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return


def _status() -> int:
    """Say in one line whether the server runs and where; 0 when it does, else 3 as for any service."""
    if external := _external():
        print(f"external server {external['host']}:{external['port']}")
        return 0
    embedded = server()
    if embedded.ready():
        print(f"running: PostgreSQL {embedded.binaries.major}, process {embedded.postmaster()}, data {embedded.data}")
        return 0
    print(f"not running: PostgreSQL {embedded.binaries.major}, data {embedded.data}")
    return 3


def parser() -> argparse.ArgumentParser:
    """The command line as argparse knows it; the documentation is made from it."""
    made = argparse.ArgumentParser(
        prog="python -m openhro.config.postgres", description="The checkout's own PostgreSQL server."
    )
    made.add_argument("action", choices=["start", "stop", "status", "url"])
    made.add_argument("--role", choices=["owner", "app", "loader"], default="owner", help="for url")
    made.add_argument("--database", default="", help="for url; the main one by default")
    return made


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    chosen = parser().parse_args(arguments)
    try:
        if chosen.action == "status":
            return _status()
        if chosen.action == "url":
            print(url(chosen.role, chosen.database))
        elif _external():
            print("DATABASE_URL is set: that server isn't ours to start or stop")
        elif chosen.action == "start":
            server().start()
            _status()
        else:
            print("stopped" if server().stop() else "not running")
    except PostgresError as error:
        print(f"openhro: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
