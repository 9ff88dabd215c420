"""The `openhro` command: Django's command line with the settings of this project."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command: `openhro` alone lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openhro.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
