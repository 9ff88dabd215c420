"""The root of all addresses: each package brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

handler404 = "openhro.core.web.not_found"
handler500 = "openhro.core.web.server_error"

urlpatterns: list[URLPattern | URLResolver] = []
