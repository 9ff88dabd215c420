"""People over REST: persons, employments and their dated facts, and imports."""

from openhro.core.rest import TAGS, Router
from openhro.people.rest import employments, facts, imports, persons

TAGS["people"] = "Persons as of a day: who they are, where they live, and their story."
TAGS["employments"] = "Employments with their dated facts: assignment, pay terms and bank accounts (masked)."
TAGS["people imports"] = "Files of people: a dry run by default, all rows or none unless `partial`."

router = Router()
for tag, part in (
    ("people", persons.router), ("employments", employments.router), ("employments", facts.router),
    ("people imports", imports.router),
):  # fmt: skip
    router.add_router("", part, tags=[tag])
