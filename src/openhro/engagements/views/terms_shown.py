"""How amendments, papers, duties and the employing companies of a contract are worded on pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.clients.queries import ROLE_NAMES
from openhro.core.actor import Actor, Role
from openhro.core.documents import Figures
from openhro.core.permission import may
from openhro.engagements import permissions, queries, rules
from openhro.engagements.models import Amendment, ContractVersion, Duty, Engagement, ScopeItem
from openhro.ui import formats
from openhro.ui.templatetags.ui import day as day_of

TONES = {"draft": "warn", "agreed": "info", "effective": "good"}
COLUMNS = [
    {"key": "what", "label": gettext_lazy("Change")},
    {"key": "kind", "label": gettext_lazy("Kind")},
    {"key": "from", "label": gettext_lazy("From"), "kind": "date"},
    {"key": "state", "label": gettext_lazy("State"), "kind": "state"},
]
PAPER_COLUMNS = [
    {"key": "version", "label": gettext_lazy("Version")},
    {"key": "what", "label": gettext_lazy("What was signed")},
    {"key": "day", "label": gettext_lazy("Printed"), "kind": "date"},
    {"key": "state", "label": gettext_lazy("State"), "kind": "state"},
    {"key": "hash", "label": gettext_lazy("SHA-256")},
]
DUTY_COLUMNS = [
    {"label": gettext_lazy("Step")},
    {"label": gettext_lazy("Does it (R)")},
    {"label": gettext_lazy("Answers for it (A)")},
    {"label": gettext_lazy("Is asked (C)")},
    {"label": gettext_lazy("Is told (I)")},
]
INDEX_COLUMNS = [
    {"key": "index", "label": gettext_lazy("Index")},
    {"key": "month", "label": gettext_lazy("Month")},
    {"key": "change", "label": gettext_lazy("Change in twelve months"), "kind": "n"},
    {"key": "source", "label": gettext_lazy("Source")},
    {"key": "used", "label": gettext_lazy("Used")},
]
_FILES = {
    "client": gettext_lazy("pays and files in its own name"),
    "provider": gettext_lazy("pays and files, as legal employer"),
    "co-employment": gettext_lazy("files under its own number, as co-employer"),
    "own-staff": gettext_lazy("employs the delivery staff; your people are not touched"),
}


def figures(engagement: Engagement) -> Figures:
    """Figures in the reader's language and the contract's currency."""
    return Figures(str(formats.current_locale()).replace("_", "-"), engagement.currency)


def line(one: Amendment) -> dict[str, Any]:
    """A row of the list of changes."""
    return {
        "what": {"text": f"{one.number} · {one.title}", "url": reverse("engagements:amendment", args=[one.pk])},
        "kind": rules.AMENDMENT_KINDS[one.kind],
        "from": one.effective_on,
        "state": state(one),
    }


def state(one: Amendment) -> dict[str, Any]:
    """The state as a badge."""
    return {"label": rules.AMENDMENT_STATES[one.state], "tone": TONES.get(one.state, "plain")}


def stages(one: Amendment) -> list[dict[str, Any]]:
    """Draft, agreed, in effect; what was withdrawn stops after the first."""
    if one.state == "withdrawn":
        return [
            {"label": rules.AMENDMENT_STATES["draft"], "state": "done"},
            {"label": rules.AMENDMENT_STATES["withdrawn"], "state": "blocked"},
        ]
    order = ["draft", "agreed", "effective", *(["superseded"] if one.state == "superseded" else [])]
    at = order.index(one.state)
    found = []
    for place, name in enumerate(order):
        kind = "done" if place < at else "current" if place == at else "todo"
        found.append({"label": rules.AMENDMENT_STATES[name], "state": kind})
    found[2]["when"] = day_of(one.effective_on)
    return found


def paper(one: ContractVersion) -> dict[str, Any]:
    """A row of the list of papers."""
    signed = bool(one.signed_hash)
    what = _("Amendment %(n)s") % {"n": one.amendment.number} if one.amendment else _("The contract")
    return {
        "version": {"text": f"v{one.number}", "url": reverse("engagements:version_pdf", args=[one.pk])},
        "what": what,
        "day": one.signed_day or one.day,
        "state": {"label": _("Signed by both") if signed else _("To be signed"), "tone": "good" if signed else "warn"},
        "hash": (one.signed_hash or one.hash)[:16],
    }


def facts(one: Amendment) -> list[dict[str, Any]]:
    """What an amendment is about, beside what it changes."""
    sides = {"client": _("the client"), "provider": _("the provider")}
    rows: list[tuple[str, Any]] = [
        (_("Kind"), rules.AMENDMENT_KINDS[one.kind]),
        (_("From"), day_of(one.effective_on)),
        (_("Put forward by"), sides[one.drafted_side]),
        (_("Why"), one.reason),
    ]
    if one.price_impact_minor is not None:
        money = formats.money(one.price_impact_minor, one.engagement.currency, formats.current_locale())
        rows.append((_("Adds to the monthly charge"), money))
    return [{"label": label, "value": value} for label, value in rows if value]


def calculation(one: Amendment) -> list[dict[str, Any]]:
    """How an indexed price came about; nothing for other amendments."""
    held = one.calculation
    if not held:
        return []
    shown = figures(one.engagement)
    prices = [f"{shown.money(old)} → {shown.money(new)}" for old, new in zip(held["old"], held["new"], strict=True)]
    return [
        {"label": _("Index"), "value": held["index"], "source": held["source"]},
        {"label": _("Change in twelve months"), "value": f"{held['change']} %", "source": held["month"][:7]},
        {"label": _("Floor and cap"), "value": f"{held['floor'] or '–'} / {held['cap'] or '–'}"},
        {"label": _("Counts"), "value": f"{held['applied']} %"},
        *({"label": _("Price"), "value": price} for price in prices),
    ]


def duties(rows: Iterable[Duty]) -> list[dict[str, Any]]:
    """The matrix by function, in the order of the model table."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row.function, []).append(
            {
                "id": row.pk,
                "name": row.name,
                "process": row.process,
                "decision": row.employer_decision,
                "responsible": _roles(row.responsible),
                "accountable": _roles([row.accountable]),
                "consulted": _roles(row.consulted),
                "informed": _roles(row.informed),
            }
        )
    known = [name for name in rules.FUNCTIONS if name in groups]
    return [
        {"name": rules.FUNCTIONS.get(name, name), "rows": groups[name]}
        for name in [*known, *sorted(groups.keys() - rules.FUNCTIONS.keys())]
    ]


def _roles(codes: Sequence[str]) -> str:
    return ", ".join(str(ROLE_NAMES[Role(code)]) for code in codes)


def employers(engagement: Engagement, scope: Iterable[ScopeItem], today: date) -> list[dict[str, Any]]:
    """The companies that employ and file under a contract, by their names; in co-employment both of each pair."""
    kind = rules.MODELS[engagement.model].employer
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for item in scope:
        if item.valid.upper is not None and item.valid.upper <= today:
            continue
        for company, role in _companies(kind, item):
            ids = ", ".join(f"{name} {number}" for name, number in company.tax_ids.items())
            source = " · ".join(filter(None, (str(role), ids)))
            label = _("Employer in %(country)s") % {"country": item.country}
            found[company.name, item.country] = {"label": label, "value": company.name, "source": source}
    return list(found.values())


def _companies(kind: str, item: ScopeItem) -> list[tuple[Any, Any]]:
    ours = [(item.provider_entity, _FILES[kind])] if item.provider_entity and kind != "client" else []
    worksite = _("employs at the worksite") if kind == "co-employment" else _FILES["client"]
    theirs = [(item.entity, worksite)] if item.entity and kind in ("client", "co-employment") else []
    return [*ours, *theirs]


def beside(by: Actor, engagement: Engagement, scope: list[ScopeItem], today: date) -> dict[str, Any]:
    """What the page of a contract says of changes, papers, who does what, and of its framework or children."""
    changes = list(queries.amendments(by, engagement.pk)[:200])
    gaps = [] if engagement.state in rules.ENDED else queries.raci_gaps(by, engagement, _day(engagement, today))
    links: list[dict[str, Any]] = [
        {
            "label": _("Changes"),
            "value": _counted(changes),
            "url": reverse("engagements:amendments", args=[engagement.pk]),
        },
        {
            "label": _("Who does what"),
            "value": _("%(n)s gaps") % {"n": len(gaps)} if gaps else _("Complete"),
            "url": reverse("engagements:raci", args=[engagement.pk]),
        },
        {
            "label": _("On paper"),
            "value": _("As it stands (PDF)"),
            "url": reverse("engagements:contract_pdf", args=[engagement.pk]),
        },
    ]
    related = [engagement.parent] if engagement.parent_id else []
    related += list(queries.children(by, engagement.pk)) if engagement.framework else []
    links += [
        {
            "label": _("Framework") if one.framework else _("Rests on this"),
            "value": one.code,
            "source": rules.STATES[one.state],
            "url": reverse("engagements:page", args=[one.pk]),
        }
        for one in related
        if one
    ]
    return {
        "terms_links": links,
        "employers": employers(engagement, scope, today),
        "ask": may_ask(by, engagement),
    }


def _day(engagement: Engagement, today: date) -> date:
    return max(today, engagement.effective_from)


def _counted(changes: list[Amendment]) -> str:
    open_ = sum(one.state in ("draft", "agreed") for one in changes)
    if open_:
        return _("%(open)s open, %(all)s in all") % {"open": open_, "all": len(changes)}
    return _("%(n)s so far") % {"n": len(changes)} if changes else _("None yet")


def may_ask(by: Actor, engagement: Engagement) -> str:
    """The label of the button with which the reader puts a change forward; empty where they may not."""
    if engagement.state not in rules.AMENDABLE:
        return ""
    if may(by, permissions.AMEND, engagement):
        return _("Draft a change")
    return _("Ask for a change") if may(by, permissions.REQUEST_CHANGE, engagement) else ""
