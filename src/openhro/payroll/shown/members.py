"""Who is paid where, as rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.payroll.queries import GroupView, MemberRow, OnPayroll, Stay

COLUMNS = [
    {"label": gettext_lazy("Person")}, {"label": gettext_lazy("Paid from")}, {"label": gettext_lazy("Last day")},
    {"label": gettext_lazy("State"), "kind": "state"},
]  # fmt: skip
STAY_COLUMNS = [
    {"label": gettext_lazy("Pay group")}, {"label": gettext_lazy("Paid from")}, {"label": gettext_lazy("Last day")},
    {"label": gettext_lazy("State"), "kind": "state"},
]  # fmt: skip


def rows(found: list[MemberRow], today: date) -> list[dict[str, Any]]:
    """The people of a group; each leads to where the person is paid."""
    return [
        {"one": one, "url": reverse("payroll:person", args=[one.employment_id]), "state": _state(one, today)}
        for one in found
    ]


def stays(found: Iterable[Stay], today: date) -> list[dict[str, Any]]:
    """The groups that paid, pay or will pay somebody."""
    return [
        {"one": one, "url": reverse("payroll:group", args=[one.group_id]), "state": _state(one, today)} for one in found
    ]


def _state(one: MemberRow | Stay, today: date) -> dict[str, Any]:
    if one.last is not None and one.last < today:
        return {"tone": "plain", "label": _("Ended")}
    if one.start > today:
        return {"tone": "info", "label": _("To come")}
    return {"tone": "good", "label": _("Paid here")}


def choices(groups: Iterable[GroupView]) -> list[tuple[str, str]]:
    """Pay groups as a select reads them."""
    return [(str(one.id), one.name) for one in groups]


def crumbs(view: OnPayroll) -> list[dict[str, Any]]:
    """Where the page stands."""
    return [
        {"label": _("People"), "url": "/people/"},
        {"label": view.person.name, "url": f"/people/{view.person.person_id}/"}, {"label": _("Pay group")},
    ]  # fmt: skip
