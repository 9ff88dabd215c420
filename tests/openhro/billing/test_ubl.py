"""UBL in the order and shape that Peppol BIS Billing 3 publishes (OpenPEPPOL/peppol-bis-invoice-3, structure/syntax).

No schema of UBL stands among the packages that tests may use, so order and required elements are held here one by one.
"""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from decimal import Decimal

from openhro.billing.documents import ubl

ORDER = [
    "CustomizationID",
    "ProfileID",
    "ID",
    "IssueDate",
    "DueDate",
    "InvoiceTypeCode",
    "CreditNoteTypeCode",
    "Note",
    "DocumentCurrencyCode",
    "BuyerReference",
    "InvoicePeriod",
    "OrderReference",
    "BillingReference",
    "AccountingSupplierParty",
    "AccountingCustomerParty",
    "PaymentMeans",
    "TaxTotal",
    "LegalMonetaryTotal",
    "InvoiceLine",
    "CreditNoteLine",
]
PARTY = ["EndpointID", "PartyName", "PostalAddress", "PartyTaxScheme", "PartyLegalEntity"]
LINE = ["ID", "InvoicedQuantity", "CreditedQuantity", "LineExtensionAmount", "Item", "Price"]
NEEDED = {
    "CustomizationID", "ProfileID", "ID", "IssueDate", "DocumentCurrencyCode", "AccountingSupplierParty",
    "AccountingCustomerParty", "TaxTotal", "LegalMonetaryTotal",
}  # fmt: skip

SUPPLIER = ubl.Company(
    "Northbridge Ltd", "GB", ("1 Exchange Square", "London"), (("VAT", "GB 123 4567 89"), ("Company", "0712")),
    "9932:GB123456789",
)  # fmt: skip
CUSTOMER = ubl.Company("Halden Instruments Ltd", "GB", ("4 Kirkgate", "Leeds", "LS1 6BX", "UK"), (("VAT", "GB987"),))
BILL = ubl.Bill(
    "INV-2026-000001", date(2026, 12, 1), date(2026, 11, 1), date(2026, 11, 30), "GBP", SUPPLIER, CUSTOMER,
    ubl.TaxOf("S", Decimal("20.0000")),
    (
        ubl.Item("Payslips", "Counted", 7_800, Decimal(12), 650),
        ubl.Item("Per employee", "In bands", 354_600),
        ubl.Item("Service credit", "Missed", -10_638),
    ),
    ubl.Totals(351_762, 70_352, 422_114),
    due=date(2026, 12, 31), buyer_reference="halden", order="PO-1", account="20-04-15 38290008",
)  # fmt: skip


def names(element: ET.Element) -> list[str]:
    return [one.tag.partition("}")[2] for one in element]


def in_order(found: list[str], order: list[str]) -> bool:
    places = [order.index(name) for name in found]
    return places == sorted(places)


def texts(root: ET.Element, name: str) -> list[str]:
    return [one.text or "" for one in root.iter() if one.tag.partition("}")[2] == name]


def test_an_invoice_has_the_published_elements_in_their_order():
    root = ET.fromstring(ubl.write(BILL))
    assert root.tag == f"{{{ubl.INVOICE}}}Invoice"
    assert in_order(names(root), ORDER)
    assert set(names(root)) >= NEEDED | {"DueDate", "InvoiceTypeCode", "BuyerReference", "OrderReference"}
    assert texts(root, "CustomizationID") == [
        "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
    ]
    assert texts(root, "InvoiceTypeCode") == ["380"]
    for party in root.iter(f"{{{ubl.CAC}}}Party"):
        assert in_order(names(party), PARTY)
    for line in root.iter(f"{{{ubl.CAC}}}InvoiceLine"):
        assert in_order(names(line), LINE)
    [endpoint] = root.iter(f"{{{ubl.CBC}}}EndpointID")
    assert (endpoint.get("schemeID"), endpoint.text) == ("9932", "GB123456789")


def test_sums_and_prices_hold_as_the_rules_ask():
    """BR-CO-10, BR-CO-13, BR-CO-15: lines make the net, net and tax the gross. R120: quantity times price is the line's."""
    root = ET.fromstring(ubl.write(BILL))
    lines = root.findall(f"{{{ubl.CAC}}}InvoiceLine")
    amounts = [Decimal(texts(line, "LineExtensionAmount")[0]) for line in lines]
    [total] = root.iter(f"{{{ubl.CAC}}}LegalMonetaryTotal")
    net, gross = Decimal(texts(total, "TaxExclusiveAmount")[0]), Decimal(texts(total, "TaxInclusiveAmount")[0])
    assert (sum(amounts), net + Decimal("703.52"), gross) == (net, gross, Decimal("4221.14"))
    assert texts(total, "PayableAmount") == ["4221.14"]
    for line, amount in zip(lines, amounts, strict=True):
        quantity, price = Decimal(texts(line, "InvoicedQuantity")[0]), Decimal(texts(line, "PriceAmount")[0])
        assert (quantity * price, price >= 0) == (amount, True)
    assert texts(lines[0], "InvoicedQuantity") == ["12"]
    assert all(one.get("currencyID") == "GBP" for one in root.iter() if one.tag.endswith("Amount"))


def test_a_credit_note_names_the_invoice_that_it_corrects():
    note = replace(BILL, number="CN-2026-000001", corrects=("INV-2026-000001", date(2026, 12, 1)), due=None)
    root = ET.fromstring(ubl.write(note))
    assert root.tag == f"{{{ubl.CREDIT_NOTE}}}CreditNote"
    assert in_order(names(root), ORDER)
    assert "DueDate" not in names(root)
    assert texts(root, "CreditNoteTypeCode") == ["381"]
    [reference] = root.iter(f"{{{ubl.CAC}}}InvoiceDocumentReference")
    assert [one.text for one in reference] == ["INV-2026-000001", "2026-12-01"]
    assert len(texts(root, "CreditedQuantity")) == 3


def test_what_is_not_subject_to_tax_says_why_and_names_neither_rate_nor_number():
    tax = ubl.TaxOf("O", Decimal(0), "Outside the scope of UK VAT")
    totals = ubl.Totals(351_762, 0, 351_762)
    root = ET.fromstring(ubl.write(replace(BILL, tax=tax, totals=totals)))
    assert (texts(root, "Percent"), texts(root, "TaxExemptionReason")) == ([], ["Outside the scope of UK VAT"])
    assert list(root.iter(f"{{{ubl.CAC}}}PartyTaxScheme")) == []
    reverse = ET.fromstring(ubl.write(replace(BILL, tax=replace(tax, category="AE"), totals=totals)))
    assert set(texts(reverse, "Percent")) == {"0"}


def test_text_that_xml_cannot_hold_is_left_out_and_no_element_is_empty():
    line = ubl.Item("A & <B>\x0b", "", 100)
    root = ET.fromstring(ubl.write(replace(BILL, lines=(line,), order="", account="", note="")))
    assert "A & <B>" in texts(root, "Name")
    assert [one.tag for one in root.iter() if not len(one) and not (one.text or "").strip()] == []
