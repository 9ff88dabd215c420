"""The payroll engine."""
