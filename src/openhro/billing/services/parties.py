"""Who bills whom in one currency, and how that is taxed: by the billing terms, or by what the contracts say."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.billing import events, permissions, rules
from openhro.billing.models import BillingTerms, Invoice
from openhro.clients import queries as clients
from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound, Stale
from openhro.core.money import Money
from openhro.core.permission import permit

FIELDS = (
    "supplier_entity_id", "customer_entity_id", "purchase_order", "payment_days", "treatment", "tax_reason",
    "supplier_endpoint", "customer_endpoint", "bank_account",
)  # fmt: skip
_WORDS = {"purchase_order": 60, "tax_reason": 240, "supplier_endpoint": 60, "customer_endpoint": 60, "bank_account": 60}
MOST_DAYS = 365


@transaction.atomic
def set_billing_terms(
    by: Actor, client_id: UUID, currency: str, values: Mapping[str, Any], *, version: int | None = None
) -> BillingTerms:
    """Say how a client is billed in a currency; drafts made from now on follow. `version` guards a change."""
    permit(by, permissions.TERMS, client_id)
    clients.check_client(by, client_id)
    Money.zero(currency)
    held = BillingTerms.objects.select_for_update().filter(client_id=client_id, currency=currency).first()
    if held is not None and held.version != version:
        if version is None:
            raise Conflict("TERMS_EXIST", _("There are billing terms in this currency. Change them."), field="currency")
        raise Stale("STALE", _("Somebody changed these terms since you opened them. Reload them and try again."))
    terms = held or BillingTerms(client_id=client_id, currency=currency, version=0)
    unknown = sorted(set(values) - set(FIELDS))
    if unknown:
        raise Invalid("UNKNOWN_FIELD", _("There is no such field: %s.") % ", ".join(unknown), field=unknown[0])
    for name, value in values.items():
        setattr(terms, name, value.strip() if isinstance(value, str) else value)
    _check(by, client_id, terms)
    terms.version += 1
    terms.save()
    journal.record(by, events.TERMS_SET, terms, {"currency": currency, "fields": sorted(values)})
    return terms


def _check(by: Actor, client_id: UUID, terms: BillingTerms) -> None:
    rules.check_treatment(terms.treatment, terms.tax_reason)
    if not 0 <= terms.payment_days <= MOST_DAYS:
        raise Invalid("PAYMENT_DAYS", _("An invoice is due within 0 to 365 days."), field="payment_days")
    for name, most in _WORDS.items():
        text = getattr(terms, name)
        if len(text) > most or not text.isprintable():
            raise Invalid("TOO_LONG", _("Keep this printable and within %s characters.") % most, field=name)
    for name in ("supplier_endpoint", "customer_endpoint"):
        if getattr(terms, name) and ":" not in getattr(terms, name):
            message = _("A Peppol address has a scheme and an id, as in 0088:7300010000001.")
            raise Invalid("ENDPOINT_INVALID", message, field=name)
    if terms.supplier_entity_id and not _ours(by, terms.supplier_entity_id):
        raise NotFound("provider's company")
    if terms.customer_entity_id and clients.entity(by, terms.customer_entity_id).client_id != client_id:
        raise NotFound("company")


def _ours(by: Actor, entity_id: UUID) -> bool:
    return clients.provider_entities(by).filter(pk=entity_id).exists()


def terms_of(client_id: UUID, currency: str) -> BillingTerms | None:
    """The billing terms of a client in a currency, where somebody has set them."""
    rows = BillingTerms.objects.select_related("supplier_entity", "customer_entity")
    return rows.filter(client_id=client_id, currency=currency).first()


def name_parties(by: Actor, invoice: Invoice, first_supplier: Any) -> None:
    """Put supplier, customer, purchase order and tax on a draft, as they stand now. The caller saves it."""
    invoice.supplier, invoice.customer, terms = parties(by, invoice, first_supplier)
    invoice.purchase_order = terms.purchase_order if terms else ""
    _tax(invoice, terms)


def parties(
    by: Actor, invoice: Invoice, first_supplier: Any
) -> tuple[dict[str, Any], dict[str, Any], BillingTerms | None]:
    """Supplier and customer as they stand now: by the billing terms, else by the contract."""
    terms = terms_of(invoice.client_id, invoice.currency)
    supplier = (terms.supplier_entity if terms else None) or first_supplier
    home = supplier.country if supplier else ""
    customer = terms.customer_entity if terms else None
    if customer is None:
        # Billed to the client's company in the supplier's country, where it has one there.
        companies = sorted(clients.entities(by, invoice.client_id), key=lambda one: (one.country != home, one.code))
        customer = companies[0] if companies else None
    theirs = terms.customer_endpoint if terms else ""
    return _party(supplier, terms.supplier_endpoint if terms else ""), _party(customer, theirs), terms


def _party(company: Any, endpoint: str) -> dict[str, Any]:
    if company is None:
        return {}
    return {
        "name": company.name, "address": company.address, "country": company.country,
        "ids": {str(kind): str(number) for kind, number in company.tax_ids.items()}, "endpoint": endpoint,
    }  # fmt: skip


def _tax(invoice: Invoice, terms: BillingTerms | None) -> None:
    last = invoice.period.replace(day=calendar.monthrange(invoice.period.year, invoice.period.month)[1])
    tax = tax_of(invoice, terms, last)
    invoice.tax_category, invoice.tax_rate = tax.category, tax.rate
    invoice.tax_name, invoice.tax_reason, invoice.tax_cite = tax.name, tax.reason, tax.cite
    invoice.tax_minor = tax.on(invoice.subtotal_minor)
    invoice.total_minor = invoice.subtotal_minor + invoice.tax_minor


def tax_of(invoice: Invoice, terms: BillingTerms | None, day: date) -> rules.Tax:
    """The tax that holds; with an empty category where no rule is known, which keeps the invoice from being issued."""
    if terms is not None and terms.treatment != "rule":
        return rules.stated(terms.treatment, terms.tax_reason)
    try:
        return rules.by_rule(invoice.supplier.get("country", ""), invoice.customer.get("country", ""), day)
    except Invalid:
        return rules.Tax("")


def check_taxed(invoice: Invoice) -> None:
    """Refuse to issue what nobody knows the tax of."""
    if not invoice.tax_category:
        last = invoice.period.replace(day=calendar.monthrange(invoice.period.year, invoice.period.month)[1])
        rules.by_rule(invoice.supplier.get("country", ""), invoice.customer.get("country", ""), last)
        message = _("The tax was not known when this was counted. Open it again and count the month afresh.")
        raise Invalid("TAX_UNKNOWN", message, rule="G10")
