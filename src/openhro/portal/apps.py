"""Registers the package with Django, and lets notices follow the journal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "openhro.portal"
    label = "portal"

    def ready(self) -> None:
        from openhro.portal import notices

        notices.follow_all()
