"""Reads of payroll."""
