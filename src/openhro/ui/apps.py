"""Registers the design system with Django, so that its templates, tags and static files are found."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "openhro.ui"
    label = "ui"
    verbose_name = _("Design system")
