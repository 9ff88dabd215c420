"""Invoices and credit notes as UBL 2.1 in the shape of Peppol BIS Billing 3: pure, from plain values.

A line whose amount is no plain quantity times one price (bands, a minimum, a percentage) goes as one unit at its
amount, and its description says what was counted; a line that takes off has a negative quantity, for a
price never is negative. Where no Peppol address is known the endpoint is left out: the file is UBL, but a network would
not route it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openhro.core.money import Money

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = _SCHEMA + "CommonAggregateComponents-2", _SCHEMA + "CommonBasicComponents-2"
INVOICE, CREDIT_NOTE = _SCHEMA + "Invoice-2", _SCHEMA + "CreditNote-2"
ET.register_namespace("cac", CAC)
ET.register_namespace("cbc", CBC)
ET.register_namespace("inv", INVOICE)
ET.register_namespace("cn", CREDIT_NOTE)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VAT_NAMES = frozenset({"VAT", "UST-IDNR", "USTID", "TVA", "GST", "MVA", "ABN"})
_ONE = "C62"


@dataclass(frozen=True, slots=True)
class Company:
    """Either side. `endpoint` is a Peppol address, scheme and id with a colon between."""

    name: str
    country: str
    address: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class TaxOf:
    """UNCL 5305 category, percent, and the reason where there is no tax."""

    category: str
    percent: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line. With `price` it is so many at a price; else one unit at its amount."""

    name: str
    description: str
    amount: int
    quantity: Decimal = Decimal(1)
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Minor units: before tax, the tax, and with it."""

    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice; or a credit note, which names in `corrects` the number and day of the invoice that it corrects."""

    number: str
    day: date
    start: date
    end: date
    currency: str
    supplier: Company
    customer: Company
    tax: TaxOf
    lines: tuple[Item, ...]
    totals: Totals
    due: date | None = None
    note: str = ""
    buyer_reference: str = ""
    order: str = ""
    account: str = ""
    corrects: tuple[str, date] | None = None


def write(bill: Bill) -> bytes:
    """The document as XML in UTF-8."""
    credit = bill.corrects is not None
    root = ET.Element(f"{{{CREDIT_NOTE if credit else INVOICE}}}{'CreditNote' if credit else 'Invoice'}")
    _head(root, bill)
    _references(root, bill)
    _party(_sub(root, "AccountingSupplierParty"), bill.supplier, bill.tax.category)
    _party(_sub(root, "AccountingCustomerParty"), bill.customer, bill.tax.category)
    if bill.account:
        means = _sub(root, "PaymentMeans")
        _basic(means, "PaymentMeansCode", "30")
        _basic(means, "PaymentID", bill.number)
        _basic(_sub(means, "PayeeFinancialAccount"), "ID", bill.account)
    _totals(root, bill)
    for place, line in enumerate(bill.lines, 1):
        _line(root, bill, place, line)
    ET.indent(root)
    return ET.tostring(root, encoding="UTF-8", xml_declaration=True)


def _head(root: ET.Element, bill: Bill) -> None:
    _basic(root, "CustomizationID", CUSTOMIZATION)
    _basic(root, "ProfileID", PROFILE)
    _basic(root, "ID", bill.number)
    _basic(root, "IssueDate", bill.day.isoformat())
    if bill.corrects is None:
        _basic(root, "DueDate", bill.due.isoformat() if bill.due else "")
        _basic(root, "InvoiceTypeCode", "380")
    else:
        _basic(root, "CreditNoteTypeCode", "381")
    _basic(root, "Note", bill.note)
    _basic(root, "DocumentCurrencyCode", bill.currency)
    _basic(root, "BuyerReference", bill.buyer_reference)
    period = _sub(root, "InvoicePeriod")
    _basic(period, "StartDate", bill.start.isoformat())
    _basic(period, "EndDate", bill.end.isoformat())


def _references(root: ET.Element, bill: Bill) -> None:
    if bill.order:
        _basic(_sub(root, "OrderReference"), "ID", bill.order)
    if bill.corrects is not None:
        number, day = bill.corrects
        reference = _sub(_sub(root, "BillingReference"), "InvoiceDocumentReference")
        _basic(reference, "ID", number)
        _basic(reference, "IssueDate", day.isoformat())


def _party(parent: ET.Element, company: Company, category: str) -> None:
    party = _sub(parent, "Party")
    if company.endpoint:
        scheme, _colon, text = company.endpoint.partition(":")
        _basic(party, "EndpointID", text, schemeID=scheme)
    _basic(_sub(party, "PartyName"), "Name", company.name)
    address = _sub(party, "PostalAddress")
    first, second, *more = (*company.address, "", "")
    _basic(address, "StreetName", first)
    _basic(address, "AdditionalStreetName", second)
    rest = ", ".join(line for line in more if line)
    if rest:
        _basic(_sub(address, "AddressLine"), "Line", rest)
    _basic(_sub(address, "Country"), "IdentificationCode", company.country)
    vat = next((number for kind, number in company.ids if kind.upper() in _VAT_NAMES), "")
    if vat and category != "O":  # BR-O-02: what is not subject to VAT names no VAT number
        scheme_of = _sub(party, "PartyTaxScheme")
        _basic(scheme_of, "CompanyID", vat.replace(" ", ""))
        _basic(_sub(scheme_of, "TaxScheme"), "ID", "VAT")
    entity = _sub(party, "PartyLegalEntity")
    _basic(entity, "RegistrationName", company.name)
    _basic(entity, "CompanyID", next((n for kind, n in company.ids if kind.upper() not in _VAT_NAMES), ""))


def _totals(root: ET.Element, bill: Bill) -> None:
    tax, totals = bill.tax, bill.totals
    total = _sub(root, "TaxTotal")
    _money(total, "TaxAmount", totals.tax, bill)
    subtotal = _sub(total, "TaxSubtotal")
    _money(subtotal, "TaxableAmount", totals.net, bill)
    _money(subtotal, "TaxAmount", totals.tax, bill)
    category = _category(_sub(subtotal, "TaxCategory"), tax)
    if tax.category != "S":
        _basic(category, "TaxExemptionReason", tax.reason)
    _basic(_sub(category, "TaxScheme"), "ID", "VAT")
    monetary = _sub(root, "LegalMonetaryTotal")
    _money(monetary, "LineExtensionAmount", totals.net, bill)
    _money(monetary, "TaxExclusiveAmount", totals.net, bill)
    _money(monetary, "TaxInclusiveAmount", totals.gross, bill)
    _money(monetary, "PayableAmount", totals.gross, bill)


def _category(parent: ET.Element, tax: TaxOf) -> ET.Element:
    _basic(parent, "ID", tax.category)
    if tax.category != "O":  # BR-O-05: what is not subject to tax has no rate
        _basic(parent, "Percent", f"{tax.percent.normalize():f}")
    return parent


def _line(root: ET.Element, bill: Bill, place: int, line: Item) -> None:
    credit = bill.corrects is not None
    made = _sub(root, "CreditNoteLine" if credit else "InvoiceLine")
    _basic(made, "ID", str(place))
    plain = line.price is not None and line.quantity * line.price == line.amount
    quantity = line.quantity if plain else Decimal(-1 if line.amount < 0 else 1)
    price = line.price if plain and line.price is not None else abs(line.amount)
    _basic(made, "CreditedQuantity" if credit else "InvoicedQuantity", f"{quantity.normalize():f}", unitCode=_ONE)
    _money(made, "LineExtensionAmount", line.amount, bill)
    item = _sub(made, "Item")
    _basic(item, "Description", line.description)
    _basic(item, "Name", line.name)
    category = _category(_sub(item, "ClassifiedTaxCategory"), bill.tax)
    _basic(_sub(category, "TaxScheme"), "ID", "VAT")
    _money(_sub(made, "Price"), "PriceAmount", price, bill)


def _sub(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{CAC}}}{name}")


def _basic(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    """An element with text; none where there is nothing to say, for an empty element is refused."""
    text = _UNPRINTABLE.sub("", text).strip()
    if text:
        ET.SubElement(parent, f"{{{CBC}}}{name}", attributes).text = text


def _money(parent: ET.Element, name: str, minor: int, bill: Bill) -> None:
    _basic(parent, name, Money(minor, bill.currency).plain(), currencyID=bill.currency)
