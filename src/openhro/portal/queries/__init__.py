"""What the first pages show, read from the functions' queries."""

from openhro.portal.queries.client import ClientPage, client_page
from openhro.portal.queries.search import Hit, search
from openhro.portal.queries.today import Queue, deadline, open_deadlines, pressing, queue

__all__ = ["ClientPage", "Hit", "Queue", "client_page", "deadline", "open_deadlines", "pressing", "queue", "search"]
