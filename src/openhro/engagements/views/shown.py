"""How a contract is worded on its page: who employs, the matrix of scope, prices, signatures, history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core import journal
from openhro.core.models import JournalEntry
from openhro.engagements.models import Engagement, PriceItem, ScopeItem, Signature
from openhro.engagements.rules import FUNCTIONS, KINDS, MODELS, STATES
from openhro.engagements.rules.advice import EMPLOYS, LIABLE
from openhro.ui import formats
from openhro.ui.templatetags.ui import day as day_of
from openhro.ui.templatetags.ui import moment

TONES = {
    "live": "good", "suspended": "bad", "notice": "warn", "exiting": "warn", "client_review": "info",
    "signed": "info", "transition": "accent",
}  # fmt: skip
COLUMNS = [
    {"key": "contract", "label": gettext_lazy("Contract")},
    {"key": "client", "label": gettext_lazy("Client")},
    {"key": "model", "label": gettext_lazy("Model")},
    {"key": "state", "label": gettext_lazy("State"), "kind": "state"},
    {"key": "since", "label": gettext_lazy("From"), "kind": "date"},
]
PRICE_COLUMNS = [
    {"label": gettext_lazy("Price")},
    {"label": gettext_lazy("How much")},
    {"label": gettext_lazy("Counted")},
    {"label": gettext_lazy("Days")},
    {"kind": "fit"},
]
_STAGES = ("draft", "proposed", "client_review", "signed", "transition", "live")
_LEAVING = ("notice", "exiting", "closed")
_BASES = {
    "any_day": gettext_lazy("everybody employed on any day of the month"),
    "on_date": gettext_lazy("everybody employed on one day"),
    "average": gettext_lazy("the average of the month"),
    "day_prorated": gettext_lazy("by days of employment"),
    "enrolled": gettext_lazy("everybody enrolled"),
}
_DOES = {
    "provider": (gettext_lazy("Provider"), "accent"),
    "client": (gettext_lazy("Client"), "plain"),
    "shared": (gettext_lazy("Both"), "info"),
}


def state(one: Engagement) -> dict[str, Any]:
    """The state as a badge."""
    return {"label": STATES[one.state], "tone": TONES.get(one.state, "plain")}


def line(one: Engagement) -> dict[str, Any]:
    """A row of the list."""
    return {
        "contract": {"text": one.code, "url": f"/engagements/{one.pk}/"},
        "client": one.client.name,
        "model": {"text": one.model, "sub": MODELS[one.model].name},
        "state": state(one),
        "since": one.live_from or one.effective_from,
        "flag": "flag" if one.in_breach else "",
    }


def stages(one: Engagement) -> list[dict[str, Any]]:
    """The states as stages, done up to the present one."""
    if one.state == "withdrawn":
        return [{"label": STATES["draft"], "state": "done"}, {"label": STATES["withdrawn"], "state": "blocked"}]
    leaving = one.state in _LEAVING
    order = [*_STAGES, *_LEAVING] if leaving else list(_STAGES)
    now = "live" if one.state == "suspended" else one.state
    at = order.index(now)
    found = []
    for place, name in enumerate(order):
        kind = "done" if place < at else "current" if place == at else "todo"
        found.append({"label": STATES[name], "state": kind})
    if one.state == "suspended":
        found[at] = {"label": STATES["suspended"], "state": "blocked"}
    elif one.state == "live":
        found[at] |= {"when": day_of(one.live_from)}
    return found


def head(one: Engagement) -> list[dict[str, Any]]:
    """The terms that hold for the whole contract."""
    notice = _("%(n)s months") % {"n": one.notice_months}
    rows: list[tuple[str, Any]] = [
        (_("Runs from"), day_of(one.effective_from)),
        (_("Last day"), day_of(one.effective_to) if one.effective_to else _("open")),
        (_("Notice"), notice),
        (_("Term"), _("%(n)s months") % {"n": one.term_months} if one.term_months else ""),
        (_("Currency"), one.currency),
        (_("Governing law"), one.law),
        (_("Data-processing agreement"), one.dpa_ref or _("missing")),
        (_("Provider’s company"), one.provider_entity.name if one.provider_entity else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def who(one: Engagement) -> list[dict[str, Any]]:
    """What the model says about employment."""
    model = MODELS[one.model]
    return [
        {"label": _("Who employs"), "value": EMPLOYS[model.employer], "source": _("stands on contract and payslip")},
        {"label": _("Who answers for employment"), "value": LIABLE[model.liability]},
        {"label": _("Who sponsors plans"), "value": LIABLE.get(one.plan_sponsor, one.plan_sponsor)},
        {"label": _("Who pays claims"), "value": LIABLE.get(one.risk_bearer, one.risk_bearer)},
    ]


def matrix(items: Iterable[ScopeItem], today: date) -> dict[str, Any]:
    """Functions as rows, employing companies by country as columns; a cell holds the items that meet there."""
    places: dict[tuple[str, Any], dict[str, str]] = {}
    cells: dict[str, dict[tuple[str, Any], list[dict[str, Any]]]] = {}
    for item in items:
        company = item.entity or item.provider_entity
        place = (item.country, company.pk if company else None)
        places.setdefault(place, {"company": company.name if company else _("No company"), "country": item.country})
        cells.setdefault(item.function, {}).setdefault(place, []).append(_cell(item, today))
    order = sorted(places, key=lambda key: (places[key]["company"], key[0]))
    functions = [name for name in FUNCTIONS if name in cells] + sorted(cells.keys() - FUNCTIONS.keys())
    columns = [{"label": _("Function")}]
    columns += [{"label": f"{places[key]['company']} · {places[key]['country']}"} for key in order]
    rows = [
        {
            "function": FUNCTIONS.get(name, name),
            "cells": [
                {"label": columns[place + 1]["label"], "items": cells[name].get(key, [])}
                for place, key in enumerate(order)
            ],
        }
        for name in functions
    ]
    return {"columns": columns, "rows": rows}


def _cell(item: ScopeItem, today: date) -> dict[str, Any]:
    label, tone = _DOES[item.responsibility]
    gone = item.valid.upper is not None and item.valid.upper <= today
    return {
        "id": item.pk,
        "label": label,
        "tone": "plain" if gone or not item.binding else tone,
        "process": item.process,
        "population": item.population,
        "days": days(item.valid),
        "can_end": item.binding and not gone,
    }


def days(valid: Any) -> str:
    """A range of days in words."""
    locale = formats.current_locale()
    first = formats.day(valid.lower, locale)
    if valid.upper is None:
        return _("from %(first)s") % {"first": first}
    last = formats.day(valid.upper - timedelta(days=1), locale)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def price(item: PriceItem, currency: str, today: date) -> dict[str, Any]:
    """A price in words."""
    locale = formats.current_locale()

    def amount(minor: int) -> str:
        return str(formats.money(minor, currency, locale))

    bounds = []
    if item.minimum_minor is not None:
        bounds.append(_("at least %(amount)s") % {"amount": amount(item.minimum_minor)})
    if item.cap_minor is not None:
        bounds.append(_("at most %(amount)s") % {"amount": amount(item.cap_minor)})
    gone = item.valid.upper is not None and item.valid.upper <= today
    return {
        "id": item.pk,
        "code": item.code,
        "kind": KINDS[item.kind][0],
        "amount": _how_much(item, amount),
        "bounds": ", ".join(bounds),
        "counted": _BASES[item.count_basis] if item.kind in ("pepm", "flat_per_employee") else "",
        "functions": ", ".join(str(FUNCTIONS.get(name, name)) for name in item.functions),
        "days": days(item.valid),
        "gone": gone,
    }


def _how_much(item: PriceItem, amount: Any) -> list[str]:
    if item.rate is not None:
        return [f"{item.rate.normalize():f} %"]
    if item.rate_minor is not None:
        return [amount(item.rate_minor)]
    found, before = [], 0
    for upto, minor in item.tiers:
        band = _("%(a)s to %(b)s") % {"a": before + 1, "b": upto} if upto else _("from %(a)s") % {"a": before + 1}
        found.append(f"{band}: {amount(minor)}")
        before = upto or before
    if found and item.tier_mode == "volume":
        found.append(_("all at the price of the band that is reached"))
    return found or [_("at cost")]


def signatures(one: Engagement, rows: list[Signature], names: dict[UUID, str]) -> list[dict[str, Any]]:
    """Both sides of the contract, then of its closing; void ones stay visible."""
    found = [signature(row, names) for row in rows if row.void]
    for purpose in ("contract", *(["closing"] if one.state in ("exiting", "closed") else [])):
        for side in ("client", "provider"):
            held = next((row for row in rows if (row.purpose, row.side, row.void) == (purpose, side, False)), None)
            if held:
                found.append(signature(held, names))
            else:
                waits = one.state in ("client_review", "exiting")
                found.append({"role": role(purpose, side), "name": "", "state": "waiting" if waits else "locked"})
    return found


def role(purpose: str, side: str) -> str:
    """For which side, and for what, somebody signs."""
    sides = {"client": _("For the client"), "provider": _("For the provider")}
    return sides[side] if purpose != "closing" else _("%(side)s, closing") % {"side": sides[side]}


def signature(row: Signature, names: dict[UUID, str]) -> dict[str, Any]:
    """A signature as a sign-off."""
    return {
        "role": role(row.purpose, row.side),
        "name": names.get(row.signed_by, "?"),
        "state": "void" if row.void else "approved",
        "detail": moment(row.signed_at),
        "hash": row.terms_hash[:12],
    }


def story(entries: Iterable[JournalEntry]) -> list[dict[str, Any]]:
    """The journal of the contract, newest first; what somebody did several times on a day stands once."""
    found: list[dict[str, Any]] = []
    for entry in entries:
        key = (entry.event, entry.actor, entry.at.date())
        if found and found[-1]["key"] == key:
            found[-1]["bodies"].append(_told(entry.data))
            continue
        tells = journal.EVENTS[entry.event].tells if entry.event in journal.EVENTS else entry.event
        tone = "good" if entry.event == "engagements.live" else "accent"
        told = {"title": tells, "when": moment(entry.at), "who": entry.actor_name, "tone": tone}
        found.append({"key": key, "bodies": [_told(entry.data)], **told})
    for one in found:
        one["body"] = "; ".join(filter(None, dict.fromkeys(one["bodies"])))
        if len(one["bodies"]) > 1:
            one["title"] = _("%(what)s, %(n)d times") % {"what": one["title"], "n": len(one["bodies"])}
    return found


def _told(data: dict[str, Any]) -> str:
    parts = []
    if "function" in data:
        parts.append(str(FUNCTIONS.get(data["function"], data["function"])))
    for name in ("country", "code", "reason", "side", "ends_on", "last_day", "day"):
        if data.get(name):
            parts.append(str(data[name]))
    if data.get("fields"):
        parts.append(", ".join(data["fields"]))
    return " · ".join(parts)
