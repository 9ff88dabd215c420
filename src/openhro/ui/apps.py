"""Registers the package with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "openhro.ui"
    label = "ui"
