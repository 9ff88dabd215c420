"""An invoice document as data for its template, and as a PDF."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from openhro.billing.documents.invoice import Counted, InvoiceDocument, InvoiceLine, Part, Party, check
from openhro.core.documents import Figures, FontPolicy, Renderer, Sheet

TEMPLATE = Path(__file__).with_name("invoice.typ")


@cache
def renderer(fonts: FontPolicy | None = None) -> Renderer:
    """The process's invoice renderer, made once."""
    return Renderer(TEMPLATE, fonts)


def render(document: InvoiceDocument, fonts: FontPolicy | None = None) -> bytes:
    """The invoice as PDF/A-3a and PDF/UA-1; `DocumentError` as `check` and `Renderer.render` raise it."""
    check(document)
    return renderer(fonts).render(data_of(document), document.day)


def data_of(document: InvoiceDocument) -> dict[str, object]:
    """What the template shows, every figure already in the reader's language."""
    figures = Figures(document.language, document.currency)
    words, terms = document.words, document.terms
    facts = [(words.issued, figures.day(document.day)), (words.purchase_order, terms.purchase_order)]
    printed: dict[str, object] = {
        "title": f"{words.title} {document.number}",
        "author": document.supplier.name,
        "title-short": f"{words.title} {document.number}",
        "subtitle": figures.span(document.start, document.end),
        "footer": f"{document.supplier.name} · {words.title} {document.number}",
        "numbered": True,
        "words": {name: getattr(words, name) for name in words.__slots__},
        "supplier": _party(document.supplier),
        "customer": _party(document.customer),
        "due": figures.day(terms.due),
        "facts": [(label, value) for label, value in facts if value],
        "lines": [_line(line, figures, words.evidence) for line in document.lines],
        "sums": [
            (words.subtotal, figures.amount(document.subtotal)),
            *((tax.label, figures.amount(tax.amount)) for tax in document.taxes),
        ],
        "total": figures.money(document.total),
        "bank": terms.bank,
        "notes": terms.notes,
        "annex": [_annex(line, figures) for line in document.lines if line.counted],
    }
    return Sheet(document.brand, figures, document.country, document.direction).data(printed)


def _party(party: Party) -> list[str]:
    return [party.name, *party.address, *(f"{label} {value}" for label, value in party.identifiers)]


def _line(line: InvoiceLine, figures: Figures, records: str) -> dict[str, object]:
    evidence = f"{records}: {figures.count(line.evidence)}"
    return {
        "label": line.label,
        "statement": f"{line.statement}. {evidence}" if line.evidence else line.statement,
        "quantity": figures.amount(line.base) if line.base is not None else _number(line.quantity, figures),
        "price": f"{figures.quantity(line.percent)}\u00a0%" if line.percent is not None else _price(line, figures),
        "amount": figures.amount(line.amount),
        "parts": [
            (part.label, _number(part.quantity, figures), _price(part, figures), figures.amount(part.amount))
            for part in line.parts
        ],
    }


def _number(quantity: Decimal | None, figures: Figures) -> str:
    return "" if quantity is None else figures.number(quantity)


def _price(priced: InvoiceLine | Part, figures: Figures) -> str:
    return "" if priced.price is None else figures.amount(priced.price)


def _annex(line: InvoiceLine, figures: Figures) -> dict[str, object]:
    """The rows of a line; the column of quantities is there where not each counts as one."""
    return {
        "title": line.label,
        "statement": line.statement,
        "measured": any(item.quantity is not None or item.amount is not None for item in line.counted),
        "rows": [(item.name, item.number, _days(item, figures), _measure(item, figures)) for item in line.counted],
    }


def _days(item: Counted, figures: Figures) -> str:
    return "" if item.first is None else figures.span(item.first, item.last or item.first)


def _measure(item: Counted, figures: Figures) -> str:
    return figures.amount(item.amount) if item.amount is not None else _number(item.quantity, figures)
