"""The `openhro` command: Django's commands with the settings of this project, and the database running.

Whatever is wrong with the words that follow is one sentence on stderr and exit status 2.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from openhro.config import postgres

OFFLINE = {"makemigrations", "makemessages", "compilemessages", "reference"}
"""Commands that need no database."""
_HELP = ("help", "--help", "-h")
_VERSION = ("version", "--version")


def main() -> None:
    """Run one command: `openhro` alone lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openhro.config.settings")
    try:
        _run(sys.argv[1:] or ["help"])
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our lines has seen enough; Python must not complain of it at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except postgres.PostgresError as fault:
        _fail(str(fault), _unready())
    except OSError as fault:
        _fail(f"{fault.filename}: {fault.strerror}" if fault.filename else str(fault))


def _unready() -> int:
    """The status where the database is not there: a mail server must keep its mail and try again."""
    return os.EX_TEMPFAIL if sys.argv[1:2] == ["receive_mail"] else 2


def _fail(sentence: str, status: int = 2) -> NoReturn:
    sys.stderr.write(f"openhro: {' '.join(sentence.split())}\n")
    sys.exit(status)


def _run(words: list[str]) -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line, get_commands
    from django.db import DatabaseError

    name, *rest = words
    asked = rest[0] if name in _HELP and rest else name
    try:
        django.setup()
        if asked not in (*get_commands(), *_HELP, *_VERSION):
            _fail(f"there is no command {asked!r}; `openhro help` lists them.")
        if name in _HELP or name in _VERSION:
            execute_from_command_line(["openhro", *words])
        else:
            _call(name, rest)
    except ImproperlyConfigured as fault:
        _fail(str(fault))
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") == "42P01":  # undefined_table
            _fail("the database does not have this version's tables yet; run `openhro migrate_all` first.")
        _fail(f"the database refused: {str(fault).partition(chr(10))[0]}", _unready())


def _call(name: str, words: list[str]) -> None:
    """Run a command as Django does, but for the usage text of ten lines above what is wrong."""
    from django.core.management import CommandError, get_commands, load_command_class
    from django.core.management.base import BaseCommand, SystemCheckError, handle_default_options
    from django.db import connections

    found = get_commands()[name]
    command = found if isinstance(found, BaseCommand) else load_command_class(found, name)
    parser = command.create_parser("openhro", name)
    try:
        given = parser.parse_args(words)
    except CommandError as fault:
        _fail(f"{name}: {str(fault).removeprefix('Error: ')}.")
    if name not in OFFLINE:
        postgres.ensure()
    handle_default_options(given)
    options = vars(given)
    try:
        command.execute(*options.pop("args", ()), **options)
    except SystemCheckError as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(1)
    except CommandError as fault:
        _fail(f"{name}: {fault}", fault.returncode)
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
