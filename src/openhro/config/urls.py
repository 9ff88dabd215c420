"""The root of all addresses: each package brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from openhro.config.api import api

handler404 = "openhro.core.web.not_found"
handler500 = "openhro.core.web.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
]
