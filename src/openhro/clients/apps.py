"""Registers the package with Django."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "openhro.clients"
    label = "clients"
