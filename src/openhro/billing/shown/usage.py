"""How usage is worded on the pages: the register, one record, the report of a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.billing.models import Usage, UsageDocument
from openhro.billing.rules import USAGE_KINDS
from openhro.ui import formats
from openhro.ui.templatetags.ui import moment

USAGE_COLUMNS = [
    {"label": gettext_lazy("Who or what")},
    {"label": gettext_lazy("Kind")},
    {"label": gettext_lazy("Contract")},
    {"label": gettext_lazy("Days")},
    {"label": gettext_lazy("Quantity"), "kind": "n"},
    {"label": gettext_lazy("Billed")},
]
DOC_COLUMNS = [
    {"label": gettext_lazy("Column")},
    {"label": gettext_lazy("Needed")},
    {"label": gettext_lazy("What it holds")},
    {"label": gettext_lazy("Example")},
]
REFUSED_COLUMNS = [
    {"label": gettext_lazy("Row")},
    {"label": gettext_lazy("Column")},
    {"label": gettext_lazy("What is wrong")},
]
Billed = tuple[UUID, str] | None


def usage_row(one: Usage, billed: Mapping[UUID, tuple[UUID, str]]) -> dict[str, Any]:
    """A row of the register."""
    where = billed.get(one.pk)
    return {
        "url": f"/billing/usage/{one.pk}/",
        "name": one.name or one.number or one.external_id,
        "external_id": one.external_id,
        "kind": USAGE_KINDS[one.kind][0],
        "subject": one.subject,
        "contract": one.engagement.code,
        "days": days(one),
        "quantity": _how_much(one),
        "state": usage_state(one, where),
        "invoice_url": f"/billing/invoices/{where[0]}/" if where else "",
    }


def usage_state(one: Usage, billed: Billed) -> dict[str, Any]:
    """Whether it is billed, as a badge."""
    if one.withdrawn_at is not None:
        return {"label": _("Withdrawn"), "tone": "plain"}
    if one.kind == "enrolment":
        return {"label": _("Every month"), "tone": "info"}
    if billed:
        return {"label": billed[1], "tone": "good"}
    if one.kind == "cost" and not getattr(one, "papers", 1):
        return {"label": _("Waits for its document"), "tone": "warn"}
    return {"label": _("Not yet"), "tone": "plain"}


def days(one: Usage) -> str:
    """From when to when."""
    first = _day(one.first)
    if one.last is None:
        return _("from %s") % first if one.kind == "enrolment" else first
    return _("%(first)s to %(last)s") % {"first": first, "last": _day(one.last)}


def _day(day: date) -> str:
    """In words without markup, to stand within a sentence."""
    return str(formats.day(day, formats.current_locale()))


def _how_much(one: Usage) -> str:
    if one.amount_minor is not None:
        return str(formats.money(one.amount_minor, one.engagement.currency, formats.current_locale()))
    plain = f"{one.quantity.normalize():f}"
    return formats.count(int(plain), formats.current_locale()) if plain.isdecimal() else plain


def usage_facts(one: Usage, billed: Billed) -> list[dict[str, Any]]:
    """What a record says."""
    rows: list[tuple[Any, Any]] = [
        (_("Kind"), USAGE_KINDS[one.kind][0]),
        (_("Contract"), f"{one.engagement.code}, {one.price_code}"),
        (_("Your id"), one.external_id),
        (_("Number"), one.number),
        (_("Process, plan or post"), one.subject),
        (_("Days"), days(one)),
        (_("Amount") if one.amount_minor is not None else _("How many"), _how_much(one)),
        (_("Recorded"), moment(one.recorded_at)),
        (_("Billed on"), billed[1] if billed else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def usage_document(one: UsageDocument) -> dict[str, Any]:
    """A document behind a cost."""
    return {
        "url": f"/billing/usage-documents/{one.pk}/",
        "name": one.file_name,
        "added": moment(one.added_at),
        "print": one.sha256[:16],
    }
