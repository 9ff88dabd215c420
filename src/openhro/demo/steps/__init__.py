"""The chapters of the story, in order; each does what is left of it and can be told again."""

from __future__ import annotations

from collections.abc import Callable

from openhro.demo.screen import Bar
from openhro.demo.steps import (
    cast,
    contracts,
    counted,
    december,
    desk,
    invoices,
    payroll,
    people,
    refusals,
    runs,
    sealing,
)
from openhro.demo.world import World

CHAPTERS: tuple[tuple[str, Callable[[World, Bar], None]], ...] = (
    ("Companies and users", cast.tell),
    ("Engagements", contracts.tell),
    ("People from files", people.tell),
    ("Payroll set up", payroll.tell),
    ("Pay runs to closed", runs.tell),
    ("Counted for billing", counted.tell),
    ("Requests and service levels", desk.tell),
    ("Invoices", invoices.tell),
    ("Refusals tried", refusals.tell),
    ("December opened", december.tell),
    ("Journal sealed", sealing.tell),
)
