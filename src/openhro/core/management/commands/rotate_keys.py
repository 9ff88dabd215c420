"""`openhro rotate_keys`: seals every encrypted value with the newest key. May be stopped and started again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from openhro.core import rotation
from openhro.core.actor import Via, system


class Command(BaseCommand):
    """Rotate the keys of encrypted fields."""

    help = "Seal every encrypted value with the first of OPENHRO_FIELD_KEYS; afterwards older keys may be taken away."

    def handle(self, *args: Any, **options: Any) -> None:
        by = system(Via.COMMAND)
        for model, field in rotation.encrypted_fields():
            moved = 0
            while count := rotation.reseal(by, model, field):
                moved += count
            self.stdout.write(f"{model._meta.db_table}.{field.column}: {moved} values moved")
        for name, move in rotation.ALSO.items():
            self.stdout.write(f"{name}: {move(by)} values moved")
