"""The `openhro` command: Django's command line with the settings of this project, and the database running."""

from __future__ import annotations

import os
import sys

from openhro.config import postgres

OFFLINE = {"help", "--help", "version", "--version", "makemigrations", "makemessages", "compilemessages", "reference"}
"""Commands that need no database."""


def main() -> None:
    """Run one command: `openhro` alone lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openhro.config.settings")
    if len(sys.argv) > 1 and sys.argv[1] not in OFFLINE:
        try:
            postgres.ensure()
        except postgres.PostgresError as fault:
            sys.exit(f"openhro: {fault}")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
