"""Persons, employments, assignments, pay terms, tax facts and bank accounts, all dated."""
