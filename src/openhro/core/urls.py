"""Addresses that a load balancer asks."""

from django.urls import path

from openhro.core import health

app_name = "core"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
