"""Engagements over REST: contracts, their scope, prices and signatures, and who covers a piece of work."""

from openhro.core.rest import TAGS, Router
from openhro.engagements.rest import (
    advice,
    amending,
    contracts,
    indices,
    levels,
    moves,
    raci,
    readiness,
    terms,
    transition,
)

TAGS["engagements"] = "Service contracts between the provider and a client: scope, prices, signatures and their moves."

router = Router(tags=["engagements"])
for part in (
    contracts, terms, moves, advice, amending, raci, indices, levels, readiness, transition,
):  # fmt: skip
    router.add_router("", part.router)
