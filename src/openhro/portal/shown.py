"""How the first pages show what the queries found: labels, tones and links."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from openhro.clients.queries import ROLE_NAMES
from openhro.core.actor import Actor, Role
from openhro.core.models import Deadline
from openhro.engagements.queries import FUNCTIONS
from openhro.portal.queries import ClientPage, Hit, Queue

ENGAGEMENT_TONES = {
    "live": "good", "suspended": "bad", "notice": "warn", "exiting": "warn", "client_review": "info",
    "signed": "info", "transition": "accent",
}  # fmt: skip
RUN_STATES = {
    "open": (gettext_lazy("Open"), "accent"),
    "collecting": (gettext_lazy("Collecting inputs"), "accent"),
    "locked": (gettext_lazy("Inputs locked"), "accent"),
    "calculated": (gettext_lazy("Calculated"), "info"),
    "reviewed": (gettext_lazy("Waiting for the client"), "warn"),
    "client_approved": (gettext_lazy("Approved"), "good"),
    "funded": (gettext_lazy("Funded"), "good"),
    "released": (gettext_lazy("Released"), "good"),
    "paid": (gettext_lazy("Paid"), "good"),
    "filed": (gettext_lazy("Filed"), "good"),
    "closed": (gettext_lazy("Closed"), "plain"),
}
INVOICE_TONES = {
    "draft": "plain", "reviewed": "info", "issued": "good", "paid": "good", "disputed": "bad", "part_paid": "warn",
    "written_off": "warn",
}  # fmt: skip
FREQUENCIES = {
    "monthly": gettext_lazy("monthly"),
    "semimonthly": gettext_lazy("twice a month"),
    "biweekly": gettext_lazy("every two weeks"),
    "weekly": gettext_lazy("weekly"),
}
_ACTIONS = {
    "payroll.inputs": gettext_lazy("Open inputs"),
    "payroll.lock": gettext_lazy("Lock and calculate"),
    "payroll.review": gettext_lazy("Review"),
    "payroll.approve": gettext_lazy("Approve"),
    "payroll.fund": gettext_lazy("Record funding"),
    "payroll.release": gettext_lazy("Release"),
}
_COLUMNS = {
    "engagements": [
        {"label": gettext_lazy("Contract")},
        {"label": gettext_lazy("Model")},
        {"label": gettext_lazy("State")},
        {"label": gettext_lazy("Since")},
    ],
    "groups": [
        {"label": gettext_lazy("Group")},
        {"label": gettext_lazy("Next pay day")},
        {"label": gettext_lazy("Run")},
    ],
    "invoices": [
        {"label": gettext_lazy("Month")},
        {"label": gettext_lazy("State")},
        {"label": gettext_lazy("Total"), "kind": "money"},
    ],
}
_GROUPS = (
    ("late", pgettext_lazy("deadlines", "Late")),
    ("today", gettext_lazy("Due today")),
    ("week", gettext_lazy("This week")),
    ("later", gettext_lazy("After this week")),
)


def today(found: Queue) -> dict[str, Any]:
    """The page Today."""
    counts = found.counts
    groups: list[dict[str, Any]] = []
    for key, label in _GROUPS:
        rows = [row_of(row) for row in getattr(found, key)]
        groups += [{"label": label, "rows": rows}] if rows else []
    if groups:
        groups[0]["rows"][0]["primary"] = True
    said = _("%(late)s late, %(today)s more due today") % {"late": counts["late"], "today": counts["today"]}
    return {
        "now": found.now,
        "date": timezone.localtime(found.now).date(),
        "said": said if counts["late"] or counts["today"] else _("Nothing is late and nothing is due today"),
        "groups": groups,
        "hidden": counts["late"] + counts["today"] + counts["week"] - len([*found.late, *found.today, *found.week]),
        "waiting": [row_of(row) for row in found.waiting],
        "counts": counts,
        "by_client": found.by_client,
        "client_columns": [
            {"label": _("Client")},
            {"label": _("Open"), "kind": "number"},
            {"label": _("Late"), "kind": "number"},
        ],
    }


def row_of(row: Deadline) -> dict[str, Any]:
    """A deadline as a row of the queue, with its one button."""
    return {
        "title": row.title,
        "url": row.url,
        "client": row.client.name,
        "work": FUNCTIONS.get(row.function, row.function),
        "owner": ROLE_NAMES[Role(row.owner_role)],
        "due": row.due_at,
        "because": row.clock.get("because", ""),
        "action": _ACTIONS.get(row.kind, _("Open")) if row.url else "",
        "view": _("Look") if row.url else "",
        "primary": False,
    }


def client(page: ClientPage) -> dict[str, Any]:
    """The page Client 360."""
    code = page.client.code
    change = None if page.headcount is None else page.headcount - (page.headcount_before or 0)
    tabs = [{"label": _("Overview"), "url": f"/clients/{code}/", "current": True}]
    if page.links["users"]:
        tabs.append({"label": _("Users"), "url": f"/clients/{code}/users/"})
    return {
        "page": page,
        "tabs": tabs,
        "crumbs": [{"label": _("Clients"), "url": "/clients/"}, {"label": page.client.name}],
        "deadlines": [row_of(row) for row in page.deadlines],
        "headcount_note": "" if change is None else _headcount(change),
        "engagements": None if page.engagements is None else [_engagement(one) for one in page.engagements],
        "groups": None if page.groups is None else [_group(one) for one in page.groups],
        "invoices": None if page.invoices is None else [_invoice(one) for one in page.invoices],
        "columns": _COLUMNS,
        "next_pay": min((one.pay_date for one in page.groups or [] if one.pay_date), default=None),
    }


def _headcount(change: int) -> str:
    if change == 0:
        return _("the same as on the first of the month")
    more = ngettext("%(n)d more than on the first", "%(n)d more than on the first", abs(change))
    fewer = ngettext("%(n)d fewer than on the first", "%(n)d fewer than on the first", abs(change))
    return (more if change > 0 else fewer) % {"n": abs(change)}


def _engagement(one: Any) -> dict[str, Any]:
    return {
        "code": one.code,
        "url": f"/engagements/{one.pk}/",
        "model": one.get_model_display(),
        "model_code": one.model,
        "state": one.get_state_display(),
        "tone": ENGAGEMENT_TONES.get(one.state, "plain"),
        "since": one.live_from or one.effective_from,
        "breach": one.in_breach,
    }


def _group(one: Any) -> dict[str, Any]:
    label, tone = RUN_STATES.get(one.run_state, (_("Not opened yet"), "plain"))
    return {
        "name": one.name,
        "country": one.country,
        "frequency": FREQUENCIES.get(one.frequency, one.frequency),
        "url": f"/payroll/groups/{one.id}/",
        "pay_date": one.pay_date,
        "state": label if one.pay_date else _("No calendar yet"),
        "tone": tone,
        "icon": "lock" if one.run_state == "closed" else "",
        "run_url": f"/payroll/runs/{one.run_id}/" if one.run_id else "",
    }


def _invoice(one: Any) -> dict[str, Any]:
    return {
        "number": one.number or _("Draft"),
        "url": f"/billing/invoices/{one.pk}/",
        "period": one.period,
        "currency": one.currency,
        "total_minor": one.total_minor,
        "state": one.get_state_display(),
        "tone": INVOICE_TONES.get(one.state, "plain"),
        "due_on": one.due_on,
    }


def clients(by: Actor, page: Any, text: str) -> dict[str, Any]:
    """The list of clients."""
    following = {"q": text, "cursor": page.next} if text else {"cursor": page.next}
    return {
        "rows": page.rows,
        "text": text,
        "next": f"?{urlencode(following)}" if page.next else "",
        "columns": [{"label": _("Client")}, {"label": _("Zone")}, {"label": _("Since")}],
    }


def team(rows: list[Any], whole: bool) -> dict[str, Any]:
    """The team of a manager."""
    tones = {"active": ("good", _("Active")), "pre_hire": ("info", _("Joins")), "ended": ("plain", _("Left"))}
    return {
        "whole": whole,
        "rows": [
            {
                "person": {
                    "name": row.name,
                    "sub": row.job_title,
                    "url": f"/people/{row.person_id}/",
                },
                "site": " · ".join(filter(None, (row.site, row.department))),
                "since": row.start,
                "state": dict(zip(("tone", "label"), tones.get(row.state, ("plain", row.state)), strict=True)),
            }
            for row in rows
        ],
        "columns": [
            {"key": "person", "label": _("Person"), "kind": "person"},
            {"key": "site", "label": _("Place")},
            {"key": "since", "label": _("Since"), "kind": "date"},
            {"key": "state", "label": _("State"), "kind": "state"},
        ],
    }


def search(found: dict[str, list[Hit]], text: str) -> dict[str, Any]:
    """What a search found, by kind."""
    labels = {
        "people": _("People"),
        "runs": _("Pay runs"),
        "engagements": _("Engagements"),
        "clients": _("Clients"),
    }
    return {"text": text, "groups": [{"label": labels[kind], "hits": hits} for kind, hits in found.items()]}
