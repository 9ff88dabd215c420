"""Registers the package with Django."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "openhro.clients"
    label = "clients"

    def ready(self) -> None:
        from openhro.clients import factors
        from openhro.core import rotation

        factors.listen()
        rotation.ALSO["mfa_authenticator.data"] = factors.reseal
