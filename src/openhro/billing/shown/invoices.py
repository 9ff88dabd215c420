"""How invoices, their lines and their moves are worded on the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openhro.billing import permissions, queries, rules, services
from openhro.billing.models import CreditNote, Invoice, InvoiceLine, LineEvidence
from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.models import JournalEntry
from openhro.core.permission import Permission, may
from openhro.people.queries import Named
from openhro.ui import formats
from openhro.ui.templatetags.ui import day as day_of
from openhro.ui.templatetags.ui import moment

TONES = {
    "reviewed": "info", "issued": "good", "paid": "good", "disputed": "bad", "part_paid": "warn", "written_off": "warn",
}  # fmt: skip
COLUMNS = [
    {"label": gettext_lazy("Month")},
    {"label": gettext_lazy("Client")},
    {"label": gettext_lazy("State")},
    {"label": gettext_lazy("Due")},
    {"label": gettext_lazy("Total"), "kind": "money"},
]
EVIDENCE_COLUMNS = [
    {"label": gettext_lazy("Counted")},
    {"label": gettext_lazy("Number")},
    {"label": gettext_lazy("Counted for")},
    {"label": gettext_lazy("Quantity"), "kind": "n"},
]
CREDIT_COLUMNS = [
    {"label": gettext_lazy("Client")},
    {"label": gettext_lazy("Credit note")},
    {"label": gettext_lazy("Why")},
    {"label": gettext_lazy("Issued")},
    {"label": gettext_lazy("Amount"), "kind": "money"},
]


@dataclass(frozen=True, slots=True)
class Move:
    """A move as its page shows it."""

    label: Any
    question: Any
    does: Any
    done: Any
    permission: Permission
    call: Callable[..., Any]


MOVES: dict[str, Move] = {
    "review": Move(
        gettext_lazy("Mark as reviewed"),
        gettext_lazy("Have you looked at every line?"),
        gettext_lazy("Whoever issues it relies on your review. It can be opened again until then."),
        gettext_lazy("The invoice is reviewed."),
        permissions.REVIEW,
        services.review,
    ),
    "reopen": Move(
        gettext_lazy("Open again"),
        gettext_lazy("Take the review back?"),
        gettext_lazy("The invoice is a draft again and can be counted afresh."),
        gettext_lazy("The invoice is a draft again."),
        permissions.REVIEW,
        services.reopen,
    ),
    "issue": Move(
        gettext_lazy("Issue"),
        gettext_lazy("Issue this invoice?"),
        gettext_lazy("It gets its number and due date, and the client sees it. Only a credit corrects it then."),
        gettext_lazy("The invoice is issued."),
        permissions.ISSUE,
        services.issue,
    ),
}  # fmt: skip


def tabs(by: Actor, current: str, code: str) -> list[dict[str, Any]]:
    """Invoices, credit notes, the usage register; billing terms for who may set them."""
    tail = f"?client={code}" if code else ""
    places = [
        ("invoices", _("Invoices"), f"/billing/{tail}"),
        ("credits", _("Credit notes"), f"/billing/credits/{tail}"),
        ("usage", _("Usage"), f"/billing/usage/{tail}"),
    ]
    if may(by, permissions.TERMS):
        places.append(("terms", _("Billing terms"), f"/billing/terms/{tail}"))
    return [{"label": label, "url": url, "current": key == current} for key, label, url in places]


def title(one: Invoice) -> str:
    """The number, or what a draft is of."""
    month = formats.day(one.period, formats.current_locale(), "month")
    return one.number or _("Draft, %(month)s, %(currency)s") % {"month": month, "currency": one.currency}


def state(one: Invoice) -> dict[str, Any]:
    """The state as a badge; late is said first."""
    if queries.is_overdue(one):
        return {"label": _("%s, overdue") % rules.STATES[one.state], "tone": "bad"}
    return {"label": rules.STATES[one.state], "tone": TONES.get(one.state, "plain")}


def row(one: Invoice) -> dict[str, Any]:
    """A row of the list."""
    return {
        "url": f"/billing/invoices/{one.pk}/",
        "period": one.period,
        "number": one.number or "",
        "client": one.client.name,
        "state": state(one),
        "due_on": one.due_on,
        "currency": one.currency,
        "total_minor": one.total_minor,
    }


def facts(one: Invoice) -> list[dict[str, Any]]:
    """What stands beside the lines."""
    rows: list[tuple[str, Any]] = [
        (_("Bill to"), one.client.name),
        (_("Month of service"), day_of(one.period, "month")),
        (_("Issued"), moment(one.issued_at) if one.issued_at else ""),
        (_("Due"), day_of(one.due_on) if one.due_on else ""),
        (_("Billed by"), one.supplier.get("name", "")),
        (_("Billed to"), one.customer.get("name", "")),
        (_("Purchase order"), one.purchase_order),
        (_("Tax"), _tax(one)),
        (_("Fingerprint of the document"), one.document_hash[:16]),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _tax(one: Invoice) -> str:
    """The rate with its law, or why there is none."""
    if one.tax_category == "S":
        return f"{one.tax_name} {one.tax_rate.normalize():f} % ({one.tax_cite})"
    return f"{one.tax_reason} ({one.tax_cite})" if one.tax_cite else one.tax_reason


def line(one: InvoiceLine, invoice: Invoice, counted: int) -> dict[str, Any]:
    """A line with the steps that made its amount."""
    steps = [_step(step, invoice.currency, one.unit) for step in one.steps]
    if steps and one.steps[-1].get("amount_minor") == one.amount_minor:
        steps[-1]["result"] = True
    elif steps:
        steps.append({"label": _("In all"), "minor": one.amount_minor, "result": True})
    return {
        "id": one.pk,
        "title": one.description,
        "rule": one.rule,
        "reason": one.reason,
        "quantity": _quantity(one.quantity, one.unit, invoice.currency),
        "unit": _unit(one),
        "amount_minor": one.amount_minor,
        "steps": steps,
        "counted": counted,
        "url": f"/billing/invoices/{invoice.pk}/lines/{one.pk}/",
        "engagement_url": f"/engagements/{one.engagement_id}/",
        "engagement": one.engagement.code,
        "dispute_url": f"/billing/invoices/{invoice.pk}/lines/{one.pk}/dispute/",
        "purpose": one.purpose,
        "counts": one.purpose in ("charge", "refund"),
        "words": one.get_purpose_display(),
    }


_UNITS_OF_MONEY = {
    "per_hire": gettext_lazy("of first-year base pay"),
    "pass_through": gettext_lazy("of costs"),
}


def _unit(one: InvoiceLine) -> str:
    n = int(one.quantity)
    units = {
        "people": ngettext("person", "people", n),
        "days": ngettext("day", "days", n),
        "runs": ngettext("pay run", "pay runs", n),
        "payslips": ngettext("payslip", "payslips", n),
        "minor": _UNITS_OF_MONEY.get(one.price.get("kind", ""), _("of gross pay")),
        "items": ngettext("transaction", "transactions", n),
        "fte": _("full-time equivalents"),
        "once": _("time"),
    }
    return str(units.get(one.unit, one.unit))


def _step(step: dict[str, Any], currency: str, unit: str) -> dict[str, Any]:
    label = step["text"]
    if "rate_minor" in step:
        rate = formats.money(step["rate_minor"], currency, formats.current_locale())
        label = f"{label}: {_quantity(Decimal(step['quantity']), unit, currency)} × {rate}"
    return {"label": label, "minor": step.get("amount_minor"), "value": step.get("quantity", "")}


def _quantity(quantity: Decimal, unit: str, currency: str) -> str:
    if unit == "minor":
        return str(formats.money(int(quantity), currency, formats.current_locale()))
    plain = f"{quantity.normalize():f}"
    return formats.count(int(plain), formats.current_locale()) if plain.isdecimal() else plain


_USAGE = "/billing/usage/{}/"
_PLACES = {"run": "/payroll/runs/{}/", **dict.fromkeys(("transaction", "fte", "cost", "enrolment", "hire"), _USAGE)}


def evidence(row: LineEvidence, names: dict[UUID, Named], currency: str, unit: str) -> dict[str, Any]:
    """A person or a run that was counted."""
    who = names.get(row.object_id)
    url = f"/people/{who.person_id}/" if who else _PLACES.get(row.kind, "").format(row.object_id)
    return {
        "name": row.name or (who.name if who else row.label),
        "person": row.kind in ("employee", "enrolment", "hire"),
        "url": url,
        "number": row.number or row.label,
        "days": _days(row),
        "quantity": _quantity(row.quantity, unit, currency),
    }


def _days(row: LineEvidence) -> str:
    if row.first is None:
        return ""
    first, last = (str(formats.day(one, formats.current_locale())) for one in (row.first, row.last or row.first))
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def credit(one: CreditNote) -> dict[str, Any]:
    """A credit note."""
    return {
        "client": one.client.name,
        "number": one.number,
        "invoice": one.invoice.number,
        "url": f"/billing/invoices/{one.invoice_id}/",
        "reason": one.reason,
        "issued_at": one.issued_at,
        "currency": one.currency,
        "amount_minor": one.total_minor,
        "pdf_url": f"/billing/credits/{one.pk}/pdf/",
        "ubl_url": f"/billing/credits/{one.pk}/ubl/",
    }


def moves(by: Actor, one: Invoice) -> list[dict[str, Any]]:
    """The moves that the state allows and the actor may make; going on comes first."""
    order = [name for name in ("review", "issue", "reopen") if name in rules.ALLOWED[one.state]]
    held = [name for name in order if may(by, MOVES[name].permission, one)]
    return [
        {
            "label": MOVES[name].label,
            "url": f"/billing/invoices/{one.pk}/moves/{name}/",
            "tone": "" if name == "reopen" else "primary",
        }
        for name in held
    ]


def story(entries: Iterable[JournalEntry]) -> list[dict[str, Any]]:
    """What happened to the invoice, newest first."""
    return [
        {
            "title": journal.EVENTS[entry.event].tells if entry.event in journal.EVENTS else entry.event,
            "body": entry.data.get("number") or "",
            "when": moment(entry.at),
            "who": entry.actor_name,
        }
        for entry in entries
    ]
