"""How payments, disputes, write-offs, service credits and billing terms are worded on the pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.billing import permissions, queries
from openhro.billing.models import BillingTerms, Dispute, Invoice, Payment, WriteOff
from openhro.billing.rules import DISPUTE_STATES, TREATMENTS, Balance
from openhro.core.actor import Actor
from openhro.core.permission import may
from openhro.ui import formats
from openhro.ui.templatetags.ui import day as day_of

DISPUTE_TONES = {"open": "bad", "accepted": "good", "partly": "warn", "rejected": "plain", "withdrawn": "plain"}
TERMS_COLUMNS = [
    {"label": gettext_lazy("Client")},
    {"label": gettext_lazy("Billed by")},
    {"label": gettext_lazy("Billed to")},
    {"label": gettext_lazy("Tax")},
    {"label": gettext_lazy("Due after")},
]
PAYMENT_COLUMNS = [
    {"label": gettext_lazy("Bank reference")},
    {"label": gettext_lazy("Day")},
    {"label": gettext_lazy("Amount"), "kind": "money"},
    {"label": "", "kind": "fit"},
]


def money(minor: int, found: Invoice) -> str:
    """An amount of an invoice in words."""
    return str(formats.money(minor, found.currency, formats.current_locale()))


def facts_of(*rows: tuple[Any, Any]) -> tuple[dict[str, Any], ...]:
    """Facts beside a form, without those that are empty."""
    return tuple({"label": label, "value": value} for label, value in rows if value)


def balance_rows(found: Invoice, balance: Balance) -> list[dict[str, Any]]:
    """From the total to what is left to pay."""
    rows = [
        (_("Credited"), -balance.credited_minor),
        (_("Paid"), -balance.paid_minor),
        (_("Written off"), -balance.written_off_minor),
    ]
    return [{"label": label, "minor": minor} for label, minor in rows if minor]


def dispute(by: Actor, one: Dispute, found: Invoice) -> dict[str, Any]:
    """A dispute with what may be done about it."""
    answers = one.state == "open" and may(by, permissions.ANSWER, found)
    withdraws = one.state == "open" and may(by, permissions.DISPUTE, found)
    return {
        "line": one.line.description,
        "amount": money(one.amount_minor, found),
        "reason": one.reason,
        "state": {"label": DISPUTE_STATES[one.state], "tone": DISPUTE_TONES[one.state]},
        "raised": day_of(one.raised_at),
        "answer": one.answer,
        "note": one.note.number if one.note else "",
        "answer_url": f"/billing/disputes/{one.pk}/answer/" if answers else "",
        "withdraw_url": f"/billing/disputes/{one.pk}/withdraw/" if withdraws else "",
    }


def payment(by: Actor, one: Payment, found: Invoice) -> dict[str, Any]:
    """A payment; what was taken back says why."""
    back = one.reversed_at is None and may(by, permissions.PAY, found) and found.state != "written_off"
    return {
        "reference": one.external_id,
        "paid_on": one.paid_on,
        "amount_minor": one.amount_minor,
        "currency": one.currency,
        "reversed": _("Taken back: %s") % one.reversed_for if one.reversed_at else "",
        "url": f"/billing/payments/{one.pk}/reverse/" if back else "",
    }


def write_off(by: Actor, one: WriteOff, found: Invoice) -> dict[str, Any]:
    """A write-off with what may be done about it."""
    decides = one.state == "asked" and one.asked_by != by.user and may(by, permissions.DECIDE_WRITE_OFF, found)
    return {
        "amount": money(one.amount_minor, found),
        "reason": one.reason,
        "state": one.get_state_display(),
        "url": f"/billing/write-offs/{one.pk}/" if decides else "",
    }


def actions(by: Actor, found: Invoice, balance: Balance) -> list[dict[str, Any]]:
    """What may be done with an issued invoice that has something left to pay."""
    if found.number is None or balance.open_minor <= 0:
        return []
    base = f"/billing/invoices/{found.pk}/"
    offered = [(permissions.PAY, _("Record a payment"), f"{base}payment/")]
    if found.state != "disputed" and not queries.write_offs(by, found.pk).filter(state="asked").exists():
        offered.append((permissions.ASK_WRITE_OFF, _("Write off"), f"{base}write-off/"))
    return [{"label": label, "url": url} for permission, label, url in offered if may(by, permission, found)]


def terms_row(one: BillingTerms) -> dict[str, Any]:
    """How a client is billed in a currency."""
    return {
        "client": one.client.name,
        "currency": one.currency,
        "url": f"/billing/terms/{one.pk}/",
        "supplier": one.supplier_entity.name if one.supplier_entity else _("As the contract says"),
        "customer": one.customer_entity.name if one.customer_entity else _("As the contract says"),
        "tax": TREATMENTS[one.treatment],
        "reason": one.tax_reason,
        "days": _("%s days") % one.payment_days,
    }
