"""The REST API's common part: strict schemas, cursor pages, routers, refusals as bodies, and who may call."""

from openhro.core.rest.api import TAGS, make_api
from openhro.core.rest.requests import by_of, need_session, version_if_given, version_of
from openhro.core.rest.router import Router
from openhro.core.rest.schemas import (
    Asked,
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
from openhro.core.rest.uploads import How, ImportColumn, ImportReport, columns_of, report_of

__all__ = [
    "TAGS", "Asked", "Body", "Country", "Currency", "Dated", "How", "ImportColumn", "ImportReport", "Minor", "Page",
    "Problem", "Reply", "Router", "Step", "by_of", "columns_of", "listed", "make_api", "need_session", "page_of",
    "report_of", "rows_page", "version_if_given", "version_of",
]  # fmt: skip
