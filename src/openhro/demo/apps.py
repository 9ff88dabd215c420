"""Registers the package with Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "openhro.demo"
    label = "demo"
