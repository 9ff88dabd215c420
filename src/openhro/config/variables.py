"""Every environment variable that the product reads: what it means and what holds without it.

A test holds this list against the source, and `openhro reference` prints it for the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: its meaning, and what holds without it."""

    means: str
    default: str


VARIABLES: dict[str, dict[str, Variable]] = {
    "Place": {
        "OPENHRO_HOME": Variable("the folder whose `.openhro` holds database, keys and parked files", "the checkout"),
        "OPENHRO_OUT": Variable("where the files of pay runs are written", "`out` in that folder"),
        "OPENHRO_RATE_CARD": Variable("the provider's own rate card for the advisor, a TOML file", "the one shipped"),
    },
    "Database": {
        "DATABASE_URL": Variable(
            "an external server, as `postgresql://openhro_owner:...@host/openhro`; nothing is started then",
            "the embedded server",
        ),
        "OPENHRO_APP_PASSWORD": Variable("external server only: password of `openhro_app`", "none; `~/.pgpass` holds"),
        "OPENHRO_LOADER_PASSWORD": Variable(
            "external server only: password of `openhro_loader`", "none; `~/.pgpass` holds"
        ),
        "OPENHRO_DATABASE": Variable("the database's name, for tests and trials", "`openhro`, or the URL's"),
        "OPENHRO_PG_BIN": Variable(
            "folder of the PostgreSQL programs that the embedded server uses", "the system's newest, else the wheel's"
        ),
        "OPENHRO_PG_FSYNC": Variable(
            "`off`: a separate cluster that a power cut may ruin, for throw-away tests only", "`on`"
        ),
        "OPENHRO_POOL": Variable("`0`: no connection pool, one connection a thread", "`1`"),
    },
    "Web": {
        "OPENHRO_HOSTS": Variable("host names that are answered, by comma", "loopback names"),
        "OPENHRO_TLS": Variable("`1`: behind TLS, so cookies are secure and HTTP is sent on to HTTPS", "off"),
        "OPENHRO_WEBHOOK_NETWORKS": Variable(
            "private networks that webhooks may reach, by comma, as `10.20.0.0/16`", "public addresses only"
        ),
        "OPENHRO_DEBUG": Variable("`1`: Django's debug pages; never where others can reach it", "off"),
    },
    "Mail": {
        "OPENHRO_MAIL_HOST": Variable("the SMTP server that takes our mails", "mails go to the log"),
        "OPENHRO_MAIL_PORT": Variable("its port", "587; 465 with implicit TLS"),
        "OPENHRO_MAIL_USER": Variable("the name to sign in with there", "no signing in"),
        "OPENHRO_MAIL_PASSWORD": Variable("the password to sign in with", "none"),
        "OPENHRO_MAIL_TLS": Variable("`starttls`, `implicit`, or `off` for a server on this machine", "`starttls`"),
        "OPENHRO_EMAIL_BACKEND": Variable("another mail backend of Django's, by its dotted name", "SMTP, or the log"),
        "OPENHRO_MAIL_FROM": Variable("the sender of mails", "`openhro@localhost`"),
        "OPENHRO_MAIL_DESK": Variable(
            "the service desk's address; replies go to it with a `+token` behind the name", "`desk@localhost`"
        ),
        "OPENHRO_MAIL_AUTHSERV": Variable(
            "the name by which your mail server signs `Authentication-Results`; only senders that it proves are taken",
            "no mail is taken",
        ),
    },
    "Secrets": {
        "OPENHRO_FIELD_KEYS": Variable(
            "keys of encrypted fields, newest first: JSON `{id: base64 of 32 bytes}`", "made once, in `.openhro`"
        ),
        "OPENHRO_SECRET_DJANGO": Variable(
            "the key of sessions, tokens and search indexes of secrets; at least 50 characters",
            "made once, in `.openhro`",
        ),
    },
    "Tests and measurements": {
        "OPENHRO_TEST_AS": Variable(
            "the account as which the launcher's tests start a server, when run as root", "none"
        ),
        "OPENHRO_BENCH_N": Variable("how many employees the benchmarks make", "each benchmark's own"),
    },
}
"""By topic, in the order in which somebody setting it up asks."""
