"""The service desk over REST: requests and their moves, clocks, setup, knowledge, mails handed in, figures."""

from openhro.core.rest import TAGS, Router
from openhro.desk.rest import around, moves, recounting, setup, tickets

TAGS["desk"] = """The HR service desk. A request belongs to one line of a contract or says that none covers it; each of
its promises is a clock of its own, which explains its due time."""

router = Router(tags=["desk"])
for part in (tickets.router, moves.router, around.router, setup.router, recounting.router):
    router.add_router("", part)
