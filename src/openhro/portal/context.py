"""What every page's frame needs: navigation, the signed-in person, unread notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the layout."""
    return {"actor": getattr(request, "actor", None), "nav": []}
