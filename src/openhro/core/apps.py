"""Start-up of the core: tables are protected after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "openhro.core"
    label = "core"

    def ready(self) -> None:
        from openhro.core import rls

        # No signal carries domain logic: this one guards the schema.
        post_migrate.connect(rls.after_migration, sender=self, dispatch_uid="openhro-rls")
