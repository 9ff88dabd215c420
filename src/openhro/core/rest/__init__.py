"""The REST API's common part: strict schemas, cursor pages, routers, refusals as bodies, and who may call."""

from openhro.core.rest.api import TAGS, make_api
from openhro.core.rest.requests import by_of, need_session, version_of
from openhro.core.rest.router import Router
from openhro.core.rest.schemas import (
    Body,
    Country,
    Currency,
    Dated,
    Minor,
    Page,
    Problem,
    Reply,
    Step,
    listed,
    page_of,
    rows_page,
)

__all__ = [
    "TAGS", "Body", "Country", "Currency", "Dated", "Minor", "Page", "Problem", "Reply", "Router", "Step", "by_of",
    "listed", "make_api", "need_session", "page_of", "rows_page", "version_of",
]  # fmt: skip
