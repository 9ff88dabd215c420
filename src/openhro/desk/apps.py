"""Registers the package with Django; notices and mails follow the journal, service levels promise its clocks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "openhro.desk"
    label = "desk"

    def ready(self) -> None:
        from openhro.desk import notices, services
        from openhro.desk.queries.levels import promises_of
        from openhro.engagements.services.levels import LeaveOut, metric

        notices.follow_all()
        own = LeaveOut(services.ask_to_exclude, services.consent_to_exclusion)
        names = {
            "first_response": _("Requests answered in time"),
            "next_response": _("Further answers in time"),
            "resolution": _("Requests resolved in time"),
            "update": _("Updates in time"),
        }
        for code, name in names.items():
            clocks = promises_of(code)
            metric(f"ticket_{code}", name, _("requests"), measured=clocks, functions=("desk",), leave_out=own)
