"""The REST API: one router per package under /api/v1/, documentation at /api/docs."""

from __future__ import annotations

from openhro.core.rest import make_api

api = make_api()
