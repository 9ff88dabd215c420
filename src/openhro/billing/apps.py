"""Registers the package with Django."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "openhro.billing"
    label = "billing"
