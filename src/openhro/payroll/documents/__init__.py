"""The payslip on paper: `PayslipDocument` and `render`. Pure: no database, no clock, no request."""

from openhro.payroll.documents.payslip import (
    Employee,
    Employer,
    Fact,
    Line,
    Payment,
    PayslipDocument,
    Period,
    Words,
)
from openhro.payroll.documents.renderer import render, renderer

__all__ = [
    "Employee",
    "Employer",
    "Fact",
    "Line",
    "Payment",
    "PayslipDocument",
    "Period",
    "Words",
    "render",
    "renderer",
]
