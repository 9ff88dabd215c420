"""Invoices: the engagement's prices, what really ran, and the list of who was counted."""
