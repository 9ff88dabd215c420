"""Clients over REST: companies, entities, registrations, users with their roles, API tokens, and oneself."""

from openhro.clients.rest import access, companies, own
from openhro.core.rest import TAGS, Router

TAGS["me"] = "The signed-in user, and the API tokens that act as them."
TAGS["clients"] = "Client companies and the provider's own, with legal entities and dated registrations."
TAGS["users"] = "Who works for or at a client, and in which role."

router = Router()
for tag, part in (("me", own.router), ("clients", companies.router), ("users", access.router)):
    router.add_router("", part, tags=[tag])
