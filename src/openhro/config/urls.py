"""The root of all addresses: each package brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from openhro.config.api import api
from openhro.ui.views import favicon

handler404 = "openhro.core.web.not_found"
handler429 = "openhro.core.web.too_many"
handler500 = "openhro.core.web.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("ui/", include("openhro.ui.urls")),
    path("favicon.ico", favicon, name="favicon"),  # browsers ask here for what is no page: a PDF, a refusal of the API
    path("", include("openhro.core.urls")),
    path("", include("openhro.clients.urls")),
    path("", include("openhro.people.urls")),
    path("", include("openhro.engagements.urls")),
    path("", include("openhro.payroll.urls")),
    path("", include("openhro.desk.urls")),
    path("", include("openhro.billing.urls")),
    path("", include("openhro.portal.urls")),
]
