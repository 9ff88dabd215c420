"""Registers the package with Django, and tells service levels what their credits are a share of."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "openhro.billing"
    label = "billing"

    def ready(self) -> None:
        from openhro.billing.charged import charges
        from openhro.engagements.services.levels import charges_from

        charges_from(charges)
