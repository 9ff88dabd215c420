"""What the frame of a page shows in the gallery: navigation, clients, notices, the person signed in."""

from datetime import UTC, datetime
from typing import Any

from django.urls import reverse

NOW = datetime(2026, 11, 25, 9, 40, tzinfo=UTC)


def page_url(name: str) -> str:
    """The address of an example page."""
    return reverse("ui:page", args=[name])


def desk(current: str) -> dict[str, Any]:
    """The provider's desk, as Ben sees it."""
    places = [
        ("Today", "inbox", page_url("today"), 7, "t"),
        ("Pay", "pay", page_url("pay-run"), 2, "p"),
        ("People", "people", page_url("person"), 0, "e"),
        ("Clients", "building", reverse("ui:gallery"), 0, "c"),
    ]
    nav: list[dict[str, Any]] = [
        {"label": label, "icon": icon, "url": url, "count": count, "current": label == current, "shortcut": key}
        for label, icon, url, count, key in places
    ]
    nav[0] |= {"hot": True, "count_label": "late or due today"}
    nav += [
        {"group": "Service"},
        {"label": "Engagements", "icon": "shield", "url": page_url("refused")},
        {"label": "Invoices", "icon": "document", "url": page_url("refused")},
        {"label": "Filings", "icon": "calendar", "url": page_url("refused")},
        {"group": "Gallery"},
        {"label": "Components", "icon": "grid", "url": reverse("ui:gallery"), "current": current == "Components"},
        {"label": "Employee’s home", "icon": "home", "url": page_url("employee")},
        {"label": "Payslip", "icon": "document", "url": page_url("payslip")},
        {"label": "Sign in", "icon": "lock", "url": page_url("sign-in")},
    ]
    return {"nav": nav, **_frame()}


def _frame() -> dict[str, Any]:
    """The top bar: who works, for whom, and what they have not read."""
    return {
        "now": NOW,
        "provider": {"name": "Northbridge"},
        "search_url": reverse("ui:gallery"),
        "client": {"name": "Halden Instruments Group"},
        "clients": [
            {"name": "All clients", "url": "#"},
            {"name": "Halden Instruments Group", "url": "#", "current": True},
            {"name": "Orchard Foods SARL", "url": "#"},
        ],
        "notices": {
            "unread": 3,
            "url": "#",
            "rows": [
                {
                    "text": "Cora Whitfield opened the November run",
                    "url": "#",
                    "when": "12 minutes ago",
                    "unread": True,
                },
                {"text": "HMRC accepted the October EPS", "url": "#", "when": "Today, 08:02", "unread": True},
                {"text": "Two bank changes came in after the cut-off", "url": "#", "when": "Yesterday, 17:48"},
            ],
        },
        "who": {"name": "Ben Carter", "role": "Payroll specialist"},
        "user_menu": [{"label": "Your settings", "icon": "user", "url": "#"}],
        "sign_out_url": "#",
    }


def employee(current: str) -> dict[str, Any]:
    """The client's brand, as Tom sees it on his phone."""
    places = [
        ("Home", "home", page_url("employee")),
        ("Pay", "pay", page_url("payslip")),
        ("Leave", "leaf", "#leave"),
        ("Requests", "mail", "#requests"),
        ("Learning", "book", "#learning"),
        ("My data", "user", "#data"),
    ]
    return {
        "now": NOW,
        "brand": {"name": "Halden Instruments", "colour": "#8a2f4d"},
        "provider": {"name": "Northbridge People Services"},
        "nav": [{"label": label, "icon": icon, "url": url, "current": label == current} for label, icon, url in places],
        "who": {"name": "Tom Okafor"},
        "user_menu": [{"label": "My data", "icon": "user", "url": "#"}],
        "sign_out_url": "#",
    }
