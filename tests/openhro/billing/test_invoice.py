"""The invoice: tagged, archival, repeatable; it adds up and lists whom it counted."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import invoices
import pikepdf
import pytest

from openhro.billing.documents import Counted, Part, Tax, render
from openhro.billing.documents.renderer import data_of
from openhro.core.documents import DocumentError, FontPolicy

EMBEDDED = FontPolicy(packages=False)


def opened(document):
    return pikepdf.open(BytesIO(render(document, EMBEDDED)))


def test_is_tagged_and_names_its_standards():
    with opened(invoices.invoice()) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert "/StructTreeRoot" in pdf.Root
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert meta["dc:title"] == "Invoice 2026-0117"


def test_the_same_invoice_is_the_same_bytes():
    assert render(invoices.invoice(), EMBEDDED) == render(invoices.invoice(), EMBEDDED)


def test_the_annex_follows_on_its_own_pages():
    with opened(invoices.invoice()) as pdf:
        assert len(pdf.pages) == 2
    plain = tuple(replace(line, counted=()) for line in invoices.invoice().lines)
    with opened(invoices.invoice(lines=plain)) as pdf:
        assert len(pdf.pages) == 1


def test_a_large_annex_flows():
    people = tuple(Counted(f"Person {at}", f"{at:05d}") for at in range(1200))
    first, *others = invoices.invoice().lines
    with opened(invoices.invoice(lines=(replace(first, evidence=1200, counted=people), *others))) as pdf:
        assert len(pdf.pages) > 15


def test_each_line_says_what_was_counted():
    data = data_of(invoices.invoice())
    first = data["lines"][0]
    assert first["statement"].endswith("corrections not counted. Records counted: 12")
    assert (first["quantity"], first["price"], first["amount"]) == ("12", "6.50", "78.00")
    assert data["lines"][2]["amount"] == "−62.50"
    assert data["sums"] == [("Subtotal", "1,265.50"), ("VAT 20 %", "253.10")]
    assert (data["total"], data["due"]) == ("£1,518.60", "31 December 2026")
    assert ("Purchase order", "PO-77120") in data["facts"]


def test_bands_stand_under_their_line_and_one_date_format_on_every_page():
    first, *others = invoices.invoice().lines
    bands = (Part("Up to 5", 5_000, Decimal(5), 1_000), Part("Above 5", 2_800, Decimal(7), 400))
    line = replace(first, price=None, parts=bands)
    data = data_of(invoices.invoice(lines=(line, *others), language="en-US", currency="USD"))
    assert data["lines"][0]["parts"] == [("Up to 5", "5", "10.00", "50.00"), ("Above 5", "7", "4.00", "28.00")]
    assert data["lines"][0]["price"] == ""
    assert data["annex"][0]["rows"][0] == ("Person 001", "NW-00001", "November 1 – 30, 2026", "")
    assert not data["annex"][0]["measured"]
    assert (data["subtitle"], data["due"]) == ("November 1 – 30, 2026", "December 31, 2026")


def test_a_percentage_is_of_an_amount_and_runs_are_measured_in_money():
    first, *others = invoices.invoice().lines
    run = Counted("UK monthly", "R-1", date(2026, 11, 30), date(2026, 11, 30), amount=41_238_655)
    line = replace(first, evidence=1, price=None, base=41_238_655, percent=Decimal("2.75"), counted=(run,))
    data = data_of(invoices.invoice(lines=(line, *others)))
    assert (data["lines"][0]["quantity"], data["lines"][0]["price"]) == ("412,386.55", "2.75\u00a0%")
    assert data["annex"][0]["rows"] == [("UK monthly", "R-1", "30 November 2026", "412,386.55")]
    assert data["annex"][0]["measured"]


def test_markup_that_someone_typed_is_only_text():
    typed = '#panic("x") *a* $b$ <c> @d'
    first, *others = invoices.invoice().lines
    document = invoices.invoice(
        number=typed,
        customer=replace(invoices.invoice().customer, name=typed),
        lines=(replace(first, label=typed, statement=typed, counted=(Counted(typed, typed),) * 12), *others),
    )
    with opened(document) as pdf:
        assert pdf.open_metadata()["dc:title"] == f"Invoice {typed}"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("subtotal_differs", {"subtotal": 126_551}),
        ("total_differs", {"total": 151_861}),
        ("total_differs", {"taxes": (Tax("VAT", 1),)}),
        ("not_minor_units", {"total": 1518.60}),
        ("no_lines", {"lines": ()}),
        ("name", {"number": " "}),
        ("direction", {"direction": ""}),
        (
            "parts_differ",
            {"lines": (replace(invoices.invoice().lines[0], parts=(Part("x", 7_799),)), *invoices.invoice().lines[1:])},
        ),
        ("evidence", {"lines": (replace(invoices.invoice().lines[0], evidence=13), *invoices.invoice().lines[1:])}),
    ],
)
def test_refuses_an_invoice(code, changes):
    with pytest.raises(DocumentError) as caught:
        render(invoices.invoice(**changes), EMBEDDED)
    assert caught.value.code == code
    assert re.search(r"\.$", caught.value.message)
