"""Registers the package with Django."""

from django.apps import AppConfig


class PayrollConfig(AppConfig):
    name = "openhro.payroll"
    label = "payroll"
