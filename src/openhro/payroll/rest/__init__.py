"""Payroll over REST: groups and calendars, facts and inputs, runs with their moves, what they came to, and payslips."""

from openhro.core.rest import TAGS, Router
from openhro.payroll.rest import checks, facts, files, inputs, moves, runs, setup, slips

TAGS["pay groups"] = "Who is paid together and when: groups, periods, elements, members."
TAGS["tax facts"] = "What a country's pack must know of a person: tax facts, recurring lines, opening balances."
TAGS["inputs"] = "What the client tells for one period; versioned, and logged as late after the cut-off."
TAGS["pay runs"] = "Runs and their moves: collect, lock, calculate, three approvals, fund, release, close."
TAGS["results"] = "What a run came to: results, changes, problems, cash, and whether every book says the same."
TAGS["payslips"] = "Payslips with their explanation, down to the cent and its law."

router = Router()
for tag, part in (
    ("pay groups", setup.router), ("tax facts", facts.router), ("inputs", inputs.router), ("pay runs", runs.router),
    ("pay runs", moves.router), ("results", checks.router), ("results", files.router), ("payslips", slips.router),
):  # fmt: skip
    router.add_router("", part, tags=[tag])
