"""Plain factories of invoice documents."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from openhro.billing.documents import Counted, InvoiceDocument, InvoiceLine, Party, Tax, Terms
from openhro.core.documents import Brand

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
PEOPLE = tuple(Counted(f"Person {at:03d}", f"NW-{at:05d}", FIRST, LAST) for at in range(1, 13))


def invoice(**changes):
    """A monthly invoice with two charges, a credit, VAT, and an annex."""
    document = InvoiceDocument(
        brand=Brand("Meridian HR", "#1d4ed8"),
        number="2026-0117",
        supplier=Party(
            "Meridian HR Services Ltd", ("1 Exchange Square", "London EC2A 2JN"), (("VAT", "GB 123 4567 89"),)
        ),
        customer=Party("Northwind Foods Ltd", ("12 Harbour Road", "Edinburgh EH6 6QQ"), (("VAT", "GB 987 6543 21"),)),
        day=date(2026, 12, 1),
        start=date(2026, 11, 1),
        end=date(2026, 11, 30),
        lines=(
            InvoiceLine(
                "Payroll, per payslip",
                "Payslips released in November 2026 for Northwind Foods Ltd, corrections not counted",
                12,
                7_800,
                Decimal(12),
                650,
                counted=PEOPLE,
            ),
            InvoiceLine("HR desk, fixed fee", "Contract clause 4.2, November 2026", 1, 125_000, Decimal(1), 125_000),
            InvoiceLine("Service credit", "Payroll accuracy 99.1 % against a target of 99.5 %", 1, -6_250),
        ),
        subtotal=126_550,
        taxes=(Tax("VAT 20 %", 25_310),),
        total=151_860,
        terms=Terms(
            date(2026, 12, 31),
            "PO-77120",
            (("Account", "Meridian HR Services Ltd"), ("Sort code", "20-04-15"), ("Account no.", "38290008")),
            ("Please quote the invoice number with your payment.",),
        ),
        currency="GBP",
        country="GB",
    )
    return replace(document, **changes)
