"""The REST API: one router per package under /api/v1/, documentation at /api/docs."""

from __future__ import annotations

from openhro.billing.rest import router as billing
from openhro.clients.rest import router as clients
from openhro.core.rest import TAGS, make_api
from openhro.core.rest.own import router as core
from openhro.desk.rest import router as desk
from openhro.engagements.rest import router as engagements
from openhro.payroll.rest import router as payroll
from openhro.people.rest import router as people
from openhro.portal.rest import router as portal

api = make_api()
for router in (clients, engagements, people, payroll, desk, billing, portal, core):
    api.add_router("/v1", router)
api.openapi_extra["tags"] = [{"name": name, "description": about} for name, about in TAGS.items()]
