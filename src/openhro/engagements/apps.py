"""Registers the package with Django."""

from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    name = "openhro.engagements"
    label = "engagements"
