"""The rules of people and their employments: pure, table-tested."""

from openhro.people.rules import bank, dates, employers, fields, history, identity, managers
from openhro.people.rules.specs import Account, Home, Leaving, NationalNumber, Newcomer, NewPerson, Pay, Post, Terms

__all__ = [
    "Account", "Home", "Leaving", "NationalNumber", "NewPerson", "Newcomer", "Pay", "Post", "Terms",
    "bank", "dates", "employers", "fields", "history", "identity", "managers",
]  # fmt: skip
