"""Registers the package with Django, and lets notices and mails follow the journal."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "openhro.desk"
    label = "desk"

    def ready(self) -> None:
        from openhro.desk import notices

        notices.follow_all()
