"""Registers the package with Django, and what service levels can promise of payroll."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PayrollConfig(AppConfig):
    name = "openhro.payroll"
    label = "payroll"

    def ready(self) -> None:
        from openhro.engagements.services.levels import metric
        from openhro.payroll.queries.levels import accuracy, timeliness

        payroll = ("payroll",)
        metric(
            "payroll_accuracy", _("Payslips right the first time"), _("payslips"), measured=accuracy, functions=payroll
        )
        metric(
            "payroll_timeliness", _("Pay runs released in time"), _("pay runs"), measured=timeliness, functions=payroll
        )
