"""`openhro migrate_all`: bring the database to this version's tables, as the role that owns them. Quick when it is."""

from __future__ import annotations

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    """Run what is missing of all migrations."""

    help = "Bring the database to this version's tables (as the owner role). Does nothing where nothing is missing."
    requires_system_checks: list[str] = []  # the checks of every start would be most of the time that this takes

    def handle(self, *args: Any, **options: Any) -> None:
        """Look first: an up-to-date database costs one read."""
        executor = MigrationExecutor(connections["owner"])
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            self.stdout.write("database: up to date")
            return
        began = time.perf_counter()
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)
        packages = sorted({migration.app_label for migration, _ in plan})
        spent = time.perf_counter() - began
        self.stdout.write(f"database: {len(plan)} migrations of {', '.join(packages)} in {spent:.1f} s")
