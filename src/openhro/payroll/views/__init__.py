"""Payroll's pages: they read with queries, write with services, and decide nothing."""
