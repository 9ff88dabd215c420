"""The invoice on paper: `InvoiceDocument` and `render`. Pure: no database, no clock, no request."""

from openhro.billing.documents.invoice import Counted, InvoiceDocument, InvoiceLine, Part, Party, Tax, Terms, Words
from openhro.billing.documents.renderer import render, renderer

__all__ = ["Counted", "InvoiceDocument", "InvoiceLine", "Part", "Party", "Tax", "Terms", "Words", "render", "renderer"]
