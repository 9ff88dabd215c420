"""Registers the assembly with Django, for its commands; it has no tables."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "openhro.config"
    label = "config"
