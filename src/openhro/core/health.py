"""Is the process up, and can it do work: what a load balancer and an operator ask."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from openhro.core.web import public


@public
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has all migrations, else 503 with what is missing."""
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    missing = [f"{step.app_label}.{step.name}" for step, _ in behind]
    body = {"ready": not missing, "database": "reachable", "migrations_missing": missing}
    return JsonResponse(body, status=503 if missing else 200)
